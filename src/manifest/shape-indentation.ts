import type { ShapeError } from './shape-causes.ts'

/**
 * Violations with those of keys that are not indented told as one: `spec:` is empty and its keys stand beside it, or
 * it lacks a key that stands beside it. Each alone would say that a key is unknown or missing, which misleads.
 */
export const withIndentation = (errors: readonly ShapeError[]): readonly ShapeError[] => {
  const unknown = Map.groupBy(errors.filter(isUnknownKey), ({ instancePath }) => instancePath)
  let kept = errors
  for (const [path, found] of unknown) {
    const [first] = found
    const groups = first === undefined ? [] : groupsOf(path, found, errors)
    for (const { section, keys, isEmpty } of groups) {
      const replaced = kept.filter((error) => {
        if (error.instancePath === path && isUnknownKey(error)) return !keys.includes(unknownKey(error))
        return error.instancePath !== `${path}/${section}` || !(isEmpty || isMissing(error, keys))
      })
      const [one = first] = found
      if (one === undefined) continue
      const said: ShapeError = { ...one, keyword: 'unindented', params: { section, keys, isEmpty } }
      kept = [...replaced, said]
    }
  }
  return kept
}

type Group = { readonly section: string; readonly keys: readonly string[]; readonly isEmpty: boolean }

const groupsOf = (
  path: string,
  found: readonly ShapeError[],
  errors: readonly ShapeError[],
): readonly Group[] => {
  const [{ data, parentSchema } = { data: undefined, parentSchema: undefined }] = found
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return []
  const unknown = new Set(found.map(unknownKey))
  const required = errors.filter(({ keyword }) => keyword === 'required')
  const groups = new Map<string, { keys: string[]; isEmpty: boolean }>()
  let empty: string | undefined
  for (const [key, value] of Object.entries(data)) {
    if (!unknown.has(key)) {
      if (value === null && mayHoldMapping(parentSchema?.properties, key)) empty = key
      continue
    }
    const lacking = required.find(
      (error) =>
        error.params.missingProperty === key &&
        error.instancePath.startsWith(`${path}/`) &&
        !error.instancePath.slice(path.length + 1).includes('/'),
    )
    const section = lacking?.instancePath.slice(path.length + 1) ?? empty
    if (section === undefined) continue
    const group = groups.get(section)
    if (group === undefined) groups.set(section, { keys: [key], isEmpty: section === empty })
    else group.keys.push(key)
  }
  // Once one key is known to belong to a section, those behind it that nobody knows belong there too.
  const [only] = [...groups]
  if (groups.size === 1 && only !== undefined && !only[1].isEmpty)
    return [{ section: only[0], keys: [...unknown], isEmpty: false }]
  return [...groups].map(([section, group]) => ({ section, ...group }))
}

const isUnknownKey = ({ keyword }: ShapeError): boolean => keyword === 'additionalProperties'

const unknownKey = ({ params }: ShapeError): string => String(params.additionalProperty)

const isMissing = ({ keyword, params }: ShapeError, keys: readonly string[]): boolean =>
  keyword === 'required' && keys.includes(String(params.missingProperty))

/** A key that holds text is often left empty on purpose. */
const mayHoldMapping = (properties: unknown, key: string): boolean => {
  const schema: unknown =
    typeof properties === 'object' && properties !== null ? Reflect.get(properties, key) : undefined
  if (typeof schema !== 'object' || schema === null) return false
  const { type, $ref } = schema as { readonly type?: unknown; readonly $ref?: unknown }
  if (typeof $ref === 'string') return !textual.test($ref)
  return (Array.isArray(type) ? type : [type]).includes('object')
}

const textual =
  /\/(?:name|version|description|title|owner|tags|layer|workspace|runAsUser|runAsApiKey|compute|stack|logLevel|cron|timezone|tempVolume|replicas|dryRun)$/
