import { unknownName } from './labels.ts'
import { unreachable } from '../../../base/bug.ts'
import { ident } from '../../quote.ts'
import type { Engine } from '../engines/engine.ts'
import { Mistaken, Refused } from '../refusals.ts'
import {
  byAll,
  checkGrouping,
  groupKeys,
  refuseFarGrouping,
  refuseNoSets,
  renderGrouping,
  withoutNumbers,
} from './render-grouping.ts'
import { condition } from '../operators.ts'
import { outputNames, refuseSeveral } from './output-names.ts'
import { placed, renderExpression } from './render-expression.ts'
import { refuseMisplaced } from './render-misplaced.ts'
import { raisingIn } from './raising.ts'
import { isGroupOfSome, refuseGroupsOfTaken } from './render-asked.ts'
import { renderFrom } from './render-from.ts'
import { generatedAfterGroups, isGenerated } from './render-groups.ts'
import { refuseOutside } from './render-order.ts'
import { renderView } from './render-generator.ts'
import { renderOrdinal, renderSortKey } from './render-key.ts'
import { refuseMaps, renderSet, renderValues } from './render-set.ts'
import { renderStar } from './render-star.ts'
import { columnNamed } from './resolve.ts'
import { havingNames } from './render-having.ts'
import { type Column, type Context, emptyScope, type Relation, type Rendered, type Scope } from '../scope.ts'
import { hasFraction, sparkName, types, withoutPeriod } from '../spark-types/spark-type.ts'
import { timeWindow, timeWindowName } from './render-period.ts'
import { sessions } from './render-session.ts'
import { isAggregation, needsEmptyGrouping, partsOf, someDistinct } from '../tree-walk.ts'
import type { Expression, Item, Query, Select } from '../tree.ts'

/** A query in the engine's SQL. `columns` is undefined where a star covers a relation of unknown schema. */
export type RenderedQuery = { readonly sql: string; readonly columns: readonly Column[] | undefined }

export const renderQuery = (
  outer: Context,
  parent: Scope | undefined,
  query: Query,
  /** Whether it is all of a subquery in an expression, or all of a CTE. */
  whole = false,
): RenderedQuery => {
  let context = outer
  const ctes: string[] = []
  refuseTwins(query.ctes)
  for (const cte of query.ctes) {
    // Spark asks for another name, since its older versions took the outer one. In FROM the inner one counts.
    if (whole && outer.relations.get(cte.name.toLowerCase())?.name === '')
      throw new Refused(`${cte.name} in a WITH inside of another WITH with this name`, 'choose another name')
    const query = renderQuery(context, undefined, cte.query, cte.columns.length === 0)
    const inner = rename(query, cte.columns)
    const name = ident(cte.name)
    ctes.push(`${name} AS (${inner.sql})`)
    const relation: Relation = { name: '', sql: name, columns: inner.columns }
    context = { ...context, relations: new Map([...context.relations, [cte.name.toLowerCase(), relation]]) }
  }
  const body = renderBody(context, parent, query)
  const limit = context.engine.clauses.limit(
    countOf(context, 'LIMIT', query.limit),
    countOf(context, 'OFFSET', query.offset),
  )
  const head = ctes.length === 0 ? '' : `WITH ${ctes.join(', ')} `
  return { sql: `${head}${body.sql}${limit}`, columns: body.columns }
}

/** Spark refuses the same name twice in one WITH; an engine takes other cases for the same name, too. */
const refuseTwins = (ctes: Query['ctes']): void => {
  for (const [i, { name }] of ctes.entries()) {
    const twin = ctes.slice(0, i).find((other) => other.name.toLowerCase() === name.toLowerCase())
    if (twin?.name === name) throw new Mistaken(`two queries of WITH called ${name}`)
    if (twin !== undefined) throw new Refused(`${twin.name} and ${name} in one WITH`, 'choose another name')
  }
}

/** The query with other column names. */
export const rename = (query: RenderedQuery, names: readonly string[]): RenderedQuery => {
  if (names.length === 0) return query
  refuseOtherCount(names, query.columns)
  const columns = names.map((name, i) => ({
    name,
    type: query.columns?.[i]?.type ?? types.unknown,
    sql: ident(name),
    inputs: query.columns?.[i]?.inputs,
    jsonOf: query.columns?.[i]?.jsonOf,
  }))
  return { sql: `SELECT * FROM (${query.sql}) AS q(${names.map(ident).join(', ')})`, columns }
}

/** As many names as columns, where these are known. */
export const refuseOtherCount = (names: readonly string[], columns: readonly Column[] | undefined): void => {
  if (columns !== undefined && columns.length !== names.length)
    throw new Mistaken(`${names.length} names for ${columns.length} columns`, 'name every column')
}

