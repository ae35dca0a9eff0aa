import { sqlName } from '../address.ts'
import { type Diagnostic, diagnose, hasErrors, type Staged } from '../diagnostics/index.ts'
import type { Sql } from '../sql/quote.ts'
import { type RowCondition, rowConditions } from '../sql/row-conditions.ts'
import { admit, type AdmitRequest } from './admission/admit.ts'
import { explainName, resolveName, type Use } from './admission/names.ts'
import { deserializeStatement, parseTree, textOf, type Tree } from '../sql/parse-tree.ts'
import type { Principal, ReadableDataset } from './dataset.ts'
import { type Decision, decide } from './decide.ts'
import type { MaskPolicy } from './mask-policy.ts'
import { secureRelation } from './secure.ts'

type Governance = {
  readonly policies: readonly MaskPolicy[]
  readonly principal: Principal
  readonly strict?: boolean
}

export type CompileRequest<D extends ReadableDataset> = AdmitRequest<D> & Governance

/** To be created in the reader's session before the query runs, as a view of this name in the schema `main`. */
export type SecuredView<D extends ReadableDataset> = {
  readonly name: string
  readonly dataset: D
  readonly decision: Decision
  /** The SQL of the view, over a relation with the dataset's raw rows. */
  readonly secure: (relation: Sql) => Sql
}

export type CompiledQuery<D extends ReadableDataset> = {
  readonly views: readonly (SecuredView<D> & {
    /**
     * What the query demands of all rows that it uses: those that fail it may be left out of the relation. Only of
     * columns that the reader sees as they are; a condition on a masked one is about other values.
     */
    readonly conditions: readonly RowCondition[]
  })[]
  /** Run this to obtain the text of the query over those views; `confirmAdmitted` looks at that text once more. */
  readonly statement: Sql
}

/** From a reader's query to what may run: admission, a decision per column, a secured relation per dataset. */
export const compileQuery = <D extends ReadableDataset>(
  request: CompileRequest<D>,
): Staged<CompiledQuery<D> | undefined> => {
  const admitted = admit(request)
  if (admitted.value === undefined) return { value: undefined, diagnostics: admitted.diagnostics }
  const tree = parseTree(admitted.value.tree)
  const views = admitted.value.views.map(({ name, dataset }) => {
    const view = securedView(name, dataset, request)
    return { ...view, conditions: openConditions(tree, name, view.decision) }
  })
  return {
    value: { views, statement: deserializeStatement(admitted.value.tree) },
    diagnostics: [
      ...admitted.diagnostics,
      ...views.flatMap((view) => explainNulls(view.dataset, view.decision)),
    ],
  }
}

/** A name of a dataset in a statement of another dialect than the engine's. */
type WrittenName = { readonly parts: readonly string[]; readonly place: Diagnostic['place'] }

/**
 * For a statement that is translated before it runs: the views that take the place of the datasets which it names, each
 * with those names, the parts with dots between them. MR4006 to MR4010 for names that are no dataset's.
 */
export const compileNames = <D extends ReadableDataset>(
  request: Governance & {
    readonly names: readonly WrittenName[]
    readonly datasets: readonly D[]
    readonly use?: Use | undefined
  },
): Staged<readonly (SecuredView<D> & { readonly names: readonly string[] })[] | undefined> => {
  const diagnostics: Diagnostic[] = []
  const named = new Map<D, string[]>()
  for (const { parts, place } of request.names) {
    const name = parts.join('.')
    const found = resolveName(parts, request.datasets, request.use)
    if (found.kind === 'dataset') named.set(found.dataset, [...(named.get(found.dataset) ?? []), name])
    else diagnostics.push(explainName(found, name, place))
  }
  if (hasErrors(diagnostics)) return { value: undefined, diagnostics }
  const value = [...named].map(([dataset, names], i) => ({
    ...securedView(`__secured_${i}`, dataset, request),
    names,
  }))
  const nulls = value.flatMap((view) => explainNulls(view.dataset, view.decision))
  return { value, diagnostics: nulls }
}

const securedView = <D extends ReadableDataset>(
  name: string,
  dataset: D,
  { policies, principal, strict }: Governance,
): SecuredView<D> => {
  const decision = decide(policies, principal, dataset, strict)
  return { name, dataset, decision, secure: (relation) => secureRelation(relation, decision) }
}

/** What a query's tree demands of a view's rows, as far as it is about columns that the reader sees as they are. */
export const openConditions = (tree: Tree, view: string, decision: Decision): readonly RowCondition[] => {
  const open = decision.filter(({ reveal }) => reveal.kind === 'raw').map(({ column }) => column.name)
  const all = decision.map(({ column }) => column.name)
  return rowConditions(tree, (table) => textOf(table, 'table_name') === view, all).filter(({ column }) =>
    open.includes(column),
  )
}

/** A warning for each column that a reader sees as NULL although somebody may have meant a mask. */
export const explainNulls = (dataset: ReadableDataset, decision: Decision): readonly Diagnostic[] =>
  decision.flatMap(({ column, winner, reveal }) => {
    if (reveal.kind !== 'null') return []
    const where = { dataset: sqlName(dataset.address), column: column.name }
    if (winner === undefined) return [diagnose('MR4022', where)]
    const { mask } = winner
    return [
      mask.operator === 'closed'
        ? diagnose('MR4021', { ...where, policy: winner.name, reason: mask.reason })
        : diagnose('MR4020', { ...where, type: column.type, policy: winner.name, operator: mask.operator }),
    ]
  })
