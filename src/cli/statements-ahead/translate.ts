import { printAddress } from '../../address.ts'
import { type KnownColumns, readJob } from '../../project/read-job.ts'
import type { SparkTranslator } from '../../sql/index.ts'
import { type JobOutline, jobOf, type Outline } from './outline.ts'

/**
 * Translates what a project will ask for, while its manifests are still being read: as checking does, each job after
 * those whose datasets it reads. What is not known yet, such as tables that are there or two jobs that write the same,
 * makes some statements be translated in vain. Nothing depends on that but time.
 */
export const translateAhead = (translator: SparkTranslator) => {
  const open = new Set<JobOutline>()
  const writers = new Map<string, JobOutline>()
  /** Depots that something is written to: there, a dataset without a writer may still get one. */
  const depots = new Set<string>()
  /** Jobs that wait until somebody writes a dataset. */
  const waiting = new Map<string, JobOutline[]>()
  const declared = new Map<string, KnownColumns>()
  const written = new Map<string, KnownColumns>()

  const columnsOf = async (dataset: string): Promise<KnownColumns> => {
    const writer = writers.get(dataset)
    if (writer !== undefined) await translate(writer)
    return written.has(dataset) ? written.get(dataset) : declared.get(dataset)
  }

  const translate = async (job: JobOutline): Promise<void> => {
    if (!open.delete(job)) return
    const { views } = await readJob(jobOf(job), {
      translator,
      columnsOf: (address) => columnsOf(printAddress(address)),
    })
    for (const { name, dataset } of job.outputs) written.set(dataset, views.get(name.toLowerCase())?.columns)
  }

  /** A dataset that the job, or one before it, reads and that may still get a writer. */
  const missing = (job: JobOutline, seen = new Set<JobOutline>()): string | undefined => {
    seen.add(job)
    for (const { address } of job.inputs) {
      const dataset = printAddress(address)
      const writer = writers.get(dataset)
      if (writer === undefined && depots.has(address.depot)) return dataset
      const before =
        writer === undefined || !open.has(writer) || seen.has(writer) ? undefined : missing(writer, seen)
      if (before !== undefined) return before
    }
    return undefined
  }

  const translateOrWait = async (job: JobOutline): Promise<void> => {
    const dataset = missing(job)
    if (dataset === undefined) return translate(job)
    const others = waiting.get(dataset)
    if (others === undefined) waiting.set(dataset, [job])
    else others.push(job)
  }

  return {
    add: async ({ jobs, declared: found }: Outline): Promise<void> => {
      for (const [dataset, names] of found)
        if (names.length > 0 && !declared.has(dataset)) declared.set(dataset, names.map(untyped))
      const ready = new Set(jobs)
      for (const job of jobs) {
        open.add(job)
        for (const { dataset, depot } of job.outputs) {
          writers.set(dataset, job)
          depots.add(depot)
          for (const other of waiting.get(dataset) ?? []) ready.add(other)
          waiting.delete(dataset)
        }
      }
      for (const job of ready) await translateOrWait(job)
    },
    finish: async (): Promise<void> => {
      for (const job of open) await translate(job)
    },
  }
}

const untyped = (name: string) => ({ name, type: '' })
