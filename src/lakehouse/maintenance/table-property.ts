import { failure } from '../../diagnostics/index.ts'
import { printIdentity } from '../catalogs/catalog.ts'
import type { Table } from '../table.ts'

/** A whole number from a table's properties. Throws MR3157 where it is none, or below `least`. */
export const numberProperty = (
  { metadata }: Pick<Table, 'metadata'>,
  name: string,
  { otherwise, least = 1 }: { readonly otherwise: number; readonly least?: number },
): number => {
  const text = metadata.properties[name]
  if (text === undefined) return otherwise
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least) return value
  throw failure('MR3157', { option: name, value: text, wanted: `a whole number of at least ${least}` })
}

/** True where the table says that its files may be those of other tables as well. */
export const sharesFiles = ({ metadata }: Pick<Table, 'metadata'>): boolean =>
  metadata.properties['gc.enabled']?.toLowerCase() === 'false'

/** Throws MR3154 for such a table. */
export const refuseShared = (table: Pick<Table, 'identity' | 'metadata'>): void => {
  if (sharesFiles(table)) throw failure('MR3154', { table: printIdentity(table.identity) })
}
