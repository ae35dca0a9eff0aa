import type { Decision } from '../../policy/index.ts'
import type { ColumnProfile, Profile } from './profile.ts'

/**
 * A profile as a viewer may see it. Where the viewer's decision is not the raw value, everything that repeats or
 * bounds values goes, and counts and shares of NULL and of different values stay. A column without a decision counts
 * as masked. Source: quality spec 5.3.
 */
export const maskProfile = (profile: Profile, decision: Decision): Profile => {
  const open = new Set(
    decision.filter(({ reveal }) => reveal.kind === 'raw').map(({ column }) => column.name.toLowerCase()),
  )
  // Stored profiles hold the same facts a second time, as rows for queries: those stay behind.
  return {
    rows: profile.rows,
    columns: profile.columns.map((column) => (open.has(column.name.toLowerCase()) ? column : mask(column))),
  }
}

// Named one by one: a member that is added later does not pass by default.
const mask = (column: ColumnProfile): ColumnProfile => ({
  name: column.name,
  type: column.type,
  ordinal: column.ordinal,
  count: column.count,
  nulls: column.nulls,
  nullShare: column.nullShare,
  distinct: column.distinct,
  distinctShare: column.distinctShare,
  ...(column.unique === undefined ? {} : { unique: column.unique }),
  ...(column.uniqueShare === undefined ? {} : { uniqueShare: column.uniqueShare }),
  statistics: { kind: 'masked' },
})
