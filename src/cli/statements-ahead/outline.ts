import { printAddress } from '../../address.ts'
import type { ReadableJob } from '../../project/read-job.ts'
import type { Resource } from '../../resources/index.ts'
import { detachedText } from '../../sql/source-text.ts'

/** What resources say about statements and columns, as data that one thread can hand to another. */
export type Outline = {
  readonly jobs: readonly JobOutline[]
  /** Names of columns that are declared, by the address of their dataset. */
  readonly declared: readonly (readonly [string, readonly string[]])[]
}

export type JobOutline = Omit<ReadableJob, 'inputs' | 'steps'> & {
  readonly inputs: readonly (Omit<Input, 'incremental'> & { readonly incremental?: IncrementalOutline })[]
  readonly steps: readonly (Omit<Step, 'sql' | 'functions'> & {
    readonly sql: string
    readonly functions: readonly Pick<Call, 'name' | 'args'>[]
  })[]
  readonly outputs: readonly {
    readonly name: string
    readonly dataset: string
    readonly depot: string
  }[]
}

type Input = ReadableJob['inputs'][number]
type Step = ReadableJob['steps'][number]
type Call = Step['functions'][number]
type Incremental = NonNullable<Input['incremental']>
type IncrementalOutline = Pick<Incremental, 'context'> & {
  readonly keys: readonly { readonly name: string; readonly sql: string }[]
  readonly sql: string
}

export const outlineOf = (resources: readonly Resource[]): Outline => ({
  jobs: resources.flatMap((resource) =>
    resource.type !== 'workflow'
      ? []
      : resource.nodes.flatMap(({ job }): readonly JobOutline[] => {
          if (job.kind !== 'flare') return []
          const { keepSystemColumns, sparkSettings, unread } = job
          return [
            {
              keepSystemColumns,
              ...(sparkSettings === undefined ? {} : { sparkSettings }),
              ...(unread === undefined ? {} : { unread }),
              inputs: job.inputs.map(inputOutline),
              steps: job.steps.map(({ name, sql, functions }) => ({
                name,
                sql: sql.text,
                functions: functions.map((call) => ({ name: call.name, args: call.args })),
              })),
              outputs: job.outputs.map(({ name, address }) => ({
                name,
                dataset: printAddress(address),
                depot: address.depot,
              })),
            },
          ]
        }),
  ),
  declared: resources.flatMap((resource) =>
    resource.type === 'dataset' ? [[printAddress(resource.address), namesOf(resource.columns)] as const] : [],
  ),
})

/** As checking takes them: only where each has a type, the list is one of all columns. */
const namesOf = (columns: readonly { readonly name: string; readonly type?: string }[]): readonly string[] =>
  columns.some(({ type }) => type === undefined) ? [] : columns.map(({ name }) => name)

const inputOutline = ({ name, address, version, incremental }: Input): JobOutline['inputs'][number] => ({
  name,
  address,
  ...(version === undefined ? {} : { version }),
  ...(incremental === undefined
    ? {}
    : {
        incremental: {
          context: incremental.context,
          keys: incremental.keys.map((key) => ({ name: key.name, sql: key.sql.text })),
          sql: incremental.sql.text,
        },
      }),
})

/** A job again, of which nobody knows where its statements stand. */
export const jobOf = (outline: JobOutline): ReadableJob => ({
  ...outline,
  inputs: outline.inputs.map(({ incremental, ...input }) => ({
    ...input,
    ...(incremental === undefined
      ? {}
      : {
          incremental: {
            context: incremental.context,
            keys: incremental.keys.map(({ name, sql }) => ({ name, sql: detachedText(sql) })),
            sql: detachedText(incremental.sql),
          },
        }),
  })),
  steps: outline.steps.map((step) => ({
    ...step,
    sql: detachedText(step.sql),
    functions: step.functions.map((call) => ({ ...call, place: () => nowhere })),
  })),
})

const nowhere = { file: '', line: 1, column: 1 }
