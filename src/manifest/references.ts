import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { NodePath } from './document.ts'
import type { Files } from './files.ts'

/** A place of a document that names another file, and what is to be found there. */
export type Reference = {
  readonly path: NodePath
  readonly written: string
  readonly target: 'document' | 'manifest' | 'text'
  /** True where the manifest is understood without the file. */
  readonly isOptional?: boolean
}

/** What a manifest names: step files, SQL files of steps written inside it, workflows that are run as a node, members of bundles. */
export function* manifestReferences(manifest: unknown): Generator<Reference> {
  for (const [i, node] of members(manifest, ['workflow', 'dag'])) {
    const path: NodePath = ['workflow', 'dag', i]
    yield* fileAt(node, [...path, 'file'], 'manifest')
    for (const section of ['stackSpec', 'flare'])
      for (const [j, step] of members(node, ['spec', section, 'job', 'steps'])) {
        const stepPath = [...path, 'spec', section, 'job', 'steps', j]
        if (typeof step === 'string') yield { path: stepPath, written: step, target: 'document' }
        else yield* under(stepPath, stepReferences(step))
      }
  }
  for (const [i, resource] of members(manifest, ['bundle', 'resources'])) {
    const path: NodePath = ['bundle', 'resources', i]
    for (const reference of fileAt(resource, [...path, 'file'], 'manifest'))
      yield { ...reference, isOptional: true }
    yield* under([...path, 'spec'], manifestReferences(member(resource, 'spec')))
  }
}

/** The SQL files that a step file names: a `sequence`, a bare list of steps, or either below `steps`. */
export function* stepReferences(steps: unknown): Generator<Reference> {
  if (Array.isArray(steps)) {
    for (const [i, step] of steps.entries()) {
      yield* fileAt(step, [i, 'sqlFile'], 'text')
      if (member(step, 'sequence') !== undefined) yield* under([i], stepReferences(step))
    }
    return
  }
  for (const key of ['sequence', 'steps'])
    if (Array.isArray(member(steps, key))) yield* under([key], stepReferences(member(steps, key)))
}

function* under(path: NodePath, references: Iterable<Reference>): Generator<Reference> {
  for (const reference of references) yield { ...reference, path: [...path, ...reference.path] }
}

function* fileAt(value: unknown, path: NodePath, target: Reference['target']): Generator<Reference> {
  const written = member(value, String(path.at(-1)))
  if (typeof written === 'string' && written.trim() !== '') yield { path, written, target }
}

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined

const members = (value: unknown, path: readonly string[]): Iterable<[number, unknown]> => {
  const list = path.reduce(member, value)
  return Array.isArray(list) ? list.entries() : []
}

export type Resolution =
  | { readonly kind: 'found'; readonly absoluteFile: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'absent'; readonly candidates: readonly string[] }

export type ReferenceBase = {
  readonly root: string
  readonly paths: readonly { readonly prefix: string; readonly target: string }[]
}

/**
 * The file that a reference means: as written where it is absolute, through the path prefixes of the project file,
 * relative to the file that mentions it, relative to the project root. What lies outside the root, links followed,
 * is never read.
 */
export const resolveReference = async (
  reference: { readonly written: string; readonly mentionedIn: string },
  base: ReferenceBase,
  files: Files,
  signal: AbortSignal,
): Promise<Resolution> => {
  const candidates = candidatesOf(reference.written, reference.mentionedIn, base)
  const realRoot = (await files.locate(base.root, signal))?.realPath ?? base.root
  let isOutside = false
  for (const candidate of candidates) {
    const found = await files.locate(candidate, signal)
    if (found?.kind !== 'file') continue
    if (isInside(realRoot, found.realPath)) return { kind: 'found', absoluteFile: candidate }
    isOutside = true
  }
  return isOutside ? { kind: 'outside' } : { kind: 'absent', candidates }
}

const candidatesOf = (written: string, mentionedIn: string, { root, paths }: ReferenceBase) => {
  const mapped = paths
    .filter(
      ({ prefix }) => written === prefix || written.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`),
    )
    .map(({ prefix, target }) => resolve(root, target, `./${written.slice(prefix.length)}`))
  const all = isAbsolute(written)
    ? [resolve(written), ...mapped, join(root, written)]
    : [...mapped, resolve(dirname(mentionedIn), written), resolve(root, written)]
  return [...new Set(all)]
}

const isInside = (root: string, path: string): boolean => {
  const inside = relative(root, path)
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
}
