import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallExample } from '../e2e/kill-harness.ts'
import { millrace, rows } from '../e2e/millrace.ts'
import { describeWith } from './engines/installed.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

/** The example whose project file keeps its state in PostgreSQL, in the database that CATALOG_URL names. */
const postgresExample = (): string => {
  const place = smallExample()
  const file = join(place, 'millrace.yaml')
  const text = readFileSync(file, 'utf8').replace(/^lakehouse:.*\n/m, '')
  writeFileSync(file, `${text}\nlakehouse: {catalog: {type: postgres, url: "\${CATALOG_URL}"}}\n`)
  return place
}

describeWith(['PostgreSQL'], 'a project in postgres', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  test('is applied, planned and queried as one in a file, and keeps only scratch beside the project', () => {
    const env = { CATALOG_URL: server.createDatabase() }
    const cwd = postgresExample()
    const applied = millrace(['apply'], { cwd, env })
    expect(applied.code, applied.stderr).toBe(0)
    expect(readdirSync(join(cwd, '.millrace')).filter((name) => name.includes('.db'))).toEqual([])
    expect(millrace(['plan', '--detailed-exitcode'], { cwd, env })).toMatchObject({ code: 0 })
    const [counted] = rows({ cwd, env }, 'SELECT count(*) AS n FROM lake.financial_services.customer')
    expect(Number(counted?.['n'])).toBeGreaterThan(0)
    const name = env.CATALOG_URL.split('/').at(-1) ?? ''
    expect(Number(server.psql(name, 'SELECT count(*) FROM watermark'))).toBeGreaterThan(0)
    expect(server.psql(name, `SELECT count(*) FROM iceberg_tables WHERE catalog_name = 'millrace'`)).not.toBe(
      '0',
    )
  })

  test('whose server cannot be reached ends with exit code 4 and does not tell the password', () => {
    const env = { CATALOG_URL: 'postgres://me:very-secret@127.0.0.1:1/lake' }
    const cwd = postgresExample()
    expect(millrace(['validate'], { cwd, env })).toMatchObject({ code: 0 })
    const { code, stdout, stderr } = millrace(['apply'], { cwd, env })
    expect(code).toBe(4)
    expect(stderr).toMatch(/MR3010/)
    expect(stdout + stderr).not.toMatch('very-secret')
  })
})
