import { emptySelect } from '../empty-select.ts'
import { Unsupported } from '../node.ts'
import type { Token } from '../tokens.ts'
import type { Body, Expression, From, Grouping, Item, Query, Select } from '../../tree.ts'
import {
  type Cursor,
  expect,
  giveUp,
  inside,
  isName,
  isNotPlain,
  mark,
  marksOf,
  readList,
  readName,
  readNameInPlace,
  readWhole,
  skip,
} from './cursor.ts'
import { readExpression } from './read-expression.ts'
import { readSortKey } from './read-sort-key.ts'
import { isTypeName } from './reserved-words.ts'

/**
 * A statement of everyday SQL: SELECT with joins, conditions, groups, windows, CASE, CAST, queries in FROM and WITH, and
 * UNION. Undefined where anything else stands in it, right or wrong: that is for the parser of all of Spark SQL, which
 * takes a third of a second to load and its first thousand statements slowly. Both read to the same tree: a test compares
 * them, and what they do not read alike is not plain.
 */
export const readPlainStatement = (tokens: readonly Token[]): Query | undefined => {
  const cursor: Cursor = {
    tokens,
    marks: marksOf(tokens),
    at: 0,
    depth: 0,
    named: [],
    queries: 0,
    query: () => readQuery(cursor),
    expression: () => readExpression(cursor),
  }
  try {
    const query = readQuery(cursor)
    return cursor.at === tokens.length ? query : undefined
  } catch (error) {
    // An interval that is none is told by the other parser's reader, where it is found to be one.
    if (isNotPlain(error) || error instanceof Unsupported) return undefined
    throw error
  }
}

const readQuery = (cursor: Cursor): Query =>
  inside(cursor, () => {
    cursor.queries++
    const ctes = skip(cursor, 'with') ? readList(cursor, readCte) : []
    const body = readBody(cursor)
    const orderBy = skip(cursor, 'order') ? (expect(cursor, 'by'), readList(cursor, readSortKey)) : []
    if (/^(?:limit|offset)$/.test(mark(cursor)) && !hasSources(body)) giveUp()
    const limit = skip(cursor, 'limit') ? readWhole(cursor) : undefined
    const offset = skip(cursor, 'offset') ? readWhole(cursor) : undefined
    return { ctes, orderBy, limit, offset, body }
  })

/** LIMIT right behind the items of a SELECT is not read as a clause by everybody. */
const hasSources = (body: Body): boolean => body.kind === 'select' && body.from.length > 0

const readCte = (cursor: Cursor): Query['ctes'][number] => {
  const { text: name } = readName(cursor)
  expect(cursor, 'as')
  return { name, columns: [], query: readBracketedQuery(cursor) }
}

const readBracketedQuery = (cursor: Cursor): Query => {
  expect(cursor, '(')
  const query = readQuery(cursor)
  expect(cursor, ')')
  return query
}

const readBody = (cursor: Cursor): Body => {
  let body: Body = readSelect(cursor)
  // Behind a closing bracket the other parser reads UNION in a way of its own.
  while (mark(cursor) === 'union' && cursor.marks[cursor.at - 1] !== ')') {
    cursor.at++
    const all = skip(cursor, 'all')
    const right = readSelect(cursor)
    body = { kind: 'set', op: 'UNION', all, left: withoutFrame(body), right: withoutFrame(right) }
  }
  return body
}

const withoutFrame = (body: Body): Query => ({
  ctes: [],
  orderBy: [],
  limit: undefined,
  offset: undefined,
  body,
})

const readSelect = (cursor: Cursor): Select => {
  expect(cursor, 'select')
  const distinct = skip(cursor, 'distinct')
  const items = readList(cursor, readItem)
  const from = skip(cursor, 'from') ? readSources(cursor) : []
  const where = skip(cursor, 'where') ? readExpression(cursor) : undefined
  const groupBy = skip(cursor, 'group') ? (expect(cursor, 'by'), readList(cursor, readGrouping)) : []
  const having = skip(cursor, 'having') ? readExpression(cursor) : undefined
  return {
    kind: 'select',
    distinct,
    items,
    from,
    lateralViews: emptySelect.lateralViews,
    where,
    groupBy,
    groupByAll: false,
    having,
    windows: emptySelect.windows,
    spreadBy: emptySelect.spreadBy,
  }
}

