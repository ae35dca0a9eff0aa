import { contentHash } from '../base/stable-json.ts'
import type { Job } from '../stacks/index.ts'
import { jobFingerprint } from './fingerprint.ts'

/**
 * What is kept of a job that succeeded: its fingerprint, and behind a sign the same with the trees of its statements
 * instead of their texts. The second one is asked for only where the first differs, so that a plan parses nothing for
 * what did not change; a record without it, of an earlier release, is compared by the first alone.
 */
export const recordedJob = async (job: Job): Promise<string> =>
  `${jobFingerprint(job)}${sign}${await treeFingerprint(job)}`

/** Whether the job is the recorded one, apart from blanks, comments and the case of keywords in its statements. */
export const isRecordedJob = async (recorded: string, job: Job): Promise<boolean> => {
  const [texts, trees] = recorded.split(sign)
  return texts === jobFingerprint(job) || (trees !== undefined && trees === (await treeFingerprint(job)))
}

const sign = '~'

const treeFingerprint = async (job: Job): Promise<string> => {
  const { readStatement } = await import('../sql/index.ts')
  const treeOf = async (text: string): Promise<unknown> => {
    const statement = await readStatement(text)
    if (statement !== undefined) return { statement: withoutSpans(statement) }
    // Conditions and values of merges, assertions and deletions.
    const part = await readStatement(`SELECT * FROM t WHERE ${text}`)
    return part === undefined ? { text } : { part: withoutSpans(part) }
  }
  const meaning = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(meaning))
    if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value
    if ('toJSON' in value) return value
    if (
      'text' in value &&
      typeof value.text === 'string' &&
      'place' in value &&
      typeof value.place === 'function'
    )
      return treeOf(value.text)
    const members = Object.entries(value).filter(
      ([key, member]) => key !== 'place' && typeof member !== 'function',
    )
    return Object.fromEntries(
      await Promise.all(members.map(async ([key, member]) => [key, await meaning(member)] as const)),
    )
  }
  return contentHash({ trees: 1, job: await meaning(job) })
}

/** A tree without where its parts stand. Names keep their case: a column may be called by it. */
const withoutSpans = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withoutSpans)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, member]: [string, unknown]) =>
      key === 'span' ? [] : [[key, withoutSpans(member)]],
    ),
  )
}
