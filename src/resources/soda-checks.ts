import { meantWord } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/index.ts'

type At = {
  readonly document: Document
  readonly path: NodePath
  readonly report: (diagnostic: Diagnostic) => void
}

/** Metrics of Soda's language of checks. A check may define one of its own, so that others are not wrong. */
const metrics = `
  row_count missing_count missing_percent invalid_count invalid_percent duplicate_count duplicate_percent
  avg avg_length min min_length max max_length sum stddev stddev_pop stddev_samp variance var_pop var_samp
  percentile freshness
`
  .trim()
  .split(/\s+/)

/** Reports metrics that are those of Soda mistyped: MR1308. `payload` is the input of the stack. */
export const checkSodaMetrics = (at: At, payload: unknown): void => {
  const inputs = listOf(Array.isArray(payload) ? payload : memberOf(payload, 'inputs'))
  const base = Array.isArray(payload) ? at.path : [...at.path, 'inputs']
  for (const [i, input] of inputs.entries())
    for (const [j, check] of listOf(memberOf(input, 'checks')).entries())
      checkMetric({ ...at, path: [...base, i, 'checks', j] }, check)
}

const checkMetric = ({ document, path, report }: At, check: unknown): void => {
  const [text, details] =
    typeof check === 'string' ? [check, undefined] : (entriesOf(check)[0] ?? ['', undefined])
  checkOperator({ document, path, report }, check, text)
  const name = /^(?:change [a-z0-9 ]*for )?([A-Za-z_]+)\s*(?:\(|[<>=!]|between\b)/.exec(text.trim())?.[1]
  if (name === undefined || metrics.includes(name.toLowerCase())) return
  const isOwn = entriesOf(details).some(([key]) => key.startsWith(`${name} `))
  const near = meantWord(name, metrics)
  if (isOwn || near === undefined) return
  const place = typeof check === 'string' ? document.place(path) : document.place([...path, text], 'key')
  const meant = text.trim().replace(name, near)
  report(diagnose('MR1308', { what: 'the metric', value: name, values: metrics, near: meant }, place))
}

/** Reports a check whose operator is missing or mistyped: MR1386. */
const checkOperator = ({ document, path, report }: At, check: unknown, text: string): void => {
  const [, name = '', rest = ''] = /^([a-z_]+)(?:\([^()]*\))?\s*(.*)$/i.exec(text.trim()) ?? []
  const [word = ''] = /^[a-z]+/i.exec(rest) ?? []
  const isWrong = /^[\d.]/.test(rest) || (word !== '' && meantWord(word, ['between']) !== undefined)
  if (!metrics.includes(name.toLowerCase()) || !isWrong || word.toLowerCase() === 'between') return
  const place = typeof check === 'string' ? document.place(path) : document.place([...path, text], 'key')
  report(diagnose('MR1386', { test: text.trim() }, place))
}

const entriesOf = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []

const memberOf = (value: unknown, key: string): unknown => new Map(entriesOf(value)).get(key)

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
