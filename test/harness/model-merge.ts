import type { Condition, Mode, Row, Rows } from './operation.ts'

type Sides = { readonly old?: Row; readonly new?: Row }

/** As Spark merges. Undefined: no row changes. Refused: a stored row that several new ones would change. */
export const mergedRows = (
  stored: Rows,
  fresh: Rows,
  mode: Extract<Mode, { kind: 'merge' | 'delete' }>,
): Rows | undefined | 'refused' => {
  if (mode.kind === 'delete') {
    const left = stored.filter((old) => !holds(mode.where, { old }))
    return left.length === stored.length ? undefined : left
  }
  const matched = mode.clauses.filter(({ kind }) => kind !== 'insert')
  const inserts = mode.clauses.filter(({ kind }) => kind === 'insert')
  const matches = (old: Row) => fresh.filter(({ id }) => id !== null && id === old.id)
  const isPlainDelete = matched.length === 1 && matched[0]?.kind === 'delete' && !matched[0].condition
  if (matched.length > 0 && !isPlainDelete && stored.some((old) => matches(old).length > 1)) return 'refused'
  let changes = 0
  const kept = stored.flatMap((old): Rows => {
    const [row] = matches(old)
    const clause =
      row === undefined ? undefined : matched.find(({ condition }) => holds(condition, { old, new: row }))
    if (row === undefined || clause === undefined) return [old]
    changes += 1
    return clause.kind === 'update' ? [row] : []
  })
  const inserted = fresh.filter(
    (row) =>
      !stored.some(({ id }) => id !== null && id === row.id) &&
      inserts.some(({ condition }) => holds(condition, { new: row })),
  )
  return changes + inserted.length === 0 ? undefined : [...kept, ...inserted]
}

/** As in SQL: what is compared with NULL holds not. */
const holds = (condition: Condition | undefined, rows: Sides): boolean => {
  if (condition === undefined) return true
  const value = rows[condition.side]?.[condition.column]
  if (value === undefined || value === null) return false
  switch (condition.operator) {
    case '<':
      return value < condition.value
    case '>=':
      return value >= condition.value
    case '=':
      return value === condition.value
    case '<>':
      return value !== condition.value
  }
}