const renderBody = (context: Context, parent: Scope | undefined, query: Query): RenderedQuery => {
  const { body } = query
  switch (body.kind) {
    case 'select':
      return renderSelect(context, parent, body, query)
    case 'values':
      return renderValues(context, parent, body.rows)
    case 'set':
      return renderSet(context, parent, body, query)
    default:
      return unreachable(body)
  }
}

const renderSelect = (
  context: Context,
  parent: Scope | undefined,
  select: Select,
  query: Query,
): RenderedQuery => {
  if (isAggregation(select) && select.items.some(isGenerated)) {
    const { select: around, context: inner } = generatedAfterGroups(context, select, (grouped) =>
      renderSelect(context, parent, grouped, { ...query, orderBy: [] }),
    )
    return renderSelect(inner, parent, around, query)
  }
  refuseMisplaced(select, query.orderBy, parent !== undefined)
  const twice = select.windows.find(({ name }, i) => select.windows.findIndex((one) => one.name === name) < i)
  if (twice !== undefined) throw new Refused(`two windows of the name ${twice.name}`)
  const before = parent?.taken?.length ?? 0
  const from = renderFrom(context, parent, select)
  refuseGroupsOfTaken(from.scope, select, (parent?.taken?.length ?? 0) - before)
  let scope: Scope = {
    ...from.scope,
    windows: new Map(select.windows.map(({ name, window }) => [name, window])),
  }
  let source = from.sql
  let tests: readonly string[] = [
    ...(select.where === undefined ? [] : [filter(context, { ...scope, filtering: true }, select.where)]),
    ...from.conditions,
  ]
  const outputs: Output[] = []
  const generatedNames = new Map<string, Rendered>()
  // HAVING and ORDER BY read a name that several sources have as the output of that name.
  const result = outputNames()
  const names = result.known
  const lateral = outputNames()
  const grouping = select.groupByAll ? byAll(select) : withoutNumbers(select, select.groupBy)
  const orders = query.orderBy.map(({ by }) => by)
  refuseNoSets(select, orders, grouping)
  refuseFarGrouping(context, scope, select, orders, grouping)
  const timed = timeWindow(context, scope, select, grouping)
  if (timed !== undefined) {
    source = `${source === '' ? oneRow : source}${timed.join}`
    tests = [...tests, timed.condition]
    scope = { ...scope, sources: [...scope.sources, timed.source], timeWindow: timed.value }
  }
  const inSessions = sessions(context, scope, {
    select,
    grouping,
    source: source === '' ? oneRow : source,
    tests,
  })
  if (inSessions !== undefined) {
    ;({ source, scope } = inSessions)
    tests = []
  }
  const where = tests.length === 0 ? '' : ` WHERE ${tests.join(' AND ')}`
  const columnCalledAll = columnNamed(scope.shown ?? [], 'all') !== undefined
  if (
    (columnCalledAll && (select.groupByAll || query.orderBy.some(({ by }) => isAll(by)))) ||
    (select.groupByAll && select.items.some(({ names }) => names[0]?.toLowerCase() === 'all'))
  )
    throw new Refused('ALL where a column is called all', 'name the columns')
  const keys = groupKeys(context, scope, select, grouping)
  const aggregated = [...select.items.map(({ value }) => value), select.having, ...orders]
  const inGroups = keys.length > 0 || aggregated.some((value) => value !== undefined && someDistinct(value))
  scope = { ...scope, groupKeys: keys, inGroups }
  // Windows and sessions put other rows in the place of the table's own.
  let base = source === from.sql ? from.base : undefined
  const zeroless = new Set(keys)
  /** A value of SELECT DISTINCT, which Spark groups by. */
  const distinctly = <T extends Column | Rendered>(value: T): T => {
    if (!select.distinct || zeroless.has(value.sql) || !hasFraction(value.type)) return value
    zeroless.add(value.sql)
    return { ...value, sql: context.engine.nested.positiveZero(value) }
  }
  for (const item of select.items) {
    const { value } = item
    if (value.kind === 'call' && isGenerated(item)) {
      // Of the items before it Spark knows what others generate, and fails on all other names.
      const seen: Scope = { ...scope, aliases: generatedNames, lateral: true }
      const view = { call: value, outer: false, table: context.fresh(), columns: item.names }
      const generated = renderView(context, seen, view, { sql: source === '' ? oneRow : source, base })
      ;({ sql: source, base } = generated)
      scope = { ...scope, sources: [...scope.sources, { ...generated.source, columns: [] }] }
      for (const column of generated.source.columns ?? []) {
        outputs.push(output(column))
        result.add(column.name, { ...column, label: column.name }, false)
        if (item.names.length === 0) continue
        const named = { ...column, label: column.name }
        lateral.add(column.name, named, false)
        generatedNames.set(column.name.toLowerCase(), named)
      }
      continue
    }
    if (value.kind === 'star') {
      for (const { sql, column: found } of renderStar(context, scope, value)) {
        const column = found === undefined ? undefined : distinctly(found)
        outputs.push(column === undefined ? { sql, column } : output(column))
        if (column !== undefined) result.add(column.name, { ...column, label: column.name }, true)
      }
      continue
    }
    const raising = raisingIn(value, context.whole === query)
    refuseSeveral(lateral.several, scope, value)
    const plain = renderExpression(
      context,
      { ...scope, zeroless, aliases: lateral.known, raising, lateral: true },
      value,
    )
    const rendered = distinctly(plain)
    const name = nameOf(item, rendered)
    const { inputs, jsonOf } = rendered
    const isKept = value.kind === 'column' || timeWindowName(value) !== undefined
    const type = isKept ? rendered.type : withoutPeriod(rendered.type)
    const column = output({ name, type, sql: typedOutput(context.engine, rendered), inputs, jsonOf })
    outputs.push({ ...column, aliased: item.names.length > 0 })
    const isOfTable =
      value.kind === 'column' &&
      item.names.length === 0 &&
      scope.sources.some(({ columns }) => columns?.some(({ sql }) => sql === plain.sql) !== false)
    result.add(name, rendered, isOfTable)
    if (item.names.length > 1)
      throw new Mistaken(`${item.names.length} names for one column`, 'write AS name')
    if (item.names.length === 1)
      lateral.add(name, { ...rendered, label: `lateralAliasReference(${name})` }, false)
  }
  const inner: Scope = { ...scope, aliases: lateral.known, zeroless }
  if (select.having !== undefined) refuseSeveral(result.several, scope, select.having)
  const havingAliases =
    select.having === undefined ? new Map() : havingNames(context, scope, names, keys, select.having)
  const inHaving: Scope = { ...scope, aliases: havingAliases, aliasesFirst: true, timeWindow: undefined }
  const kept = select.having === undefined ? [] : [filter(context, inHaving, select.having)]
  // Of no rows Spark's sets have no groups, not even the group of all rows.
  const isOfSome = isGroupOfSome(context, from.scope, select)
  if (isOfSome || grouping.some(({ kind }) => kind === 'sets')) kept.push('count(*) > 0')
  const having =
    kept.length === 0
      ? ''
      : ` HAVING ${kept.map((one) => (kept.length === 1 ? one : `(${one})`)).join(' AND ')}`
  const inGroup: Scope = { ...inner, aliases: lateral.first, zeroless: undefined }
  const group =
    grouping.length === 0 && needsEmptyGrouping(select)
      ? ['()']
      : grouping.map((one) => renderGrouping(context, inGroup, one))
  checkGrouping(context, { scope, having: inHaving }, select, new Set(keys))
  for (const by of [...select.spreadBy, ...query.orderBy.map((key) => key.by)])
    if (
      by.kind === 'literal' &&
      by.type === 'int' &&
      (Number(by.text) < 1 || Number(by.text) > outputs.length) &&
      outputs.every(({ column }) => column !== undefined)
    )
      throw new Mistaken(`the number ${by.text} for one of ${outputs.length} columns`)
  for (const by of [...select.spreadBy, ...orders]) refuseSeveral(result.several, scope, by)
  for (const by of select.spreadBy) renderExpression(context, { ...inner, aliases: names }, by)
  const order = query.orderBy.flatMap((key) => {
    if (isAll(key.by) && names.get('all') === undefined)
      return outputs.map(({ column }, i) => renderOrdinal(context, key, i + 1, column))
    if (key.by.kind === 'literal' && key.by.type === 'int')
      return renderOrdinal(context, key, key.by.text, outputs[Number(key.by.text) - 1]?.column)
    const bare =
      key.by.kind === 'column' && key.by.parts.length === 1
        ? names.get(key.by.parts[0]?.text.toLowerCase() ?? '')
        : undefined
    const target: Scope = {
      ...inner,
      aliases: names,
      aliasesFirst: bare !== undefined,
      timeWindow: undefined,
    }
    refuseOutside(context, scope, { select, keys, names }, key.by)
    return renderSortKey(context, target, key)
  })
  const columns = outputs.map((output) => output.column)
  if (select.distinct) {
    const outside = query.orderBy.find(({ by }) => !isOutput(context, inner, by, outputs, names))
    if (outside !== undefined)
      throw new Refused(
        'ORDER BY of something that SELECT DISTINCT does not have',
        'select it, or group instead',
      )
    refuseMaps('DISTINCT', columns)
  }
  if (columns.length === 0) throw new Refused('a SELECT of no columns')
  const known = columns.filter((column) => column !== undefined)
  const shared = context.engine.clauses.sharing({
    source,
    columns: outputs.map(({ sql }) => sql),
    group,
    having: [having],
    order,
  })
  return {
    sql: `SELECT ${select.distinct ? 'DISTINCT ' : ''}${shared.columns.join(', ')}${source === '' ? '' : ` FROM ${shared.source}`}${where}${group.length === 0 ? '' : ` GROUP BY ${shared.group.join(', ')}`}${shared.having.join('')}${order.length === 0 ? '' : ` ORDER BY ${shared.order.join(', ')}`}`,
    columns:
      known.length === columns.length
        ? known.map((column) => ({ ...column, sql: ident(column.name) }))
        : undefined,
  }
}

