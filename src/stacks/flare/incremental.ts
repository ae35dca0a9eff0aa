import { nearest } from '../../base/nearest.ts'
import { diagnose } from '../../diagnostics/index.ts'
import type { SourceText } from '../../sql/source-text.ts'
import { type Cursor, child, isPresent, items, placeOf, sourceTextOf, textOf } from './cursor.ts'
import { type LateWindow, readLateWindow } from './late-window.ts'
import type { Report } from './reading.ts'

export type Incremental = {
  readonly context: string
  readonly sql: SourceText
  readonly keys: readonly { readonly name: string; readonly sql: SourceText }[]
  /** After success the value of key `value` is stored under `key`. */
  readonly state: readonly { readonly key: string; readonly value: string }[]
  /** How far before the stored end of the last run this one begins. */
  readonly lateWindow?: LateWindow
}

/** The keys between which a run reads: `lower` begins where the `upper` of the run before it was. */
export type IncrementalBounds = { readonly lower: string; readonly upper: string }

/**
 * The bounds of an incremental read with state; undefined where its state does not carry one key over to another. A
 * run over an interval of its own sets both, and leaves the state as it was.
 */
export const incrementalBounds = ({ state }: Pick<Incremental, 'state'>): IncrementalBounds | undefined => {
  const carried = state.find(({ key, value }) => key !== value)
  return carried === undefined ? undefined : { lower: carried.key, upper: carried.value }
}

/** Reads `incremental`; every `$|name|` must be a key, and in a key's own SQL an earlier one. */
export const readIncremental = (cursor: Cursor, input: string, report: Report): Incremental | undefined => {
  if (!isPresent(cursor)) return undefined
  const others = ['context', 'sql', 'keys', 'state', 'lateWindow']
  const readsNewFiles = isPresent(child(cursor, 'newFiles'))
  if (readsNewFiles && !others.some((key) => isPresent(child(cursor, key)))) return undefined
  const context = textOf(child(cursor, 'context'))
  const sql = sourceTextOf(child(cursor, 'sql'))
  if (context === undefined || sql === undefined) {
    const key = context === undefined ? 'context' : 'sql'
    report(diagnose('MR1371', { what: 'incremental read', name: context ?? '', key }, placeOf(cursor, 'key')))
    return undefined
  }
  const keys = readKeys(child(cursor, 'keys'), report)
  const names = keys.map(({ name }) => name)
  for (const { name, offset, length } of references(sql.text))
    if (!names.includes(name)) {
      const near = nearest(name, names)
      report(diagnose('MR1380', { name, near }, sql.place(offset, length)))
    }
  const state = readState(child(cursor, 'state'), names, report)
  checkBetween(sql, state, report)
  const windowCursor = child(cursor, 'lateWindow')
  const lateWindow = readLateWindow(windowCursor, report)
  if (lateWindow !== undefined && incrementalBounds({ state }) === undefined)
    report(diagnose('MR1428', { input }, placeOf(windowCursor, 'key')))
  return { context, sql, keys, state, ...(lateWindow === undefined ? {} : { lateWindow }) }
}

/** Both ends of BETWEEN are inclusive: the row at the stored end is read by the run that ends and by the next. */
const checkBetween = (sql: SourceText, state: Incremental['state'], report: Report): void => {
  const stored = state.flatMap(({ key, value }) => [key, value])
  for (const between of sql.text.matchAll(
    /\bbetween\b(.*?)\band\b(.*?)(?:\b(?:and|or|group|order|limit|union)\b|$)/gis,
  )) {
    const [, low = '', high = ''] = between
    if (!references(`${low} ${high}`).some(({ name }) => stored.includes(name))) continue
    report(diagnose('MR1384', {}, sql.place(between.index, 'between'.length)))
  }
}

/** Each `$|name|` of a text. */
const references = (text: string) =>
  [...text.matchAll(/\$\|([^|\n]*)\|/g)].map((match) => ({
    name: (match[1] ?? '').trim(),
    offset: match.index,
    length: match[0].length,
  }))

const readKeys = (cursor: Cursor, report: Report): Incremental['keys'] => {
  const all = items(cursor).map((item) => textOf(child(item, 'name')))
  const keys: { name: string; sql: SourceText }[] = []
  for (const item of items(cursor)) {
    const name = textOf(child(item, 'name'))
    const sql = sourceTextOf(child(item, 'sql'))
    if (name === undefined || sql === undefined) {
      const params = { what: 'incremental key', name: name ?? '', key: name === undefined ? 'name' : 'sql' }
      report(diagnose('MR1371', params, placeOf(item)))
      continue
    }
    if (keys.some((key) => key.name === name))
      report(diagnose('MR1382', { name }, placeOf(child(item, 'name'))))
    checkKey(sql, { earlier: keys.map((key) => key.name), all }, report)
    keys.push({ name, sql })
  }
  return keys
}

type Names = { readonly earlier: readonly string[]; readonly all: readonly (string | undefined)[] }

const checkKey = (sql: SourceText, { earlier, all }: Names, report: Report): void => {
  for (const { name, offset, length } of references(sql.text)) {
    if (earlier.includes(name)) continue
    const place = sql.place(offset, length)
    if (all.includes(name)) report(diagnose('MR1381', { name }, place))
    else report(diagnose('MR1380', { name, near: nearest(name, earlier) }, place))
  }
}

const readState = (cursor: Cursor, names: readonly string[], report: Report): Incremental['state'] =>
  items(cursor).flatMap((item) => {
    const known = (part: 'key' | 'value'): string | undefined => {
      const name = textOf(child(item, part))
      if (name === undefined || names.includes(name)) return name
      report(diagnose('MR1383', { name, near: nearest(name, names) }, placeOf(child(item, part))))
      return undefined
    }
    const key = known('key')
    const value = known('value')
    return key === undefined || value === undefined ? [] : [{ key, value }]
  })
