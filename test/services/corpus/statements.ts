import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'

/** A step of a Flare job: what it is called, and its statement. */
export type Step = { readonly name: string; readonly sql: string }

/** The statements of one job, each of which sees the steps before it. */
export type Job = { readonly manifest: string; readonly steps: readonly Step[] }

const folder = join(import.meta.dirname, '../../../../shared/corpus/manifests')

export const isCorpusHere = existsSync(folder)

/** Jobs of all manifests that have statements. */
export const jobsOfCorpus = (): readonly Job[] =>
  readdirSync(folder)
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { uniqueKeys: false })
        .flatMap((document) => jobsIn(document.errors.length > 0 ? undefined : document.toJS()))
        .map((steps) => ({ manifest: file.replace(/\.yaml$/, ''), steps })),
    )

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const jobsIn = (node: unknown): readonly (readonly Step[])[] => {
  if (Array.isArray(node)) return node.flatMap(jobsIn)
  const fields = fieldsOf(node)
  const own = listOf(fields['steps'])
    .flatMap((step) => listOf(fieldsOf(step)['sequence']))
    .map(fieldsOf)
    .flatMap(({ name, sql }) => (typeof name === 'string' && typeof sql === 'string' ? [{ name, sql }] : []))
  const inner = Object.values(fields).flatMap(jobsIn)
  return own.length === 0 ? inner : [own, ...inner]
}
