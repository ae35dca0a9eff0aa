import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { python } from './python.ts'
import { randomSelects, randomTables } from './random-select.ts'
import { askSpark, cellsOf, loadEngine, type LoadedEngine, type SparkAnswers, table } from './spark-oracle.ts'

/*
 * Statements that nobody thought of: seeded, so that a failure can be had again. What Spark answers is answered with
 * the same rows, or refused with a reason.
 */
const sample = { seed: 20240229, count: 40 }
// Compiling such small queries takes Spark longer than running them.
const settings = { 'spark.sql.codegen.wholeStage': 'false', 'spark.sql.codegen.factoryMode': 'NO_CODEGEN' }

const tables = {
  t: table(randomTables.t, [
    [1, 1, 'a', '1.50', '2024-01-31'],
    [2, 1, 'b,c', '-2.00', '2024-02-29'],
    [3, 2, 'A', null, null],
    [4, 2, null, '0.01', '2024-01-31'],
    [5, null, '', '100.00', '2023-12-31'],
    [6, 3, 'a,,b', '1.50', '1970-01-01'],
    [6, 3, 'a,,b', '1.50', '1970-01-01'],
    [7, 5, 'cab', '7.25', '2024-02-29'],
  ]),
  u: table(randomTables.u, [
    [1, 2, 'a', '2024-02-29'],
    [2, 2, 'A', '2024-01-31'],
    [3, 1, null, '2024-03-01'],
    [5, 7, 'b,c', null],
    [8, null, 'cab', '1970-01-01'],
    [8, null, 'cab', '1970-01-01'],
  ]),
}

const next = randomSelects(sample.seed)
const statements = Object.fromEntries(Array.from({ length: sample.count }, (_, i) => [`${i}`, next()]))

describe.skipIf(python() === undefined)('random SELECT statements', () => {
  let spark: SparkAnswers
  let engine: LoadedEngine
  beforeAll(async () => {
    spark = await askSpark(tables, statements, settings)
    engine = await loadEngine(tables)
  }, 120_000)
  afterAll(() => engine[Symbol.asyncDispose]())

  test('have the rows of Spark or are refused, nearly always the former', async () => {
    const wrong: unknown[] = []
    let equal = 0
    for (const [key, statement] of Object.entries(statements)) {
      const want = spark[key]
      if (want?.types === undefined) continue
      const verdict = await outcome(statement, want)
      if (verdict === undefined) equal++
      else if (verdict !== 'refused') wrong.push({ statement, verdict })
    }
    expect(wrong).toEqual([])
    expect(equal).toBeGreaterThan(sample.count * 0.9)
  })

  const outcome = async (statement: string, want: SparkAnswers[string]): Promise<unknown> => {
    try {
      const got = await engine.answer(statement)
      if (got.kind === 'refused') {
        const others = got.diagnostics.filter(({ code }) => !/^MR20(?:08|14)$/.test(code))
        return others.length === 0 ? 'refused' : others.map(({ code, message }) => `${code} ${message}`)
      }
      const [have, wanted] = [got.rows, want.rows].map((rows) => cellsOf(rows, want.types).toSorted())
      if (JSON.stringify(have) !== JSON.stringify(wanted)) return { have, wanted }
      return JSON.stringify(got.types) === JSON.stringify(want.types)
        ? undefined
        : { have: got.types, wanted: want.types }
    } catch (error) {
      return String(error)
    }
  }
})
