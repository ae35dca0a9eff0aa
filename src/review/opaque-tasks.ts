import { stableJson } from '../base/stable-json.ts'
import type { Task } from '../project/index.ts'
import type { Disclosure } from '../sql/index.ts'
import { withoutComments, wordsOf } from './words.ts'

/** What a task lets be seen of a column of an input. */
type Seen = { readonly isShown: boolean; readonly shows: Disclosure | undefined }

/**
 * What a task whose columns only a run can tell lets be seen of a column of an input, by what its texts say: a star
 * without that name in its EXCEPT, or the name itself, and no function behind it that drops it. In doubt it shows it;
 * functions that name the column may leave a part of it.
 */
export const shownBy = (job: Task['job'] | undefined, column: string): Seen => {
  if (job === undefined || job.kind !== 'flare') return { isShown: true, shows: undefined }
  const calls = job.steps.flatMap(({ functions }) => functions)
  if (calls.some((call) => drops(call, column)) || !names(job, column))
    return { isShown: false, shows: undefined }
  const about = calls.filter(({ args }) => wordsOf(stableJson(args)).has(column))
  if (about.length === 0) return { isShown: true, shows: undefined }
  // A copy that is made before stays as it is: only where nothing else is done is the digest all.
  if (about.every(({ name }) => name === 'hash')) return { isShown: true, shows: 'digest' }
  const text = stableJson(about.map(({ name, args }) => [name, args]))
  return { isShown: true, shows: `part ${text}` }
}

/** Whether the statements of a job have the column in their results. */
const names = (job: Job, column: string): boolean => {
  if (job.steps.length === 0) return true
  const texts = job.steps.map(({ sql }) => withoutComments(sql.text).toLowerCase())
  const stars = texts.flatMap((text) => [...text.matchAll(star)])
  const isLeftOut = stars.some(([, except]) => except !== undefined && wordsOf(except).has(column))
  if (stars.length > 0 && !isLeftOut) return true
  return texts.some((text) => wordsOf(text.replaceAll(star, ' ')).has(column))
}

/** A star that stands for columns, with what is left out of it; not a product and not count(*). */
const star = /(?:\bselect\s+(?:distinct\s+|all\s+)?|,\s*|\.)\*\s*(?:(?:except|exclude)\s*\(([^)]*)\))?/g

type Job = Extract<Task['job'], { kind: 'flare' }>
type Call = Job['steps'][number]['functions'][number]

const drops = ({ name, args }: Call, column: string): boolean => {
  if (name !== 'drop') return false
  const { columns, column: one } = args
  return [columns, one].flat().some((each) => String(each).toLowerCase() === column)
}
