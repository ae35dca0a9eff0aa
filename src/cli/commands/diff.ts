import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { closing, type Closing } from '../../base/closing.ts'
import { failure } from '../../diagnostics/index.ts'
import { type Review, review } from '../../review/index.ts'
import { findProjectFile } from '../../settings/index.ts'
import { nodeFiles } from '../../manifest/index.ts'
import type { CommandHandler, Invocation } from '../command.ts'
import { checkOut } from '../git-revision.ts'
import { textOption, usesColour } from '../options.ts'
import { jsonText } from '../output/json-text.ts'
import { reviewGithub, reviewMarkdown, reviewText } from '../output/review-text.ts'
import { readSide } from '../read-side.ts'

/** What a change means: two revisions of the project's repository, or two folders. */
export const diff: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const failOn = failures(textOption(options, 'failOn'))
  await using stack = closing()
  const [before, after] = await folders(invocation, stack, signal)
  const found = await review(
    await readSide(invocation, before, 'before', signal),
    await readSide(invocation, after, 'after', signal),
  )
  io.stdout.write(
    printed(found, textOption(options, 'output') ?? 'text', usesColour(io.stdout, io.env, options)),
  )
  return found.verdicts.some((verdict) => failOn.includes(verdict)) ? 1 : 0
}

const printed = (found: Review, form: string, colour: boolean): string => {
  switch (form) {
    case 'json':
      return `${jsonText(found)}\n`
    case 'markdown':
      return reviewMarkdown(found)
    case 'github':
      return reviewGithub(found)
    default:
      return reviewText(found, colour)
  }
}

const failures = (text: string | undefined): readonly string[] => {
  const wanted = (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  const unknown = wanted.find((each) => each !== 'breaking' && each !== 'access')
  if (unknown !== undefined)
    throw failure('MR9004', { message: `--fail-on takes breaking and access, not "${unknown}"` })
  return wanted
}

/** The folders of both sides: what is no folder is a revision, and nothing after the dots is the working tree. */
const folders = async (
  { args, io }: Invocation,
  stack: Closing,
  signal: AbortSignal,
): Promise<readonly [string, string]> => {
  const [first = 'HEAD', second] = args
  const root = dirname((await findProjectFile(io.cwd, nodeFiles, signal)) ?? resolve(io.cwd, 'millrace.yaml'))
  const revision = async (name: string): Promise<string> =>
    name === '' ? root : stack.use(await checkOut(name, root, signal)).folder
  const dots = /^(.*?)\.\.\.?(.*)$/.exec(first)
  if (second === undefined && dots !== null)
    return [await revision(dots[1] || 'HEAD'), await revision(dots[2] ?? '')]
  if (second === undefined) return [await revision(first), root]
  const side = (name: string) => (existsSync(resolve(io.cwd, name)) ? resolve(io.cwd, name) : revision(name))
  return [await side(first), await side(second)]
}
