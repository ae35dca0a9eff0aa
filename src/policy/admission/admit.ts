import { type Diagnostic, diagnose, hasErrors, type Staged } from '../../diagnostics/index.ts'
import type { SourceText } from '../../sql/source-text.ts'
import type { ReadableDataset } from '../dataset.ts'
import { explainName, lower, resolveName, type Use } from './names.ts'
import { isObject, parseTree, printTree, textOf, type Tree, type TreeObject } from '../../sql/parse-tree.ts'
import { codePointOffset, utf8Offset } from './positions.ts'
import { walkQuery, type WalkHooks } from './walk.ts'

/** A query that may run: every dataset in its tree was replaced by the view that will hold the secured relation. */
export type AdmittedQuery<D extends ReadableDataset> = {
  /** JSON for `deserializeStatement`. */
  readonly tree: string
  readonly views: readonly { readonly name: string; readonly dataset: D }[]
}

export type AdmitRequest<D extends ReadableDataset> = {
  /** What `serializeStatement` returned for `query`. */
  readonly tree: string
  readonly query: SourceText
  readonly datasets: readonly D[]
  readonly use?: Use | undefined
}

/**
 * Admits a reader's query by allow-list over DuckDB's own parse tree. No value where anything was refused: MR4001 to
 * MR4011, with the position in the query.
 */
export const admit = <D extends ReadableDataset>(
  request: AdmitRequest<D>,
): Staged<AdmittedQuery<D> | undefined> => {
  const { query, datasets, use } = request
  const diagnostics: Diagnostic[] = []
  const root = parseTree(request.tree)
  const node = onlyStatement(root, query, (diagnostic) => diagnostics.push(diagnostic))
  if (node === undefined) return { value: undefined, diagnostics }

  const views: { name: string; dataset: D }[] = []
  const unaliased: { readonly dataset: ReadableDataset; readonly written: string }[] = []
  const references: TreeObject[] = []
  const constants: TreeObject[] = []
  const place = (at: TreeObject) => placeOf(at, query)
  walkQuery(node, {
    place,
    report: (diagnostic) => diagnostics.push(diagnostic),
    columnReference: (reference) => references.push(reference),
    constant: (constant) => constants.push(constant),
    baseTable: (table) => {
      const parts = ['catalog_name', 'schema_name', 'table_name']
        .map((key) => textOf(table, key))
        .filter((part) => part !== '')
      const name = parts.join('.')
      const found = resolveName(parts, datasets, use)
      switch (found.kind) {
        case 'dataset': {
          const written = textOf(table, 'table_name')
          if (textOf(table, 'alias') === '') unaliased.push({ dataset: found.dataset, written })
          replaceTable(table, viewOf(found.dataset, views))
          return
        }
        default:
          diagnostics.push(explainName(found, name, place(table)))
      }
    },
  })
  if (hasErrors(diagnostics)) return { value: undefined, diagnostics }
  for (const reference of references) shortenReference(reference, unaliased)
  for (const constant of constants) keepDouble(constant)
  return { value: { tree: printTree(root), views }, diagnostics }
}

/**
 * The second look: the printed text of an admitted query, parsed again, must hold nothing but the views that were put
 * there. A tree that prints as something else than it says stops here. Empty when all is well.
 */
export const confirmAdmitted = (
  tree: string,
  views: readonly { readonly name: string }[],
  query: SourceText,
): readonly Diagnostic[] => confirm(tree, views, query, {})

/**
 * The same look at what a reader's statement in another dialect was translated to. The functions are the translator's
 * own choice, which no name in the statement can change; tables and clauses are those of the list.
 */
export const confirmTranslated = (
  tree: string,
  views: readonly { readonly name: string }[],
  query: SourceText,
): readonly Diagnostic[] => confirm(tree, views, query, { admitsFunction: () => true })

const confirm = (
  tree: string,
  views: readonly { readonly name: string }[],
  query: SourceText,
  hooks: Pick<WalkHooks, 'admitsFunction'>,
): readonly Diagnostic[] => {
  const diagnostics: Diagnostic[] = []
  const names = new Set(views.map((view) => view.name))
  const node = onlyStatement(parseTree(tree), query, (diagnostic) => diagnostics.push(diagnostic))
  if (node === undefined) return diagnostics
  walkQuery(node, {
    ...hooks,
    place: () => undefined,
    report: (diagnostic) => diagnostics.push(diagnostic),
    columnReference: () => undefined,
    constant: () => undefined,
    baseTable: (table) => {
      const name = textOf(table, 'table_name')
      const ours = textOf(table, 'schema_name') === 'main' && textOf(table, 'catalog_name') === ''
      if (!ours || !names.has(name)) diagnostics.push(diagnose('MR4006', { name }))
    },
  })
  return diagnostics
}

