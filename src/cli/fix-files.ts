import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { applyFixes, type Diagnostic } from '../diagnostics/index.ts'
import { replaceFile } from './replace-file.ts'

/** A file with some of its findings put right. */
export type FixedFile = {
  readonly file: string
  readonly path: string
  readonly before: string
  readonly after: string
  readonly fixed: readonly Diagnostic[]
}

/** What the fixes of findings make of each file. Nothing is written. */
export const planFixes = async (
  diagnostics: readonly Diagnostic[],
  { root, unsafe }: { readonly root: string; readonly unsafe: boolean },
): Promise<readonly FixedFile[]> => {
  const chosen = diagnostics.filter(({ fix }) => fix !== undefined && (unsafe || fix.isSafe))
  const files: FixedFile[] = []
  for (const [file, findings] of Map.groupBy(chosen, ({ place }) => place?.file ?? '')) {
    if (file === '') continue
    const path = resolve(root, file)
    const before = await readFile(path, 'utf8')
    // Places do not count the mark of the encoding at the beginning.
    const mark = before.startsWith('\uFEFF') ? '\uFEFF' : ''
    const { text, fixed } = applyFixes(before.slice(mark.length), findings)
    const after = mark + text
    if (after !== before) files.push({ file, path, before, after, fixed })
  }
  return files
}

type Checked = { readonly diagnostics: readonly Diagnostic[] }

type Fixing<C extends Checked> = {
  readonly root: string
  readonly unsafe: boolean
  readonly check: () => Promise<C>
}

/** Each round puts right what the one before brought to light; a text with many tabs is one. */
const mostRounds = 50

/**
 * Writes what fixes make of the files, checks again, and goes on while that helps. A file that is not read any more gets
 * its text back. Returns how many findings were put right in which files, and what is left.
 */
export const fixFiles = async <C extends Checked>(
  first: C,
  { root, unsafe, check }: Fixing<C>,
): Promise<{ readonly left: C; readonly fixed: number; readonly files: ReadonlySet<string> }> => {
  let left = first
  let fixed = 0
  const files = new Set<string>()
  const given = new Set<string>()
  for (let round = 0; round < mostRounds; round++) {
    const planned = (await planFixes(left.diagnostics, { root, unsafe })).filter(
      ({ file }) => !given.has(file),
    )
    if (planned.length === 0) break
    for (const { path, after } of planned) await replaceFile(path, after)
    const before = left
    left = await check()
    const worse = planned.filter(({ file }) => brokenIn(left, file) > brokenIn(before, file))
    for (const { file, path, before: text } of worse) {
      await replaceFile(path, text)
      given.add(file)
    }
    if (worse.length > 0) left = await check()
    for (const { file, fixed: repaired } of planned) {
      if (given.has(file)) continue
      files.add(file)
      fixed += repaired.length
    }
  }
  return { left, fixed, files }
}

/** What keeps a file from being read. Once it is read further, more is found in it, which is no harm. */
const brokenIn = ({ diagnostics }: Checked, file: string): number =>
  diagnostics.filter(({ code, place }) => place?.file === file && /^MR101[0-79]$/.test(code)).length
