import { ident } from '../../quote.ts'
import { Refused } from '../refusals.ts'
import { renderArguments } from './render-arguments.ts'
import { groupKeys } from './render-grouping.ts'
import { callsIn, isWindow, micros, timeOf, type TimeWindow } from './render-period.ts'
import { isOwnColumn } from './resolve.ts'
import type { Column, Context, Rendered, Scope, Source } from '../scope.ts'
import { sessionZone } from '../zones/session-zone.ts'
import { partsOf } from '../tree-walk.ts'
import type { Call, Expression, Grouping, Select } from '../tree.ts'

/*
 * session_window(t, gap) in GROUP BY: times of the same other keys that are no further from each other than the gap are
 * one session. Which one a row is in depends on other rows, so that the rows get it before they are grouped.
 */

const isSession = (node: Expression): node is Call => node.kind === 'call' && node.name === 'session_window'

type Grouped = {
  readonly select: Select
  readonly grouping: readonly Grouping[]
  readonly source: string
  /** What WHERE asks for. */
  readonly tests: readonly string[]
}

/** The rows with their sessions, in the place of FROM and WHERE; undefined where nobody asks for sessions. */
export const sessions = (
  context: Context,
  scope: Scope,
  grouped: Grouped,
): { readonly source: string; readonly scope: Scope } | undefined => {
  const { select, grouping } = grouped
  const meant = (value: Expression): Expression => meantBy(context, scope, select, value)
  const keys = grouping.flatMap((one) => (one.kind === 'expression' ? [meant(one.value)] : one.sets.flat()))
  const expressions = [...select.items.map(({ value }) => value), ...keys]
  const calls = expressions.flatMap((value) => callsIn(value, isSession))
  const own = keys.find(isSession)
  if (calls.length === 0) return undefined
  if (own === undefined || grouping.some(({ kind }) => kind === 'sets'))
    throw new Refused(
      'session_window in such a place',
      'group by it, as in GROUP BY session_window(t, gap), name, without ROLLUP, CUBE and sets',
    )
  if ([...select.items.map(({ value }) => value), ...(select.having ? [select.having] : [])].some(readsOrder))
    throw new Refused(
      'the order of rows in sessions',
      'sort what is collected, as in sort_array(collect_list(x)), or take min, max, min_by or max_by',
    )
  const rendered = calls.map((call) => renderArguments(context, scope, call))
  const isOne = new Set(rendered.map((args) => args.map(({ sql }) => sql).join())).size === 1
  if (!isOne || expressions.some((value) => callsIn(value, isWindow).length > 0))
    throw new Refused('several windows of time in one SELECT', 'make each in a subquery of its own')
  const others = grouping.filter((one) => one.kind === 'expression' && !isSession(meant(one.value)))
  return rowsInSessions(context, scope, grouped, {
    args: renderArguments(context, scope, own),
    keys: groupKeys(context, scope, select, others),
  })
}

/** Aggregates that give what comes first, or a list in the order in which rows come. */
const readsOrder = (node: Expression): boolean => {
  if (node.kind !== 'call') return partsOf(node).some(readsOrder)
  if (/^(?:collect_list|collect_set|array_agg|first|first_value|last|last_value|any_value)$/.test(node.name))
    return true
  if (!/^(?:sort_array|array_sort|size|cardinality)$/.test(node.name)) return node.args.some(readsOrder)
  return node.args.flatMap(partsOf).some(readsOrder)
}

/** What stands behind a number or a name of an item. */
const meantBy = (context: Context, scope: Scope, select: Select, value: Expression): Expression => {
  if (value.kind === 'literal' && value.type === 'int')
    return select.items[Number(value.text) - 1]?.value ?? value
  const [name, ...more] = value.kind === 'column' ? value.parts : []
  if (value.kind !== 'column' || name === undefined || more.length > 0) return value
  if (isOwnColumn(context, scope, value.parts)) return value
  const item = select.items.find(({ names }) => names[0]?.toLowerCase() === name.text.toLowerCase())
  return item?.value ?? value
}

type Asked = { readonly args: readonly Rendered[]; readonly keys: readonly string[] }

