import { type Address, printAddress } from '../address.ts'
import { order } from '../base/dag.ts'
import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'
import type { TaskId } from '../events.ts'
import type { DatasetUse } from '../stacks/stack.ts'
import type { Task } from './task.ts'

/**
 * Adds to every task those that write what it reads, and sorts. A task that reads its own output waits for nobody
 * else because of it; a reader waits for all other writers. Of a circle, one edge after another is dropped, so that
 * the rest of the project is still checked.
 */
export const orderTasks = (tasks: readonly Task[]): Staged<readonly Task[]> => {
  const writersOf = findWriters(tasks)
  const byId = new Map(tasks.map((task) => [task.id, withWriters(task, writersOf)]))
  const declared = new Map(tasks.map(({ id, dependsOn }) => [id, new Set(dependsOn)]))
  const diagnostics: Diagnostic[] = []
  for (;;) {
    const ordering = order(new Map([...byId].map(([id, task]) => [id, task.dependsOn])))
    if (ordering.kind === 'ordered') {
      const value = ordering.order.flatMap((id) => byId.get(id) ?? [])
      return { value, diagnostics }
    }
    const [first, second] = ordering.cycle
    const task = first === undefined ? undefined : byId.get(first)
    if (task === undefined) return { value: tasks, diagnostics }
    const related = ordering.cycle.slice(1).flatMap((id) => {
      const other = byId.get(id)
      return other === undefined ? [] : [{ message: `${other.node} stands here`, place: other.place }]
    })
    // A circle of `dependencies` alone is told where its workflow is read.
    if (!ordering.cycle.every((id, i) => declared.get(id)?.has(ordering.cycle[i + 1] ?? first ?? '')))
      diagnostics.push(diagnose('MR1405', { cycle: ordering.cycle.map(nodeName) }, task.place, related))
    byId.set(task.id, { ...task, dependsOn: task.dependsOn.filter((id) => id !== (second ?? task.id)) })
  }
}

const withWriters = (task: Task, writersOf: WritersOf): Task => {
  const writers = writersOf(task.reads).filter(
    (other) =>
      other.id !== task.id &&
      // Two tasks that both update what both read have no order of their own.
      !task.writes.some(
        (own) =>
          other.reads.some((read) => covers(read.address, own.address)) &&
          other.writes.some((write) => printAddress(write.address) === printAddress(own.address)),
      ),
  )
  return { ...task, dependsOn: [...new Set([...task.dependsOn, ...writers.map(({ id }) => id)])] }
}

/** The tasks that write something of what is read, in their order. */
type WritersOf = (reads: readonly DatasetUse[]) => readonly Task[]

/** Looked up by address: comparing every task with every other takes seconds for some thousands. */
const findWriters = (tasks: readonly Task[]): WritersOf => {
  const byAddress = new Map<string, Set<number>>()
  for (const [i, { writes }] of tasks.entries())
    for (const { address } of writes)
      for (const whole of wholesOf(address)) {
        const known = byAddress.get(whole)
        if (known === undefined) byAddress.set(whole, new Set([i]))
        else known.add(i)
      }
  return (reads) => {
    const found = new Set(reads.flatMap(({ address }) => [...(byAddress.get(printAddress(address)) ?? [])]))
    return [...found].sort((a, b) => a - b).flatMap((i) => tasks[i] ?? [])
  }
}

/** The addresses that cover one: of its depot, of its collection, and its own. */
const wholesOf = ({ depot, collection, dataset }: Address): ReadonlySet<string> =>
  new Set([
    printAddress({ depot }),
    printAddress({ depot, ...(collection === undefined ? {} : { collection }) }),
    printAddress({
      depot,
      ...(collection === undefined ? {} : { collection }),
      ...(dataset === undefined ? {} : { dataset }),
    }),
  ])

/** A depot or a collection covers every dataset in it. */
const covers = (whole: Address, part: Address): boolean =>
  whole.depot === part.depot &&
  (whole.collection === undefined || whole.collection === part.collection) &&
  (whole.dataset === undefined || whole.dataset === part.dataset)

const nodeName = (id: TaskId): string => id.split('/').slice(1).join('/')
