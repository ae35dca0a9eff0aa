import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, type Engine, openDuckdb } from '../../../src/engines/index.ts'
import { createSparkTranslator, detachedText, sparkMacrosFor } from '../../../src/sql/index.ts'
import { literal, trusted } from '../../../src/sql/quote.ts'
import { type CsvDialect, csvCells } from '../../../src/sql/spark/functions/csv-split.ts'
import { parseRecord } from '../../../src/stacks/flare/readers/csv-record.ts'

let engine: Engine
let connection: Connection

beforeAll(async () => {
  engine = await openDuckdb({ library: sparkMacrosFor })
  connection = await engine.connect()
})

afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
})

const dialects: readonly CsvDialect[] = [
  ['"', '\\'],
  ['"', '"'],
  ["'", '/'],
  ['', '\\'],
].flatMap(([quote = '', escape = '']) =>
  [',', '\t', '|'].flatMap((separator) =>
    [false, true].map((trims) => ({
      separator,
      quote,
      escape,
      trimLeading: trims,
      trimTrailing: trims,
      emptyValue: '',
      nullValue: 'NA',
    })),
  ),
)

const numbersFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const linesFor = ({ separator, quote, escape }: CsvDialect): readonly string[] => {
  const next = numbersFrom(7)
  const mark = quote || '"'
  const pieces = [mark, mark, mark, escape, separator, separator, 'a', 'b', ' ', '\t', '1', '\n', 'é']
  const text = () => Array.from({ length: 1 + next(12) }, () => pieces[next(pieces.length)] ?? '').join('')
  return [...new Set(Array.from({ length: 1500 }, text))]
}

const code = (text: string): number => (text === '' ? 0 : text.charCodeAt(0))

test.for(dialects)('a line is cut as the reader of files cuts it: %j', async (dialect) => {
  const { separator, quote, escape, trimLeading, trimTrailing } = dialect
  const lines = linesFor(dialect).filter(
    (line) => quote === '' || escape === quote || !line.includes(quote + escape),
  )
  const { rows } = await connection.table(
    trusted(
      `SELECT ${csvCells('v', dialect)} FROM (SELECT unnest([${lines.map(literal).join(', ')}]) AS v, unnest(range(${lines.length})) AS id) ORDER BY id`,
    ),
  )
  // Whether a last cell of blanks is empty or NULL is decided elsewhere.
  const alike = (cells: unknown): unknown =>
    trimLeading && Array.isArray(cells) ? cells.map((cell: unknown) => (cell === '' ? null : cell)) : cells
  for (const [i, line] of lines.entries()) {
    const { cells } = parseRecord(line, 0, {
      delimiter: code(separator),
      quote: code(quote),
      escape: code(escape),
      escapeEscape: escape === quote ? 0 : code(escape),
      trimLeading,
      trimTrailing,
      newline: -1,
      hasStrays: false,
    })
    expect(alike(rows[i]?.[0]), JSON.stringify(line)).toEqual(alike(cells))
  }
})

test.for([
  [String.raw`SELECT from_csv('"a"\\b,c', 'a STRING') AS r`, 'right behind a closing quote'],
  [`SELECT from_csv(concat('a', chr(0)), 'a STRING') AS r`, 'the character 0 or U\\+FFFF'],
  [
    `SELECT from_csv('a, ', 'a STRING, b STRING', map('nullValue', 'NA', 'ignoreTrailingWhiteSpace', 'true')) AS r`,
    'ends with a cell of blanks',
  ],
  [`SELECT from_csv('0x1p3', 'a DOUBLE') AS r`, 'a hexadecimal number'],
])('what is not known to be what Spark makes of it fails: %s', async ([statement = '', complaint = '']) => {
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const { value } = await translator.translate(detachedText(statement), new Map())
  if (value?.kind !== 'query') throw new Error('refused')
  await expect(connection.rows(value.sql)).rejects.toThrow(new RegExp(complaint))
})
