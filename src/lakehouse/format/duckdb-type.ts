import { unreachable } from '../../base/bug.ts'
import { ident, join, type Sql, sql, trusted } from '../../sql/quote.ts'
import type { Field, IcebergType } from './iceberg-type.ts'

/** DuckDB's type text, taken apart. */
type DuckdbType =
  | { readonly kind: 'scalar'; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: 'list'; readonly element: DuckdbType }
  | { readonly kind: 'struct'; readonly fields: readonly { name: string; type: DuckdbType }[] }
  | { readonly kind: 'map'; readonly key: DuckdbType; readonly value: DuckdbType }

/** The Iceberg type as DuckDB spells it. */
export const toDuckdbType = (type: IcebergType): Sql => {
  switch (type.kind) {
    case 'struct':
      return sql`STRUCT(${type.fields.map((field) => sql`${ident(field.name)} ${toDuckdbType(field.type)}`)})`
    case 'list':
      return sql`${toDuckdbType(type.element.type)}[]`
    case 'map':
      return sql`MAP(${toDuckdbType(type.key.type)}, ${toDuckdbType(type.value.type)})`
    case 'decimal':
      return sql`DECIMAL(${type.precision},${type.scale})`
    case 'fixed':
    case 'binary':
      return trusted('BLOB')
    case 'boolean':
      return trusted('BOOLEAN')
    case 'int':
      return trusted('INTEGER')
    case 'long':
      return trusted('BIGINT')
    case 'float':
      return trusted('FLOAT')
    case 'double':
      return trusted('DOUBLE')
    case 'date':
      return trusted('DATE')
    case 'time':
      return trusted('TIME')
    case 'timestamp':
      return trusted('TIMESTAMP')
    case 'timestamptz':
      return trusted('TIMESTAMP WITH TIME ZONE')
    case 'string':
      return trusted('VARCHAR')
    case 'uuid':
      return trusted('UUID')
    default:
      return unreachable(type)
  }
}

/**
 * The narrowest Iceberg type that holds every value of a DuckDB type; `nextId` hands out ids of nested fields. What
 * is NULL without a type is of the type that stands in its place in `like`. Undefined where Iceberg version 2 has
 * none: intervals, unions, nanoseconds, times with a zone and the like.
 */
export const fromDuckdbType = (
  text: string,
  nextId: () => number,
  like?: IcebergType,
): IcebergType | undefined => {
  const parsed = parseDuckdbType(text)
  return parsed === undefined ? undefined : convert(parsed, nextId, like)
}

const convert = (
  type: DuckdbType,
  nextId: () => number,
  like: IcebergType | undefined,
): IcebergType | undefined => {
  switch (type.kind) {
    case 'scalar':
      return type.name === untyped ? like : convertScalar(type.name, type.args)
    case 'list': {
      const element = child('element', false, nextId())
      const inner = like?.kind === 'list' ? like.element.type : undefined
      return complete(
        [[element, type.element, inner]],
        nextId,
        ([field]) => field && { kind: 'list', element: field },
      )
    }
    case 'map': {
      const key = child('key', true, nextId())
      const value = child('value', false, nextId())
      const inner = like?.kind === 'map' ? like : undefined
      const parts = [
        [key, type.key, inner?.key.type],
        [value, type.value, inner?.value.type],
      ] as const
      return complete(parts, nextId, ([k, v]) => k && v && { kind: 'map', key: k, value: v })
    }
    case 'struct': {
      const members = like?.kind === 'struct' ? like.fields : []
      const parts = type.fields.map(({ name, type: member }) => {
        const inner = members.find((each) => each.name.toLowerCase() === name.toLowerCase())?.type
        return [child(name, false, nextId()), member, inner] as const
      })
      return complete(parts, nextId, (fields) => ({ kind: 'struct', fields }))
    }
    default:
      return unreachable(type)
  }
}

/** What NULL is of, and the elements of a list that has none. The engine's catalog spells it in quotes. */
const untyped = 'NULL'

type Unfinished = Omit<Field, 'type'>

const child = (name: string, required: boolean, id: number): Unfinished => ({ id, name, required })

/** Converts the types of children after all of their ids are taken, so that ids run level by level. */
const complete = (
  parts: readonly (readonly [Unfinished, DuckdbType, IcebergType | undefined])[],
  nextId: () => number,
  build: (fields: readonly Field[]) => IcebergType | undefined,
): IcebergType | undefined => {
  const fields: Field[] = []
  for (const [field, part, like] of parts) {
    const type = convert(part, nextId, like)
    if (type === undefined) return undefined
    fields.push({ ...field, type })
  }
  return build(fields)
}

