import { nearest } from '../../../base/nearest.ts'
import { diagnose } from '../../../diagnostics/index.ts'
import { type Cursor, entries, placeOf, sourceTextOf } from '../cursor.ts'
import { type Report, readWord } from '../reading.ts'
import { knownProperties, reservedProperties } from './known-properties.ts'

/** Properties to set on the table, as text, and the option of the writer that stands among them. */
export type OutputProperties = {
  readonly properties: Readonly<Record<string, string>>
  readonly overwriteMode: 'static' | 'dynamic' | undefined
}

/** Reads `iceberg.properties`. An unknown property is kept: tables may have any. */
export const readProperties = (cursor: Cursor, report: Report): OutputProperties => {
  const properties: Record<string, string> = {}
  let overwriteMode: OutputProperties['overwriteMode']
  for (const [key, member] of entries(cursor)) {
    // As written: a number of YAML loses the digits beyond the sixteenth.
    const value = sourceTextOf(member)?.text.trim()
    if (value === undefined) continue
    if (key === 'overwrite-mode')
      overwriteMode = readWord(member, 'overwrite-mode', ['static', 'dynamic'] as const, report)
    else {
      const stored = readProperty(member, { key, value }, report)
      if (stored !== undefined) properties[key] = stored
    }
  }
  return { properties, overwriteMode }
}

type Property = { readonly key: string; readonly value: string }

/** The value to store; undefined for what is not stored. */
const readProperty = (cursor: Cursor, { key, value }: Property, report: Report): string | undefined => {
  const warn = (instead: string) => report(diagnose('MR1433', { key, value, instead }, placeOf(cursor)))
  const refuse = (expected: string): undefined => {
    report(diagnose('MR1432', { key, value, expected }, placeOf(cursor)))
    return undefined
  }
  if (key === 'format-version') return value === '2' ? undefined : refuse('2')
  if (reservedProperties.includes(key)) {
    warn('is kept by the table itself, not as a property')
    return undefined
  }
  if (key === 'write.format.default') {
    if (value.toLowerCase() === 'parquet') return 'parquet'
    return refuse('parquet, the only format of files that this release writes')
  }
  if (key === 'write.metadata.compression-codec') {
    const codec = value.toLowerCase()
    if (codec === 'none' || codec === 'gzip') return codec
    warn('is no codec that Iceberg knows for metadata; gzip is written')
    return 'gzip'
  }
  const kind = kindOf(key)
  if (kind === 'integer' && !/^-?\d+$/.test(value)) return refuse('a whole number')
  if (kind === 'boolean' && !/^(?:true|false)$/i.test(value)) return refuse('true or false')
  if (kind === undefined) {
    const near = nearest(key, Object.keys(knownProperties).filter(isRelated(key)))
    if (near !== undefined) report(diagnose('MR1431', { key, near }, placeOf(cursor, 'key')))
  }
  return kind === 'boolean' ? value.toLowerCase() : value
}

/** A property of somebody's own is seldom a slip of the hand: it shares neither the first word nor the last. */
const isRelated =
  (key: string) =>
  (known: string): boolean =>
    known.split('.')[0] === key.split('.')[0] || known.split('.').at(-1) === key.split('.').at(-1)

/** Settings of a single column end in its name. */
const ofColumn = /^write\.(?:metadata\.metrics|parquet\.(?:bloom-filter-[a-z]+|stats-enabled))\.column\./

/** Undefined for a property that no engine knows. */
const kindOf = (key: string): (typeof knownProperties)[string] | undefined => {
  if (Object.hasOwn(knownProperties, key)) return knownProperties[key]
  return ofColumn.test(key) ? 'text' : undefined
}
