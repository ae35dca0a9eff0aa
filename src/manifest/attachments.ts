import { basename, dirname, join } from 'node:path'
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { SourceText } from '../sql/source-text.ts'
import type { Attachment, Document, Loaded } from './document.ts'
import type { Files } from './files.ts'
import { describeProblem } from './open-document.ts'
import { readDocuments, type SourceFile } from './read-documents.ts'
import { readSource, shownFile } from './read-source.ts'
import {
  manifestReferences,
  type Reference,
  type ReferenceBase,
  resolveReference,
  stepReferences,
} from './references.ts'
import type { TextMemo } from './text-memo.ts'
import { fillIn, type Variables } from './variables.ts'
import { linesOf } from './yaml/lines.ts'

type Context = {
  readonly base: ReferenceBase
  readonly variables: Variables
  readonly memo: TextMemo<Staged<Attachment | undefined>>
}

export type Attachments = {
  /** Reads what these documents name, and what that names. */
  readonly add: (documents: readonly Document[]) => Promise<void>
  readonly attachment: Loaded['attachment']
  /** MR1030 and MR1031, and what is wrong with the files. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The files that documents name, and those that these name; each file is read once. */
export const openAttachments = (
  { base, variables, memo }: Context,
  files: Files,
  signal: AbortSignal,
): Attachments => {
  const diagnostics: Diagnostic[] = []
  const attachments = new Map<string, Attachment>()
  const byFile = new Map<string, Attachment | undefined>()

  const open = async (absoluteFile: string, target: Reference['target'], place: Place) => {
    const key = `${target}\0${absoluteFile}`
    if (byFile.has(key)) return byFile.get(key)
    const read = await readSource({ root: base.root, absoluteFile, place }, files, signal)
    const opened =
      read.kind === 'refused'
        ? { value: undefined, diagnostics: [read.diagnostic] }
        : await memo.of(key, read.source.text, async () =>
            target === 'text'
              ? openText(read.source, variables)
              : openDocuments(read.source, variables, target === 'manifest'),
          )
    diagnostics.push(...opened.diagnostics)
    byFile.set(key, opened.value)
    if (opened.value?.kind === 'document') {
      for (const document of [opened.value.document, ...opened.value.others])
        await follow(document, [...stepReferences(document.value), ...manifestReferences(document.value)])
    }
    return opened.value
  }

  const follow = async (document: Document, references: Iterable<Reference>): Promise<void> => {
    for (const { path, written, target, isOptional = false } of references) {
      const place = document.text(path)?.place(0, written.length) ?? document.place(path)
      const mention = { written, mentionedIn: document.absoluteFile }
      const resolution = await resolveReference(mention, base, files, signal)
      if (resolution.kind === 'outside') diagnostics.push(diagnose('MR1031', { reference: written }, place))
      else if (resolution.kind === 'absent') {
        const candidates = resolution.candidates.map((candidate) => shownFile(base.root, candidate))
        const near = await nearestFile(resolution.candidates, base.root, files, signal)
        const params = { reference: written, candidates, near }
        diagnostics.push(diagnose(isOptional ? 'MR1047' : 'MR1030', params, place))
      } else {
        const attachment = await open(resolution.absoluteFile, target, place)
        if (attachment !== undefined) attachments.set(keyOf(document, written), attachment)
      }
    }
  }

  return {
    add: async (documents) => {
      for (const document of documents) await follow(document, manifestReferences(document.value))
    },
    attachment: (document, reference) => attachments.get(keyOf(document, reference)),
    diagnostics,
  }
}

/** A file beside those that were looked for whose name is nearly theirs. */
const nearestFile = async (
  candidates: readonly string[],
  root: string,
  files: Files,
  signal: AbortSignal,
): Promise<string | undefined> => {
  for (const candidate of candidates) {
    const entries = (await files.list(dirname(candidate), signal)) ?? []
    const names = entries.filter(({ kind }) => kind !== 'folder').map(({ name }) => name)
    const near = nearest(basename(candidate), names)
    const path = near === undefined ? undefined : join(dirname(candidate), near)
    if (path !== undefined && (path === root || path.startsWith(`${root}/`))) return shownFile(root, path)
  }
  return undefined
}

/** References are relative to the file that mentions them, so one text means one file within a file. */
const keyOf = (document: Document, reference: string): string => `${document.absoluteFile}\0${reference}`

const openDocuments = async (
  source: SourceFile,
  variables: Variables,
  splitsLists: boolean,
): Promise<Staged<Attachment | undefined>> => {
  const { value: documents, diagnostics } = await readDocuments(source, { splitsLists })
  const [first, ...others] = documents.map((document) => document.withVariables(variables))
  const { file } = source
  if (first === undefined) {
    const empty = diagnose('MR1006', { file }, { file, line: 1, column: 1 })
    return { value: undefined, diagnostics: diagnostics.length === 0 ? [empty] : diagnostics }
  }
  return {
    value: { kind: 'document', document: first.value, others: others.map(({ value }) => value) },
    diagnostics: [...diagnostics, ...[first, ...others].flatMap((filled) => filled.diagnostics)],
  }
}

const openText = ({ file, text }: SourceFile, variables: Variables): Staged<Attachment | undefined> => {
  const lines = linesOf(text)
  const { map, problems } = fillIn(text, variables)
  const placeOf = (start: number, end: number): Place => {
    const to = lines.at(end)
    return { file, ...lines.at(start), endLine: to.line, endColumn: to.column }
  }
  const filled: SourceText = {
    text: map.text,
    place: (offset, length = 0) => {
      const { start, end } = map.origin(offset, length)
      return placeOf(start, end)
    },
  }
  return {
    value: { kind: 'text', text: filled, file },
    diagnostics: problems.map((problem) =>
      describeProblem(problem, variables, placeOf(problem.offset, problem.offset + problem.length)),
    ),
  }
}
