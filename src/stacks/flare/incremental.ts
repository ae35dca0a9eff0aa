import { nearest } from '../../base/nearest.ts'
import { diagnose } from '../../diagnostics/index.ts'
import type { SourceText } from '../../sql/source-text.ts'
import { type Cursor, child, isPresent, items, placeOf, sourceTextOf, textOf } from './cursor.ts'
import type { Incremental } from './job.ts'
import type { Report } from './reading.ts'

/** Reads `incremental`; every `$|name|` must be a key, and in a key's own SQL an earlier one. */
export const readIncremental = (cursor: Cursor, report: Report): Incremental | undefined => {
  if (!isPresent(cursor)) return undefined
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
  const between = /\bbetween\b/i.exec(sql.text)
  if (state.length > 0 && between !== null && sql.text.indexOf('$|', between.index) > 0)
    report(diagnose('MR1384', {}, sql.place(between.index, between[0].length)))
  return { context, sql, keys, state }
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