const onlyStatement = (
  root: Tree,
  query: SourceText,
  report: (diagnostic: Diagnostic) => void,
): Tree | undefined => {
  if (!isObject(root)) {
    report(diagnose('MR4004', { what: 'an unknown kind of parse tree' }))
    return undefined
  }
  if (root['error'] !== false) {
    report(refusal(root, query))
    return undefined
  }
  const statements = Array.isArray(root['statements']) ? root['statements'] : []
  const [only] = statements
  if (!isObject(only) || statements.length !== 1) {
    report(diagnose('MR4002', { count: statements.length }, query.place(0, query.text.length)))
    return undefined
  }
  const parameters = only['named_param_map']
  if (Object.keys(only).some((key) => key !== 'node' && key !== 'named_param_map') || !isNone(parameters)) {
    report(diagnose('MR4004', { what: 'a parameter' }, query.place(0)))
    return undefined
  }
  return only['node'] ?? null
}

const isNone = (value: Tree | undefined): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

const refusal = (root: TreeObject, query: SourceText): Diagnostic => {
  const message = textOf(root, 'error_message')
  const position = root['position'] === undefined ? Number.NaN : Number(root['position'])
  const place = Number.isInteger(position)
    ? query.place(codePointOffset(query.text, position), 1)
    : query.place(0)
  switch (textOf(root, 'error_type')) {
    case 'parser':
    case 'syntax':
      return diagnose('MR4001', { message }, place)
    case 'not implemented':
      return diagnose('MR4003', {}, place)
    default:
      return diagnose('MR4004', { what: `this query (${message})` }, place)
  }
}

/** Nodes that the parser made up have the largest location there is; they stand for the whole query. */
const placeOf = (node: TreeObject, query: SourceText): Diagnostic['place'] => {
  const location = node['query_location']
  return typeof location === 'number' ? query.place(utf8Offset(query.text, location), 1) : query.place(0)
}

const viewOf = <D extends ReadableDataset>(dataset: D, views: { name: string; dataset: D }[]): string => {
  const known = views.find((view) => view.dataset === dataset)
  if (known !== undefined) return known.name
  const name = `__secured_${views.length}`
  views.push({ name, dataset })
  return name
}

/** Qualified with its schema, a view's name can never be read as a name of a WITH clause. */
const replaceTable = (table: TreeObject, view: string): void => {
  if (textOf(table, 'alias') === '') table['alias'] = textOf(table, 'table_name')
  table['catalog_name'] = ''
  table['schema_name'] = 'main'
  table['table_name'] = view
}

/** `depot.collection.dataset.column` becomes `dataset.column`: after the replacement only the alias is left. */
const shortenReference = (
  reference: TreeObject,
  unaliased: readonly { readonly dataset: ReadableDataset; readonly written: string }[],
): void => {
  const names = reference['column_names']
  if (!Array.isArray(names) || names.length < 3) return
  const parts = names.map((name) => (typeof name === 'string' ? lower(name) : ''))
  for (const { dataset, written } of unaliased) {
    const { depot, collection } = dataset.address
    const prefixes = [
      [depot, collection, written],
      [collection, written],
    ]
    const prefix = prefixes.find(
      (prefix) => prefix.length < parts.length && prefix.every((part, i) => lower(part) === parts[i]),
    )
    if (prefix === undefined) continue
    reference['column_names'] = [written, ...names.slice(prefix.length)]
    return
  }
}

/** DuckDB prints the double 1e0 as 1.0, which it would read back as a decimal with other arithmetic. */
const keepDouble = (constant: TreeObject): void => {
  const { value } = constant
  if (!isObject(value) || !isObject(value['type']) || value['type']['id'] !== 'DOUBLE') return
  const child = { ...constant, alias: '' }
  delete constant['value']
  Object.assign(constant, {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    child,
    cast_type: { id: 'DOUBLE', type_info: null },
    try_cast: false,
  })
}