const rowsInSessions = (
  context: Context,
  scope: Scope,
  { source, tests }: Grouped,
  { args, keys }: Asked,
): { readonly source: string; readonly scope: Scope } => {
  const [time, gap, ...more] = args
  const { between } = context.engine.time
  if (between === undefined) throw new Refused(`the function session_window on ${context.engine.title}`)
  if (time === undefined || gap === undefined || more.length > 0)
    throw new Refused('session_window with such arguments', "write session_window(t, '10 minutes')")
  if (sessionZone(context.settings) !== undefined)
    throw new Refused(
      'session_window in a session that is not in UTC',
      'leave spark.sql.session.timeZone out',
    )
  const at = timeOf(context, time)
  const alias = context.fresh()
  const { names, moved } = movedColumns(scope, ident(alias))
  const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.map((_, i) => `k${i}`).join(', ')} `
  const { micros: start, period } = between(at)
  const items = [
    ...[...names].map(([sql, name]) => `${sql} AS ${name}`),
    ...keys.map((key, i) => `${key} AS k${i}`),
    `${start} AS t0`,
    `${start} + ${lengthOf(gap)} AS t1`,
  ]
  const where = tests.length === 0 ? '' : ` WHERE ${tests.join(' AND ')}`
  const rows = `SELECT ${items.join(', ')} FROM ${source}${where}`
  const begins = `SELECT *, CASE WHEN t0 <= max(t1) OVER (${partition}ORDER BY t0 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS n FROM (${rows}) WHERE t1 > t0`
  // Of equal times one begins a session: those beside it are in the same one, whatever comes first.
  const numbered = `SELECT *, sum(n) OVER (${partition}ORDER BY t0 RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS m FROM (${begins})`
  const within = `(PARTITION BY ${[...keys.map((_, i) => `k${i}`), 'm'].join(', ')})`
  const value = period(`min(t0) OVER ${within}`, `max(t1) OVER ${within}`)
  const column: Column = {
    name: 'session_window',
    type: {
      kind: 'struct',
      isPeriod: true,
      fields: ['start', 'end'].map((name) => ({ name, type: at.type })),
    },
    sql: `${ident(alias)}."session_window"`,
    inputs: time.inputs,
  }
  const window: TimeWindow['value'] = { ...column, label: 'session_window' }
  return {
    source: `(SELECT *, ${value} AS "session_window" FROM (${numbered})) AS ${ident(alias)}`,
    scope: {
      ...scope,
      sources: [
        ...scope.sources.map((one): Source => ({ ...one, columns: one.columns?.map(moved) })),
        { alias, sql: ident(alias), columns: [column], relation: undefined },
      ],
      merged: scope.merged.map(moved),
      shown: scope.shown?.map(moved),
      timeWindow: window,
    },
  }
}

/** The columns of all sources as columns of one. */
const movedColumns = (
  scope: Scope,
  alias: string,
): { readonly names: ReadonlyMap<string, string>; readonly moved: (column: Column) => Column } => {
  const known = scope.sources.flatMap(({ columns }) => {
    if (columns === undefined) throw new Refused('session_window over a table whose columns are not known')
    return columns
  })
  const all = [...known, ...scope.merged, ...(scope.shown ?? [])].map(({ sql }) => sql)
  const names = new Map([...new Set(all)].map((sql, i) => [sql, `x${i}`]))
  return { names, moved: (column) => ({ ...column, sql: `${alias}.${names.get(column.sql) ?? ''}` }) }
}

/** How long a gap is, in microseconds; NULL for a row that is in no session. */
const lengthOf = (gap: Rendered): string => {
  const lengths = (gap.choices ?? (gap.literal === undefined ? [] : [gap.literal])).map(
    (literal) => [literal, micros({ ...gap, literal })] as const,
  )
  const [first] = lengths
  if (first === undefined || gap.type.kind !== 'string')
    throw new Refused('a gap that is not a literal', "write it as '10 minutes', or as a CASE over such texts")
  if (gap.choices === undefined) return String(first[1])
  const cases = lengths.map(([text, length]) => `WHEN '${text.replaceAll("'", "''")}' THEN ${length}`)
  return `CASE ${gap.sql} ${cases.join(' ')} END`
}
