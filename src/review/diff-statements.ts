import type { Place } from '../diagnostics/index.ts'
import { compareStatements, type SourceText, type StatementChange } from '../sql/index.ts'
import type { Side } from './side.ts'

/** What a step of a job says differently, or that it is there on one side only. */
export type StepChange = {
  readonly task: string
  readonly step: string
  readonly action: 'added' | 'removed' | 'changed'
  readonly changes: readonly StatementChange[]
  readonly place: Place
}

export const diffStatements = async (before: Side, after: Side): Promise<readonly StepChange[]> => {
  const [old, fresh] = [statementsOf(before), statementsOf(after)]
  const [oldTasks, freshTasks] = [tasksOf(before), tasksOf(after)]
  const found: StepChange[] = []
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const [was, is] = [old.get(key), fresh.get(key)]
    const known = is ?? was
    // Steps of a task that is new or gone are told with it.
    if (known === undefined || !oldTasks.has(known.task) || !freshTasks.has(known.task)) continue
    const { task, step } = known
    const place = known.text.place(0)
    if (was === undefined || is === undefined)
      found.push({ task, step, action: was === undefined ? 'added' : 'removed', changes: [], place })
    else {
      const changes = await compareStatements(was.text.text, is.text.text)
      if (changes.length > 0) found.push({ task, step, action: 'changed', changes, place })
    }
  }
  return found
}

type Statement = { readonly task: string; readonly step: string; readonly text: SourceText }

const tasksOf = ({ project }: Side): ReadonlySet<string> => new Set(project.tasks.map(({ id }) => id))

const statementsOf = ({ project }: Side): ReadonlyMap<string, Statement> =>
  new Map(
    project.tasks.flatMap(({ id, job }) => {
      if (job.kind !== 'flare') return []
      const steps = job.steps.map(({ name, sql }) => ({ task: id, step: name, text: sql }))
      const inputs = job.inputs.flatMap(({ name, incremental }) =>
        incremental === undefined
          ? []
          : [
              { task: id, step: `input ${name}`, text: incremental.sql },
              ...incremental.keys.map((key) => ({
                task: id,
                step: `key ${key.name} of ${name}`,
                text: key.sql,
              })),
            ],
      )
      return [...inputs, ...steps].map((each) => [`${each.task}\n${each.step}`, each] as const)
    }),
  )
