import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Attachment, Document, Loaded } from '../manifest/document.ts'
import type { Bundle, Member } from '../manifest/generated/bundle.ts'
import { innerDocument } from './inner-document.ts'
import { workspaceTypes } from './workspace.ts'

/** A file or a part of one, whichever manifest names it. */
export const documentKey = ({ absoluteFile, index }: Pick<Document, 'absoluteFile' | 'index'>): string =>
  `${absoluteFile}\0${index}`

export type MemberDocument = {
  readonly document: Document
  /** Written into the bundle itself. */
  readonly isInline: boolean
}

/** A bundle that was read: it, and the bundles through which it was reached. */
export type OpenBundle = { readonly document: Document; readonly through: readonly Document[] }

/**
 * The manifests that a bundle consists of: those written in it, and all those in the files that it names, each with
 * the workspace that the bundle says. A file that is a bundle above this one is reported, MR1463.
 */
export const membersOf = (
  { document, through }: OpenBundle,
  attachment: Loaded['attachment'],
): { readonly members: readonly MemberDocument[]; readonly diagnostics: readonly Diagnostic[] } => {
  const diagnostics: Diagnostic[] = []
  const above = [...through, document]
  const members = (document.value as Bundle).bundle.resources.flatMap((member, i): MemberDocument[] => {
    const path = ['bundle', 'resources', i]
    if (member.spec !== undefined && member.spec !== null) {
      const inner = innerDocument(document, [...path, 'spec'], member.spec)
      return [{ document: inWorkspace(inner, member), isInline: true }]
    }
    if (typeof member.file !== 'string') return []
    return documentsOf(attachment(document, member.file)).flatMap((opened) => {
      const at = above.findIndex((bundle) => documentKey(bundle) === documentKey(opened))
      if (at < 0) return [{ document: inWorkspace(opened, member), isInline: false }]
      const files = above.slice(at).map(({ file }) => file)
      diagnostics.push(diagnose('MR1463', { files }, document.place([...path, 'file'])))
      return []
    })
  })
  return { members, diagnostics }
}

/** All documents of a file that a manifest names. */
export const documentsOf = (attachment: Attachment | undefined): readonly Document[] =>
  attachment?.kind === 'document' ? [attachment.document, ...attachment.others] : []

/** The workspace that a bundle says wins over that of the manifest, where it belongs to one. */
const inWorkspace = (document: Document, { workspace }: Member): Document =>
  workspace === undefined ? document : placedIn(document, workspace)

/** A manifest that belongs to a workspace and names none, in this one; any other as it is. */
export const placedWhereUnnamed = (document: Document, workspace: string): Document => {
  const { value } = document
  const own: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'workspace') : undefined
  const isUnnamed = own === undefined || own === null || (typeof own === 'string' && own.trim() === '')
  return isUnnamed ? placedIn(document, workspace) : document
}

const placedIn = (document: Document, workspace: string): Document => {
  const { value } = document
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return document
  if (!workspaceTypes.has(String(Reflect.get(value, 'type')))) return document
  return { ...document, value: { ...value, workspace } }
}
