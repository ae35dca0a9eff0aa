import { asList, asObject } from './json-reader.ts'

/**
 * What a table's metadata needs of a reader that this release does not have, each named for people; nothing where
 * every row can be read. Deletion vectors are not among it, they are seen in manifest files only: delete files of the
 * format PUFFIN. Source: Iceberg table spec, "Appendix E: Format version changes".
 */
export const unsupportedFeatures = (metadata: unknown): readonly string[] => {
  const json = asObject(metadata, 'metadata')
  const version = json['format-version']
  if (typeof version !== 'number' || version > 3) return [`format version ${String(version)}`]
  const columns = listOf(json, 'schemas').flatMap((schema) => columnsOf(schema))
  return [
    ...new Set([
      ...columns.flatMap(({ name, type }) =>
        isNewType(type) ? [`the type ${String(type)} (column ${name})`] : [],
      ),
      ...columns.flatMap(({ name, hasDefault }) =>
        hasDefault ? [`the default value of column ${name}`] : [],
      ),
      ...columns.flatMap(({ name, id, type }) =>
        type === 'date' && columns.some((each) => each.id === id && each.type === 'timestamp')
          ? [`the change of column ${name} from date to timestamp`]
          : [],
      ),
      ...transformsOf(json, 'partition-specs', 'partition'),
      ...transformsOf(json, 'sort-orders', 'sort'),
      ...(isEncrypted(json) ? ['encryption'] : []),
    ]),
  ]
}

type Column = {
  readonly id: unknown
  readonly name: string
  readonly type: unknown
  /** True where rows that were written before the column have another value than NULL in it. */
  readonly hasDefault: boolean
}

/** The columns of a schema or struct at every depth, and what lists and maps have inside. */
const columnsOf = (type: unknown, above = ''): readonly Column[] => {
  if (typeof type !== 'object' || type === null) return []
  const json = asObject(type, 'type')
  const inside = (id: unknown, name: string, inner: unknown, hasDefault = false): readonly Column[] => [
    { id, name: above + name, type: inner, hasDefault },
    ...columnsOf(inner, `${above}${name}.`),
  ]
  return [
    ...listOf(json, 'fields').flatMap((item) => {
      const field = asObject(item, 'field')
      const hasDefault = (field['initial-default'] ?? null) !== null
      return inside(field['id'], String(field['name']), field['type'], hasDefault)
    }),
    ...(['element', 'key', 'value'] as const).flatMap((part) =>
      json[part] === undefined ? [] : inside(json[`${part}-id`], part, json[part]),
    ),
  ]
}

const isNewType = (type: unknown): boolean =>
  typeof type === 'string' &&
  /^(unknown|variant|timestamp_ns|timestamptz_ns|geometry(\(.*\))?|geography(\(.*\))?)$/.test(type)

const transformsOf = (
  json: Readonly<Record<string, unknown>>,
  member: string,
  what: string,
): readonly string[] =>
  listOf(json, member)
    .flatMap((item) => listOf(asObject(item, member), 'fields'))
    .map((item) => asObject(item, `${what} field`))
    .filter((field) => field['source-ids'] !== undefined)
    .map((field) => `the ${what} transform ${String(field['transform'])} of several columns`)

const isEncrypted = (json: Readonly<Record<string, unknown>>): boolean =>
  listOf(json, 'encryption-keys').length > 0 ||
  listOf(json, 'snapshots').some((snapshot) => (asObject(snapshot, 'snapshot')['key-id'] ?? null) !== null)

const listOf = (json: Readonly<Record<string, unknown>>, member: string): readonly unknown[] =>
  asList(json[member] ?? [], member)
