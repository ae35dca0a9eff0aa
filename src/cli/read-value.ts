import { failure } from '../diagnostics/index.ts'
import type { Options } from './command.ts'
import { textOption } from './options.ts'

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `90s`, `30m`, `12h`, `7d`, `2w` as milliseconds; undefined where it is none. */
const durationMs = (text: string): number | undefined => {
  const [, count, unit = ''] = /^(\d{1,9})\s*([smhdw])$/i.exec(text.trim()) ?? []
  const unitMs = units[unit.toLowerCase()]
  return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs
}

/** Throws MR9013 where the option is no duration. */
export const durationOption = (options: Options, name: string): number | undefined => {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  const ms = durationMs(text)
  if (ms !== undefined && ms > 0) return ms
  throw failure('MR9013', { option: flagOf(name), value: text, wanted: 'a time span such as 12h or 7d' })
}

/** A time, or how long ago, as milliseconds since 1970. Without a zone it is UTC. Throws MR9013. */
export const timeOption = (options: Options, name: string, nowMs: number): number | undefined => {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  const ago = durationMs(text)
  if (ago !== undefined) return nowMs - ago
  const ms = /^\d{11,14}$/.test(text) ? Number(text) : parseTime(text)
  if (ms !== undefined) return ms
  throw failure('MR9013', {
    option: flagOf(name),
    value: text,
    wanted: 'a time such as 2026-01-31T12:00:00Z, or how long ago, such as 7d',
  })
}

const parseTime = (text: string): number | undefined => {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
    text.trim(),
  )
  if (parts === null) return undefined
  const [, day = '', time = '00:00', zone = 'Z'] = parts
  const ms = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
  // Date.parse carries over what is too much: February 30 would be March 2.
  const isReal =
    !Number.isNaN(ms) &&
    !Number.isNaN(Date.parse(day)) &&
    new Date(`${day}T00:00Z`).toISOString().startsWith(day)
  return isReal ? ms : undefined
}

/** A whole number of at least 1. Throws MR9013. */
export const countOption = (options: Options, name: string): number | undefined => {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw failure('MR9013', { option: flagOf(name), value: text, wanted: 'a whole number above 0' })
}

const sizes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}

/** `512MB` or `512MiB` as bytes. Throws MR9013. */
export const sizeOption = (options: Options, name: string): number | undefined => {
  const text = textOption(options, name)
  if (text === undefined) return undefined
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)\s*((?:[kmg]i?)?b)?$/i.exec(text.trim()) ?? []
  const factor = sizes[unit.toLowerCase()]
  const bytes = count === undefined || factor === undefined ? 0 : Math.floor(Number(count) * factor)
  if (bytes >= 1 && Number.isSafeInteger(bytes)) return bytes
  throw failure('MR9013', { option: flagOf(name), value: text, wanted: 'a size such as 512MB or 512MiB' })
}

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
