import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { closing, type Closing } from '../../base/closing.ts'
import { failure, renderGithub, renderText } from '../../diagnostics/index.ts'
import { type Review, review } from '../../review/index.ts'
import { findProjectFile } from '../../settings/index.ts'
import { nodeFiles } from '../../manifest/index.ts'
import type { CommandHandler, Invocation } from '../command.ts'
import { checkOut } from '../git-revision.ts'
import { sourcesOf } from '../open-project.ts'
import { textOption, usesColour } from '../options.ts'
import { jsonText } from '../output/json-text.ts'
import { reviewGithub, reviewMarkdown, reviewText } from '../output/review-text.ts'
import { idleAcceptances, readAccepted } from '../read-accepted.ts'
import { createSideReader } from '../read-side.ts'

/** What a change means: two revisions of the project's repository, or two folders. */
export const diff: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const failOn = failures(textOption(options, 'failOn'))
  await using stack = closing()
  const [before, after] = await folders(invocation, stack, signal)
  const readSide = createSideReader(invocation)
  const old = await readSide(before, 'before', signal)
  const fresh = await readSide(after, 'after', signal)
  const { root } = fresh.project.settings
  const accepted = await readAccepted(root, signal)
  const today = new Date().toISOString().slice(0, 10)
  const found = await review(old, fresh, { entries: accepted.entries, today })
  const form = textOption(options, 'output') ?? 'text'
  const idle = idleAcceptances(found, accepted)
  io.stdout.write(printed(found, form, usesColour(io.stdout, io.env, options)))
  if (form === 'github') io.stdout.write(renderGithub(idle))
  else if (idle.length > 0) {
    const colour = usesColour(io.stderr, io.env, options)
    io.stderr.write(renderText(idle, { sources: sourcesOf(root), colour }))
  }
  return found.verdicts.some((verdict) => failOn.includes(verdict)) ? 1 : 0
}

const printed = (found: Review, form: string, colour: boolean): string => {
  switch (form) {
    case 'json':
      return `${jsonText({ formatVersion: 1, ...found })}\n`
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
  if (second === undefined && dots !== null) return both(revision(dots[1] || 'HEAD'), revision(dots[2] ?? ''))
  if (second === undefined) return [await revision(first), root]
  const side = async (name: string): Promise<string> =>
    existsSync(resolve(io.cwd, name)) ? resolve(io.cwd, name) : revision(name)
  return both(side(first), side(second))
}

/** Both, made side by side. Where one fails the other is waited for as well: what it made has to be removed. */
const both = async <T>(first: Promise<T>, second: Promise<T>): Promise<readonly [T, T]> => {
  await Promise.allSettled([first, second])
  return [await first, await second]
}
