import { MalformedMetadata } from './json-reader.ts'
import { readThriftStruct, type ThriftStruct, type ThriftValue } from './thrift.ts'

/** A column of a Parquet file, or a part of one. */
export type ParquetColumn = {
  /** As DuckDB calls it; elements, keys and values have the names that name mappings give them. */
  readonly name: string
  /** The Iceberg field that it was written for. */
  readonly id?: number
  readonly kind: 'value' | 'struct' | 'list' | 'map'
  /** A struct's fields, a list's element, a map's key and value. */
  readonly children: readonly ParquetColumn[]
}

/**
 * The columns of a Parquet file from its metadata, which stands between the data and the last eight bytes. Lists and
 * maps are recognised as DuckDB does it. Source: Apache Parquet format, parquet.thrift. Throws MalformedMetadata.
 */
export const parquetColumns = (metadata: Uint8Array): readonly ParquetColumn[] => {
  const elements = list(readThriftStruct(metadata, schemaMember).get(schemaMember)).map(elementOf)
  const unread = elements.values()
  const root = readNode(unread)
  return withDuckdbNames(root.children.map((child) => columnOf(child, undefined)))
}

const schemaMember = 2

type Element = {
  readonly name: string
  readonly id?: number
  readonly isRepeated: boolean
  readonly childCount: number
  readonly convertedType?: bigint
  /** The member of the union of logical types that is set. */
  readonly logicalType?: number
}

type Node = Element & { readonly children: readonly Node[] }

const elementOf = (value: ThriftValue): Element => {
  if (!(value instanceof Map)) throw new MalformedMetadata('a Parquet column is no struct')
  const element: ThriftStruct = value
  const name = element.get(4)
  const id = element.get(9)
  const convertedType = element.get(6)
  const logicalType = element.get(10)
  return {
    name: name instanceof Uint8Array ? Buffer.from(name).toString() : '',
    ...(typeof id === 'bigint' ? { id: Number(id) } : {}),
    isRepeated: element.get(3) === 2n,
    childCount: Number(element.get(5) ?? 0n),
    ...(typeof convertedType === 'bigint' ? { convertedType } : {}),
    ...(logicalType instanceof Map ? { logicalType: Number([...logicalType.keys()][0]) } : {}),
  }
}

/** Elements stand in the order of a walk from the root, each before its children. */
const readNode = (unread: Iterator<Element>): Node => {
  const next = unread.next()
  if (next.done === true) throw new MalformedMetadata('its Parquet columns are incomplete')
  const children: Node[] = []
  for (let i = 0; i < next.value.childCount; i++) children.push(readNode(unread))
  return { ...next.value, children }
}

const columnOf = (node: Node, parent: Node | undefined): ParquetColumn => {
  const { name, id, children, isRepeated } = node
  const own = { name, ...(id === undefined ? {} : { id }) }
  const inner = children.map((child) => columnOf(child, node))
  const only = inner.length === 1 ? inner[0] : undefined
  if (children.length === 0) {
    const value: ParquetColumn = { ...own, kind: 'value', children: [] }
    return isRepeated ? { ...own, kind: 'list', children: [{ ...value, name: 'element' }] } : value
  }
  if (isEntries(node, parent)) {
    const [key, value] = inner
    if (key === undefined || value === undefined || !isRepeated)
      throw new MalformedMetadata(`its map ${parent?.name ?? name} has other members than key and value`)
    return {
      ...own,
      kind: 'map',
      children: [
        { ...key, name: 'key' },
        { ...value, name: 'value' },
      ],
    }
  }
  if (only !== undefined && (isList(node) || isMap(node) || isRepeated)) {
    // The layers around an element or an entry are no part of the column; ids are on the outer and the inner one.
    if (isRepeated) return { ...own, kind: 'list', children: [{ ...only, name: 'element' }] }
    return { ...only, ...own }
  }
  const struct: ParquetColumn = { ...own, kind: 'struct', children: withDuckdbNames(inner) }
  return isRepeated ? { ...own, kind: 'list', children: [{ ...struct, name: 'element' }] } : struct
}

const isEntries = ({ convertedType, children }: Node, parent: Node | undefined): boolean =>
  convertedType === mapKeyValue ||
  (parent !== undefined && isMap(parent) && parent.children.length === 1 && children.length > 0)

const isList = ({ convertedType, logicalType }: Node): boolean => convertedType === 3n || logicalType === 3
const isMap = ({ convertedType, logicalType }: Node): boolean => convertedType === 1n || logicalType === 2
const mapKeyValue = 2n

/** DuckDB tells names apart ignoring case, and numbers those that come again. */
const withDuckdbNames = (columns: readonly ParquetColumn[]): readonly ParquetColumn[] => {
  const counts = new Map<string, number>()
  return columns.map((column) => {
    const low = column.name.toLowerCase()
    let count = counts.get(low)
    if (count === undefined) {
      counts.set(low, 1)
      return column
    }
    while (counts.has(`${low}_${count}`)) count += 1
    counts.set(low, count)
    counts.set(`${low}_${count}`, 1)
    return { ...column, name: `${column.name}_${count}` }
  })
}

const list = (value: ThriftValue | undefined): readonly ThriftValue[] => {
  if (Array.isArray(value)) return value as readonly ThriftValue[]
  throw new MalformedMetadata('it has no Parquet columns')
}
