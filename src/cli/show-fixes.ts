import { unifiedDiff } from '../base/line-diff.ts'
import { type Diagnostic, hasErrors } from '../diagnostics/index.ts'
import type { ExitCode, Invocation } from './command.ts'
import { fixFiles, planFixes } from './fix-files.ts'
import { flag } from './options.ts'

type Checked = { readonly root: string; readonly diagnostics: readonly Diagnostic[] }

/** Prints what fixes would make of the files, as a diff; 2 where something is wrong. */
export const showFixes = async (
  { root, diagnostics }: Checked,
  { io, options }: Invocation,
): Promise<ExitCode> => {
  const planned = await planFixes(diagnostics, { root, unsafe: flag(options, 'unsafeFixes') })
  for (const { file, before, after } of planned) io.stdout.write(unifiedDiff(file, before, after))
  const count = planned.reduce((sum, file) => sum + file.fixed.length, 0)
  io.stderr.write(`would put ${counted(count, 'finding')} right in ${counted(planned.length, 'file')}\n`)
  return hasErrors(diagnostics) ? 2 : 0
}

/** Makes the fixes, says how many, and returns what is left. */
export const makeFixes = async <C extends Checked>(
  found: C,
  { io, options }: Invocation,
  check: () => Promise<C>,
): Promise<C> => {
  const fixing = { root: found.root, unsafe: flag(options, 'unsafeFixes'), check }
  const { left, fixed, files } = await fixFiles(found, fixing)
  io.stderr.write(`put ${counted(fixed, 'finding')} right in ${counted(files.size, 'file')}\n`)
  return left
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
