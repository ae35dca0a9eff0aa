import { emptySelect } from './empty-select.ts'
import { sampled } from './read-sample.ts'
import { Misformed } from '../refusals.ts'
import { nameBehindTuple } from './behind-tuple.ts'
import { groupingOf } from './read-grouping.ts'
import { joining } from './name-places.ts'
import { readPivot, readUnpivot } from './read-pivot.ts'
import { type Fields, isFields, listOf, only, open, present, startOf, Unsupported } from './node.ts'
import { readCall, readExpression, readSortKeys, readWindow } from './read-expression.ts'
import { joinAll } from './read-join.ts'
import { readLateralView } from './read-lateral-view.ts'
import { namesOf, readName, type Reader } from './reader.ts'
import type { Body, Expression, From, Item, Query, SortKey } from '../tree.ts'

/** The parser's query as ours. Throws Unsupported for what is not known. */
export const readQuery = (reader: Reader, node: unknown): Query => {
  const { kind, fields } = open(node)
  switch (kind) {
    case 'select':
      return { ...frameOf(reader, fields), body: readSelect(reader, fields) }
    case 'union':
    case 'except':
    case 'intersect': {
      const set = bindIntersect(kind, withOutside(fields))
      return { ...frameOf(reader, set.fields), body: readSet(reader, set.kind, set.fields) }
    }
    case 'values':
      return {
        ctes: [],
        orderBy: [],
        limit: undefined,
        offset: undefined,
        body: { kind: 'values', rows: readRows(reader, fields) },
      }
    case 'subquery':
    case 'paren': {
      const inner = readQuery(reader, fields['this'])
      const outer = frameOf(reader, fields)
      if (outer.orderBy.length === 0 && outer.limit === undefined && outer.offset === undefined) return inner
      const star: Expression = { kind: 'star', qualifier: [] }
      const from: From = { kind: 'derived', query: inner, alias: undefined, columns: [], lateral: false }
      return { ...outer, body: { ...emptySelect, items: [{ value: star, names: [] }], from: [from] } }
    }
    default:
      throw new Unsupported(`"${kind.replaceAll('_', ' ')}"`, startOf(node))
  }
}

const frameOf = (reader: Reader, fields: Fields): Omit<Query, 'body'> => {
  const withClause: Fields = isFields(fields['with']) ? fields['with'] : {}
  if (withClause['recursive'] === true) throw new Unsupported('WITH RECURSIVE')
  return {
    ctes: listOf(withClause, 'ctes').map((cte) => {
      const member: Fields = isFields(cte) ? cte : {}
      only(member, 'WITH', ['alias', 'this', 'columns'])
      return {
        name: readName(reader, member['alias']).text,
        columns: namesOf(reader, member, 'columns'),
        query: readQuery(reader, member['this']),
      }
    }),
    orderBy: readSortKeys(reader, clause(fields, 'order_by')),
    limit: readCount(reader, fields['limit']),
    offset: readCount(reader, fields['offset'], 'offset'),
  }
}

const clause = (fields: Fields, key: string): readonly unknown[] => {
  const value = fields[key]
  return isFields(value) ? listOf(value, 'expressions') : []
}

/** A SELECT wraps its LIMIT, a set operation does not. LIMIT ALL is no limit. */
const readCount = (reader: Reader, node: unknown, clause = 'limit'): Expression | undefined => {
  if (!isFields(node)) return undefined
  const value = readExpression(reader, 'this' in node ? node['this'] : node)
  const isAll = value.kind === 'column' && value.parts[0]?.text.toLowerCase() === 'all'
  return isAll && clause === 'limit' ? undefined : value
}

/** WITH before a set operation belongs to all of it; the parser gives it to the first operation of a row. */
const withOutside = (fields: Fields): Fields => {
  const { kind, fields: inner } = open(fields['left'])
  if (!/^(?:select|union|except|intersect)$/.test(kind)) return fields
  const first = kind === 'select' ? inner : withOutside(inner)
  return present(first, 'with')
    ? { ...fields, with: first['with'], left: { [kind]: { ...first, with: null } } }
    : fields
}

type SetKind = 'union' | 'except' | 'intersect'

/**
 * INTERSECT binds tighter than its siblings in Spark; the parser reads all three from left to right. So
 * (a UNION b) INTERSECT c, which had brackets of its own if it were meant so, becomes a UNION (b INTERSECT c).
 */
const bindIntersect = (
  kind: SetKind,
  fields: Fields,
): { readonly kind: SetKind; readonly fields: Fields } => {
  const inner = open(fields['left'])
  if (kind !== 'intersect') return { kind, fields }
  if (inner.kind !== 'union' && inner.kind !== 'except' && inner.kind !== 'intersect') return { kind, fields }
  const left = bindIntersect(inner.kind, inner.fields)
  if (left.kind === 'intersect') return { kind, fields: { ...fields, left: { intersect: left.fields } } }
  const tighter = { left: left.fields['right'], right: fields['right'], all: fields['all'] }
  return {
    kind: left.kind,
    fields: { ...fields, ...left.fields, ...outerOf(fields), right: { intersect: tighter } },
  }
}

