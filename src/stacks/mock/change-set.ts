import { nearest } from '../../base/nearest.ts'
import { type Diagnostic, diagnose, hasErrors, type Staged } from '../../diagnostics/index.ts'
import { closedValues, personalColumns } from './closed-values.ts'
import { customerColumns } from './customer.ts'
import { dayNumber, timestampText } from './dates.ts'
import { createRandom, hashText, type NonEmpty, pick } from './random.ts'

/** A customer as the raw table holds it: columns by name, values as the feed spells them, null where it has none. */
export type CustomerRow = Readonly<Record<string, string | null>>

/** What to change: column and new value; an empty value clears the column. */
export type CustomerChange = Readonly<Record<string, string>>

const unchangeable: readonly string[] = ['', 'cust_id', 'created_at', 'modified_at']

/** Columns that may be changed, in the order of the feed. */
export const changeableColumns: readonly string[] = customerColumns.filter(
  (column) => !unchangeable.includes(column),
)

/** Of those, what this customer has: merchants and corporates lack a person's attributes. */
export const changeableColumnsOf = (row: CustomerRow): readonly string[] =>
  isPersonal(row)
    ? changeableColumns
    : changeableColumns.filter((column) => !personalColumns.includes(column))

/**
 * The rows that differ after the change, with `modified_at` moved; none where nothing was entered or nothing differs.
 * Reports MR3270 (unknown column), MR3271 (column that never changes), MR3272 (attribute that this customer lacks) and
 * MR3273 (value that the column does not take); then no rows are returned.
 */
export const changeCustomers = (
  rows: readonly CustomerRow[],
  change: CustomerChange,
  now: Date,
): Staged<readonly CustomerRow[]> => {
  const diagnostics = Object.entries(change).flatMap(([column, value]) => [
    ...columnFindings(column),
    ...valueFindings(column, value),
  ])
  for (const row of rows) diagnostics.push(...lackingAttributes(row, change))
  if (hasErrors(diagnostics)) return { value: [], diagnostics }
  return { value: rows.flatMap((row) => changed(row, change, now)), diagnostics }
}

/**
 * Each row with one to three of `columns` changed at random, and `modified_at` moved. The same seed and rows give the
 * same changes. Reports MR3270 and MR3271 for columns that cannot be changed at random.
 */
export const changeCustomersAtRandom = (
  rows: readonly CustomerRow[],
  options: { readonly seed: string; readonly now: Date; readonly columns?: readonly string[] },
): Staged<readonly CustomerRow[]> => {
  const columns = options.columns ?? randomColumns
  const diagnostics = columns.flatMap((column) =>
    randomValues[column] === undefined ? randomFindings(column) : [],
  )
  if (hasErrors(diagnostics)) return { value: [], diagnostics }
  const random = createRandom(options.seed, 'random change')
  const value = rows.flatMap((row) => {
    random.at(hashText(row['cust_id'] ?? ''))
    const owned = columns.filter((column) => isPersonal(row) || !personalColumns.includes(column))
    const count = Math.min(owned.length, 1 + random.below(3))
    const change: Record<string, string> = {}
    while (Object.keys(change).length < count) {
      const column = owned[random.below(owned.length)] ?? ''
      const others = (randomValues[column] ?? []).filter((candidate) => candidate !== row[column])
      const [first, ...rest] = others
      change[column] = first === undefined ? '' : pick(random, [first, ...rest])
    }
    return changed(row, change, options.now)
  })
  return { value, diagnostics }
}

/**
 * The given share of the ids, chosen by seed alone: the order of `ids` does not matter, and a larger share contains
 * every smaller one. At least one where there is any and `percent` is above 0.
 */
export const pickCustomers = (ids: readonly string[], percent: number, seed: string): readonly string[] => {
  const share = Math.min(100, Math.max(0, percent)) / 100
  if (share === 0 || ids.length === 0) return []
  const count = Math.max(1, Math.round(ids.length * share))
  return ids
    .map((id) => ({ id, rank: hashText(`${seed}\n${id}`) }))
    .toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .slice(0, count)
    .map(({ id }) => id)
    .toSorted()
}

