import type { Diagnostic, Place, Staged } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'
import { checkBase, readBase, type ResourceBase } from './resource.ts'

/** A resource that is checked and registered. Nothing here runs it. */
export type RegisteredResource<Type extends string = string> = ResourceBase<Type> & {
  readonly isRegisteredOnly: true
  /** Resources that it names. They may be absent here: manifests also name what another team applies. */
  readonly names: readonly NamedResource[]
}

/** A mention of a resource: of the first of `types` that has it. */
export type NamedResource = {
  readonly types: readonly string[]
  readonly name: string
  readonly workspace?: string
  readonly place: Place
}

/** A secret that a manifest names. */
export type SecretMention = {
  readonly name?: string
  readonly workspace?: string
  readonly consumptionType?: string
}

export type Report = (diagnostic: Diagnostic) => void

/** What a reader of one type does besides reading the envelope: reports what is wrong, gives what is named. */
export type Inspect = (document: Document, report: Report) => readonly NamedResource[]

/** A reader of a type that is only registered. `usual` are the versions that it usually has. */
export const registered =
  <Type extends string>(type: Type, usual: readonly string[], inspect: Inspect = () => []) =>
  (document: Document): Staged<RegisteredResource<Type>> => {
    const diagnostics: Diagnostic[] = []
    const base = readBase(type, document)
    diagnostics.push(...checkBase(base, usual))
    const names = inspect(document, (diagnostic) => diagnostics.push(diagnostic))
    return { value: { ...base, isRegisteredOnly: true, names }, diagnostics }
  }

/** The secrets in a list at `path`; they may belong to one workspace or to all. */
export const namedSecrets = (
  { document, path }: { readonly document: Document; readonly path: NodePath },
  mentions: readonly (SecretMention | string)[] | null | undefined,
): readonly NamedResource[] =>
  (mentions ?? []).flatMap((mention, i) => {
    const isName = typeof mention === 'string'
    const { name, workspace }: SecretMention = isName ? { name: mention } : mention
    return name === undefined
      ? []
      : [
          {
            types: ['instance-secret', 'secret'],
            name,
            ...(workspace === undefined ? {} : { workspace }),
            place: document.place(isName ? [...path, i] : [...path, i, 'name']),
          },
        ]
  })