/** What belongs to a set operation as a whole and is set. */
const outerOf = (fields: Fields): Fields =>
  Object.fromEntries(
    ['with', 'order_by', 'limit', 'offset'].flatMap((key) =>
      present(fields, key) ? [[key, fields[key]]] : [],
    ),
  )

const readSet = (reader: Reader, kind: SetKind, fields: Fields): Body => {
  only(fields, kind, ['left', 'right', 'all', 'with', 'order_by', 'limit', 'offset', 'distinct'])
  // In brackets each of the two may have its own; the parser has a node for these.
  for (const side of [open(fields['left']), open(fields['right'])])
    if (side.kind === 'select')
      for (const key of ['order_by', 'limit', 'offset'])
        if (present(side.fields, key))
          throw new Misformed(
            `${key.replace('_', ' ').toUpperCase()} before ${kind.toUpperCase()}`,
            'put the query that it belongs to into brackets',
          )
  return {
    kind: 'set',
    op: kind === 'union' ? 'UNION' : kind === 'except' ? 'EXCEPT' : 'INTERSECT',
    all: fields['all'] === true,
    left: readQuery(reader, fields['left']),
    right: readQuery(reader, fields['right']),
  }
}

const readSelect = (reader: Reader, fields: Fields): Body => {
  only(fields, 'SELECT', [
    'expressions',
    'from',
    'joins',
    'lateral_views',
    'where_clause',
    'group_by',
    'having',
    'order_by',
    'limit',
    'offset',
    'distinct',
    'with',
    'windows',
    'hint',
    'cluster_by',
    'distribute_by',
    'sort_by',
  ])
  const from: Fields = isFields(fields['from']) ? fields['from'] : {}
  const clustered = readSortKeys(reader, clause(fields, 'cluster_by'))
  refuseSpreadTwice(fields, clustered)
  const sources = listOf(from, 'expressions').map((source) => readFrom(reader, source))
  const condition = (key: string): Expression | undefined => {
    const value = fields[key]
    return isFields(value) ? readExpression(reader, value['this']) : undefined
  }
  return {
    kind: 'select',
    distinct: fields['distinct'] === true,
    items: listOf(fields, 'expressions').map((item) => readItem(reader, item)),
    from: joinAll(reader, sources, listOf(fields, 'joins'), readFrom),
    lateralViews: listOf(fields, 'lateral_views').map((view) => readLateralView(reader, view)),
    where: condition('where_clause'),
    ...groupingOf(reader, isFields(fields['group_by']) ? fields['group_by'] : {}),
    having: condition('having'),
    windows: listOf(fields, 'windows').map((entry) => {
      const member: Fields = isFields(entry) ? entry : {}
      return {
        name: readName(reader, member['name']).text,
        window: readWindow(reader, isFields(member['spec']) ? member['spec'] : {}),
      }
    }),
    spreadBy: [
      ...clustered.map(({ by }) => by),
      ...clause(fields, 'distribute_by').map((key) => readExpression(reader, key)),
      ...readSortKeys(reader, clause(fields, 'sort_by')).map(({ by }) => by),
    ],
  }
}

/** Of CLUSTER BY, DISTRIBUTE BY, SORT BY and ORDER BY Spark takes one, or DISTRIBUTE BY and SORT BY. */
const refuseSpreadTwice = (fields: Fields, clustered: readonly SortKey[]): void => {
  const said = ['cluster_by', 'distribute_by', 'sort_by', 'order_by'].filter((key) => present(fields, key))
  if (said.length > 1 && said.join() !== 'distribute_by,sort_by')
    throw new Misformed(
      said.map((key) => key.replace('_', ' ').toUpperCase()).join(' beside '),
      'ORDER BY alone orders the rows',
    )
  if (clustered.some(({ descending }) => descending))
    throw new Misformed('DESC in CLUSTER BY', 'write DISTRIBUTE BY and SORT BY')
}

const readItem = (reader: Reader, written: unknown): Item => {
  const node = nameBehindTuple(written)
  const { kind, fields } = open(node)
  if (kind !== 'alias') return { value: readExpression(reader, node), names: [] }
  const several = namesOf(reader, fields, 'column_aliases')
  const value = readExpression(reader, fields['this'])
  if (value.kind === 'star') throw new Misformed('a star with a name', 'name the columns')
  if (several.length > 0 && value.kind !== 'call')
    throw new Misformed('names in brackets for one value', 'write AS name')
  return {
    value,
    names: several.length > 0 ? several : [readName(reader, fields['alias']).text],
  }
}

const nameOf = (reader: Reader, written: string): string =>
  reader.normalized.tokenOf(written)?.text ?? written