const readItem = (cursor: Cursor): Item => {
  const value = readItemValue(cursor)
  if (value.kind === 'star') return { value, names: [] }
  if (skip(cursor, 'as')) return { value, names: [readNameInPlace(cursor).text] }
  return { value, names: isName(cursor, cursor.at) ? [readName(cursor).text] : [] }
}

const readItemValue = (cursor: Cursor): Expression => {
  if (skip(cursor, '*')) return { kind: 'star', qualifier: [] }
  if (cursor.marks[cursor.at + 1] !== '.' || cursor.marks[cursor.at + 2] !== '*')
    return readExpression(cursor)
  if (isTypeName(mark(cursor))) giveUp()
  cursor.named.push(cursor.at)
  const qualifier = [readNameInPlace(cursor)]
  cursor.at += 2
  return { kind: 'star', qualifier }
}

const readGrouping = (cursor: Cursor): Grouping => ({ kind: 'expression', value: readExpression(cursor) })

const readSources = (cursor: Cursor): readonly From[] => {
  const sources = readList(cursor, readSource)
  let [left = giveUp()] = sources
  for (let how = joinHere(cursor); how !== undefined; how = joinHere(cursor)) {
    if (sources.length > 1) giveUp()
    const right = readSource(cursor)
    const on = skip(cursor, 'on') ? readExpression(cursor) : undefined
    const using = on === undefined && skip(cursor, 'using') ? readColumns(cursor) : []
    if ((on === undefined && using.length === 0) !== (how === 'CROSS')) giveUp()
    left = { kind: 'join', how, left, right, on, using, natural: false }
  }
  return sources.length > 1 ? sources : [left]
}

const readColumns = (cursor: Cursor) => {
  expect(cursor, '(')
  const columns = readList(cursor, readName)
  expect(cursor, ')')
  return columns
}

type How = Extract<From, { kind: 'join' }>['how']

const joins: Readonly<Record<string, How>> = {
  join: 'INNER',
  'inner join': 'INNER',
  'cross join': 'CROSS',
  'left join': 'LEFT',
  'left outer join': 'LEFT',
  'right join': 'RIGHT',
  'right outer join': 'RIGHT',
  'full join': 'FULL',
  'full outer join': 'FULL',
  'left semi join': 'SEMI',
  'left anti join': 'ANTI',
}

/** Steps over the words of a join. */
const joinHere = (cursor: Cursor): How | undefined => {
  const { marks, at } = cursor
  let words = marks[at] ?? ''
  if (!/^(?:join|inner|cross|left|right|full)$/.test(words)) return undefined
  let end = at + 1
  for (; words.slice(-4) !== 'join' && end < at + 3; end++) words += ` ${marks[end] ?? ''}`
  cursor.at = end
  return joins[words] ?? giveUp()
}

const readSource = (cursor: Cursor): From => {
  if (mark(cursor) === '(') {
    const query = readBracketedQuery(cursor)
    return { kind: 'derived', query, alias: aliasHere(cursor), columns: [], lateral: false }
  }
  const names = [readNameInPlace(cursor)]
  while (skip(cursor, '.')) names.push(readNameInPlace(cursor))
  const [first = giveUp()] = names
  if (names.length > 3) giveUp()
  const parts = names.map(({ text }) => text)
  const alias = aliasHere(cursor) ?? parts.at(-1)
  // A function, or names for its columns.
  if (mark(cursor) === '(') giveUp()
  return { kind: 'relation', name: { text: parts.join('.'), span: first.span }, parts, alias, columns: [] }
}

const aliasHere = (cursor: Cursor): string | undefined =>
  skip(cursor, 'as') || isName(cursor, cursor.at) ? readName(cursor).text : undefined
