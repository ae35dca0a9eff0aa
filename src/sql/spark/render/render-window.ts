import { unreachable } from '../../../base/bug.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { isAnsiInterval } from '../spark-types/interval-type.ts'
import { renderExpression } from './render-expression.ts'
import { sortTexts } from './render-key.ts'
import type { Context, Inputs, Rendered, Scope } from '../scope.ts'
import { hasMap, isNumeric, sparkName } from '../spark-types/spark-type.ts'
import { partsOf } from '../tree-walk.ts'
import type { Bound, Call, Expression, Frame, Window } from '../tree.ts'

/** What stands behind OVER in the engine's SQL, and as Spark prints it in the name of a column. */
type Over = { readonly sql: string; readonly label: string; readonly inputs: readonly Inputs[] }

const ranks = /^(?:row_number|rank|dense_rank|percent_rank|ntile|cume_dist)$/
const shifts = /^(?:lag|lead)$/
const toCurrent = 'BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'

/** Aggregates that Spark computes of whole partitions only. */
const wholeOnly = /^(?:median|percentile_cont|percentile_disc)$/

/** OVER, with the window that a name stands for, and the frame that the function takes when none is said. */
export const renderOver = (context: Context, scope: Scope, call: Call, over: Window): Over => {
  const window = named(scope, over)
  const partition = window.partitionBy.map((key) => renderExpression(context, scope, key))
  if (partition.some(({ type }) => hasMap(type)))
    throw new Refused('PARTITION BY of maps', 'maps are no keys')
  const counted = window.frame !== undefined && isCounted(context, scope, window, window.frame)
  const order = window.orderBy.map((key) => {
    const by = renderExpression(context, scope, key.by)
    const direction = `${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`
    const texts = counted ? [context.engine.windows.micros(by.sql)] : sortTexts(context, key.by, by)
    return { by, direction, sql: texts.map((text) => `${text} ${direction}`).join(', ') }
  })
  if (order.length === 0 && (ranks.test(call.name) || shifts.test(call.name)))
    throw new Mistaken(`${call.name} OVER a window without ORDER BY`)
  if (wholeOnly.test(call.name) && (order.length > 0 || window.frame !== undefined))
    throw new Refused(`${call.name} OVER a window with ORDER BY or a frame`, 'leave PARTITION BY alone in it')
  const frame = frameOf(context, scope, call, window, order[0]?.by)
  const written = (keys: readonly string[], sorted: readonly string[], last: string): string =>
    [
      ...(keys.length === 0 ? [] : [`PARTITION BY ${keys.join(', ')}`]),
      ...(sorted.length === 0 ? [] : [`ORDER BY ${sorted.join(', ')}`]),
      ...(last === '' ? [] : [last]),
    ].join(' ')
  return {
    sql: `(${written(
      partition.map(({ sql }) => sql),
      order.map(({ sql }) => sql),
      frame.sql,
    )})`,
    label: `(${written(
      partition.map(({ label }) => label),
      order.map(({ by, direction }) => `${by.label} ${direction}`),
      frame.label,
    )})`,
    inputs: [...partition, ...order.map(({ by }) => by)].map(({ inputs }) => inputs),
  }
}

/**
 * Whether a frame counts microseconds. The engine takes 30 days and a month for one interval, and frames of both for
 * one frame, so days are no intervals here. A frame over time has bounds of one type; dates are counted by numbers.
 */
const isCounted = (context: Context, scope: Scope, window: Window, frame: Frame): boolean => {
  const bounds = [frame.start, frame.end].flatMap((side) =>
    side.kind === 'offset' ? [renderExpression(context, scope, side.amount).type] : [],
  )
  if (!bounds.some(isAnsiInterval)) return false
  const key = window.orderBy[0]
  const ordered = key === undefined ? undefined : renderExpression(context, scope, key.by).type.kind
  if (new Set(bounds.map(sparkName)).size > 1) throw new Refused('a frame with bounds of different types')
  const timed = bounds.some((type) => type.kind === 'day_time')
  if (ordered !== 'timestamp' && ordered !== 'timestamp_ntz' && (ordered !== 'date' || timed))
    throw new Refused(
      `a frame of an interval over a key of type ${ordered ?? 'void'}`,
      'over dates write the number of days, or months as an interval',
    )
  return timed
}

const named = (scope: Scope, window: Window): Window => {
  if (window.base === undefined) return window
  const found = scope.windows.get(window.base)
  if (found === undefined) throw new Mistaken(`the window ${window.base}, which no WINDOW clause defines,`)
  // One that stands for another, x AS (w), and no further.
  const meant = found.base === undefined ? found : scope.windows.get(found.base)
  if (meant === undefined || meant.base !== undefined)
    throw new Mistaken(`the window ${window.base}, which stands for no window of its own,`)
  return meant
}