/** What stands in FROM where the author has none. */
const oneRow = '(SELECT 1) AS "one"'

type Output = { readonly sql: string; readonly column: Column | undefined; readonly aliased?: boolean }

const isOutput = (
  context: Context,
  scope: Scope,
  by: Expression,
  outputs: readonly Output[],
  names: ReadonlyMap<string, Rendered>,
): boolean => {
  if (isAll(by) || by.kind === 'literal' || outputs.some(({ column }) => column === undefined)) return true
  const silent: Context = { ...context, report: () => undefined }
  const whole = renderExpression(silent, { ...scope, aliases: names, aliasesFirst: true }, by).sql
  // Under another name the column itself is no longer there.
  if (
    by.kind === 'column' &&
    outputs.some(({ column, aliased }) => aliased !== true && column?.sql === whole)
  )
    return true
  if (by.kind === 'column') return by.parts.length === 1 && names.has(by.parts[0]?.text.toLowerCase() ?? '')
  const parts = partsOf(by)
  return parts.length > 0 && parts.every((part) => isOutput(context, scope, part, outputs, names))
}

const isAll = (by: Expression): boolean =>
  by.kind === 'column' && by.parts.length === 1 && by.parts[0]?.text.toLowerCase() === 'all'

/** AND takes NULL for a boolean, WHERE does not. */
const filter = (context: Context, scope: Scope, node: Expression): string => {
  const value = renderExpression(context, scope, node)
  return placed(context, node, () => {
    if (value.type.kind === 'null') throw new Refused('NULL as a condition')
    return condition(context.engine, value)
  })
}

