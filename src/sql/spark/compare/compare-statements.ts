import { type QueryPart, queryParts } from './query-parts.ts'

/** One difference in what two statements say. Both texts are there where a part was changed. */
export type StatementChange = {
  readonly within: string
  readonly kind: QueryPart['kind'] | 'statement'
  /** The column, join or window that the part is about; empty where there can be one only. */
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/**
 * What one statement says that the other does not. Empty where they differ in blanks, comments, case, quotes, the
 * order of AND-ed conditions, or other spellings of one tree. A statement that cannot be taken apart is compared as text.
 */
export const compareStatements = async (
  before: string,
  after: string,
): Promise<readonly StatementChange[]> => {
  if (before === after) return []
  const [old, fresh] = await Promise.all([queryParts(before), queryParts(after)])
  if (old === undefined || fresh === undefined)
    return squeezed(before) === squeezed(after)
      ? []
      : [{ within: '', kind: 'statement', name: '', before, after }]
  return compareParts(old, fresh)
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const compareParts = (old: readonly QueryPart[], fresh: readonly QueryPart[]): readonly StatementChange[] => {
  const key = ({ within, kind, key: own }: QueryPart) => JSON.stringify([within, kind, own])
  const group = (parts: readonly QueryPart[]) => Map.groupBy(parts, key)
  const [before, after] = [group(old), group(fresh)]
  const changes: StatementChange[] = []
  for (const each of new Set([...before.keys(), ...after.keys()])) {
    const [a = [], b = []] = [before.get(each), after.get(each)]
    const length = Math.max(a.length, b.length)
    for (let i = 0; i < length; i++) {
      const [was, is] = [a[i], b[i]]
      const part = was ?? is
      if (part === undefined || was?.text === is?.text) continue
      changes.push({
        within: part.within,
        kind: part.kind,
        name: part.kind === 'filter' || part.kind === 'group filter' ? '' : part.key,
        before: was?.text,
        after: is?.text,
      })
    }
  }
  return changes.filter((change) => !isSaidAlready(change, changes))
}

/** The order of columns says something by itself only where they are the same ones. */
const isSaidAlready = ({ kind, name, within }: StatementChange, all: readonly StatementChange[]): boolean =>
  kind === 'columns' &&
  name === 'order' &&
  all.some(
    (other) =>
      other.kind === 'column' &&
      other.within === within &&
      (other.before === undefined || other.after === undefined),
  )
