import { failure } from '../diagnostics/index.ts'
import type { Options } from './command.ts'

export const textOption = (options: Options, name: string): string | undefined => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export const flag = (options: Options, name: string): boolean => options[name] === true

export const listOption = (options: Options, name: string): readonly string[] => {
  const value = options[name]
  return Array.isArray(value) ? value.map(String) : []
}

/** `NAME=value` items as a record; the last one wins. Throws MR9001 for an item without `=`. */
export const assignments = (items: readonly string[], option: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    items.map((item) => {
      const at = item.indexOf('=')
      if (at < 1) throw failure('MR9001', { option, item })
      return [item.slice(0, at).trim(), item.slice(at + 1)]
    }),
  )

/** Colour and motion only on a terminal, and never where NO_COLOR, CI or --no-color says so. */
export const usesColour = (
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  options: Options,
): boolean => isInteractive(stream, env) && !env['NO_COLOR'] && options['color'] !== false

export const isInteractive = (
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean => stream.isTTY === true && !env['CI'] && env['TERM'] !== 'dumb'
