import type { FromPart } from './from-part.ts'
import { bothShown } from './from-part.ts'
import { losesRows } from './render-lateral.ts'
import { Refused } from '../refusals.ts'
import { renderOn } from './render-on.ts'
import { renderUsing, sharedNames } from './render-using.ts'
import type { Context, Scope } from '../scope.ts'
import { keptConditions, semiJoin } from './semi-join.ts'
import type { From } from '../tree.ts'

/** A join of two things in FROM; `renderSource` renders a side, in the scope of what stands before it. */
export const renderJoin = (
  context: Context,
  outer: Scope,
  written: Extract<From, { kind: 'join' }>,
  renderSource: (context: Context, scope: Scope, from: From) => FromPart,
): FromPart => {
  const join = losesRows(written) ? ({ ...written, how: 'INNER' } as const) : written
  if (isLateral(join.right) && (join.natural || join.using.length > 0))
    throw new Refused('LATERAL together with NATURAL or USING', 'write the condition behind ON')
  const side = (open: RegExp): Scope => ({ ...outer, closed: outer.closed === true || !open.test(join.how) })
  const left = renderSource(context, side(/^(?:INNER|CROSS|LEFT|SEMI|ANTI)$/), join.left)
  const right = renderSource(
    context,
    { ...side(/^(?:INNER|CROSS|RIGHT)$/), sources: [...outer.sources, ...left.sources] },
    join.right,
  )
  const conditions = keptConditions(context, join.how, left, right)
  const using = join.natural ? sharedNames(left, right) : join.using
  if (using.length > 0) return renderUsing(context, join.how, using, left, right, conditions)

  const sources = [...left.sources, ...right.sources]
  const scope: Scope = {
    ...outer,
    sources: [...outer.sources, ...sources],
    merged: left.merged,
    shown: bothShown(left.shown, right.shown),
  }
  const onlyLeft = join.how === 'SEMI' || join.how === 'ANTI'
  const rendered =
    join.on === undefined
      ? { left: left.sql, right: right.sql, on: 'true' }
      : renderOn(context, scope, { ...join, on: join.on }, { left, right })
  if (onlyLeft && !context.engine.clauses.joins.semi)
    return semiJoin(
      join.how === 'ANTI',
      { ...left, sql: rendered.left },
      { ...right, sql: rendered.right },
      rendered.on,
      left.merged,
    )
  const how = join.how === 'CROSS' || (join.on === undefined && join.how === 'INNER') ? 'CROSS' : join.how
  const on = how === 'CROSS' && join.on === undefined ? '' : ` ON ${rendered.on}`
  const rightSql = join.right.kind === 'join' ? `(${rendered.right})` : rendered.right
  return {
    sql: `${rendered.left} ${how === 'CROSS' && on !== '' ? 'INNER' : how} JOIN ${rightSql}${on}`,
    sources: onlyLeft ? left.sources : sources,
    merged: left.merged,
    shown: onlyLeft ? left.shown : bothShown(left.shown, right.shown),
    hidden: [...(left.hidden ?? []), ...(onlyLeft ? [] : (right.hidden ?? []))],
    conditions,
  }
}

const isLateral = (from: From): boolean =>
  from.kind === 'function' ? from.call.name !== 'range' : from.kind === 'derived' && from.lateral
