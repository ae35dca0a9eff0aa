/**
 * SQL text whose every user-given part went through `ident` or `literal`. Only this folder and the compilers that
 * build on it produce values of this type; a plain string is not one.
 */
export type Sql = string & { readonly __sql: unique symbol }

/** SQL text ends at a NUL, so that nothing which has one can be written in it. */
export class NulInText extends RangeError {
  override readonly name = 'NulInText'
}

const withoutNul = (text: string): string => {
  if (text.includes('\0')) throw new NulInText('NUL in a name or literal of SQL')
  return text
}

/** An identifier in double quotes, as DuckDB and Trino read it. Any text without NUL is a valid identifier this way. */
export const ident = (name: string): Sql => `"${withoutNul(name).replaceAll('"', '""')}"` as Sql

/** A string literal in single quotes. Throws NulInText. */
export const literal = (text: string): Sql => `'${withoutNul(text).replaceAll("'", "''")}'` as Sql

type Part = Sql | number | bigint | boolean | readonly Sql[]

/**
 * SQL from quoted parts: sql`SELECT ${ident(column)} FROM ${relation}`. A list of parts is joined with commas.
 * A raw string does not type-check as a part: quote it first, or vouch for it with `trusted`.
 */
export const sql = (texts: TemplateStringsArray, ...parts: readonly Part[]): Sql => {
  let result = texts[0] ?? ''
  parts.forEach((part, i) => {
    result += Array.isArray(part) ? part.join(', ') : String(part)
    result += texts[i + 1] ?? ''
  })
  return result as Sql
}

export const join = (parts: readonly Sql[], separator: string): Sql => parts.join(separator) as Sql

/** Vouches for text that another compiler produced (the transpiler, DuckDB's own printer). Never for user input. */
export const trusted = (text: string): Sql => text as Sql
