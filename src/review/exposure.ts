import type { Disclosure } from '../sql/index.ts'
import { composed, widest } from '../sql/index.ts'
import { showsColumn } from './opaque-tasks.ts'
import type { Side } from './side.ts'

/** A column by its dataset and its name in lower case, as one text. */
export const columnKey = (dataset: string, column: string): string => `${dataset}\n${column.toLowerCase()}`

export const datasetOf = (key: string): string => key.slice(0, key.indexOf('\n'))
export const columnOf = (key: string): string => key.slice(key.indexOf('\n') + 1)

/** How much of a column is seen through what is made of it, on the scale of masks. */
export const disclosedLevel = (shows: Disclosure | undefined): number => {
  if (shows === undefined) return 100
  if (shows === 'nothing') return 0
  return shows === 'digest' ? 20 : 50
}

export type Flow = {
  /** All columns that show something of one, and how much; itself left out. */
  readonly reach: (key: string) => ReadonlyMap<string, Disclosure | undefined>
  /** Columns that one is made of and that can be told from it, at least in part. */
  readonly roots: (key: string) => readonly string[]
}

type Edge = { readonly to: string; readonly shows: Disclosure | undefined }

export const flowOf = (side: Side): Flow => {
  const edges = new Map<string, Edge[]>()
  const sources = new Map<string, string[]>()
  /** By dataset: columns that may come from any of its columns, and tasks of which only a run can tell. */
  const wild = new Map<string, string[]>()
  const opaque = new Map<string, { readonly dataset: string; readonly task: string }[]>()
  const put = <T>(map: Map<string, T[]>, key: string, value: T) => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [value])
    else list.push(value)
  }
  for (const { dataset, task, inputs, columns } of side.lineage) {
    if (columns === undefined) for (const input of inputs) put(opaque, input, { dataset, task })
    for (const { name, from } of columns ?? []) {
      const to = columnKey(dataset, name)
      if (from === undefined) for (const input of inputs) put(wild, input, to)
      for (const origin of from ?? []) {
        const key = columnKey(origin.dataset, origin.column)
        put(edges, key, { to, shows: origin.shows })
        if (disclosedLevel(origin.shows) >= 50) put(sources, to, key)
      }
    }
  }
  const jobs = new Map(side.project.tasks.map(({ id, job }) => [id, job]))
  const next = (key: string): readonly Edge[] => {
    const [dataset, column] = [datasetOf(key), columnOf(key)]
    const hidden = (opaque.get(dataset) ?? []).flatMap(({ dataset: output, task }) => {
      const job = jobs.get(task)
      const isShown = job === undefined || showsColumn(job, column)
      return isShown && output !== dataset ? [{ to: columnKey(output, column), shows: undefined }] : []
    })
    const any = (wild.get(dataset) ?? []).map((to) => ({ to, shows: undefined }))
    return [...(edges.get(key) ?? []), ...any, ...hidden]
  }
  const reached = new Map<string, ReadonlyMap<string, Disclosure | undefined>>()
  return {
    reach: (key) => {
      const known = reached.get(key)
      if (known !== undefined) return known
      const found = walk(key, next)
      reached.set(key, found)
      return found
    },
    roots: (key) => {
      const seen = new Set([key])
      for (const each of seen) for (const source of sources.get(each) ?? []) seen.add(source)
      return [...seen].slice(1)
    },
  }
}

const walk = (
  start: string,
  next: (key: string) => readonly Edge[],
): ReadonlyMap<string, Disclosure | undefined> => {
  const found = new Map<string, Disclosure | undefined>()
  const queue: { readonly key: string; readonly shows: Disclosure | undefined }[] = [
    { key: start, shows: undefined },
  ]
  for (let at = queue.shift(); at !== undefined; at = queue.shift())
    for (const { to, shows } of next(at.key)) {
      if (to === start) continue
      const seen = composed(shows, at.shows)
      const isNew = !found.has(to)
      const most = isNew ? seen : widest(found.get(to), seen)
      // Only what shows more than before is followed again: a loop of tasks ends.
      if (!isNew && disclosedLevel(most) <= disclosedLevel(found.get(to))) continue
      found.set(to, most)
      queue.push({ key: to, shows: most })
    }
  return found
}
