import { failure } from '../../../diagnostics/index.ts'
import type { EngineColumn } from '../../../engines/index.ts'
import { ident, literal, type Sql, sql, trusted } from '../../../sql/quote.ts'
import { typeOfColumn } from '../../../sql/spark/parse/read-type.ts'
import { type SparkType, sparkName } from '../../../sql/spark/spark-types/spark-type.ts'
import { type ParquetLayout, parquetLayouts, spelling } from './parquet-layouts.ts'
import { type Reader, readOptions } from './reader.ts'

/**
 * Parquet as Spark reads it: the columns are those of the first file, or of all files where `mergeSchema` is set, and
 * NULL where a file lacks one. One column is of one type in all files (MR3231).
 */
export const openParquet: Reader = async ({ files, options, connection }, signal) => {
  const merges = readOptions(options).get('mergeschema')?.trim().toLowerCase() === 'true'
  const layouts = await parquetLayouts(files, connection, signal)
  const [first, ...others] = layouts
  if (first === undefined) throw failure('MR3220', { path: files[0] ?? '' })
  const relation = sql`read_parquet([${files.map(literal)}], union_by_name = ${others.length > 0}, hive_partitioning = false)`
  if (!merges) for (const other of others) refuseOtherTypes(first, other)
  const held = await connection.describe(sql`SELECT * FROM ${relation}`, signal)
  const columns = merges ? columnsOfAll(held, layouts) : first.columns
  const isAsHeld = JSON.stringify(held) === JSON.stringify(columns)
  return { relation: isAsHeld ? relation : casts(relation, held, columns), columns, notices: [] }
}

const casts = (relation: Sql, held: readonly EngineColumn[], columns: readonly EngineColumn[]): Sql => {
  const items = columns.map(({ name, type }) =>
    columnOf(held, name)?.type === type
      ? ident(name)
      : sql`CAST(${ident(name)} AS ${trusted(type)}) AS ${ident(name)}`,
  )
  return sql`(SELECT ${items} FROM ${relation})`
}

const columnOf = (columns: readonly EngineColumn[], name: string): EngineColumn | undefined =>
  columns.find((column) => column.name.toLowerCase() === name.toLowerCase())

const otherTypes = (path: string, column: EngineColumn, other: EngineColumn) =>
  failure('MR3231', {
    path,
    reason: `has the column "${other.name}" as ${other.type}, and another file as ${column.type}`,
    next: 'write one of them anew with the type of the other, or read each in a folder of its own',
  })

const refuseOtherTypes = (first: ParquetLayout, other: ParquetLayout): void => {
  for (const column of first.columns) {
    const found = columnOf(other.columns, column.name)
    if (found !== undefined && !isSameType(typeOfColumn(column.type), typeOfColumn(found.type)))
      throw otherTypes(other.path, column, found)
  }
}

const isSameType = (a: SparkType, b: SparkType): boolean =>
  sparkName(a).toLowerCase() === sparkName(b).toLowerCase()

type Merged = EngineColumn & { readonly merged: SparkType }

/** The columns of all files in the order in which they come. Only structs may differ, by the fields that they have. */
const mergedColumns = (layouts: readonly ParquetLayout[]): readonly Merged[] => {
  const all: Merged[] = []
  for (const { path, columns } of layouts)
    for (const column of columns) {
      const type = typeOfColumn(column.type)
      const at = all.findIndex(({ name }) => name.toLowerCase() === column.name.toLowerCase())
      const known = all[at]
      if (known === undefined) all.push({ ...column, merged: type })
      else {
        const merged = mergedType(known.merged, type)
        if (merged === undefined) throw otherTypes(path, known, column)
        all[at] = { ...known, merged }
      }
    }
  return all
}

/** Source: StructType.merge. */
const mergedType = (a: SparkType, b: SparkType): SparkType | undefined => {
  if (a.kind === 'array' && b.kind === 'array') {
    const element = mergedType(a.element, b.element)
    return element && { kind: 'array', element }
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const [key, value] = [mergedType(a.key, b.key), mergedType(a.value, b.value)]
    return key && value && { kind: 'map', key, value }
  }
  if (a.kind !== 'struct' || b.kind !== 'struct') return isSameType(a, b) ? a : undefined
  const fields = [...a.fields]
  for (const field of b.fields) {
    const at = fields.findIndex(({ name }) => name.toLowerCase() === field.name.toLowerCase())
    const known = fields[at]
    const type = known === undefined ? field.type : mergedType(known.type, field.type)
    if (type === undefined) return undefined
    if (known === undefined) fields.push(field)
    else fields[at] = { name: known.name, type }
  }
  return { kind: 'struct', fields }
}

/** The engine's types of merged columns, which may only say otherwise than Spark how a time or a number is held. */
const columnsOfAll = (
  held: readonly EngineColumn[],
  layouts: readonly ParquetLayout[],
): readonly EngineColumn[] =>
  mergedColumns(layouts).map(({ name, type, merged }) => {
    const there = columnOf(held, name)?.type ?? type
    const spelt = [there, spelling(there, false), spelling(there, true)].find((text) =>
      isSameType(typeOfColumn(text), merged),
    )
    if (spelt !== undefined) return { name, type: spelt }
    throw failure('MR3231', {
      path: layouts[0]?.path ?? '',
      reason: `and other files have the column "${name}" with other fields, some of which the engine holds in a way of its own`,
      next: 'write the files anew with the same fields',
    })
  })
