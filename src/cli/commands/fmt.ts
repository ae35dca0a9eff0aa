import { readFile } from 'node:fs/promises'
import { text as readStream } from 'node:stream/consumers'
import { unifiedDiff } from '../../base/line-diff.ts'
import { type Diagnostic, failure, hasErrors, renderText, sortDiagnostics } from '../../diagnostics/index.ts'
import { schemas } from '../../manifest/generated/schemas.ts'
import {
  findFiles,
  formatText,
  looksLikeManifest,
  nodeFiles,
  readDocuments,
  readSource,
} from '../../manifest/index.ts'
import { stackSchemas } from '../../resources/index.ts'
import type { CommandHandler, ExitCode, Invocation } from '../command.ts'
import { namedPaths, openSettings, sourcesOf } from '../open-project.ts'
import { flag, usesColour } from '../options.ts'
import { replaceFile } from '../replace-file.ts'

type Result =
  | { readonly kind: 'formatted'; readonly before: string; readonly after: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] }

/** Manifests in their one form. What is not YAML is told and left alone; what is no manifest is left alone. */
export const fmt: CommandHandler = async (invocation, signal) => {
  const { args, io, options } = invocation
  if (args.includes('-')) return formatStream(invocation)
  const settings = await openSettings(invocation, signal)
  const paths = namedPaths(invocation)
  const request = { settings, ...(paths.length === 0 ? {} : { paths, isRecursive: true }) }
  const found = await findFiles(request, nodeFiles, signal)
  const diagnostics: Diagnostic[] = [...found.diagnostics]
  let changed = 0
  for (const { absoluteFile, isNamed } of found.files) {
    const read = await readSource({ root: settings.root, absoluteFile }, nodeFiles, signal)
    if (read.kind === 'refused') {
      diagnostics.push(read.diagnostic)
      continue
    }
    const { file, text } = read.source
    const result = await formatted(file, text, isNamed)
    if (result.kind === 'broken') diagnostics.push(...result.diagnostics)
    if (result.kind !== 'formatted' || result.before === result.after) continue
    changed++
    if (flag(options, 'diff')) io.stdout.write(unifiedDiff(file, result.before, result.after))
    else io.stdout.write(`${file}\n`)
    if (!flag(options, 'check') && !flag(options, 'diff')) await write(absoluteFile, result.after)
  }
  const sources = sourcesOf(settings.root)
  const colour = usesColour(io.stderr, io.env, options)
  io.stderr.write(renderText(sortDiagnostics(diagnostics), { sources, colour }))
  io.stderr.write(`${summary(changed, flag(options, 'check') || flag(options, 'diff'))}\n`)
  if (hasErrors(diagnostics)) return 2
  return flag(options, 'check') && changed > 0 ? 1 : 0
}

/** Writes a text in the place of another; the mark of the encoding at its beginning stays. */
const write = async (path: string, text: string): Promise<void> => {
  const before = await readFile(path, 'utf8')
  const mark = before.startsWith('\uFEFF') ? '\uFEFF' : ''
  await replaceFile(path, mark + text)
}

const summary = (changed: number, isOnlyTold: boolean): string => {
  const files = `${changed} file${changed === 1 ? '' : 's'}`
  if (changed === 0) return 'every manifest is in its form'
  return isOnlyTold ? `${files} would be written anew; millrace fmt writes them` : `${files} written anew`
}

const formatted = async (file: string, text: string, isNamed: boolean): Promise<Result> => {
  const { value, diagnostics } = await readDocuments(
    { file, absoluteFile: file, text },
    { splitsLists: true },
  )
  const isManifest = value.some((document) => looksLikeManifest(document.value))
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    return isNamed || isManifest ? { kind: 'broken', diagnostics: errors } : { kind: 'none' }
  if (!isNamed && !isManifest) return { kind: 'none' }
  const result = formatText(text, { library: schemas, stacks: stackSchemas })
  return result.kind === 'broken' ? { kind: 'none' } : { kind: 'formatted', before: text, after: result.text }
}

const formatStream = async ({ args, io, options }: Invocation): Promise<ExitCode> => {
  if (args.length > 1)
    throw failure('MR9004', { message: '- stands for standard input, alone', hint: undefined })
  const before = await readStream(io.stdin)
  const result = await formatted('<stdin>', before, true)
  if (result.kind === 'broken') {
    const sources = () => before
    io.stderr.write(
      renderText(result.diagnostics, { sources, colour: usesColour(io.stderr, io.env, options) }),
    )
    return 2
  }
  const after = result.kind === 'formatted' ? result.after : before
  if (flag(options, 'diff')) io.stdout.write(unifiedDiff('<stdin>', before, after))
  else if (!flag(options, 'check')) io.stdout.write(after)
  return flag(options, 'check') && before !== after ? 1 : 0
}
