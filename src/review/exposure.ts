import { jobFingerprint, type Task } from '../project/index.ts'
import { composed, type Disclosure, widest } from '../sql/index.ts'
import { shownBy } from './opaque-tasks.ts'
import type { Side } from './side.ts'

/** A column by its dataset and its name in lower case, as one text. */
export const columnKey = (dataset: string, column: string): string => `${dataset}\n${column.toLowerCase()}`

export const datasetOf = (key: string): string => key.slice(0, key.indexOf('\n'))
export const columnOf = (key: string): string => key.slice(key.indexOf('\n') + 1)

/** Of a part nobody knows how large it is: it may be more than any mask lets be seen. */
export const partLevel = 90

/** How much of a column is seen through what is made of it, on the scale of masks. */
export const disclosedLevel = (shows: Disclosure | undefined): number => {
  if (shows === undefined) return 100
  if (shows === 'nothing') return 0
  return shows === 'digest' ? 20 : partLevel
}

/** All columns that show something of one, and how much; itself left out. */
export type Reach = ReadonlyMap<string, Disclosure | undefined>

/** What flows from column to column on one side. */
export type Flow = {
  readonly reach: (key: string) => Reach
  readonly edges: ReadonlyMap<string, readonly Edge[]>
  /** By dataset: what may come from any of its columns, as far as two sides can differ in it. */
  readonly loose: ReadonlyMap<string, readonly string[]>
  /** Columns from which one is made directly. Those of a dataset that may all be are asked for by `known`. */
  readonly sources: (key: string, known: (dataset: string) => readonly string[]) => readonly string[]
}

type Edge = { readonly to: string; readonly shows: Disclosure | undefined }

/** A task of which only a run can tell the columns. */
type Opaque = { readonly dataset: string; readonly job: Task['job'] | undefined }

export const flowOf = (side: Side): Flow => {
  const edges = new Map<string, Edge[]>()
  const reverse = new Map<string, string[]>()
  const wild = new Map<string, string[]>()
  const wildReverse = new Map<string, string[]>()
  const opaque = new Map<string, Opaque[]>()
  const opaqueReverse = new Map<string, string[]>()
  const loose = new Map<string, string[]>()
  const tasks = new Map(side.project.tasks.map((task) => [task.id, task]))
  for (const { dataset, task, inputs, columns } of side.lineage) {
    const job = tasks.get(task)?.job
    if (columns === undefined)
      for (const input of inputs) {
        put(opaque, input, { dataset, job })
        put(opaqueReverse, dataset, input)
        put(loose, input, `${task} ${dataset} ${job === undefined ? '' : jobFingerprint(job)}`)
      }
    for (const { name, from } of columns ?? []) {
      const to = columnKey(dataset, name)
      if (from === undefined)
        for (const input of inputs) {
          put(wild, input, to)
          put(wildReverse, to, input)
          put(loose, input, to)
        }
      for (const { dataset: origin, column, shows } of from ?? []) {
        const key = columnKey(origin, column)
        put(edges, key, { to, shows })
        put(reverse, to, key)
      }
    }
  }
  const next = (key: string): readonly Edge[] => {
    const own = edges.get(key) ?? []
    const dataset = datasetOf(key)
    if (!opaque.has(dataset) && !wild.has(dataset)) return own
    const column = columnOf(key)
    const hidden = (opaque.get(dataset) ?? []).flatMap(({ dataset: output, job }) => {
      const seen = shownBy(job, column)
      return seen.isShown && output !== dataset ? [{ to: columnKey(output, column), shows: seen.shows }] : []
    })
    return [...own, ...(wild.get(dataset) ?? []).map((to) => ({ to, shows: undefined })), ...hidden]
  }
  const reached = new Map<string, Reach>()
  return {
    edges,
    loose,
    reach: (key) => {
      const known = reached.get(key)
      if (known !== undefined) return known
      const found = walk(key, next)
      reached.set(key, found)
      return found
    },
    sources: (key, known) => [
      ...(reverse.get(key) ?? []),
      ...(wildReverse.get(key) ?? []).flatMap(known),
      ...(opaqueReverse.get(datasetOf(key)) ?? []).map((input) => columnKey(input, columnOf(key))),
    ],
  }
}

const put = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

const walk = (start: string, next: (key: string) => readonly Edge[]): Reach => {
  const found = new Map<string, Disclosure | undefined>()
  const queue: Edge[] = [{ to: start, shows: undefined }]
  for (const at of queue)
    for (const { to, shows } of next(at.to)) {
      if (to === start) continue
      const seen = composed(shows, at.shows)
      const isNew = !found.has(to)
      const most = isNew ? seen : widest(found.get(to), seen)
      // Only what shows more than before is followed again: a loop of tasks ends.
      if (!isNew && disclosedLevel(most) <= disclosedLevel(found.get(to))) continue
      found.set(to, most)
      queue.push({ to, shows: most })
    }
  return found
}

/** A column, and the columns that show more or less of it than before. */
export type ChangedReach = { readonly key: string; readonly to: readonly string[] }

/**
 * Columns of which something else is seen elsewhere than before. Policies change what is seen of a column itself; only
 * what flows otherwise can show a value in another place.
 */
export const changedReaches = (
  old: Flow,
  fresh: Flow,
  known: (dataset: string) => readonly string[],
): readonly ChangedReach[] => {
  const seen = changedSources(old, fresh, known)
  // What reaches a column that flows otherwise does so too.
  for (const key of seen)
    for (const flow of [old, fresh]) for (const source of flow.sources(key, known)) seen.add(source)
  return [...seen].flatMap((key) => {
    const [before, after] = [old.reach(key), fresh.reach(key)]
    const to = [...after.keys()].filter((each) => !before.has(each) || before.get(each) !== after.get(each))
    return to.length === 0 ? [] : [{ key, to }]
  })
}

const changedSources = (
  old: Flow,
  fresh: Flow,
  known: (dataset: string) => readonly string[],
): Set<string> => {
  const found = new Set<string>()
  const text = (edges: readonly Edge[] = []) =>
    edges
      .map(({ to, shows = '' }) => `${to} ${shows}`)
      .toSorted()
      .join()
  for (const key of new Set([...old.edges.keys(), ...fresh.edges.keys()]))
    if (text(old.edges.get(key)) !== text(fresh.edges.get(key))) found.add(key)
  for (const dataset of new Set([...old.loose.keys(), ...fresh.loose.keys()])) {
    const [a, b] = [old.loose.get(dataset), fresh.loose.get(dataset)]
    if (a?.toSorted().join() !== b?.toSorted().join()) for (const key of known(dataset)) found.add(key)
  }
  return found
}
