import { Mistaken, Refused } from '../refusals.ts'
import type { Rendered, Scope } from '../scope.ts'
import { partsOf } from '../tree-walk.ts'
import type { Expression } from '../tree.ts'

/** What a SELECT calls its columns, as clauses behind it read them. */
export type OutputNames = {
  /** The names of one column each. */
  readonly known: ReadonlyMap<string, Rendered>
  /** The first column of each name, which is what GROUP BY takes. */
  readonly first: ReadonlyMap<string, Rendered>
  /** Names of several columns, which stand for none of them. */
  readonly several: ReadonlySet<string>
  /** Adds a column. One that stands as it is in a table is the same however often it is selected. */
  readonly add: (name: string, rendered: Rendered, isOfTable: boolean) => void
}

export const outputNames = (): OutputNames => {
  const known = new Map<string, Rendered>()
  const first = new Map<string, Rendered>()
  const several = new Set<string>()
  const ofTables = new Set<string>()
  const add = (name: string, rendered: Rendered, isOfTable: boolean): void => {
    const lower = name.toLowerCase()
    const before = known.get(lower)
    if (!first.has(lower)) first.set(lower, rendered)
    if (several.has(lower)) return
    if (before === undefined) {
      known.set(lower, rendered)
      if (isOfTable) ofTables.add(lower)
    } else if (!isOfTable || !ofTables.has(lower) || before.sql !== rendered.sql) {
      known.delete(lower)
      several.add(lower)
    }
  }
  return { known, first, several, add }
}

/** Refuses a name of several columns of the result that no table has. */
export const refuseSeveral = (several: ReadonlySet<string>, scope: Scope, node: Expression): void => {
  const name = severalIn(several, scope, node)
  if (name !== undefined) throw new Mistaken(ofSeveral(name), 'name them apart')
}

/** Behind a set operation Spark takes a name of several columns where they are one of a table. */
export const refuseSeveralOfSet = (several: ReadonlySet<string>, node: Expression): void => {
  const name = severalIn(several, { sources: [] }, node)
  if (name !== undefined) throw new Refused(ofSeveral(name), 'name them apart, or write the number')
}

const ofSeveral = (name: string): string => `${name}, which is the name of several columns of the result,`

const severalIn = (
  several: ReadonlySet<string>,
  { sources }: Pick<Scope, 'sources'>,
  node: Expression,
): string | undefined => {
  if (several.size === 0) return undefined
  const [head] = node.kind === 'column' ? node.parts : []
  if (head === undefined)
    return partsOf(node)
      .map((part) => severalIn(several, { sources }, part))
      .find((found) => found !== undefined)
  const name = head.text.toLowerCase()
  const isInTable = sources.some(
    ({ columns, alias }) =>
      columns === undefined ||
      alias.toLowerCase() === name ||
      columns.some((column) => column.name.toLowerCase() === name),
  )
  return several.has(name) && !isInTable ? head.text : undefined
}
