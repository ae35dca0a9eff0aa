import { join } from 'node:path'
import { nearest } from '../base/nearest.ts'
import { diagnose, type Diagnostic, DiagnosticsError, hasErrors } from '../diagnostics/index.ts'
import type { AcceptedFindings } from '../manifest/generated/accepted.ts'
import * as validators from '../manifest/generated/validators.js'
import { checkShape, type Document, nodeFiles } from '../manifest/index.ts'
import type { Accepted, Review } from '../review/index.ts'
import { readProjectFile } from '../settings/index.ts'

/** What a project's file of acceptances says; without a file, nothing is accepted. */
export type AcceptedFile = {
  readonly entries: readonly Accepted[]
  readonly document: Document | undefined
}

/** The file of acceptances beside the project file. Throws DiagnosticsError where it cannot be read (MR6001, MR6004). */
export const readAccepted = async (root: string, signal: AbortSignal): Promise<AcceptedFile> => {
  const path = await acceptedFile(root, signal)
  if (path === undefined) return { entries: [], document: undefined }
  const read = await readProjectFile(path, nodeFiles, signal)
  if (read.value === undefined) throw new DiagnosticsError(read.diagnostics)
  const { value: document } = read.value.withVariables({ values: {} }, { isIgnored: () => true })
  const shape = [...read.diagnostics, ...checkShape(validators.accepted, document, [], document.value)]
  if (hasErrors(shape)) throw new DiagnosticsError(shape)
  const entries = (document.value as AcceptedFindings).accepted ?? []
  const wrong = entries.flatMap(({ finding, until }, i): readonly Diagnostic[] => [
    ...(isDay(until) ? [] : [diagnose('MR6001', { value: until }, document.place(['accepted', i, 'until']))]),
    ...(entries.findIndex((other) => other.finding === finding) === i
      ? []
      : [diagnose('MR6004', { finding }, document.place(['accepted', i, 'finding']))]),
  ])
  if (wrong.length > 0) throw new DiagnosticsError(wrong)
  return { entries, document }
}

/** A warning for each entry that does nothing: one that has expired, and one that no finding answers to. */
export const idleAcceptances = (
  { access, columns, resources, acceptances }: Review,
  { document }: AcceptedFile,
): readonly Diagnostic[] => {
  const ids = [...access, ...columns, ...resources].flatMap(({ id }) => id ?? [])
  return acceptances.flatMap(({ finding, reason, until, state }, i) => {
    const place = document?.place(['accepted', i, 'finding'])
    if (state === 'expired') return [diagnose('MR6002', { finding, reason, until }, place)]
    if (state === 'in force') return []
    const subject = finding.replace(/:[^:]*$/, '')
    const near = ids.find((id) => id.replace(/:[^:]*$/, '') === subject) ?? nearest(finding, ids)
    return [diagnose('MR6003', { finding, near }, place)]
  })
}

const acceptedFile = async (root: string, signal: AbortSignal): Promise<string | undefined> => {
  for (const name of ['accepted.yaml', 'accepted.yml']) {
    const path = join(root, name)
    if ((await nodeFiles.locate(path, signal))?.kind === 'file') return path
  }
  return undefined
}

const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  )
}
