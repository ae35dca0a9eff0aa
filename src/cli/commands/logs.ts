import { setTimeout as sleep } from 'node:timers/promises'
import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import type { RunEvent, TaskSummary } from '../../events.ts'
import { openDeps } from '../../run/index.ts'
import type { Database } from '../../state/database.ts'
import { runEvents, runRecord, runRecords } from '../../state/run-store.ts'
import type { CommandHandler } from '../command.ts'
import { openSettings } from '../open-project.ts'
import { flag, textOption, usesColour } from '../options.ts'
import { jsonEvents } from '../output/json-events.ts'
import { plainEvents } from '../output/plain-events.ts'

/** What a run has told, again: the newest one where none is named, or the newest of a workflow. */
export const logs: CommandHandler = async (invocation, signal) => {
  const { io, options, args } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings, isReading: true })
  const found = findRun(deps.database, args[0])
  const node = textOption(options, 'node')
  const tasks = found.tasks.filter(
    ({ task }) => node === undefined || task === node || task.endsWith(`/${node}`),
  )
  if (node !== undefined && tasks.length === 0)
    throw failure('MR9003', {
      type: 'node',
      name: node,
      near: nearest(
        node,
        found.tasks.map((task) => task.node),
      ),
    })
  const events = told(deps.database, found.id, flag(options, 'follow'), signal)
  const chosen =
    found.isWhole && node === undefined ? events : about(new Set(tasks.map(({ task }) => task)), events)
  const lines =
    textOption(options, 'output') === 'json'
      ? jsonEvents(chosen)
      : plainEvents(chosen, { colour: usesColour(io.stdout, io.env, options) })
  for await (const text of lines) io.stdout.write(text)
  return 0
}

/** The events of a run that are stored, and with `follow` those that come, until it ends. */
async function* told(
  database: Database,
  id: string,
  follow: boolean,
  signal: AbortSignal,
): AsyncIterable<RunEvent> {
  for (let seq = 0; ; ) {
    // Asked before the events: what comes between the two belongs to the next round.
    const isOver = runRecord(database, id)?.outcome !== null
    for (const event of runEvents(database, id, seq)) {
      seq = event.seq
      yield event
    }
    if (!follow || isOver) return
    await sleep(250, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
  }
}

/** Events of the tasks that are meant, and of the run itself as if it had no others. */
async function* about(tasks: ReadonlySet<string>, events: AsyncIterable<RunEvent>): AsyncIterable<RunEvent> {
  for await (const event of events)
    if (event.kind === 'run.started')
      yield { ...event, tasks: event.tasks.filter(({ task }) => tasks.has(task)) }
    else if (!('task' in event) || tasks.has(event.task)) yield event
}

/** A run, and those of its tasks that are asked for; a run that has only begun may not have told of them yet. */
type FoundRun = {
  readonly id: string
  readonly tasks: readonly TaskSummary[]
  readonly isWhole: boolean
}

/** Throws MR9004 where nothing has run, or neither a run nor a workflow that ran is called so. */
const findRun = (database: Database, name: string | undefined): FoundRun => {
  const newest = runRecords(database, 50)
  const named = name ?? newest[0]?.id
  if (named === undefined)
    throw failure('MR9004', { message: 'nothing has run yet', hint: 'millrace apply runs it' })
  if (runRecord(database, named) !== undefined)
    return { id: named, tasks: tasksOf(database, named), isWhole: true }
  const workflows = new Set<string>()
  for (const { id } of newest) {
    const all = tasksOf(database, id)
    const tasks = all.filter(({ workflow }) => workflow === named)
    if (tasks.length > 0) return { id, tasks, isWhole: false }
    for (const { workflow } of all) workflows.add(workflow)
  }
  const near = nearest(named, workflows)
  throw failure('MR9004', {
    message: `there is no run "${named}", and no workflow of that name has run lately`,
    hint: near === undefined ? 'millrace get runs lists them' : `did you mean "${near}"?`,
  })
}

const tasksOf = (database: Database, run: string): readonly TaskSummary[] => {
  const started = runEvents(database, run, 0).find(({ kind }) => kind === 'run.started')
  return started?.kind === 'run.started' ? started.tasks : []
}
