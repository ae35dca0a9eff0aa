import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, hasErrors, type Place, type Staged } from '../diagnostics/index.ts'
import { openAttachments } from './attachments.ts'
import type { Attachment, Document, Loaded } from './document.ts'
import type { Files } from './files.ts'
import { findFiles, type FoundFile } from './find-files.ts'
import type { UnfilledDocument } from './open-document.ts'
import { readDocuments, type SourceFile } from './read-documents.ts'
import { readSource, shownFile } from './read-source.ts'
import type { LoadRequest } from './load-request.ts'
import { type TextMemo, textMemo } from './text-memo.ts'
import type { Variables } from './variables.ts'

/** Enough to keep the disk busy, few enough for the limit on open files. */
const readsAtOnce = 32

/** What is made of so many files is in memory at once, before only what they mean is: see `mostFiles` of yaml/parse.ts. */
const filesAtOnce = 32

/**
 * The manifests that a request means and the files that they name, with variables filled in. Reports what cannot be
 * read or is not YAML (MR1001 to MR1019), variables without a value (MR1020 to MR1023) and references that no file
 * answers (MR1030, MR1031), all of them at once. Rejects only when aborted.
 */
export const load = (request: LoadRequest, files: Files, signal: AbortSignal): Promise<Staged<Loaded>> =>
  createLoader(files)(request, signal)

/**
 * As `load`; see `createLoader`. `seen` is called with some documents after another, as soon as they are complete, and
 * with how many files there are in all.
 */
export type Loader = (
  request: LoadRequest,
  signal: AbortSignal,
  seen?: (some: Loaded, files: number) => void,
) => Promise<Staged<Loaded>>

/**
 * A `load` to be called again and again: a file whose text is the same gives the same documents and attachments, by
 * identity, so that later stages can tell what they have seen before.
 */
export const createLoader = (files: Files): Loader => {
  const manifests = textMemo<Staged<readonly Document[]>>()
  const attached = textMemo<Staged<Attachment | undefined>>()
  let circumstances = ''
  return async (request, signal, seen) => {
    const variables = variablesOf(request)
    const now = JSON.stringify([request.settings.root, variables])
    if (now !== circumstances) for (const memo of [manifests, attached]) memo.clear()
    circumstances = now
    const found = await findFiles(request, files, signal)
    const attachments = openAttachments({ base: request.settings, variables, memo: attached }, files, signal)
    const { attachment } = attachments
    const documents: Document[] = []
    const diagnostics = [...found.diagnostics]
    for (let from = 0; from < found.files.length; from += filesAtOnce) {
      const read = await mapBounded(found.files.slice(from, from + filesAtOnce), (file) =>
        readManifests(file, { request, variables, files, memo: manifests }, signal),
      )
      const some = read.flatMap((file) => file.value)
      await attachments.add(some)
      // While the parser's events of these files are still there: where something stands is then found without parsing.
      seen?.({ documents: some, attachment }, found.files.length)
      documents.push(...some)
      diagnostics.push(...read.flatMap((staged) => staged.diagnostics))
      // An interrupt would otherwise be noticed only after the last file, and nothing be given back before.
      await new Promise((resume) => setImmediate(resume))
    }
    diagnostics.push(...attachments.diagnostics)
    for (const memo of [manifests, attached]) memo.sweep()
    if (documents.length === 0 && found.files.length > 0 && !hasErrors(diagnostics))
      diagnostics.push(
        diagnose(
          'MR1009',
          { folder: shownFile('/', request.settings.root) },
          onlyPlace(found.files, request),
        ),
      )
    return { value: { documents, attachment }, diagnostics }
  }
}

const onlyPlace = (files: readonly FoundFile[], { settings }: LoadRequest): Place | undefined => {
  const [only, ...others] = files
  if (only === undefined || others.length > 0) return undefined
  return { file: shownFile(settings.root, only.absoluteFile), line: 1, column: 1 }
}

const variablesOf = ({ settings, disableInterpolation, fillBareNames }: LoadRequest): Variables => ({
  values: settings.variables,
  areDisabled: disableInterpolation ?? false,
  fillBareNames: fillBareNames ?? false,
})

