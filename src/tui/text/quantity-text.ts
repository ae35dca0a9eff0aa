/** A whole number with thousands separators: `20,000`. */
export const countText = (count: number): string =>
  String(Math.trunc(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** A count with its noun: `1 row`, `20,000 rows`. */
export const counted = (count: number, noun: string): string =>
  `${countText(count)} ${noun}${count === 1 ? '' : 's'}`

/** A duration for people: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export const durationText = (durationMs: number): string => {
  const ms = Number.isFinite(durationMs) ? Math.max(0, durationMs) : 0
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`
  return `${countText(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} min`
}

/** Bytes for people, in powers of 1,000: `812 B`, `1.2 MB`. */
export const sizeText = (sizeBytes: number): string => {
  let size = sizeBytes
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 9.95 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}

/** `HH:MM:SS` in UTC, so that a log line reads the same wherever it is read. */
export const clockText = (at: string): string => {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? '--:--:--' : time.toISOString().slice(11, 19)
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

const twoDigits = (value: number): string => String(value).padStart(2, '0')