const aliasOf = (reader: Reader, fields: Fields): string | undefined => {
  if (!present(fields, 'alias')) return undefined
  const alias = fields['alias']
  const written = isFields(alias) ? String(alias['name'] ?? '') : ''
  // A name in backticks has a number here.
  if (joining.test(written)) {
    const mistake = new Misformed(`a table called ${written}`, `write the name in backticks: \`${written}\``)
    mistake.span = readName(reader, alias).span
    throw mistake
  }
  return readName(reader, alias).text
}

const readRows = (reader: Reader, fields: Fields): readonly (readonly Expression[])[] =>
  listOf(fields, 'expressions').map((row) => {
    const cells = isFields(row) ? listOf(row, 'expressions').map((cell) => readExpression(reader, cell)) : []
    // A row is what struct(…) or brackets make, else a single value.
    const only = cells.length === 1 ? cells[0] : undefined
    if (only?.kind === 'tuple') return only.items
    if (only?.kind !== 'call' || only.name !== 'struct') return cells
    return only.args.map((argument) => (argument.kind === 'named' ? argument.operand : argument))
  })

const readFrom = (reader: Reader, node: unknown): From => {
  const { kind, fields } = open(node)
  const columns = namesOf(reader, fields, 'column_aliases')
  switch (kind) {
    case 'table': {
      only(fields, 'a table', ['name', 'schema', 'catalog', 'alias', 'column_aliases', 'table_sample'])
      const names = ['catalog', 'schema', 'name']
        .filter((part) => present(fields, part))
        .map((part) => readName(reader, fields[part]))
      const parts = names.map(({ text }) => text)
      const relation: From = {
        kind: 'relation',
        name: { text: parts.join('.'), span: names[0]?.span ?? { offset: 0, length: 0 } },
        parts,
        alias: aliasOf(reader, fields) ?? parts.at(-1),
        columns,
      }
      return present(fields, 'table_sample')
        ? sampled({ ...relation, columns: [] }, fields['table_sample'], relation.alias, columns)
        : relation
    }
    case 'subquery': {
      only(fields, 'a subquery', [
        'this',
        'alias',
        'column_aliases',
        'lateral',
        'order_by',
        'limit',
        'offset',
      ])
      const query = readQuery(reader, { subquery: { ...fields, alias: undefined } })
      return {
        kind: 'derived',
        query,
        alias: aliasOf(reader, fields),
        columns,
        lateral: fields['lateral'] === true,
      }
    }
    case 'values':
      return {
        kind: 'derived',
        query: readQuery(reader, { values: { expressions: fields['expressions'] } }),
        alias: aliasOf(reader, fields),
        columns,
        lateral: false,
      }
    case 'function':
      return {
        kind: 'function',
        lateral: false,
        call: readCall(reader, fields, undefined),
        alias: undefined,
        columns: [],
      }
    case 'alias': {
      const inner = open(fields['this'])
      const alias = aliasOf(reader, fields)
      if (inner.kind === 'table_sample')
        return sampled(readFrom(reader, inner.fields['this']), inner.fields['sample'], alias, columns)
      if (inner.kind === 'paren') {
        const named = readFrom(reader, inner.fields['this'])
        if (named.kind !== 'relation' || named.columns.length > 0)
          throw new Unsupported('this table', startOf(node))
        return { ...named, alias, columns }
      }
      if (inner.kind !== 'function') throw new Unsupported('this table', startOf(node))
      return {
        kind: 'function',
        lateral: false,
        call: readCall(reader, inner.fields, undefined),
        alias,
        columns,
      }
    }
    case 'table_sample':
      return sampled(readFrom(reader, fields['this']), fields['sample'], undefined, [])
    case 'lateral': {
      const inner = open(fields['this'])
      if (inner.kind !== 'function') throw new Unsupported('this LATERAL', startOf(node))
      const alias = typeof fields['alias'] === 'string' ? nameOf(reader, fields['alias']) : undefined
      const names = listOf(fields, 'column_aliases').map((name) => nameOf(reader, String(name)))
      return {
        kind: 'function',
        lateral: true,
        call: readCall(reader, inner.fields, undefined),
        alias,
        columns: names,
      }
    }
    case 'pivot':
      return readPivot(reader, fields, readFrom(reader, fields['this']))
    case 'unpivot':
      return readUnpivot(reader, fields, readFrom(reader, fields['this']))
    case 'paren':
      only(fields, 'this table', ['this'])
      return readFrom(reader, fields['this'])
    case 'joined_table': {
      if (listOf(fields, 'joins').some((join) => isFields(join) && join['kind'] === 'Implicit'))
        throw new Misformed('tables with commas in brackets', 'write CROSS JOIN')
      const [joined] = joinAll(reader, [readFrom(reader, fields['left'])], listOf(fields, 'joins'), readFrom)
      if (joined === undefined || present(fields, 'alias')) throw new Unsupported('this join')
      return joined
    }
    default:
      throw new Unsupported(`"${kind.replaceAll('_', ' ')}" in FROM`, startOf(node))
  }
}
