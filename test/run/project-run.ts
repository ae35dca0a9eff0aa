import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Address } from '../../src/address.ts'
import type { RunEvent } from '../../src/events.ts'
import { datasetVersion } from '../../src/run/dataset-version.ts'
import { type PlanRequest, planTasks } from '../../src/plan/index.ts'
import type { Project } from '../../src/project/index.ts'
import {
  observe,
  type OpenedDeps,
  openDeps,
  run,
  type RunDeps,
  type RunRequest,
} from '../../src/run/index.ts'
import { linkTexts, testSettings } from '../project/linking.ts'

export type ProjectRun = AsyncDisposable & {
  readonly project: Project
  readonly deps: OpenedDeps
  /** Plans and runs; every event, in order. */
  readonly run: (
    signal?: AbortSignal,
    deps?: RunDeps,
    request?: Omit<RunRequest, 'command'>,
  ) => Promise<readonly RunEvent[]>
  readonly plan: () => Promise<readonly string[]>
  /** Evaluates all assertions on the data as it is. */
  readonly check: () => Promise<readonly RunEvent[]>
  /** Puts a file into the depot `landing`. */
  readonly land: (path: string, text: string) => void
}

/** A project in a folder of its own, with a real database, engine and tables. */
export const projectRun = async (manifests: Readonly<Record<string, string>>): Promise<ProjectRun> => {
  const settings = testSettings(mkdtempSync(join(tmpdir(), 'millrace-run-')))
  const { project } = await linkTexts(manifests, {}, settings)
  return opened(project, openDeps({ settings }))
}

/** The same project, folder and database, on a branch. It must be done with before the project is disposed. */
export const onBranch = ({ project, deps }: ProjectRun, branch: string): ProjectRun => {
  const { version: _version, ...rest } = deps
  const depot = deps.depot
  const version = (address: Address) =>
    datasetVersion(address, depot(address), { lakehouse: deps.lakehouse, branch })
  return opened(project, { ...rest, branch, version })
}

const opened = (project: Project, deps: OpenedDeps): ProjectRun => {
  const { settings } = deps
  const planned = async (request: PlanRequest = {}) =>
    planTasks(project.tasks, await observe(project.tasks, deps), request)
  return {
    project,
    deps,
    run: async (signal = AbortSignal.timeout(60_000), parts = deps, request = {}) => {
      const events: RunEvent[] = []
      for await (const event of run(await planned(request), { command: 'test', ...request }, parts, signal))
        events.push(event)
      return events
    },
    check: async () => {
      const tasks = planTasks(project.tasks, await observe(project.tasks, deps), { force: true })
      const events: RunEvent[] = []
      const signal = AbortSignal.timeout(60_000)
      for await (const event of run(tasks, { command: 'check', checksOnly: true }, deps, signal))
        events.push(event)
      return events
    },
    plan: async () => (await planned()).map(({ task, decision }) => `${task.node}: ${decision.kind}`),
    land: (path, text) => {
      const file = join(settings.root, 'landing', path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    },
    [Symbol.asyncDispose]: () => deps[Symbol.asyncDispose](),
  }
}

/** How each task ended, and in which words where there is a reason. */
export const endings = (events: readonly RunEvent[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    events.flatMap((event) =>
      event.kind === 'task.finished'
        ? [
            [
              event.task.split('/').at(-1) ?? '',
              event.reason === undefined ? event.outcome : `${event.outcome}: ${event.reason}`,
            ],
          ]
        : [],
    ),
  )
