import { nearest } from '../../../base/nearest.ts'
import { type Diagnostic, diagnose, hasErrors, type Staged } from '../../../diagnostics/index.ts'
import type { EngineColumn } from '../../row.ts'
import type { Sql } from '../../quote.ts'
import type { SourceText } from '../../source-text.ts'
import type { TranslatedExpression } from '../stored-translation.ts'
import type { SparkTranslator } from '../translator.ts'
import type { Assignment } from './read-assignments.ts'
import type { SparkMergeClause } from './read-clauses.ts'
import type { SparkMerge } from './read-merge.ts'

/** A merge in the engine's SQL, over the aliases "old" and "new". */
export type TranslatedMerge = {
  readonly on: Sql
  /** A match needs the stored column to equal the value, which is over "new" and of the same kind of type. */
  readonly keys: readonly { readonly old: string; readonly new: Sql }[]
  readonly clauses: readonly TranslatedClause[]
}

type TranslatedValues = 'all' | readonly { readonly column: string; readonly value: Sql }[]
type TranslatedClause = { readonly condition?: Sql } & (
  | { readonly kind: 'update'; readonly set: TranslatedValues }
  | { readonly kind: 'delete' }
  | { readonly kind: 'insert'; readonly values: TranslatedValues }
)

/** Columns of the stored table, and of the rows that are merged into it. */
export type MergeSides = {
  readonly old: readonly EngineColumn[]
  readonly fresh: readonly EngineColumn[]
}

type Translating = MergeSides & {
  readonly translator: SparkTranslator
  readonly diagnostics: Diagnostic[]
}

/** The value is undefined where there is an error; all errors of the merge are found together. */
export const translateMerge = async (
  merge: SparkMerge,
  sides: MergeSides,
  translator: SparkTranslator,
): Promise<Staged<TranslatedMerge | undefined>> => {
  const translating: Translating = { ...sides, translator, diagnostics: [] }
  const on = await readCondition(translating, merge.on, 'both')
  const clauses: TranslatedClause[] = []
  for (const clause of merge.clauses) {
    const read = await readClause(translating, clause)
    if (read !== undefined) clauses.push(read)
  }
  const { diagnostics } = translating
  if (on === undefined || hasErrors(diagnostics)) return { value: undefined, diagnostics }
  return { value: { on, keys: await readKeys(translating, merge.keys), clauses }, diagnostics }
}

/** An insert sees no stored row: it is for rows that have none. */
type Seen = 'both' | 'new' | 'old'

const sourcesOf = ({ old, fresh }: MergeSides, seen: Seen): ReadonlyMap<string, readonly EngineColumn[]> =>
  new Map([
    ...(seen === 'new' ? [] : [['old', old] as const]),
    ...(seen === 'old' ? [] : [['new', fresh] as const]),
  ])

const translate = async (
  translating: Translating,
  text: SourceText,
  seen: Seen,
): Promise<TranslatedExpression | undefined> => {
  const sources = sourcesOf(translating, seen)
  const { value, diagnostics } = await translating.translator.translateCondition(text, sources)
  translating.diagnostics.push(...diagnostics)
  return value
}

const readCondition = async (
  translating: Translating,
  text: SourceText,
  seen: Seen,
): Promise<Sql | undefined> => {
  const value = await translate(translating, text, seen)
  const type = value?.type
  if (type !== undefined && type !== 'boolean' && type !== 'void')
    translating.diagnostics.push(diagnose('MR1434', { type }, text.place(0, text.text.length)))
  return value?.sql
}

const readClause = async (
  translating: Translating,
  clause: SparkMergeClause,
): Promise<TranslatedClause | undefined> => {
  const seen = clause.kind === 'insert' ? 'new' : 'both'
  const condition =
    clause.condition === undefined ? undefined : await readCondition(translating, clause.condition, seen)
  const common = condition === undefined ? {} : { condition }
  switch (clause.kind) {
    case 'update': {
      const set = await readValues(translating, clause.set, seen)
      return set === undefined ? undefined : { kind: 'update', set, ...common }
    }
    case 'insert': {
      const values = await readValues(translating, clause.values, seen)
      return values === undefined ? undefined : { kind: 'insert', values, ...common }
    }
    case 'delete':
      return { kind: 'delete', ...common }
  }
}