const countOf = (context: Context, word: 'LIMIT' | 'OFFSET', value: Expression | undefined): string => {
  if (value === undefined) return ''
  if (hasQuery(value)) throw new Mistaken(`${word} of a query`, 'write a whole number')
  const { sql, type } = renderExpression(context, emptyScope, value)
  if (type.kind !== 'int') throw new Mistaken(`${word} of a ${sparkName(type)}`, 'write a whole number')
  if (/^\(?-/.test(sql)) throw new Mistaken(`${word} of ${sql}`, 'write a number of 0 or more')
  return sql
}

const hasQuery = (node: Expression): boolean =>
  node.kind === 'scalar' || node.kind === 'exists' || partsOf(node).some(hasQuery)

/** A text or a number as it is written. */
const simple = /^(?:'(?:[^']|'')*'|[(]?-?[\d.]+[)]?)$/

/**
 * An engine that finds nothing but NULL in an expression, also by reading a text or in what no column is part of, gives
 * it a type of its own.
 */
const typedOutput = (engine: Engine, { sql, type }: Rendered): string =>
  (!(sql.includes('"."') || simple.test(sql)) ||
    /\bNULL\b| \|\| |spark_\w+\('|spark_(?:get|element_at)\(|\)\[/i.test(sql)) &&
  !/unknown|void|interval/.test(sparkName(type))
    ? `CAST(${sql} AS ${engine.types.name(type)})`
    : sql

const output = (column: Column): { sql: string; column: Column } => ({
  sql: `${column.sql} AS ${ident(column.name)}`,
  column,
})

/** What Spark calls a column: what the author does, or what it is made of. */
export const nameOf = (item: Item, rendered: Rendered): string => {
  const own = item.names[0]
  if (own !== undefined) return own
  // A cast of a column keeps its name.
  const { value } = item
  const column = value.kind === 'cast' ? value.operand : value
  const last = column.kind === 'column' ? column.parts.at(-1)?.text : timeWindowName(column)
  const whole =
    value.kind !== 'cast' ||
    [last, `lateralAliasReference(${last})`].some((name) =>
      rendered.label.replace(/^TRY_/, '').startsWith(`CAST(${name} AS `),
    )
  const name = last !== undefined && whole ? last : rendered.label
  if (name.includes(unknownName)) throw new Refused('the name of this column', 'give it a name with AS')
  if (name === '') throw new Refused('a column whose name is empty', 'give it a name with AS')
  return name
}
