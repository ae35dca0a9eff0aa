// All documents come in, typed resources go out, those of bundles among them.
import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'
import type { Document, Loaded } from '../manifest/index.ts'
import type { StackLookup } from './job.ts'
import { kinds, type Resource } from './kinds.ts'
import { documentKey, membersOf, placedWhereUnnamed } from './members.ts'
import { type DocumentReading, envelopeOf, readDocument } from './read-resource.ts'

/**
 * Reads all documents, and those of bundles, in the workspace that their bundle says. A document that has errors in its
 * shape yields no resource; its neighbours do.
 */
export const readResources = (loaded: Loaded, stacks: StackLookup): Staged<readonly Resource[]> =>
  createResourceReader(stacks).read(loaded)

/** As `readResources`; see `createResourceReader`. */
export type ResourceReader = {
  /** Reads some of the documents before all are there, and says which resources they are. */
  readonly ahead: (some: Loaded, workspace?: string) => readonly Resource[]
  /** `workspace` is where those belong that name none and belong to one. */
  readonly read: (loaded: Loaded, workspace?: string) => Staged<readonly Resource[]>
}

/**
 * A `readResources` to be called again and again: a document that is the same object as before, and names the same
 * attachments, gives the same resource, by identity.
 */
export const createResourceReader = (stacks: StackLookup): ResourceReader => {
  const before = new WeakMap<Document, DocumentReading>()
  const readOnce: ReadOne = (document, attachment) => {
    const known = before.get(document)
    if (known?.lookups.every(({ from, reference, found }) => attachment(from, reference) === found))
      return known.staged
    const reading = readDocument(document, attachment, stacks)
    before.set(document, reading)
    return reading.staged
  }
  const placed = new Map<string, WeakMap<Document, Document>>()
  /** The same object each time: what is remembered is remembered by it. */
  const readPlaced =
    (workspace: string | undefined): ReadOne =>
    (document, attachment) => {
      if (workspace === undefined) return readOnce(document, attachment)
      const known = placed.get(workspace) ?? new WeakMap<Document, Document>()
      placed.set(workspace, known)
      const there = known.get(document) ?? placedWhereUnnamed(document, workspace)
      known.set(document, there)
      return readOnce(there, attachment)
    }
  return {
    ahead: ({ documents, attachment }, workspace) =>
      documents.flatMap((document) => readPlaced(workspace)(document, attachment).value ?? []),
    read: (loaded, workspace) => readAll(loaded, readPlaced(workspace)),
  }
}

type ReadOne = (document: Document, attachment: Loaded['attachment']) => Staged<Resource | undefined>

const readAll = (loaded: Loaded, readDocumentOnce: ReadOne): Staged<readonly Resource[]> => {
  const diagnostics: Diagnostic[] = []
  const read = new Map<string, Resource>()
  const readOne = (document: Document, key: string, through: readonly Document[] = []): void => {
    if (seen.has(key)) return
    seen.add(key)
    const staged = readDocumentOnce(document, loaded.attachment)
    diagnostics.push(...staged.diagnostics)
    if (staged.value === undefined) return
    read.set(key, staged.value)
    if (staged.value.type !== 'bundle') return
    const found = membersOf({ document: staged.value.document, through }, loaded.attachment)
    diagnostics.push(...found.diagnostics)
    for (const [i, member] of found.members.entries())
      readOne(member.document, member.isInline ? `${key}\0${i}` : documentKey(member.document), [
        ...through,
        staged.value.document,
      ])
  }
  const seen = new Set<string>()
  const keys = loaded.documents.map(documentKey)
  // Bundles first: they say where a document belongs that was also found by itself.
  for (const isBundle of [true, false])
    loaded.documents.forEach((document, i) => {
      if ((envelopeOf(document).type === 'bundle') === isBundle) readOne(document, keys[i] ?? '')
    })
  const found = new Set(keys)
  const value = [
    ...keys.flatMap((key) => read.get(key) ?? []),
    ...[...read].flatMap(([key, resource]) => (found.has(key) ? [] : [resource])),
  ]
  diagnostics.push(...notRunHere(value))
  return { value, diagnostics }
}
/** One finding for each type: a project with forty pagers wants to hear it once. */
const notRunHere = (resources: readonly Resource[]): readonly Diagnostic[] =>
  kinds.flatMap((kind) => {
    if (!('instead' in kind)) return []
    const [first, ...others] = resources.filter(({ type }) => type === kind.type)
    if (first === undefined) return []
    const { type, instead } = kind
    return [diagnose('MR1321', { type, name: first.name, more: others.length, instead }, first.place)]
  })