const readValues = async (
  translating: Translating,
  assignments: 'all' | readonly Assignment[],
  seen: Seen,
): Promise<TranslatedValues | undefined> => {
  if (assignments === 'all') return 'all'
  const values: { column: string; value: Sql }[] = []
  for (const { column, value, place } of assignments) {
    const known = columnNamed(translating.old, column)
    if (known === undefined) {
      const near = nearest(
        column,
        translating.old.map(({ name }) => name),
      )
      translating.diagnostics.push(diagnose('MR2003', { name: column, relation: 'old', near }, place))
    }
    const translated = await translate(translating, value, seen)
    if (known === undefined || translated === undefined) continue
    const type = timeType(known, translated)
    const stored = type === undefined ? translated : await translate(translating, castText(value, type), seen)
    if (stored !== undefined) values.push({ column: known.name, value: stored.sql })
  }
  return values.length === assignments.length ? values : undefined
}

/** The type that a time becomes which is stored as one of another kind; how, the zone of the session says. */
const timeType = ({ type }: EngineColumn, value: TranslatedExpression): string | undefined => {
  if (!/^(?:date|timestamp|timestamp_ntz)$/.test(value.type ?? '')) return undefined
  if (type === 'TIMESTAMP WITH TIME ZONE') return value.type === 'timestamp' ? undefined : 'TIMESTAMP'
  return type === 'TIMESTAMP' && value.type !== 'timestamp_ntz' ? 'TIMESTAMP_NTZ' : undefined
}

const castText = ({ text, place }: SourceText, type: string): SourceText => ({
  text: `CAST(${text} AS ${type})`,
  place: (offset, length) => place(Math.max(0, offset - 'CAST('.length), length),
})

const columnNamed = (columns: readonly EngineColumn[], name: string): EngineColumn | undefined =>
  columns.find((column) => column.name.toLowerCase() === name.toLowerCase())

/** Candidates that turn out to read the stored row, or to be compared after a conversion of it, are no keys. */
const readKeys = async (
  { translator, ...sides }: Translating,
  keys: SparkMerge['keys'],
): Promise<TranslatedMerge['keys']> => {
  const read: { old: string; new: Sql }[] = []
  for (const { column, value } of keys) {
    const known = columnNamed(sides.old, column)
    if (known === undefined) continue
    const fresh = await translator.translateCondition(value, sourcesOf(sides, 'new'))
    const stored = await translator.translateCondition(columnText(value, known.name), sourcesOf(sides, 'old'))
    if (fresh.value === undefined || stored.value === undefined) continue
    if (hasErrors([...fresh.diagnostics, ...stored.diagnostics])) continue
    if (areOfOneKind(stored.value.type, fresh.value.type))
      read.push({ old: known.name, new: fresh.value.sql })
  }
  return read
}

const columnText = ({ place }: SourceText, name: string): SourceText => ({
  text: `old.\`${name.replaceAll('`', '``')}\``,
  place: () => place(0),
})

const integers = ['tinyint', 'smallint', 'int', 'bigint']
const others = ['boolean', 'string', 'date', 'timestamp', 'timestamp_ntz', 'binary']

/**
 * Spark compares such values without converting the stored one, so it lies between the bounds of its file exactly
 * where an equal one does. Not so numbers with NaN, which no bound covers.
 */
const areOfOneKind = (stored: string | undefined, fresh: string | undefined): boolean => {
  if (stored === undefined || fresh === undefined) return false
  if (integers.includes(stored)) return integers.includes(fresh)
  return stored === fresh && (others.includes(stored) || stored.startsWith('decimal('))
}