const isPersonal = (row: CustomerRow): boolean => (row['customer_type'] ?? 'Personal') === 'Personal'

const changed = (row: CustomerRow, change: CustomerChange, now: Date): readonly CustomerRow[] => {
  const differs = Object.entries(change).some(([column, value]) => (row[column] ?? '') !== value)
  if (!differs) return []
  const values = Object.entries(change).map(
    ([column, value]) => [column, value === '' ? null : value] as const,
  )
  return [{ ...row, ...Object.fromEntries(values), modified_at: movedAfter(row['modified_at'] ?? '', now) }]
}

/** `now`, or a second after the last change where the clock is behind it: the newest version must win. */
const movedAfter = (modifiedAt: string, now: Date): string => {
  const seconds = Math.floor(now.getTime() / 1000)
  const before = Date.parse(`${modifiedAt.slice(0, 19).replace(' ', 'T')}Z`) / 1000
  return timestampText(before >= seconds ? before + 1 : seconds)
}

const columnFindings = (column: string): readonly Diagnostic[] => {
  if (changeableColumns.includes(column)) return []
  if (unchangeable.includes(column)) return [diagnose('MR3271', { column })]
  return [diagnose('MR3270', { column, near: nearest(column, changeableColumns) })]
}

const randomFindings = (column: string): readonly Diagnostic[] => {
  const findings = columnFindings(column)
  return findings.length > 0 ? findings : [diagnose('MR3275', { column, allowed: randomColumns.join(', ') })]
}

const valueFindings = (column: string, value: string): readonly Diagnostic[] => {
  if (value === '') return []
  const closed = closedValues[column]
  if (closed !== undefined && !closed.includes(value))
    return [diagnose('MR3273', { column, value, near: nearest(value, closed), allowed: closed.join(', ') })]
  const form = forms[column]
  if (form === undefined || form.holds(value)) return []
  return [diagnose('MR3273', { column, value, allowed: form.allowed })]
}

const lackingAttributes = (row: CustomerRow, change: CustomerChange): readonly Diagnostic[] =>
  isPersonal(row)
    ? []
    : Object.keys(change)
        .filter((column) => personalColumns.includes(column))
        .map((column) =>
          diagnose('MR3272', {
            column,
            customer: row['cust_id'] ?? '',
            type: row['customer_type'] ?? '',
          }),
        )

type Form = { readonly holds: (value: string) => boolean; readonly allowed: string }

const day: Form = {
  holds: (value) => dayNumber(value) > 0 || dayNumber(value) <= 0,
  allowed: 'a day, YYYY-MM-DD',
}

const forms: Readonly<Record<string, Form>> = {
  cust_dob: day,
  cibil_check_date: day,
  cibil_score: {
    holds: (value) => /^\d{3}$/.test(value) && Number(value) >= 300 && Number(value) <= 900,
    allowed: 'an integer from 300 to 900',
  },
}

const scores = Array.from({ length: 26 }, (_, i) => `${650 + i * 10}`)

/** What a random change may put into a column; columns that must agree with others are left alone. */
const randomValues: Readonly<Record<string, readonly string[]>> = {
  cust_segment: ['Urban', 'Rural', 'Semi-Urban'],
  customer_privelege: ['Yes', 'No'],
  marital_status: ['Single', 'Married'],
  occupation: ['Salaried', 'Non Salaried'],
  sourcing_channel: ['Branch', 'Partner', 'Online'],
  customer_risk_category: ['High', 'Low', 'Medium'],
  afflunce_level: ['High', 'Low', 'Medium'],
  customer_status: ['Active', 'Dormant'],
  cibil_score: scores,
}

const randomColumns: NonEmpty<string> = [
  'customer_status',
  ...Object.keys(randomValues).filter((column) => column !== 'customer_status'),
]
