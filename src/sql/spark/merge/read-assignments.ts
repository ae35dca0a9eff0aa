import { diagnose, type Place } from '../../../diagnostics/index.ts'
import { editText, type SourceText } from '../../source-text.ts'
import { type ClauseReading, spanOf, textOfTokens, unsupported, wrong } from './clause-reading.ts'
import { isKeyword, isName, isSymbol, type NestedToken, splitTokens } from '../parse/nested-tokens.ts'

/** A column of the stored table, as written, and the value that it gets. */
export type Assignment = { readonly column: string; readonly value: SourceText; readonly place: Place }

type Tokens = readonly NestedToken[]

/** `UPDATE SET *` or `UPDATE SET old.a = …, b = …`. */
export const readUpdate = (
  reading: ClauseReading,
  tokens: Tokens,
): 'all' | readonly Assignment[] | undefined => {
  const [, set, star] = tokens
  if (set === undefined || !isKeyword(set, 'SET')) return wrong(reading, 'SET', tokens, 1)
  if (star !== undefined && isSymbol(star, '*')) {
    if (tokens.length > 3) return wrong(reading, 'WHEN or the end', tokens, 3)
    return 'all'
  }
  const parts = splitTokens(tokens.slice(2), (token) => token.depth === 0 && isSymbol(token, ','))
  const assignments = parts.map((part, i) => readAssignment(reading, part, tokens, i === parts.length - 1))
  return noneTwice(reading, assignments)
}

const readAssignment = (
  reading: ClauseReading,
  part: Tokens,
  all: Tokens,
  isLast: boolean,
): Assignment | undefined => {
  if (part.length === 0)
    return wrong(reading, 'old.column = value', isLast ? all : part, isLast ? all.length : 0)
  const at = part.findIndex((token) => token.depth === 0 && isSymbol(token, '=', '=='))
  if (at <= 0) {
    reading.report(diagnose('MR1420', { expected: 'old.column = value' }, spanOf(reading, part)))
    return undefined
  }
  const column = readColumn(reading, part.slice(0, at))
  const value = readValue(reading, part.slice(at + 1))
  if (column !== undefined && value === undefined) return wrong(reading, 'a value', part, part.length)
  if (column === undefined || value === undefined) return undefined
  return { column, value, place: spanOf(reading, part.slice(0, at)) }
}

/** `INSERT *` or `INSERT (a, b) VALUES (…, …)`. */
export const readInsert = (
  reading: ClauseReading,
  tokens: Tokens,
): 'all' | readonly Assignment[] | undefined => {
  const [, star] = tokens
  if (star !== undefined && isSymbol(star, '*')) {
    if (tokens.length > 2) return wrong(reading, 'WHEN or the end', tokens, 2)
    return 'all'
  }
  if (star === undefined || !isSymbol(star, '(')) return wrong(reading, '* or a list of columns', tokens, 1)
  const columnsEnd = endOfBracket(tokens, 1)
  const values = tokens[columnsEnd + 1]
  if (values === undefined || !isKeyword(values, 'VALUES'))
    return wrong(reading, 'VALUES', tokens, columnsEnd + 1)
  const open = tokens[columnsEnd + 2]
  if (open === undefined || !isSymbol(open, '('))
    return wrong(reading, 'a list of values', tokens, columnsEnd + 2)
  const end = endOfBracket(tokens, columnsEnd + 2)
  if (end < tokens.length - 1) return wrong(reading, 'WHEN or the end', tokens, end + 1)
  const names = members(tokens.slice(2, columnsEnd))
  const given = members(tokens.slice(columnsEnd + 3, end))
  if (names.length !== given.length) {
    const counts = { columns: names.length, values: given.length }
    reading.report(diagnose('MR1422', counts, spanOf(reading, tokens)))
    return undefined
  }
  const assignments = names.map((name, i): Assignment | undefined => {
    const before = tokens.indexOf(name[0] ?? star)
    if (name.length === 0) return wrong(reading, 'a column', tokens, Math.max(before, 1))
    const column = readColumn(reading, name)
    const value = readValue(reading, given[i] ?? [])
    if (column !== undefined && value === undefined) return wrong(reading, 'a value', tokens, end)
    if (column === undefined || value === undefined) return undefined
    return { column, value, place: spanOf(reading, name) }
  })
  return noneTwice(reading, assignments)
}

/** Where the bracket that opens at `at` closes. */
const endOfBracket = (tokens: Tokens, at: number): number => {
  const depth = tokens[at]?.depth ?? 0
  const end = tokens.findIndex((token, i) => i > at && token.depth === depth && isSymbol(token, ')'))
  return end < 0 ? tokens.length : end
}

const members = (tokens: Tokens): readonly Tokens[] => {
  const depth = tokens.reduce((least, token) => Math.min(least, token.depth), Number.POSITIVE_INFINITY)
  return splitTokens(tokens, (token) => token.depth === depth && isSymbol(token, ','))
}

/** A column of the stored table, with or without `old.` before it. */
const readColumn = (reading: ClauseReading, tokens: Tokens): string | undefined => {
  const names = tokens.filter((_, i) => i % 2 === 0)
  const dots = tokens.filter((_, i) => i % 2 === 1)
  const [first, second] = names
  const isDotted = names.every(isName) && dots.every((token) => isSymbol(token, '.'))
  if (first === undefined || !isDotted || tokens.length % 2 === 0)
    return wrong(reading, 'the name of a column', tokens, 0)
  const alias = names.length > 1 ? first.text.toLowerCase() : undefined
  if (alias === 'new') {
    const column = names.map(({ text }) => text).join('.')
    reading.report(diagnose('MR1425', { column }, spanOf(reading, tokens)))
    return undefined
  }
  const path = alias === 'old' ? names.slice(1) : names
  if (path.length > 1) {
    const next = 'assign the whole struct: old.s = named_struct(…)'
    return unsupported(reading, 'a field of a struct as the target of SET', tokens, next)
  }
  return (alias === 'old' ? second : first)?.text
}

/** DEFAULT is NULL: tables of Iceberg version 2 know no other default. */
const readValue = (reading: ClauseReading, tokens: Tokens): SourceText | undefined => {
  const text = textOfTokens(reading, tokens)
  const [only] = tokens
  if (text === undefined || only === undefined || tokens.length > 1 || !isKeyword(only, 'DEFAULT'))
    return text
  return editText(text, [{ start: 0, end: text.text.length, text: 'NULL' }])
}

const noneTwice = (
  { report }: ClauseReading,
  assignments: readonly (Assignment | undefined)[],
): readonly Assignment[] | undefined => {
  const seen = new Set<string>()
  const read: Assignment[] = []
  for (const assignment of assignments) {
    if (assignment === undefined) continue
    const { column, place } = assignment
    if (seen.has(column.toLowerCase())) report(diagnose('MR1421', { column }, place))
    seen.add(column.toLowerCase())
    read.push(assignment)
  }
  return read.length === assignments.length ? read : undefined
}
