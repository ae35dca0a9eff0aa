import { type Address, type AddressParse, parseAddress, parseWrittenAddress } from '../../address.ts'
import { nearest } from '../../base/nearest.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/index.ts'
import { type Cursor, placeOf, sourceTextOf, textOf } from './cursor.ts'

export type Report = (diagnostic: Diagnostic) => void

/** The address at the cursor. A malformed one is reported; an absent one is not. */
export const readAddress = (cursor: Cursor, report: Report): Address | undefined => {
  const known = typeof cursor.value === 'string' ? parse(cursor.value.trim()) : undefined
  if (known?.kind === 'address') return known.address
  const source = sourceTextOf(cursor)
  if (source === undefined) return undefined
  const address = source.text.trim()
  const parsed = parse(address)
  if (parsed.kind === 'address') return parsed.address
  const place = source.place(source.text.indexOf(address), address.length)
  // Jobs of the stand-alone mode name files of their container: /datadir/city.csv.
  const next = 'declare a depot and write dataset: dataos://depot:collection/dataset'
  report(
    address.startsWith('/')
      ? diagnose('MR1309', { what: `a path (${address})`, next }, place)
      : diagnose('MR1360', { address, reason: parsed.reason, near: parsed.nearest }, place),
  )
  return undefined
}

/** A variable that has no value is told as one; the rest of the address says what it can. */
const parse = (text: string): AddressParse =>
  text.includes('${') ? parseAddress(text) : parseWrittenAddress(text)

/** One of a closed list of words, in any letter case. Reports any other word and gives undefined. */
export const readWord = <W extends string>(
  cursor: Cursor,
  what: string,
  values: readonly W[],
  report: Report,
): W | undefined => {
  const value = textOf(cursor)?.trim()
  if (value === undefined) return undefined
  const found = values.find((known) => known.toLowerCase() === value.toLowerCase())
  if (found === undefined)
    report(diagnose('MR1308', { what, value, values, near: nearest(value, values) }, placeOf(cursor)))
  return found
}

export const notSupported = (cursor: Cursor, what: string, report: Report, next?: string): void =>
  report(diagnose('MR1309', { what, next }, placeOf(cursor, 'key')))

const supportedFormats = ['csv', 'parquet', 'json', 'iceberg']
const otherFormats = `
  avro orc text txt xlsx xml delta hudi db jdbc jdbcquery postgres snowflake redshift bigquery
  mongodb elasticsearch opensearch kafkajson kafkaavro kafka pulsar eventhub fastbase file
`
  .trim()
  .split(/\s+/)

/** A format in lower case; reports one that this release cannot use, and one that nobody can. */
export const readFormat = (cursor: Cursor, report: Report): string | undefined => {
  const format = textOf(cursor)?.trim().toLowerCase()
  if (format === undefined || supportedFormats.includes(format)) return format
  if (otherFormats.includes(format)) {
    const next = 'land the data as csv, json, parquet or iceberg, and name that'
    notSupported(cursor, `the format ${format}`, report, next)
  } else {
    const near = nearest(format, [...supportedFormats, ...otherFormats])
    report(diagnose('MR1372', { format, near }, placeOf(cursor)))
  }
  return undefined
}

/**
 * A whole number of a range, quoted or not; reports any other (MR1317) and gives undefined. The digits are read as
 * they are written: a number of YAML loses those beyond the sixteenth.
 */
export const readCount = (
  cursor: Cursor,
  { what, from, to }: { readonly what: string; readonly from: number; readonly to?: number },
  report: Report,
): number | undefined => {
  const text = sourceTextOf(cursor)?.text.trim()
  if (text === undefined) return undefined
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(value) && value >= from && (to === undefined || value <= to)) return value
  report(diagnose('MR1317', { what, value: text, from, to }, placeOf(cursor)))
  return undefined
}
