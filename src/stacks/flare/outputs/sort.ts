import { type Cursor, child, isPresent, items, textOf } from '../cursor.ts'
import { type Report, readWord } from '../reading.ts'

/** Order of the rows of each file (`partition`: of each partition). NULL comes first going up, last going down. */
export type FlareSort = {
  readonly mode: 'partition' | 'global'
  readonly columns: readonly { readonly name: string; readonly order: 'asc' | 'desc' }[]
}

/** Reads `options.sort`. */
export const readSort = (sort: Cursor, report: Report): FlareSort | undefined => {
  if (!isPresent(sort)) return undefined
  const mode = readWord(child(sort, 'mode'), 'the sort mode', ['partition', 'global'] as const, report)
  const columns = items(child(sort, 'columns')).map((item) => ({
    name: textOf(child(item, 'name')) ?? '',
    order:
      readWord(child(item, 'order'), 'the sort order', ['asc', 'desc'] as const, report) ?? ('asc' as const),
  }))
  return { mode: mode ?? 'partition', columns }
}
