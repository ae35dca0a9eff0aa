import { meantWord, nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'

type Report = (diagnostic: Diagnostic) => void

/** A value of a manifest on its way to a check. */
export type ValueAt = { readonly document: Document; readonly path: NodePath; readonly report: Report }

/** Reports an amount that is none, such as 1Gb for 1Gi: MR1329. */
export const checkAmount = ({ document, path, report }: ValueAt, value: unknown, what: string): void => {
  const text = String(value).trim()
  if (value === undefined || value === null || amount.test(text)) return
  const unit = /^[0-9.]+\s*([A-Za-z]+)$/.exec(text)?.[1]
  const meant = unit === undefined || allUnits.has(unit) ? unit : nearest(unit, units)
  const near = meant === undefined ? undefined : text.replace(/\s*[A-Za-z]+$/, meant)
  report(diagnose('MR1329', { what, text, near }, document.place(path)))
}

/** Those that a slip may mean. */
const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'k', 'M', 'G', 'T', 'P']
const allUnits = new Set([...units, 'm', 'E', 'Ei'])
const amount = /^(?:\d+\.?\d*|\.\d+)(?:m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei|e\d+)?$/

/** Reports a request above its limit, which a cluster refuses: MR1457. */
export const checkLimit = ({ document, path, report }: ValueAt, request: unknown, limit: unknown): void => {
  const [asked, allowed] = [amountOf(request), amountOf(limit)]
  if (asked === undefined || allowed === undefined || asked <= allowed) return
  const params = { key: String(path.at(-1)), request: String(request), limit: String(limit) }
  report(diagnose('MR1457', params, document.place(path)))
}

/** The number that an amount means: bytes or cores. Source: Kubernetes, resource.Quantity. */
const amountOf = (value: unknown): number | undefined => {
  const text = String(value).trim()
  if (value === undefined || value === null || !amount.test(text)) return undefined
  const [, number = '', unit = ''] = /^([\d.]+)(.*)$/.exec(text) ?? []
  if (unit.startsWith('e')) return Number(text)
  const power = 'kMGTPE'.indexOf(unit.charAt(0) === 'K' ? 'k' : unit.charAt(0)) + 1
  if (unit === 'm') return Number(number) / 1000
  return Number(number) * (unit.endsWith('i') ? 1024 : 1000) ** (unit === '' ? 0 : power)
}

/** Reports a time zone that no computer knows: MR1328. */
export const checkTimezone = ({ document, path, report }: ValueAt, zone: string | undefined): void => {
  if (zone === undefined || isTimezone(zone.trim())) return
  const near = nearest(zone, Intl.supportedValuesOf('timeZone'))
  report(diagnose('MR1328', { zone, near }, document.place(path)))
}

const isTimezone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Reports an instant that is not RFC 3339: MR1326. */
export const checkInstant = (
  { document, path, report }: ValueAt,
  text: string | undefined,
  what: string,
): void => {
  if (text === undefined || (rfc3339.test(text.trim()) && !Number.isNaN(Date.parse(text.trim())))) return
  report(diagnose('MR1326', { what, text }, document.place(path)))
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/

/** Reports a word that is none of `values`, ignoring case, as a warning: nothing here depends on it. MR1327. */
export const checkWord = (
  { document, path, report }: ValueAt,
  value: string | null | undefined,
  { what, values }: { readonly what: string; readonly values: readonly string[] },
): void => {
  if (value === undefined || value === null) return
  if (values.some((known) => known.toLowerCase() === value.trim().toLowerCase())) return
  report(diagnose('MR1327', { what, value, values, near: nearest(value, values) }, document.place(path)))
}

/** As `checkWord`, of a word that may be another one: reports only what looks mistyped. */
export const checkSlip = (
  at: ValueAt,
  value: string | null | undefined,
  { what, values }: { readonly what: string; readonly values: readonly string[] },
): void => {
  if (value === undefined || value === null) return
  if (meantWord(value.trim().toLowerCase(), values) !== undefined) checkWord(at, value, { what, values })
}

/** Reports an address of the web whose scheme is mistyped: MR1327. */
export const checkWebAddress = (at: ValueAt, value: string | null | undefined): void => {
  const scheme = /^([a-z]+):\/{1,2}/i.exec(value?.trim() ?? '')?.[1]
  checkSlip(at, scheme, { what: 'the scheme of this address', values: ['https', 'http'] })
}

/** Reports a jq filter whose brackets or quotes are not closed: MR1349. */
export const checkJqFilter = ({ document, path, report }: ValueAt, filter: unknown): void => {
  if (typeof filter !== 'string' || isClosed(filter)) return
  report(
    diagnose('MR1349', { what: `a bracket or quote of "${filter}" is not closed` }, document.place(path)),
  )
}

const isClosed = (filter: string): boolean => {
  const open: string[] = []
  for (const token of filter.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').match(/[()[\]{}"]/g) ?? []) {
    if ('([{'.includes(token)) open.push(token)
    else if (token === '"' || open.pop() !== openers[token]) return false
  }
  return open.length === 0
}

const openers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