type Written = { readonly sql: string; readonly label: string }

const frameOf = (
  context: Context,
  scope: Scope,
  call: Call,
  window: Window,
  key: Rendered | undefined,
): Written => {
  const { frame } = window
  if (shifts.test(call.name)) {
    if (frame !== undefined) throw new Mistaken(`a frame for ${call.name}`)
    const amount = call.args[1]
    const offset = amount === undefined ? '1' : renderExpression(context, scope, amount).label
    const moved = call.name === 'lead' ? offset : offset.startsWith('-') ? offset.slice(1) : `-${offset}`
    return {
      sql: '',
      label: `ROWS BETWEEN ${moved} FOLLOWING AND ${moved} FOLLOWING`.replaceAll('-0 ', '0 '),
    }
  }
  if (ranks.test(call.name)) {
    const unit = call.name === 'cume_dist' ? 'RANGE' : 'ROWS'
    if (frame !== undefined && !isToCurrent(frame, unit)) throw new Mistaken(`this frame for ${call.name}`)
    return { sql: '', label: `${unit} ${toCurrent}` }
  }
  if (frame === undefined)
    return {
      sql: '',
      label:
        key === undefined ? 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING' : `RANGE ${toCurrent}`,
    }
  const [start, end] = [frame.start, frame.end].map((bound) =>
    renderBound(context, scope, bound, frame.unit, window, key),
  )
  if (start === undefined || end === undefined) return { sql: '', label: '' }
  if (rankOf(frame.start, start) > rankOf(frame.end, end))
    throw new Refused('a frame that ends before it begins')
  const unbounded = frame.start.kind === 'unbounded' && frame.end.kind === 'unbounded'
  if (frame.unit === 'RANGE' && key === undefined && !unbounded)
    throw new Mistaken('a RANGE frame without ORDER BY')
  return {
    sql: `${frame.unit} BETWEEN ${start.sql} AND ${end.sql}`,
    label: `${frame.unit} BETWEEN ${start.label} AND ${end.label}`,
  }
}

const isToCurrent = (frame: Frame, unit: Frame['unit']): boolean =>
  frame.unit === unit && frame.start.kind === 'unbounded' && frame.end.kind === 'current'

/** Spark refuses bounds in the wrong order, where it can tell. */
const rankOf = (bound: Bound, written: Written): number => {
  switch (bound.kind) {
    case 'unbounded':
      return bound.side === 'PRECEDING' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    case 'current':
      return 0
    case 'offset': {
      const amount = Number(/[\d.]+/.exec(written.label)?.[0] ?? Number.NaN)
      return written.sql.endsWith('PRECEDING') ? -amount : amount
    }
    default:
      return unreachable(bound)
  }
}

const someCall = (node: Expression): boolean => node.kind === 'call' || partsOf(node).some(someCall)

const renderBound = (
  context: Context,
  scope: Scope,
  bound: Bound,
  unit: Frame['unit'],
  window: Window,
  key: Rendered | undefined,
): Written => {
  if (bound.kind === 'current') return { sql: 'CURRENT ROW', label: 'CURRENT ROW' }
  if (bound.kind === 'unbounded') {
    const text = `UNBOUNDED ${bound.side}`
    return { sql: text, label: text }
  }
  if (someCall(bound.amount)) throw new Mistaken('a function in a bound of a frame', 'write its value')
  const amount = renderExpression(context, scope, bound.amount)
  if (amount.inputs === undefined || amount.inputs.size > 0 || amount.volatile === true)
    throw new Refused('a bound of a frame that is not a literal')
  // A distance that is cast to the type of the key prints as what it becomes.
  const cast =
    unit === 'RANGE' &&
    key !== undefined &&
    isNumeric(key.type) &&
    sparkName(key.type) !== sparkName(amount.type)
  const label =
    cast && bound.side === 'PRECEDING' ? `(- ${amount.label}) FOLLOWING` : `${amount.label} ${bound.side}`
  if (unit === 'ROWS' && amount.type.kind !== 'int')
    throw new Refused(`a number of rows of type ${amount.type.kind}`)
  if (unit === 'RANGE' && window.orderBy.length !== 1)
    throw new Mistaken('a RANGE frame with a distance and several keys of ORDER BY')
  // A negative distance is one to the other side; the engine wants it said so.
  const negative = /^\(-(\d+)\)$/.exec(amount.sql)?.[1]
  const side =
    negative === undefined
      ? bound.side
      : bound.side === 'PRECEDING'
        ? ('FOLLOWING' as const)
        : ('PRECEDING' as const)
  const value = negative === undefined ? amount : { ...amount, sql: negative }
  return {
    sql: `${unit === 'RANGE' && key !== undefined ? context.engine.windows.distance(value, key.type) : value.sql} ${side}`,
    label,
  }
}
