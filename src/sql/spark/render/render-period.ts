import { ident } from '../../quote.ts'
import { Refused } from '../refusals.ts'
import { renderArguments } from './render-arguments.ts'
import type { Column, Context, Rendered, Scope, Source } from '../scope.ts'
import { sessionZone } from '../zones/session-zone.ts'
import { isPeriod, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import { partsOf } from '../tree-walk.ts'
import type { Call, Expression, Grouping, Select } from '../tree.ts'
import type { Typed } from '../spark-types/typed.ts'

/*
 * window(t, duration, slide, start): the windows of time that a row is in, one row for each, under the name `window`.
 * A row without a time is in none. Spark takes one such expression in a SELECT, in its items and its GROUP BY.
 */

export type TimeWindow = {
  /** What follows FROM, where a row may be in several windows. */
  readonly join: string
  readonly condition: string
  readonly source: Source
  readonly value: Rendered
}

export const isWindow = (node: Expression): node is Call => node.kind === 'call' && node.name === 'window'

/** The name of the column that a window is; undefined for anything else. */
export const timeWindowName = (node: Expression): string | undefined =>
  node.kind === 'call' && (node.name === 'window' || node.name === 'session_window') ? node.name : undefined

/** The calls of a kind in an expression, outermost first. */
export const callsIn = (node: Expression, is: (node: Expression) => node is Call): readonly Call[] => [
  ...(is(node) ? [node] : []),
  ...partsOf(node).flatMap((part) => callsIn(part, is)),
]

/** The windows that a SELECT asks for; undefined where it asks for none. */
export const timeWindow = (
  context: Context,
  scope: Scope,
  select: Select,
  grouping: readonly Grouping[],
): TimeWindow | undefined => {
  const keys = grouping.flatMap((one) => (one.kind === 'expression' ? [one.value] : one.sets.flat()))
  const calls = [...select.items.map(({ value }) => value), ...keys].flatMap((value) =>
    callsIn(value, isWindow),
  )
  const [first] = calls
  if (first === undefined) return undefined
  if (first.args.some((argument) => callsIn(argument, isWindow).length > 0))
    throw new Refused('a window of a window', 'make the inner one in a subquery')
  const made = calls.map((call) => {
    if (call.args.length < 2 || call.args.length > 4 || call.over !== undefined || call.distinct)
      throw new Refused('window with such arguments', "write window(t, '1 hour')")
    return renderArguments(context, scope, call)
  })
  if (new Set(made.map((args) => args.map(({ sql }) => sql).join())).size > 1)
    throw new Refused('several windows of time in one SELECT', 'make each in a subquery of its own')
  return windowOf(context, made[0] ?? [])
}

const windowOf = (context: Context, args: readonly Rendered[]): TimeWindow => {
  const [time, duration, slide, start] = args
  if (time === undefined || duration === undefined) throw new Refused('window of nothing')
  const at = timeOf(context, time)
  const { type } = at
  const size = micros(duration)
  const step = slide === undefined ? size : micros(slide)
  const from = start === undefined ? 0n : micros(start)
  if (size <= 0n || step <= 0n || step > size || (from < 0n ? -from : from) >= step)
    throw new Refused(
      'windows of such durations',
      'a window is no shorter than its slide, and the start is less than the slide',
    )
  const alias = context.fresh()
  const periods = context.engine.time.periods
  if (periods === undefined) throw new Refused(`the function window on ${context.engine.title}`)
  const { period, number, holds } = periods(at, { size, step, from, alias: ident(alias) })
  const column: Column = {
    name: 'window',
    type: { kind: 'struct', isPeriod: true, fields: ['start', 'end'].map((name) => ({ name, type })) },
    sql: period,
    inputs: time.inputs,
  }
  return {
    join: number === undefined ? '' : ` CROSS JOIN ${number}`,
    condition: holds,
    source: { alias, sql: ident(alias), columns: [column], relation: undefined },
    value: { ...column, label: 'window' },
  }
}

/** The time that windows are of; of a window it is its last microsecond. */
export const timeOf = (context: Context, time: Rendered): Typed => {
  if (isPeriod(time.type) && time.type.kind === 'struct') {
    refuseNamedBeside(time)
    const type = time.type.fields[1]?.type ?? types.timestamp
    const end = { sql: context.engine.nested.field(time.sql, 'end'), type }
    return { sql: context.engine.time.addMicros(end, '-', '1'), type }
  }
  const type = timeType(context, time)
  return { sql: context.engine.types.cast(time, type), type }
}

/** To Spark a name of an item before is no window. */
export const refuseNamedBeside = ({ label }: Rendered): void => {
  if (label.startsWith('lateralAliasReference('))
    throw new Refused(
      'a window by the name that the same SELECT gives it',
      'write window, or name it in a subquery',
    )
}

const timeType = (context: Context, { type, volatile }: Rendered): SparkType => {
  if (volatile === true) throw new Refused('windows of a time that is chance')
  if (type.kind === 'timestamp' || type.kind === 'timestamp_ntz') return type
  // Windows begin by the clock of UTC in every zone, what becomes an instant by that of the zone.
  if (sessionZone(context.settings) !== undefined)
    throw new Refused(
      `windows of a ${sparkName(type)} in a session that is not in UTC`,
      'cast it to timestamp',
    )
  if (type.kind === 'date' || (type.kind === 'string' && !context.settings.ansi)) return types.timestamp
  throw new Refused(`windows of a ${sparkName(type)}`, 'cast it to timestamp')
}

const units: Readonly<Record<string, bigint>> = {
  week: 604_800_000_000n,
  day: 86_400_000_000n,
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
  millisecond: 1000n,
  microsecond: 1n,
}

/** A duration in microseconds: a text such as '10 minutes', or a whole number of them. */
export const micros = ({ literal, sql, computed }: Rendered): bigint => {
  if (literal === undefined) {
    const number = /^(?:CAST\()?(\d+)(?: AS BIGINT\))?$/.exec(sql)?.[1]
    if (number === undefined || computed === true)
      throw new Refused('a duration that is not a literal', "write it as '10 minutes'")
    return BigInt(number)
  }
  const text = literal.trim().toLowerCase()
  if (!/^(?:interval\s+)?[+-]?\d{1,9}\s+[a-z]+(?:\s+[+-]?\d{1,9}\s+[a-z]+)*$/.test(text))
    throw new Refused(`the duration '${literal}'`, "write it as '10 minutes' or '1 day 12 hours'")
  return Array.from(text.matchAll(/([+-]?\d+)\s+([a-z]+)/g)).reduce((sum, [, amount = '', word = '']) => {
    const unit = units[word] ?? units[word.replace(/s$/, '')]
    if (unit === undefined)
      throw new Refused(`a duration in ${word}`, 'months have no fixed length: group by date_trunc')
    return sum + BigInt(amount.replace('+', '')) * unit
  }, 0n)
}
