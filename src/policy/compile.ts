import { sqlName } from '../address.ts'
import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'
import type { Sql } from '../sql/quote.ts'
import { type RowCondition, rowConditions } from '../sql/row-conditions.ts'
import { admit, type AdmitRequest } from './admission/admit.ts'
import { deserializeStatement, parseTree, textOf, type Tree } from '../sql/parse-tree.ts'
import type { Principal, ReadableDataset } from './dataset.ts'
import { type Decision, decide } from './decide.ts'
import type { MaskPolicy } from './mask-policy.ts'
import { secureRelation } from './secure.ts'

export type CompileRequest<D extends ReadableDataset> = AdmitRequest<D> & {
  readonly policies: readonly MaskPolicy[]
  readonly principal: Principal
  readonly strict?: boolean
}

export type CompiledQuery<D extends ReadableDataset> = {
  /** To be created in the reader's session before the query runs, each as a view of this name in the schema `main`. */
  readonly views: readonly {
    readonly name: string
    readonly dataset: D
    readonly decision: Decision
    /**
     * What the query demands of all rows that it uses: those that fail it may be left out of the relation. Only of
     * columns that the reader sees as they are; a condition on a masked one is about other values.
     */
    readonly conditions: readonly RowCondition[]
    /** The SQL of the view, over a relation with the dataset's raw rows. */
    readonly secure: (relation: Sql) => Sql
  }[]
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
    const decision = decide(request.policies, request.principal, dataset, request.strict)
    const conditions = openConditions(tree, name, decision)
    return {
      name,
      dataset,
      decision,
      conditions,
      secure: (relation: Sql) => secureRelation(relation, decision),
    }
  })
  return {
    value: { views, statement: deserializeStatement(admitted.value.tree) },
    diagnostics: [
      ...admitted.diagnostics,
      ...views.flatMap((view) => explainNulls(view.dataset, view.decision)),
    ],
  }
}

const openConditions = (tree: Tree, view: string, decision: Decision): readonly RowCondition[] => {
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
