import type { Task } from '../project/index.ts'
import { withoutComments, wordsOf } from './words.ts'

/**
 * Whether a task whose columns only a run can tell lets a column of an input through, by what its texts say: a star
 * without that name in its EXCEPT, or the name itself, and no function behind it that drops it. In doubt it does.
 */
export const showsColumn = (job: Task['job'], column: string): boolean => {
  if (job.kind !== 'flare') return true
  if (job.steps.some(({ functions }) => functions.some((call) => drops(call, column)))) return false
  if (job.steps.length === 0) return true
  const texts = job.steps.map(({ sql }) => withoutComments(sql.text).toLowerCase())
  const stars = texts.flatMap((text) => [...text.matchAll(star)])
  const isLeftOut = stars.some(([, except]) => except !== undefined && wordsOf(except).has(column))
  if (stars.length > 0 && !isLeftOut) return true
  return texts.some((text) => wordsOf(text.replaceAll(star, ' ')).has(column))
}

/** A star that stands for columns, with what is left out of it; not a product and not count(*). */
const star = /(?:\bselect\s+(?:distinct\s+|all\s+)?|,\s*|\.)\*\s*(?:(?:except|exclude)\s*\(([^)]*)\))?/g

type Call = Extract<Task['job'], { kind: 'flare' }>['steps'][number]['functions'][number]

const drops = ({ name, args }: Call, column: string): boolean => {
  if (name !== 'drop') return false
  const { columns, column: one } = args
  return [columns, one].flat().some((each) => String(each).toLowerCase() === column)
}
