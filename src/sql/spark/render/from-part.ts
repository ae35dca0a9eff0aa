import type { Column, Source } from '../scope.ts'

/** Something that stands in FROM, rendered: one table, or a join of several. */
export type FromPart = {
  readonly sql: string
  readonly sources: readonly Source[]
  readonly merged: readonly Column[]
  /** What a star stands for; undefined where columns are not known. */
  readonly shown: readonly Column[] | undefined
  /** The engine's columns that a plain star leaves out, as USING merged them, in the order of Spark. */
  readonly hidden?: readonly string[]
  /** True where the engine itself does not know the merged columns. */
  readonly split?: boolean
  /** What WHERE must ask as well: semi and anti joins, for an engine that has none. */
  readonly conditions: readonly string[]
}

/** The columns of two things, one behind the other; undefined where those of one are not known. */
export const bothShown = (
  left: readonly Column[] | undefined,
  right: readonly Column[] | undefined,
): readonly Column[] | undefined =>
  left === undefined || right === undefined ? undefined : [...left, ...right]
