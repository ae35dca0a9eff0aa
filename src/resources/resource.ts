import { nearest } from '../base/nearest.ts'
import { once } from '../base/once.ts'
import { contentHash } from '../base/stable-json.ts'
import { type Diagnostic, diagnose, type Place } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import { checkName } from './names.ts'

/** What every resource has, whatever its type. `Type` tells the types apart. */
export type ResourceBase<Type extends string = string> = {
  readonly type: Type
  readonly name: string
  readonly version: string
  readonly workspace: string
  readonly title?: string
  readonly tags: readonly string[]
  readonly description?: string
  readonly owner?: string
  readonly document: Document
  /** Where the name stands. */
  readonly place: Place
  /** What the files say that the manifest names, in the order in which they are read. */
  readonly attached: readonly AttachedFile[]
  /**
   * Identity by content: the manifest without what servers write back, and the files that it names. Made when asked for,
   * since most commands only look.
   */
  readonly hash: () => string
}

/** A file by the reference to it; a step file by its value, any other by its text. */
export type AttachedFile = { readonly reference: string; readonly text?: string; readonly value?: unknown }

/** The keys of an envelope, after its shape was checked. */
type Envelope = {
  readonly name: string
  readonly version: string
  readonly workspace?: string
  readonly title?: string | null
  readonly tags?: readonly string[] | string | null
  readonly description?: string | null
  readonly owner?: string | null
  readonly layer?: string
}

const serverKeys = new Set(['generation', 'uid', 'stamp', 'created', 'status', 'runtime'])

/** Text where there is some: manifests write `description:` and leave it empty. */
export const present = <K extends string>(
  key: K,
  value: string | null | undefined,
): { readonly [P in K]?: string } =>
  value === undefined || value === null || value.trim() === ''
    ? {}
    : ({ [key]: value } as { readonly [P in K]?: string })

/** A list, whichever way it was written: a single text is a list of one. */
export const listOf = (value: readonly string[] | string | null | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? [])

/** Reads the envelope of a document of a known shape. `attached` are the texts of the files that it names. */
export const readBase = <Type extends string>(
  type: Type,
  document: Document,
  attached: readonly AttachedFile[] = [],
): ResourceBase<Type> => {
  const envelope = document.value as Envelope
  return {
    type,
    name: envelope.name,
    version: envelope.version,
    workspace: envelope.workspace ?? 'public',
    ...present('title', envelope.title),
    tags: listOf(envelope.tags),
    ...present('description', envelope.description),
    ...present('owner', envelope.owner),
    document,
    place: document.place(['name']),
    attached,
    hash: once(() => hashOf(envelope, attached)),
  }
}

const hashOf = (envelope: Envelope, attached: readonly AttachedFile[]): string => {
  const manifest = Object.fromEntries(Object.entries(envelope).filter(([key]) => !serverKeys.has(key)))
  return contentHash(
    attached.length === 0
      ? manifest
      : [manifest, ...attached.map(({ reference, text, value }) => [reference, text ?? value])],
  )
}

/** Checks of the envelope that hold for all types. */
export const checkBase = (base: ResourceBase, usual: readonly string[]): readonly Diagnostic[] => {
  const diagnostics = [...checkName(base.type, base.name, base.place)]
  const { document, type, version } = base
  if (base.workspace !== 'public')
    diagnostics.push(...checkName('workspace', base.workspace, document.place(['workspace'])))
  const [first = 'v1'] = usual
  if (!usual.includes(version))
    diagnostics.push(diagnose('MR1307', { type, version, usual: first }, document.place(['version'])))
  const { layer } = document.value as Envelope
  if (layer !== undefined && !layers.includes(layer)) {
    const near = nearest(layer, layers)
    diagnostics.push(diagnose('MR1397', { layer, near }, document.place(['layer'])))
  }
  return diagnostics
}

const layers = ['user', 'system']
