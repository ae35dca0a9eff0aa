/**
 * SQL text whose every user-given part went through `ident` or `literal`. Only this folder and the compilers that
 * build on it produce values of this type; a plain string is not one.
 */
export type Sql = string & { readonly __sql: unique symbol }

/** An identifier in double quotes, as DuckDB and Trino read it. Any text is a valid identifier this way. */
export const ident = (name: string): Sql => `"${name.replaceAll('"', '""')}"` as Sql

/** A string literal in single quotes. NUL cannot be written in SQL text, so it is refused. */
export const literal = (text: string): Sql => {
  if (text.includes('\0')) throw new RangeError('a string literal cannot contain NUL')
  return `'${text.replaceAll("'", "''")}'` as Sql
}

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
