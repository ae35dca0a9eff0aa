import type { Place } from '../diagnostics/index.ts'
import { jobFingerprint, type Task } from '../project/index.ts'
import { compareStatements, type SourceText, type StatementChange, valuesAsColumns } from '../sql/index.ts'
import { alignViews, jobMeaning, type ViewNames } from './align-jobs.ts'
import type { Side } from './side.ts'

/** What a step of a job says differently, or that it is there on one side only. */
export type StepChange = {
  readonly task: string
  readonly step: string
  readonly action: 'added' | 'removed' | 'changed'
  readonly changes: readonly StatementChange[]
  readonly place: Place
}

export type JobChanges = {
  readonly steps: readonly StepChange[]
  /** Tasks on both sides that do something else than before. */
  readonly changed: ReadonlySet<string>
  /** Tasks on both sides whose input says the same, statements apart. */
  readonly same: ReadonlySet<string>
}

/** Compares the jobs of tasks that both sides have. Steps of a task that is new or gone are told with it. */
export const diffJobs = async (before: Side, after: Side): Promise<JobChanges> => {
  const old = new Map(before.project.tasks.map((task) => [task.id, task]))
  const steps: StepChange[] = []
  const changed = new Set<string>()
  const same = new Set<string>()
  for (const task of after.project.tasks) {
    const other = old.get(task.id)
    if (other === undefined) continue
    if (jobFingerprint(other.job) === jobFingerprint(task.job)) {
      same.add(task.id)
      continue
    }
    const { isSame, found } = await compareJobs(other, task)
    if (isSame) same.add(task.id)
    if (!isSame || found.length > 0) changed.add(task.id)
    steps.push(...found)
  }
  return { steps, changed, same }
}

const compareJobs = async (before: Task, after: Task) => {
  const views: ViewNames =
    before.job.kind === 'flare' && after.job.kind === 'flare'
      ? await alignViews(before.job, after.job)
      : new Map()
  const [old, fresh] = [statementsOf(before.job, new Map()), statementsOf(after.job, views)]
  const found: StepChange[] = []
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const [was, is] = [old.get(key), fresh.get(key)]
    const known = is ?? was
    if (known === undefined) continue
    const step = { task: after.id, step: known.step, place: is?.text.place(0) ?? after.place }
    if (was === undefined || is === undefined)
      found.push({ ...step, action: was === undefined ? 'added' : 'removed', changes: [] })
    else {
      const changes = await compareStatements(was.text.text, is.text.text, views)
      if (changes.length > 0) found.push({ ...step, action: 'changed', changes })
    }
  }
  return { isSame: jobMeaning(before.job, new Map()) === jobMeaning(after.job, views), found }
}

type Statement = { readonly step: string; readonly text: SourceText }

/** The statements of a job by what they are called on the old side. */
const statementsOf = (job: Task['job'], views: ViewNames): ReadonlyMap<string, Statement> => {
  if (job.kind !== 'flare') return new Map()
  const called = (name: string) => views.get(name.toLowerCase()) ?? name.toLowerCase()
  const steps = job.steps.map(({ name, sql }) => [`step ${called(name)}`, { step: name, text: sql }] as const)
  const inputs = job.inputs.flatMap(({ name, incremental }) =>
    incremental === undefined
      ? []
      : [
          [
            `input ${called(name)}`,
            { step: `input ${name}`, text: valuesAsColumns(incremental.sql) },
          ] as const,
          ...incremental.keys.map(
            (key) =>
              [
                `key ${called(name)} ${key.name}`,
                { step: `key ${key.name} of ${name}`, text: valuesAsColumns(key.sql) },
              ] as const,
          ),
        ],
  )
  return new Map([...inputs, ...steps])
}
