import type { EngineColumn, EngineTable, EngineValue } from '../../engines/engine.ts'
import { jsonText } from './json-text.ts'

/** Batches as one JSON array with an object for each row, one row a line. */
export async function* jsonRows(batches: AsyncIterable<EngineTable>): AsyncIterable<string> {
  let before = '['
  for await (const { columns, rows } of batches) {
    if (rows.length === 0) continue
    const names = memberNames(columns)
    yield `${before}\n${rows.map((row) => rowObject(names, columns, row)).join(',\n')}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

/** Batches as newline-delimited JSON: an object for each row. */
export async function* jsonLines(batches: AsyncIterable<EngineTable>): AsyncIterable<string> {
  for await (const { columns, rows } of batches) {
    const names = memberNames(columns)
    if (rows.length > 0) yield rows.map((row) => `${rowObject(names, columns, row)}\n`).join('')
  }
}

const rowObject = (
  names: readonly string[],
  columns: readonly EngineColumn[],
  row: EngineTable['rows'][number],
): string =>
  `{${names.map((name, at) => `${jsonText(name)}:${cellJson(row[at] ?? null, columns[at])}`).join(',')}}`

/** A decimal is a number: its exact digits, as the engine prints them. */
const cellJson = (value: EngineValue, column: EngineColumn | undefined): string =>
  typeof value === 'string' && column?.type.startsWith('DECIMAL') === true && /^-?\d+(\.\d+)?$/.test(value)
    ? value
    : jsonText(value)

/** A member name for each column: the second `id` becomes `id_2`, or the next number that no column has. */
const memberNames = (columns: readonly EngineColumn[]): readonly string[] => {
  const given = new Set(columns.map(({ name }) => name))
  const used = new Set<string>()
  return columns.map(({ name }) => {
    let unique = name
    for (let next = 2; used.has(unique); next++) {
      const candidate = `${name}_${next}`
      if (!given.has(candidate)) unique = candidate
    }
    used.add(unique)
    return unique
  })
}
