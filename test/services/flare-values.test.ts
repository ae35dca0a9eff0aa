import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDuckdb } from '../../src/engines/index.ts'
import { sparkMacrosFor } from '../../src/sql/index.ts'
import { ident, join as joinSql, literal, sql } from '../../src/sql/quote.ts'
import { compileCall } from '../stacks/flare/functions/compile-call.ts'
import { openSpark } from './functions/spark-process.ts'
import { makeTables } from './functions/tables.ts'
import { python } from './python.ts'

/*
 * Functions over every value of types that the oracle of Spark's functions has. What a function means is written beside
 * it as an expression of Spark over the column `v`. All of them over one column are one statement of Spark.
 */
type Call = { readonly name: string; readonly [argument: string]: unknown }
type Meaning = readonly [call: Call, expression: string]

const text = 'CAST(v AS STRING)'
const call = (name: string, rest: Readonly<Record<string, unknown>>): Call => ({ name, column: 'v', ...rest })
const replaced = (sedExpression: string, regex: string, by: string): Meaning => [
  call('find_and_replace', { sedExpression }),
  `regexp_replace(${text}, '${regex}', '${by}')`,
]

/** Over every plain type: they begin with the text of a value. */
const ofTexts: readonly Meaning[] = [
  [call('change_case', { case: 'lower' }), `lower(${text})`],
  [call('change_case', { case: 'upper' }), `upper(${text})`],
  [call('change_case', { case: 'title' }), `initcap(${text})`],
  [call('cut_character', { startIndex: 2, endIndex: 4 }), `substring(${text}, 2, 3)`],
  [call('encode', { algo: 'base64' }), `replace(base64(CAST(${text} AS BINARY)), '\\r\\n', '')`],
  [call('encode', { algo: 'hex' }), `lower(hex(CAST(${text} AS BINARY)))`],
  [{ name: 'fill_null_or_empty', columns: { v: 'none' } }, `coalesce(nullif(${text}, ''), 'none')`],
  replaced('s/[0-9a]+/<$0>/g', '[0-9a]+', '<$0>'),
  replaced('s/(.)$/[\\1]/g', '(.)$', '[$1]'),
  replaced('s/\\s+/_/g', '\\\\s+', '_'),
  [call('hash', { algo: 'MD5' }), `md5(CAST(${text} AS BINARY))`],
  [call('hash', { algo: 'SHA-1' }), `sha1(CAST(${text} AS BINARY))`],
  [call('hash', { algo: 'SHA-256' }), `sha2(CAST(${text} AS BINARY), 256)`],
  [call('hash', { algo: 'SHA-384' }), `sha2(CAST(${text} AS BINARY), 384)`],
  [call('hash', { algo: 'SHA-512' }), `sha2(CAST(${text} AS BINARY), 512)`],
  [
    { name: 'merge', columns: ['v', 'id', 'v'], separator: '·', asColumn: 'v' },
    `concat_ws('·', ${text}, CAST(id AS STRING), ${text})`,
  ],
  ...(['trim', 'ltrim', 'rtrim'] as const).map(
    (method): Meaning => [call('trim', { method }), `${method}(${text})`],
  ),
]

/** Over texts only. */
const more: readonly Meaning[] = [
  [
    call('format_date', { format: 'yyyy-MM-dd HH:mm:ss.SSS' }),
    `date_format(CAST(v AS TIMESTAMP), 'yyyy-MM-dd HH:mm:ss.SSS')`,
  ],
  [
    call('format_unix_date', { format: 'yyyy/MM/dd' }),
    `date_format(CAST(CAST(v AS BIGINT) AS TIMESTAMP), 'yyyy/MM/dd')`,
  ],
  [
    { name: 'diff_date', columnA: 'v', columnB: 'v', asColumn: 'v' },
    'datediff(CAST(v AS DATE), CAST(v AS DATE))',
  ],
]

