/** What a run over an interval reads: what lies after `from`, up to and with `to`. In the form of the keys. */
export type Bounds = { readonly from: string; readonly to: string }

const units = { h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' } as const

/**
 * Cuts an interval into pieces that touch, in order: of time for dates and times (`1mo`, `7d`, `1w`, `12h`, `1y`), of
 * whole numbers for numbers. The last one may be shorter. Undefined where bounds and chunk do not go together, and
 * for more than 10,000 pieces.
 */
export const splitInterval = ({ from, to }: Bounds, chunk: string): readonly Bounds[] | undefined => {
  const [, count = '', unit] = /^(\d{1,9})(mo|[hdwy])?$/i.exec(chunk.trim()) ?? []
  const size = Number(count)
  if (size < 1) return undefined
  if (unit === undefined) return splitNumbers({ from, to }, BigInt(size))
  const [start, end] = [timeOf(from), timeOf(to)]
  if (start === undefined || end === undefined || start.ms >= end.ms) return undefined
  const step = units[unit.toLowerCase() as keyof typeof units]
  const edges = [from]
  for (let n = 1; ; n++) {
    const next = plus(start.ms, n * size, step)
    if (next >= end.ms) break
    if (edges.length > mostChunks) return undefined
    edges.push(printTime(next, start.hasTime || end.hasTime || step === 'hour'))
  }
  return pairs([...edges, to])
}

const mostChunks = 10_000

const splitNumbers = ({ from, to }: Bounds, size: bigint): readonly Bounds[] | undefined => {
  if (!/^-?\d+$/.test(from) || !/^-?\d+$/.test(to)) return undefined
  const [start, end] = [BigInt(from), BigInt(to)]
  if (start >= end || (end - start) / size > BigInt(mostChunks)) return undefined
  const edges = [from]
  for (let next = start + size; next < end; next += size) edges.push(String(next))
  return pairs([...edges, to])
}

const pairs = (edges: readonly string[]): readonly Bounds[] =>
  edges.slice(1).map((to, i) => ({ from: edges[i] ?? to, to }))

const timeOf = (text: string): { readonly ms: number; readonly hasTime: boolean } | undefined => {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?))?$/.exec(text) ?? []
  if (date === undefined) return undefined
  const ms = Date.parse(`${date}T${time ?? '00:00:00'}Z`)
  const isReal = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
  return isReal ? { ms, hasTime: time !== undefined } : undefined
}

/** Months and years keep the day where the month has it, and else end at its last day. */
const plus = (ms: number, count: number, unit: (typeof units)[keyof typeof units]): number => {
  const date = new Date(ms)
  switch (unit) {
    case 'hour':
      return ms + count * 3_600_000
    case 'day':
      return ms + count * 86_400_000
    case 'week':
      return ms + count * 7 * 86_400_000
    case 'month':
    case 'year': {
      const months = unit === 'year' ? count * 12 : count
      const day = date.getUTCDate()
      date.setUTCDate(1)
      date.setUTCMonth(date.getUTCMonth() + months)
      const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
      date.setUTCDate(Math.min(day, last))
      return date.getTime()
    }
  }
}

const printTime = (ms: number, hasTime: boolean): string => {
  const [date = '', time = ''] = new Date(ms).toISOString().split(/[TZ]/)
  const withoutZeros = time.replace(/\.000$/, '')
  return hasTime || withoutZeros !== '00:00:00' ? `${date} ${withoutZeros}` : date
}