const convertScalar = (name: string, args: readonly string[]): IcebergType | undefined => {
  switch (name) {
    case 'BOOLEAN':
      return { kind: 'boolean' }
    case 'TINYINT':
    case 'SMALLINT':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'INTEGER':
      return { kind: 'int' }
    case 'UINTEGER':
    case 'BIGINT':
      return { kind: 'long' }
    case 'UBIGINT':
      return { kind: 'decimal', precision: 20, scale: 0 }
    case 'HUGEINT':
    case 'UHUGEINT':
      return { kind: 'decimal', precision: 38, scale: 0 }
    case 'FLOAT':
      return { kind: 'float' }
    case 'DOUBLE':
      return { kind: 'double' }
    case 'DECIMAL':
      return { kind: 'decimal', precision: Number(args[0] ?? 18), scale: Number(args[1] ?? 3) }
    case 'DATE':
      return { kind: 'date' }
    case 'TIME':
      return { kind: 'time' }
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
      return { kind: 'timestamp' }
    case 'TIMESTAMP WITH TIME ZONE':
    case 'TIMESTAMPTZ':
      return { kind: 'timestamptz' }
    case 'VARCHAR':
    case 'JSON':
    case 'ENUM':
      return { kind: 'string' }
    case 'UUID':
      return { kind: 'uuid' }
    case 'BLOB':
      return { kind: 'binary' }
    default:
      return undefined
  }
}

type Token = { readonly kind: 'name' | 'word' | 'text' | 'mark'; readonly text: string }

const parseDuckdbType = (text: string): DuckdbType | undefined => {
  const tokens = tokenize(text)
  let at = 0
  const take = (mark: string): boolean => {
    const token = tokens[at]
    if (token?.kind !== 'mark' || token.text !== mark) return false
    at += 1
    return true
  }
  const listOf = <T>(item: () => T | undefined): readonly T[] | undefined => {
    const items: T[] = []
    do {
      const next = item()
      if (next === undefined) return undefined
      items.push(next)
    } while (take(','))
    return take(')') ? items : undefined
  }
  const plain = (): DuckdbType | undefined => {
    const words: string[] = []
    if (tokens[at]?.kind === 'name' && tokens[at]?.text === untyped) {
      at += 1
      return { kind: 'scalar', name: untyped, args: [] }
    }
    for (let token = tokens[at]; token?.kind === 'word'; token = tokens[at]) {
      words.push(token.text.toUpperCase())
      at += 1
    }
    const name = words.join(' ')
    if (name === '') return undefined
    if (!take('(')) return { kind: 'scalar', name, args: [] }
    if (name === 'STRUCT') {
      const fields = listOf(() => {
        const fieldName = tokens[at++]?.text
        const type = whole()
        return fieldName === undefined || type === undefined ? undefined : { name: fieldName, type }
      })
      return fields && { kind: 'struct', fields }
    }
    if (name === 'MAP') {
      const [key, value] = listOf(whole) ?? []
      return key && value && { kind: 'map', key, value }
    }
    // UNION(name type, …) and the like have no Iceberg counterpart, so nothing inside them matters.
    const args = listOf(() => tokens[at++]?.text)
    return args && { kind: 'scalar', name, args }
  }
  const whole = (): DuckdbType | undefined => {
    let type = plain()
    while (type !== undefined && take('[')) {
      if (tokens[at]?.kind === 'word') at += 1
      type = take(']') ? { kind: 'list', element: type } : undefined
    }
    return type
  }
  const type = whole()
  return at === tokens.length ? type : undefined
}

const tokenize = (text: string): readonly Token[] =>
  [...text.matchAll(/"((?:[^"]|"")*)"|'((?:[^']|'')*)'|(\w+)|([()[\],])/g)].map((match): Token => {
    const [, name, quoted, word, mark] = match
    if (name !== undefined) return { kind: 'name', text: name.replaceAll('""', '"') }
    if (quoted !== undefined) return { kind: 'text', text: quoted.replaceAll("''", "'") }
    return word === undefined ? { kind: 'mark', text: mark ?? '' } : { kind: 'word', text: word }
  })

/** `{a: 1, s: {__duckdb_field_id: 2, x: 3}}`: the ids that COPY writes into a Parquet file's schema. */
export const fieldIds = (fields: readonly Field[]): Sql =>
  sql`{${fields.map((field) => sql`${ident(field.name)}: ${fieldIdTree(field)}`)}}`

const fieldIdTree = (field: Field): Sql => {
  const { type } = field
  switch (type.kind) {
    case 'struct':
      return nested(field.id, type.fields)
    case 'list':
      return nested(field.id, [{ ...type.element, name: 'element' }])
    case 'map':
      return nested(field.id, [
        { ...type.key, name: 'key' },
        { ...type.value, name: 'value' },
      ])
    default:
      return sql`${field.id}`
  }
}

const nested = (id: number, fields: readonly Field[]): Sql =>
  sql`{${join([sql`__duckdb_field_id: ${id}`, ...fields.map((field) => sql`${ident(field.name)}: ${fieldIdTree(field)}`)], ', ')}}`
