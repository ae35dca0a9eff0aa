import { diagnose } from '../../diagnostics/index.ts'
import { type Cursor, child, entries, isPresent, placeOf, sourceTextOf } from './cursor.ts'
import { type Report, readCount } from './reading.ts'

/** Which state of a table an input reads. Ids are text: they exceed what a number holds. */
export type InputVersion =
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'snapshot'; readonly id: string }
  | { readonly kind: 'as-of'; readonly timestampMs: number }

const keys = ['branch', 'tag', 'snapshot-id', 'as-of-timestamp'] as const

/** The options that choose a version, named as Iceberg names them for Spark. The branch `main` is the present state. */
export const isVersionOption = (key: string): boolean => keys.some((known) => known === key.toLowerCase())

/** Names of options count in any letter case. */
const optionOf = (options: Cursor, key: string): Cursor =>
  entries(options).find(([name]) => name.toLowerCase() === key)?.[1] ?? child(options, key)

export const readVersion = (options: Cursor, report: Report): InputVersion | undefined => {
  const [first, second] = keys.filter((key) => isPresent(optionOf(options, key)))
  if (first === undefined) return undefined
  const cursor = optionOf(options, first)
  if (second !== undefined)
    report(diagnose('MR1400', { first, second }, placeOf(optionOf(options, second), 'key')))
  const text = sourceTextOf(cursor)?.text.trim()
  if (text === undefined) return undefined
  switch (first) {
    case 'branch':
      return text === 'main' ? undefined : { kind: 'ref', name: text }
    case 'tag':
      return { kind: 'ref', name: text }
    case 'snapshot-id':
      if (isSnapshotId(text)) return { kind: 'snapshot', id: text }
      report(diagnose('MR1443', { text }, placeOf(cursor)))
      return undefined
    case 'as-of-timestamp': {
      const timestampMs = readCount(cursor, { what: first, from: 0 }, report)
      return timestampMs === undefined ? undefined : { kind: 'as-of', timestampMs }
    }
  }
}

/** A 64-bit integer that is not negative. */
export const isSnapshotId = (text: string): boolean =>
  /^\d{1,19}$/.test(text) && BigInt(text) <= 9_223_372_036_854_775_807n
