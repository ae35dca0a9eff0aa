import { Refused } from '../refusals.ts'
import type { FromPart } from './from-part.ts'
import type { Column, Context } from '../scope.ts'
import type { From } from '../tree.ts'

/** A semi or anti join as a condition of WHERE, for an engine that has no such join. */
export const semiJoin = (
  anti: boolean,
  left: FromPart,
  right: FromPart,
  on: string,
  merged: readonly Column[],
): FromPart => ({
  sql: left.sql,
  sources: left.sources,
  merged,
  shown: left.shown,
  conditions: [
    ...left.conditions,
    `${anti ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${right.sql} WHERE ${[on, ...right.conditions].join(' AND ')})`,
  ],
})

/** Conditions on a side that a join keeps whole may wait for WHERE; on the other one they would drop its NULL rows. */
export const keptConditions = (
  { engine }: Context,
  how: Extract<From, { kind: 'join' }>['how'],
  left: FromPart,
  right: FromPart,
): readonly string[] => {
  const lost =
    (how === 'RIGHT' || how === 'FULL' ? left.conditions.length : 0) +
    (how === 'LEFT' || how === 'FULL' ? right.conditions.length : 0)
  if (lost > 0) throw new Refused(`a semi join below a ${how} join, on ${engine.title}`, 'make it a subquery')
  return how === 'SEMI' || how === 'ANTI' ? left.conditions : [...left.conditions, ...right.conditions]
}