const columns = 's numtext datetext json flag d m day ts'.split(' ')
/** Where Java would break a character beyond U+FFFF, as there is one in `s`, they fail. */
const ofNothing: readonly Meaning[] = [
  replaced('s/[^a-z]*/-/g', '[^a-z]*', '-'),
  replaced('s/^|$/|/g', '^|$', '|'),
]
const meaningsOf = (column: string) => [
  ...ofTexts,
  ...(['s', 'datetext'].includes(column) ? more : []),
  ...(column === 's' ? [] : ofNothing),
]

describe.skipIf(python() === undefined)('functions of Flare over all values', () => {
  test('give what their expressions of Spark give', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-values-'))
    const tables = join(folder, 'tables')
    await mkdir(tables)
    await using engine = await openDuckdb({ library: sparkMacrosFor })
    await using connection = await engine.connect()
    const fileOf = (column: string): string => join(folder, `${column}.parquet`)
    try {
      await makeTables(connection, folder)
      for (const column of columns) {
        await rename(join(folder, `t_${column}.parquet`), join(tables, `t_${column}.parquet`))
        const table = sql`read_parquet(${literal(join(tables, `t_${column}.parquet`))})`
        const parts = []
        for (const [i, [made]] of meaningsOf(column).entries()) {
          const { query, diagnostics } = await compileCall(connection, table, made)
          if (query === undefined) throw new Error(`${JSON.stringify(made)}: ${diagnostics[0]?.message}`)
          parts.push(sql`(SELECT id, v AS ${ident(`v${i}`)} FROM (${query})) AS ${ident(`q${i}`)}`)
        }
        const [first, ...others] = parts
        if (first === undefined) throw new Error('no functions')
        const all = sql`${first} ${joinSql(
          others.map((part) => sql`JOIN ${part} USING (id)`),
          ' ',
        )}`
        await connection.run(sql`COPY (SELECT * FROM ${all}) TO ${literal(fileOf(column))} (FORMAT parquet)`)
      }
      await using spark = await openSpark()
      const verdicts = await spark.ask({
        tables,
        cases: columns.map((column) => {
          const expressions = meaningsOf(column).map(([, expression], i) => `${expression} AS v${i}`)
          return { sql: `SELECT id, ${expressions.join(', ')} FROM t_${column}`, file: fileOf(column) }
        }),
      })
      const wrong = columns.flatMap((column, k) => {
        const verdict = verdicts[k]
        if (verdict?.error !== undefined) return [`${column}: ${verdict.error}`]
        const types = meaningsOf(column).flatMap(([made], i) =>
          verdict?.fileTypes?.[i + 1] === verdict?.types?.[i + 1]
            ? []
            : [
                `${column}, ${JSON.stringify(made)}: ${verdict?.fileTypes?.[i + 1]} instead of ${verdict?.types?.[i + 1]}`,
              ],
        )
        const cells = (verdict?.differences ?? []).flatMap(({ id, ours, spark: theirs }) =>
          meaningsOf(column).flatMap(([made], i) =>
            ours?.[i + 1] === theirs?.[i + 1]
              ? []
              : [`${column} ${id}, ${JSON.stringify(made)}: ${ours?.[i + 1]} instead of ${theirs?.[i + 1]}`],
          ),
        )
        return [...types, ...cells]
      })
      expect(wrong).toEqual([])
    } finally {
      await rm(folder, { recursive: true })
    }
  }, 240_000)

  test.each(['s/\\b\\w/x/'])(
    'what Java matches otherwise than the engine is refused: %s',
    async (sedExpression) => {
      await using engine = await openDuckdb({ library: sparkMacrosFor })
      await using connection = await engine.connect()
      const { query } = await compileCall(
        connection,
        sql`(SELECT 'a' AS v)`,
        call('find_and_replace', { sedExpression }),
      )
      expect(query).toBeUndefined()
    },
  )
})
