import { failure } from '../diagnostics/index.ts'
import { literal, type Sql, sql } from './quote.ts'

/** JSON as it is. A number that a double would print otherwise (2^63, 1.0) is kept as its text, see `parseTree`. */
export type Tree = null | boolean | number | string | Tree[] | TreeObject
export type TreeObject = { [key: string]: Tree }

export const isObject = (tree: Tree | undefined): tree is TreeObject =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree)

/**
 * The statement that turns a query into its parse tree, as one JSON text. Needs no table and reads no data. Throws
 * MR4001 for a text with NUL, after which the engine would not see the rest of it.
 */
export const serializeStatement = (query: string): Sql => {
  if (query.includes('\0')) throw failure('MR4001', { message: 'it contains a NUL character' })
  return sql`SELECT CAST(json_serialize_sql(${literal(query)}) AS VARCHAR) AS tree`
}

/** The statement that turns a parse tree back into the text of a query. */
export const deserializeStatement = (tree: string): Sql =>
  sql`SELECT json_deserialize_sql(${literal(tree)}) AS query`

/** Literals and positions must come back exactly, and DuckDB tells 1 from 1.0: such numbers print as they were read. */
export const parseTree = (json: string): Tree =>
  JSON.parse(json, (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && context.source !== String(value)
      ? rawNumber(context.source)
      : value,
  ) as Tree

export const printTree = (tree: Tree): string => JSON.stringify(tree)

// Part of the language since the JSON.parse source text proposal; the type library of ES2023 does not know it.
const rawNumber = (source: string): unknown =>
  (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(source)

/** The member as text; empty where it is absent or something else. */
export const textOf = (object: TreeObject, key: string): string => {
  const value = object[key]
  return typeof value === 'string' ? value : ''
}