type Reading = {
  readonly request: LoadRequest
  readonly variables: Variables
  readonly files: Files
  readonly memo: TextMemo<Staged<readonly Document[]>>
}

const readManifests = async (
  found: FoundFile,
  { request, variables, files, memo }: Reading,
  signal: AbortSignal,
): Promise<Staged<readonly Document[]>> => {
  const { absoluteFile, isNamed } = found
  const read = await readSource({ root: request.settings.root, absoluteFile }, files, signal)
  if (read.kind === 'refused') return { value: [], diagnostics: [read.diagnostic] }
  const { source } = read
  return memo.of(`${isNamed ? 'named' : 'found'} ${absoluteFile}`, source.text, async () => {
    const { value, diagnostics } = await manifestsOf(source, isNamed)
    const filled = value.map((document) => document.withVariables(variables))
    return {
      value: filled.map((document) => document.value),
      diagnostics: [...diagnostics, ...filled.flatMap((document) => document.diagnostics)],
    }
  })
}

const manifestsOf = async (
  source: SourceFile,
  isNamed: boolean,
): Promise<Staged<readonly UnfilledDocument[]>> => {
  const { value: documents, diagnostics } = await readDocuments(source, { splitsLists: true })
  const { file } = source
  if (documents.length === 0 && diagnostics.length === 0) {
    const code = isNamed ? 'MR1006' : 'MR1007'
    return { value: [], diagnostics: [diagnose(code, { file }, { file, line: 1, column: 1 })] }
  }
  // In a file with a manifest every document is meant to be one; schema validation says what it lacks.
  if (documents.some((document) => looksLikeManifest(document.value)))
    return { value: documents, diagnostics }
  return {
    value: [],
    diagnostics: [...diagnostics, ...(isNamed ? documents.flatMap(notManifest) : [])],
  }
}

const notManifest = (document: UnfilledDocument): readonly Diagnostic[] => {
  const asWritten: Variables = { values: {}, areDisabled: true }
  const { value } = document
  const has =
    typeof value !== 'object' || value === null
      ? undefined
      : (['type', 'name'] as const).find((key) => Object.hasOwn(value, key))
  const place = document.withVariables(asWritten).value.place([])
  return [diagnose('MR1008', { file: document.file, has }, place)]
}

/**
 * It has a type and a name, or the section of its type; or, so that forgotten and mistyped keys are noticed, what no
 * other kind of file has together: a section or a word for a type, with two of the keys that every manifest begins with.
 */
export const looksLikeManifest = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if ('type' in value && 'name' in value) return true
  if ('type' in value && typeof value.type === 'string' && Object.hasOwn(value, value.type)) return true
  const members = Object.entries(value)
  const found = new Set(members.map(([key]) => headOf(key)).filter((head) => head !== undefined))
  if (found.size < 2) return false
  return members.some(
    ([key, member]) =>
      (sections.has(key) && (typeof member === 'object' || ownSections.has(key))) ||
      (headOf(key) === 'type' && typeof member === 'string' && sections.has(member)),
  )
}

/** Which of the keys of every manifest `key` is, or is mistyped for. */
const headOf = (key: string): string | undefined =>
  heads.find((head) => head === key) ?? heads.find((head) => nearest(key, [head]) === head)

const heads = ['name', 'type', 'version']

/** Sections that no other kind of file has. */
const ownSections: ReadonlySet<string> = new Set(
  'workflow depot policy bundle lakehouse instance-secret cluster compute monitor pager dataset v1alpha v1beta'.split(
    ' ',
  ),
)

const sections: ReadonlySet<string> = new Set([
  ...ownSections,
  ...'service worker secret volume database stack grant lens data domain workspace resource'.split(' '),
])

/** Results in the order of `items`. */
const mapBounded = async <T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [i, item] of queue) results[i] = await work(item)
  }
  await Promise.all(Array.from({ length: readsAtOnce }, () => worker()))
  return results
}
