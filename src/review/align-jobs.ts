import { printAddress } from '../address.ts'
import { stableJson } from '../base/stable-json.ts'
import type { Task } from '../project/index.ts'
import { compareStatements } from '../sql/index.ts'

type Job = Extract<Task['job'], { kind: 'flare' }>

/** Views of the new job, in lower case, with the names that the old one has for them. */
export type ViewNames = ReadonlyMap<string, string>

/** Finds views that were only renamed: nobody outside of the job knows their names. */
export const alignViews = async (before: Job, after: Job): Promise<ViewNames> => {
  const renames = new Map<string, string>()
  const [lost, gained] = onlyIn(before.inputs, after.inputs)
  for (const input of gained) {
    const same = lost.find(
      (other) => printAddress(other.address) === printAddress(input.address) && !isTaken(renames, other.name),
    )
    if (same !== undefined) renames.set(input.name.toLowerCase(), same.name.toLowerCase())
  }
  const [gone, added] = onlyIn(before.steps, after.steps)
  for (const [i, step] of added.entries()) {
    const other = gone[i]
    if (other === undefined || gone.length !== added.length) continue
    const changes = await compareStatements(other.sql.text, step.sql.text, renames)
    if (changes.length === 0) renames.set(step.name.toLowerCase(), other.name.toLowerCase())
  }
  return renames
}

const isTaken = (renames: ReadonlyMap<string, string>, name: string): boolean =>
  [...renames.values()].includes(name.toLowerCase())

const onlyIn = <T extends { readonly name: string }>(before: readonly T[], after: readonly T[]) => {
  const [old, fresh] = [before, after].map((list) => new Set(list.map(({ name }) => name.toLowerCase())))
  return [
    before.filter(({ name }) => fresh?.has(name.toLowerCase()) !== true),
    after.filter(({ name }) => old?.has(name.toLowerCase()) !== true),
  ] as const
}

/** What a job does, its statements apart, as text: equal for jobs that differ in spelling and order only. */
export const jobMeaning = (job: Task['job'], views: ViewNames): string => {
  if (job.kind !== 'flare') return stableJson(plain(job))
  const named = <T extends { readonly name: string }>(list: readonly T[]) =>
    list
      .map((each) => ({ ...each, name: views.get(each.name.toLowerCase()) ?? each.name.toLowerCase() }))
      .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const { inputs, steps, outputs, assertions, ...rest } = job
  return stableJson(
    plain({
      ...rest,
      inputs: named(inputs).map(({ incremental, ...input }) => ({
        ...input,
        incremental: incremental && {
          ...incremental,
          sql: undefined,
          keys: incremental.keys.map(({ name }) => name),
        },
      })),
      steps: named(steps).map(({ name, functions }) => ({ name, functions })),
      outputs: named(outputs).map((output) => ({
        ...output,
        tags: output.tags.toSorted(),
        assertions: checks(output.assertions),
      })),
      assertions: checks(assertions),
    }),
  )
}

const checks = (assertions: Job['assertions']): readonly unknown[] =>
  assertions
    .map(({ tests, ...assertion }) => ({
      ...assertion,
      tests: sorted(tests.map(({ metric, operator, threshold }) => ({ metric, operator, threshold }))),
    }))
    .map(plain)
    .map((check) => ({ check, text: stableJson(check) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ check }) => check)

const sorted = <T>(list: readonly T[]): readonly T[] =>
  list.toSorted((a, b) => (stableJson(a) < stableJson(b) ? -1 : 1))

/** Without places and functions: where something stands is no part of what it means. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value
  if ('toJSON' in value) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => key !== 'place' && typeof member !== 'function')
      .map(([key, member]) => [key, plain(member)]),
  )
}
