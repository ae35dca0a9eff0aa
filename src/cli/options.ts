import { failure } from '../diagnostics/index.ts'
import { isBranchName, mainBranch } from '../lakehouse/branch-name.ts'
import type { Options } from './command.ts'

export const textOption = (options: Options, name: string): string | undefined => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** `main` where `--branch` is not given. Throws MR9001 for a name that no branch can have. */
export const branchOption = (options: Options): string => {
  const name = textOption(options, 'branch')
  if (name === undefined) return mainBranch
  if (isBranchName(name)) return name
  throw failure('MR9004', {
    message: `${JSON.stringify(name)} cannot name a branch`,
    hint: 'write letters, digits, and . _ - / between them, at most 100',
  })
}

/** What `-w` names. Throws MR9004 for a name that no workspace can have. */
export const workspaceOption = (options: Options): string | undefined => {
  const name = textOption(options, 'workspace')
  if (name === undefined || (name.length <= 32 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))) return name
  throw failure('MR9004', {
    message: `${JSON.stringify(name)} cannot name a workspace`,
    hint: 'write lower-case letters, digits and dashes between them, beginning with a letter, at most 32',
  })
}

export const flag = (options: Options, name: string): boolean => options[name] === true

/** A whole number from 0; undefined where the option is not given. Throws MR9004 for anything else. */
export const numberOption = (options: Options, name: string): number | undefined => {
  const text = textOption(options, name)
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text)
  const flagName = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw failure('MR9004', {
    message: `--${flagName} is ${JSON.stringify(text)}, not a whole number`,
    hint: 'write digits only; 0 means all',
  })
}

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
