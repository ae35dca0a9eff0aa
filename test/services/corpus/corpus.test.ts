import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckdb } from '../../../src/engines/index.ts'
import { literal, sql, trusted } from '../../../src/sql/quote.ts'
import { complaintOf } from '../functions/complaint.ts'
import { openOracle, type Outcome } from '../functions/oracle.ts'
import { python } from '../python.ts'
import { frozen, inferInputs, rowsOf, withSteps } from './inputs.ts'
import { isCorpusHere, jobsOfCorpus } from './statements.ts'

/*
 * The statements of published manifests, over rows of the columns that they read. Steps before a statement stand before
 * it as names, without the functions that a step may have.
 */
const leftOut = readFileSync(join(import.meta.dirname, 'left-out.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

type Asked = { readonly name: string; readonly sql: string }

const reason = isCorpusHere ? '' : ' (skipped: ../shared/corpus is absent)'
describe.skipIf(!isCorpusHere || python() === undefined)(`statements of published manifests${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-corpus-'))
  const asked: Asked[] = []
  const left: string[] = []
  let outcomes: readonly Outcome[] = []

  beforeAll(async () => {
    await using engine = await openDuckdb({})
    const connection = await engine.connect()
    const names: string[] = []
    for (const [number, job] of jobsOfCorpus().entries()) {
      const { inputs, reason: why } = await inferInputs(job)
      const volatile = job.steps.find((step) => /\brand\s*\(/i.test(step.sql))
      if (why !== undefined || volatile !== undefined) {
        left.push(`${job.manifest}: ${why ?? 'rand() is another number every time'}`)
        continue
      }
      const tables = new Map([...inputs.keys()].map((name, at) => [name, `t${number}_${at}`]))
      for (const [name, table] of tables) {
        const rows = trusted(rowsOf(inputs.get(name) ?? []))
        await connection.run(
          sql`COPY (${rows}) TO ${literal(join(folder, `${table}.parquet`))} (FORMAT parquet)`,
        )
        names.push(table)
      }
      for (const [at, step] of job.steps.entries())
        asked.push({
          name: `${job.manifest} ${number} ${step.name}`,
          sql: withSteps(job.steps.slice(0, at + 1), tables),
        })
    }
    await using oracle = await openOracle({ folder, names })
    outcomes = await oracle.ask(asked)
  }, 600_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  test('those that no rows can be made for are listed, with the reason', () => {
    expect(left).toEqual(leftOut)
  })

  test('have the names, types and rows of Spark, or are refused as Spark refuses them', () => {
    expect(outcomes.map(complaintOf).filter((complaint) => complaint !== undefined)).toEqual([])
    expect(outcomes.length).toBe(asked.length)
    expect(frozen('now();')).toContain('TIMESTAMP')
  })
})
