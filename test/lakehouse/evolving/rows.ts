import { type Column, type ColumnType, type Row, type Rows, valueText } from './world.ts'

export const rowOf = (columns: readonly Column[], [key = null, ...values]: readonly (number | null)[]): Row =>
  Object.fromEntries(columns.map(({ id }, i) => [id, id === 1 ? key : (values[i % values.length] ?? null)]))

/** The columns come in another order than the table has them. */
export const query = (columns: readonly Column[], rows: Rows): string =>
  rows
    .map((row) => {
      const values = columns.toReversed().map(({ id, name, type }) => {
        const text = valueText(type, row[id] ?? null)
        const value = type === 'string' && text !== 'NULL' ? `'${text}'` : text
        return `CAST(${value} AS ${sqlTypes[type]}) AS "${name}"`
      })
      return `SELECT ${values.join(', ')}`
    })
    .join(' UNION ALL ')

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  int: 'INTEGER',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  'decimal(5, 2)': 'DECIMAL(5, 2)',
  'decimal(9, 2)': 'DECIMAL(9, 2)',
  string: 'VARCHAR',
}
