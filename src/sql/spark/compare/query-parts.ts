import { parseStatement } from '../parse/parse.ts'
import type { Body, Expression, From, Query, Select } from '../tree.ts'
import { canonicalExpression, conjunctsOf, disjunctsOf } from './canonical-expression.ts'
import { canonicalNames, type Renames } from './canonical-names.ts'
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
  /** As the author says it, in one spelling. */
  readonly text: string
  /** The same for all texts that mean the same, as far as that can be told. */
  readonly meaning: string
  /** What belongs to the same part of another version. */
  readonly identity: string
  /** Of a filter that is an OR: what each of its sides demands. */
  readonly alternatives?: readonly (readonly Demand[])[]
}

export type Demand = Pick<QueryPart, 'text' | 'meaning'>

/** The query of a statement; undefined where it does not parse or is none. */
export const readStatement = async (statement: string): Promise<Query | undefined> => {
  const parsed = await parseStatement(statement).catch(() => undefined)
  return parsed?.kind === 'query' ? parsed.query : undefined
}

/** What a query says, part by part, with relations called as the other version calls them. */
export const queryParts = (query: Query, renames: Renames): readonly QueryPart[] => {
  const written: Part[] = []
  collectQuery(query, { within: '', parts: written, print: printWritten, isMeaning: false })
  const meant: Part[] = []
  const canonical = canonicalNames(query, renames)
  collectQuery(canonical, { within: '', parts: meant, print: printMeaning, isMeaning: true })
  // Names and spelling are all that a canonical tree has otherwise: the parts are the same ones.
  return written.flatMap(({ alternatives, ...part }, i) => {
    const other = meant[i]
    if (other === undefined) return []
    const identity = JSON.stringify([other.within, other.kind, other.key])
    const known = { ...part, meaning: other.text, identity }
    if (alternatives === undefined) return [known]
    const demands = alternatives.map((texts, side) =>
      texts.map((text, at) => ({ text, meaning: other.alternatives?.[side]?.[at] ?? text })),
    )
    return [{ ...known, alternatives: demands }]
  })
}

type Part = Omit<QueryPart, 'meaning' | 'identity' | 'alternatives'> & {
  readonly alternatives?: readonly (readonly string[])[]
}

type Collecting = {
  readonly within: string
  readonly parts: Part[]
  readonly print: (expression: Expression) => string
  /** True where what means the same has to look the same. */
  readonly isMeaning: boolean
}

const printWritten = (expression: Expression): string =>
  printExpression(expression, (query) => inOneLine(query, printWritten, false))

const printMeaning = (expression: Expression): string =>
  printPlain(canonicalExpression(expression, printPlain))

const printPlain = (expression: Expression): string =>
  printExpression(expression, (query) => inOneLine(query, printMeaning, true))

/** A query inside an expression. */
const inOneLine = (query: Query, print: Collecting['print'], isMeaning: boolean): string => {
  const parts: Part[] = []
  collectQuery(query, { within: '', parts, print, isMeaning })
  const lines = parts.map(({ within, kind, key, text }) =>
    [within, kind, key === text ? '' : key, text].filter(Boolean).join(' '),
  )
  return (isMeaning ? lines.toSorted() : lines).join('; ')
}

const collectQuery = (query: Query, on: Collecting): void => {
  const { within, parts, print } = on
  const add = adding(on)
  for (const cte of query.ctes) {
    const name = join(within, cte.name.toLowerCase())
    if (cte.columns.length > 0)
      parts.push({ within: name, kind: 'columns', key: 'names', text: cte.columns.join(', ').toLowerCase() })
    collectQuery(cte.query, { ...on, within: name })
  }
  collectBody(query.body, on)
  // Only where rows are cut or numbered does their order mean anything, but readers of a file may look at it.
  if (query.orderBy.length > 0)
    add('order', '', query.orderBy.map((key) => printSortKey(key, print)).join(', '))
  if (query.limit !== undefined) add('limit', 'limit', print(query.limit))
  if (query.offset !== undefined) add('limit', 'offset', print(query.offset))
}

type Add = (kind: QueryPart['kind'], key: string, text: string) => void

const adding =
  ({ within, parts }: Collecting): Add =>
  (kind, key, text) =>
    void parts.push({ within, kind, key, text })

const collectBody = (body: Body, on: Collecting): void => {
  const add = adding(on)
  switch (body.kind) {
    case 'select':
      return collectSelect(body, on)
    case 'set':
      add('set operation', '', `${body.op}${body.all ? ' ALL' : ''}`)
      collectQuery(body.left, { ...on, within: join(on.within, 'first side') })
      return collectQuery(body.right, { ...on, within: join(on.within, 'second side') })
    case 'values':
      return add('values', '', body.rows.map((row) => `(${row.map(on.print).join(', ')})`).join(', '))
  }
}

