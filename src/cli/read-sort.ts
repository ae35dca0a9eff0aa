import { type Diagnostic, DiagnosticsError } from '../diagnostics/index.ts'
import type { SortBy } from '../lakehouse/index.ts'
import { detachedText } from '../sql/index.ts'
import { readSortOrder } from '../stacks/flare/sort-order.ts'

/** `a, b desc nulls last` as jobs read it. Throws DiagnosticsError. */
export const readSort = (text: string, option: string): readonly SortBy[] => {
  const diagnostics: Diagnostic[] = []
  const sortBy = readSortOrder(detachedText(text, option), 'asc', (found) => diagnostics.push(found))
  if (sortBy === undefined) throw new DiagnosticsError(diagnostics)
  return sortBy
}
