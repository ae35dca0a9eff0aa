import { parseStatement } from '../parse.ts'
import type { Body, Expression, From, Query, Select } from '../tree.ts'
import { printExpression, printSortKey, printWindow } from './print-expression.ts'

/** One thing that a query says. Parts of two versions of a query belong together by `within`, `kind` and `key`. */
export type QueryPart = {
  /** The WITH query, derived table or side of a set operation that the part is in; empty for the query itself. */
  readonly within: string
  readonly kind:
    | 'column'
    | 'columns'
    | 'filter'
    | 'group filter'
    | 'source'
    | 'join'
    | 'grouping'
    | 'order'
    | 'limit'
    | 'distinct'
    | 'generator'
    | 'window'
    | 'set operation'
    | 'values'
  readonly key: string
  readonly text: string
}

/** What a statement says, part by part; undefined where it does not parse or is no query. */
export const queryParts = async (statement: string): Promise<readonly QueryPart[] | undefined> => {
  const parsed = await parseStatement(statement).catch(() => undefined)
  if (parsed?.kind !== 'query') return undefined
  const parts: QueryPart[] = []
  collectQuery(parsed.query, '', parts)
  return parts
}

const print = (expression: Expression): string => printExpression(expression, printQuery)

/** A query inside an expression, in one line. */
const printQuery = (query: Query): string => {
  const parts: QueryPart[] = []
  collectQuery(query, '', parts)
  return parts
    .map(({ within, kind, key, text }) =>
      [within, kind, key === text ? '' : key, text].filter(Boolean).join(' '),
    )
    .join('; ')
}

type Collect = (kind: QueryPart['kind'], key: string, text: string) => void

const collectQuery = (query: Query, within: string, parts: QueryPart[]): void => {
  const add: Collect = (kind, key, text) => void parts.push({ within, kind, key, text })
  for (const cte of query.ctes) {
    const name = join(within, cte.name.toLowerCase())
    if (cte.columns.length > 0)
      parts.push({ within: name, kind: 'columns', key: 'names', text: cte.columns.join(', ').toLowerCase() })
    collectQuery(cte.query, name, parts)
  }
  collectBody(query.body, within, parts, add)
  // Only where rows are cut or numbered does their order mean anything, but readers of a file may look at it.
  if (query.orderBy.length > 0)
    add('order', '', query.orderBy.map((key) => printSortKey(key, print)).join(', '))
  if (query.limit !== undefined) add('limit', 'limit', print(query.limit))
  if (query.offset !== undefined) add('limit', 'offset', print(query.offset))
}

const collectBody = (body: Body, within: string, parts: QueryPart[], add: Collect): void => {
  switch (body.kind) {
    case 'select':
      return collectSelect(body, within, parts, add)
    case 'set':
      add('set operation', '', `${body.op}${body.all ? ' ALL' : ''}`)
      collectQuery(body.left, join(within, 'first side'), parts)
      return collectQuery(body.right, join(within, 'second side'), parts)
    case 'values':
      return add('values', '', body.rows.map((row) => `(${row.map(print).join(', ')})`).join(', '))
  }
}

const collectSelect = (select: Select, within: string, parts: QueryPart[], add: Collect): void => {
  if (select.distinct) add('distinct', '', 'DISTINCT')
  const names = select.items.map(({ value, names: own }) =>
    (own.length > 0 ? own.join(', ') : nameOf(value)).toLowerCase(),
  )
  for (const [i, { value }] of select.items.entries()) add('column', names[i] ?? '', print(value))
  add('columns', 'order', names.join(', '))
  for (const from of select.from) collectFrom(from, within, parts, add)
  for (const { call, outer, table, columns } of select.lateralViews)
    add(
      'generator',
      table.toLowerCase(),
      `LATERAL VIEW ${outer ? 'OUTER ' : ''}${print(call)} AS ${columns.join(', ')}`,
    )
  for (const condition of conjuncts(select.where)) add('filter', condition, condition)
  const groups = select.groupBy.map((grouping) =>
    grouping.kind === 'expression'
      ? print(grouping.value)
      : `${grouping.how} (${grouping.sets.map((set) => `(${set.map(print).join(', ')})`).join(', ')})`,
  )
  if (groups.length > 0) add('grouping', '', groups.join(', '))
  for (const condition of conjuncts(select.having)) add('group filter', condition, condition)
  for (const { name, window } of select.windows) add('window', name.toLowerCase(), printWindow(window, print))
}

/** Spark names a column without AS after the column itself, else after the text of the expression. */
const nameOf = (value: Expression): string =>
  value.kind === 'column' ? (value.parts.at(-1)?.text ?? '') : print(value)

const collectFrom = (from: From, within: string, parts: QueryPart[], add: Collect): void => {
  switch (from.kind) {
    case 'join': {
      collectFrom(from.left, within, parts, add)
      const on = conjuncts(from.on).toSorted().join(' AND ')
      const using = from.using.map(({ text }) => text.toLowerCase()).join(', ')
      const how = on === '' ? (using === '' ? '' : ` USING (${using})`) : ` ON ${on}`
      add('join', aliasOf(from.right), `${from.how} JOIN ${sourceText(from.right)}${how}`)
      return collectInner(from.right, within, parts)
    }
    default:
      add('source', aliasOf(from), sourceText(from))
      return collectInner(from, within, parts)
  }
}

/** A derived table has parts of its own. */
const collectInner = (from: From, within: string, parts: QueryPart[]): void => {
  if (from.kind === 'derived') collectQuery(from.query, join(within, aliasOf(from)), parts)
  else if (from.kind === 'join')
    collectFrom(
      from,
      join(within, aliasOf(from)),
      parts,
      (kind, key, text) => void parts.push({ within: join(within, aliasOf(from)), kind, key, text }),
    )
}

const aliasOf = (from: From): string => {
  if (from.kind === 'join') return `${aliasOf(from.left)} and ${aliasOf(from.right)}`
  if (from.kind === 'relation') return (from.alias ?? from.name.text).toLowerCase()
  return (from.alias ?? 'subquery').toLowerCase()
}

const sourceText = (from: From): string => {
  switch (from.kind) {
    case 'relation': {
      const name = from.name.text.toLowerCase()
      const alias = (from.alias ?? name).toLowerCase()
      return alias === name ? name : `${name} AS ${alias}`
    }
    case 'derived':
      return `${from.lateral ? 'LATERAL ' : ''}(…) AS ${aliasOf(from)}`
    case 'function':
      return `${print(from.call)} AS ${aliasOf(from)}`
    case 'join':
      return `(${aliasOf(from)})`
    case 'pivot':
      return `PIVOT of ${sourceText(from.source)} by ${from.by.map(print).join(', ')}: ${[...from.aggregates, ...from.values.flatMap(({ values, name }) => values.map((value) => ({ value, name })))].map(({ value, name }) => `${print(value)} ${name ?? ''}`).join(', ')}`
    case 'unpivot':
      return `UNPIVOT of ${sourceText(from.source)} to ${[from.name, ...from.values].join(', ')}: ${from.columns.map(({ values, name }) => `${values.map(print).join(', ')} ${name ?? ''}`).join(', ')}`
  }
}

/** Conditions that must all hold, whatever order they are written in. */
const conjuncts = (condition: Expression | undefined): readonly string[] => {
  if (condition === undefined) return []
  return condition.kind === 'binary' && condition.op === 'and'
    ? [...conjuncts(condition.left), ...conjuncts(condition.right)]
    : [print(condition)]
}

const join = (outer: string, inner: string): string => (outer === '' ? inner : `${outer} / ${inner}`)