const collectSelect = (select: Select, on: Collecting): void => {
  const { print, isMeaning } = on
  const add = adding(on)
  if (select.distinct) add('distinct', '', 'DISTINCT')
  const names = select.items.map(({ value, names: own }) =>
    (own.length > 0 ? own.join(', ') : nameOf(value)).toLowerCase(),
  )
  for (const [i, { value }] of select.items.entries()) add('column', names[i] ?? '', print(value))
  add('columns', 'order', names.join(', '))
  for (const from of select.from) collectFrom(from, on)
  for (const { call, outer, table, columns } of select.lateralViews)
    add(
      'generator',
      table.toLowerCase(),
      `LATERAL VIEW ${outer ? 'OUTER ' : ''}${print(call)} AS ${columns.join(', ').toLowerCase()}`,
    )
  collectFilter('filter', select.where, on)
  const groups = select.groupBy.map((grouping) =>
    grouping.kind === 'expression'
      ? print(isMeaning ? itemAt(select, grouping.value) : grouping.value)
      : `${grouping.how} (${grouping.sets.map((set) => `(${set.map(print).join(', ')})`).join(', ')})`,
  )
  if (select.groupByAll) add('grouping', '', 'ALL')
  if (groups.length > 0) add('grouping', '', (isMeaning ? groups.toSorted() : groups).join(', '))
  collectFilter('group filter', select.having, on)
  for (const { name, window } of select.windows) add('window', name.toLowerCase(), printWindow(window, print))
}

const collectFilter = (
  kind: 'filter' | 'group filter',
  condition: Expression | undefined,
  { within, parts, print }: Collecting,
): void => {
  for (const each of conjunctsOf(condition)) {
    const sides = disjunctsOf(each)
    const alternatives = sides.length < 2 ? undefined : sides.map((side) => conjunctsOf(side).map(print))
    parts.push({ within, kind, key: print(each), text: print(each), ...(alternatives && { alternatives }) })
  }
}

/** A number in GROUP BY means the item at that position. */
const itemAt = ({ items }: Select, value: Expression): Expression =>
  value.kind === 'literal' && value.type === 'int' ? (items[Number(value.text) - 1]?.value ?? value) : value

/** Spark names a column without AS after the column itself, else after the text of the expression. */
const nameOf = (value: Expression): string =>
  value.kind === 'column' ? (value.parts.at(-1)?.text ?? '') : printWritten(value)

const collectFrom = (from: From, on: Collecting): void => {
  switch (from.kind) {
    case 'join': {
      collectFrom(from.left, on)
      const conditions = conjunctsOf(from.on).map(on.print)
      const condition = (on.isMeaning ? conditions.toSorted() : conditions).join(' AND ')
      const using = from.using.map(({ text }) => text.toLowerCase()).join(', ')
      const how = condition === '' ? (using === '' ? '' : ` USING (${using})`) : ` ON ${condition}`
      const natural = from.natural ? 'NATURAL ' : ''
      adding(on)(
        'join',
        aliasOf(from.right),
        `${natural}${from.how} JOIN ${sourceText(from.right, on)}${how}`,
      )
      return collectInner(from.right, on)
    }
    default:
      adding(on)('source', aliasOf(from), sourceText(from, on))
      return collectInner(from, on)
  }
}

/** A derived table has parts of its own. */
const collectInner = (from: From, on: Collecting): void => {
  const inner = { ...on, within: join(on.within, aliasOf(from)) }
  if (from.kind === 'derived') collectQuery(from.query, inner)
  else if (from.kind === 'join') collectFrom(from, inner)
}

const aliasOf = (from: From): string => {
  if (from.kind === 'join') return `${aliasOf(from.left)} and ${aliasOf(from.right)}`
  if (from.kind === 'relation') return (from.alias ?? from.name.text).toLowerCase()
  return (from.alias ?? 'subquery').toLowerCase()
}

const sourceText = (from: From, on: Collecting): string => {
  const { print } = on
  switch (from.kind) {
    case 'relation': {
      const name = from.name.text.toLowerCase()
      const alias = (from.alias ?? name).toLowerCase()
      return `${alias === name ? name : `${name} AS ${alias}`}${columnNames(from.columns)}`
    }
    case 'derived':
      return `${from.lateral ? 'LATERAL ' : ''}(…) AS ${aliasOf(from)}${columnNames(from.columns)}`
    case 'function':
      return `${print(from.call)} AS ${aliasOf(from)}${columnNames(from.columns)}`
    case 'join':
      return `(${aliasOf(from)})`
    case 'pivot':
      return `PIVOT of ${sourceText(from.source, on)} by ${from.by.map(print).join(', ')}: ${[...from.aggregates, ...from.values.flatMap(({ values, name }) => values.map((value) => ({ value, name })))].map(({ value, name }) => `${print(value)} ${name ?? ''}`).join(', ')}`
    case 'unpivot':
      return `UNPIVOT ${from.withNulls ? 'INCLUDE NULLS ' : ''}of ${sourceText(from.source, on)} to ${[from.name, ...from.values].join(', ')}: ${from.columns.map(({ values, name }) => `${values.map(print).join(', ')} ${name ?? ''}`).join(', ')}`
  }
}

const columnNames = (columns: readonly string[]): string =>
  columns.length === 0 ? '' : ` (${columns.join(', ').toLowerCase()})`

const join = (outer: string, inner: string): string => (outer === '' ? inner : `${outer} / ${inner}`)
