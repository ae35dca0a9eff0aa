import type { Diagnostic, Place } from '../diagnostics/index.ts'
import type { Document, NodePath } from './document.ts'
import { type At, at, childrenOf } from './explain-field.ts'
import { asObject, type SchemaLibrary } from './schema-library.ts'

/** So many are looked up: whoever has more unknown keys needs other help. */
const most = 100

/**
 * Unknown keys (MR1203) of which nothing else is known, with a hint where the schemas know them one or more levels
 * further out, or one further in.
 */
export const withPlacesOfKeys = (
  diagnostics: readonly Diagnostic[],
  documents: readonly Document[],
  library: SchemaLibrary,
): readonly Diagnostic[] => {
  const asked = diagnostics.filter(({ code, hint }) => code === 'MR1203' && hint === undefined).slice(0, most)
  if (asked.length === 0) return diagnostics
  const hints = new Map(asked.map((diagnostic) => [diagnostic, hintFor(diagnostic, documents, library)]))
  return diagnostics.map((diagnostic) => {
    const hint = hints.get(diagnostic)
    return hint === undefined ? diagnostic : { ...diagnostic, hint }
  })
}

const hintFor = (
  { message, place }: Diagnostic,
  documents: readonly Document[],
  library: SchemaLibrary,
): string | undefined => {
  const [, key] = /^unknown key "(.+)"$/.exec(message) ?? []
  if (key === undefined || place === undefined) return undefined
  for (const document of documents) {
    if (document.file !== place.file) continue
    const path = pathTo(document, key, place)
    const type: unknown = asObject(document.value)['type']
    if (path !== undefined && typeof type === 'string')
      return belonging(key, alongside(library, type, path, document.value))
  }
  return undefined
}

/** Where a key stands that a place points at. */
const pathTo = ({ value, place: placeOf }: Document, key: string, place: Place): NodePath | undefined => {
  const search = (inner: unknown, path: NodePath): NodePath | undefined => {
    if (typeof inner !== 'object' || inner === null || path.length > 30) return undefined
    if (!Array.isArray(inner) && Object.hasOwn(inner, key)) {
      const { line, column } = placeOf([...path, key], 'key')
      if (line === place.line && column === place.column) return path
    }
    for (const [step, member] of Object.entries(inner)) {
      const found = search(member, [...path, Array.isArray(inner) ? Number(step) : step])
      if (found !== undefined) return found
    }
    return undefined
  }
  return search(value, [])
}

type Level = {
  readonly step: string
  readonly fields: ReadonlyMap<string, At>
  readonly value: unknown
  readonly library: SchemaLibrary
}

/** The schemas from the root down to a path; lists are no level of their own. */
const alongside = (library: SchemaLibrary, type: string, path: NodePath, root: unknown): readonly Level[] => {
  let fields: ReadonlyMap<string, At> = childrenOf(library, at(library, type, library[type] ?? {}))
  let value = root
  const levels: Level[] = [{ step: '', fields, value, library }]
  for (const step of path) {
    const { stack } = asObject(value)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined
    if (typeof step === 'number') {
      levels.push({ step: levels.pop()?.step ?? '', fields, value, library })
      continue
    }
    const inner = fields.get(step) ?? fields.get('*')
    const isFlare = step === 'stackSpec' && String(stack).startsWith('flare')
    fields = isFlare
      ? childrenOf(library, at(library, 'flare', library['flare'] ?? {}))
      : inner === undefined
        ? new Map()
        : childrenOf(library, inner)
    levels.push({ step, fields, value, library })
  }
  return levels
}

const belonging = (key: string, levels: readonly Level[]): string | undefined => {
  const here = levels.at(-1)
  if (here === undefined) return undefined
  for (let depth = levels.length - 2; depth >= 0; depth--) {
    const [outer, beside] = [levels[depth], levels[depth + 1]]
    if (outer?.fields.has(key) !== true || beside === undefined) continue
    const under = outer.step === '' ? 'at the top of the document' : `under "${outer.step}"`
    return `it belongs ${under}, beside "${beside.step}"`
  }
  const inside = [...here.fields].filter(([, field]) => childrenOf(here.library, field).has(key))
  const written = inside.filter(([name]) => Object.hasOwn(asObject(here.value), name))
  const [only, ...others] = written.length > 0 ? written : inside
  return only === undefined || others.length > 0 ? undefined : `it belongs inside "${only[0]}"`
}
