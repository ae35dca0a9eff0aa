import { join } from 'node:path'
import type { Connection, EngineColumn } from '../../../src/engines/index.ts'
import { ident, literal, sql, type Sql, trusted } from '../../../src/sql/quote.ts'
import { columnNames, named } from './adversarial.ts'

type TableOfRows = { readonly columns: readonly EngineColumn[]; readonly rows: Sql }

const oneColumn = (type: string, all: readonly string[]): TableOfRows => ({
  columns: [
    { name: 'id', type: 'INTEGER' },
    { name: 'v', type },
  ],
  rows: sql`SELECT CAST(id AS INTEGER) AS id, CAST(v AS ${trusted(type)}) AS v FROM (${trusted(
    all.map((value, i) => `SELECT ${i} AS id, CAST(${value} AS ${type}) AS v`).join(' UNION ALL '),
  )}) ORDER BY id`,
})

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)

const wide = (): TableOfRows => {
  const count = Math.max(...columnNames.map((name) => named(name).all.length))
  const rows = range(count).map((row) => {
    const cells = columnNames.map((name) => {
      const { all, type } = named(name)
      return `CAST(${all[row % all.length]} AS ${type}) AS ${ident(name)}`
    })
    return `SELECT ${row}::INTEGER AS id, CAST(${row % 4 === 3 ? 'NULL' : row % 4} AS INTEGER) AS g, ${cells.join(', ')}`
  })
  return {
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'g', type: 'INTEGER' },
      ...columnNames.map((name) => ({ name, type: named(name).type })),
    ],
    rows: trusted(`SELECT * FROM (${rows.join(' UNION ALL ')}) ORDER BY id`),
  }
}

const tables = (): ReadonlyMap<string, TableOfRows> =>
  new Map([
    ...columnNames.flatMap((name): readonly (readonly [string, TableOfRows])[] => {
      const { type, all, few } = named(name)
      return [
        [`t_${name}`, oneColumn(type, all)],
        [
          `few_${name}`,
          oneColumn(
            type,
            few.map((i) => all[i] ?? 'NULL'),
          ),
        ],
      ]
    }),
    ['t', wide()],
  ])

/** What the translator is told about the tables. */
export type Schemas = ReadonlyMap<string, readonly EngineColumn[]>

/** Writes a Parquet file of each table into a folder, and makes views of them. */
export const makeTables = async (connection: Connection, folder: string): Promise<Schemas> => {
  const made = tables()
  for (const [name, { rows }] of made)
    await connection.run(sql`COPY (${rows}) TO ${literal(join(folder, `${name}.parquet`))} (FORMAT parquet)`)
  return viewTables(connection, folder, [...made.keys()])
}

/** Views of Parquet files; returns their columns as the engine reads them. */
export const viewTables = async (
  connection: Connection,
  folder: string,
  names: readonly string[],
): Promise<Schemas> => {
  const schemas = new Map<string, readonly EngineColumn[]>()
  for (const name of names) {
    const file = sql`FROM read_parquet(${literal(join(folder, `${name}.parquet`))})`
    await connection.run(sql`CREATE VIEW ${ident(name)} AS ${file}`)
    schemas.set(name, await connection.describe(file))
  }
  return schemas
}
