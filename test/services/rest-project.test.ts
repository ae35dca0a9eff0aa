import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restCatalog } from '../../src/lakehouse/catalogs/rest.ts'
import { smallExample } from '../e2e/kill-harness.ts'
import { start } from '../e2e/millrace.ts'
import { describeWith } from './engines/installed.ts'
import { type Rest, startRest } from './engines/rest.ts'

describeWith(['REST'], 'a project with a REST catalog', () => {
  let server: Rest
  beforeAll(async () => {
    server = await startRest(mkdtempSync(join(tmpdir(), 'millrace-rest-')))
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  // Commands run beside this process, never in its stead: it has to read what the server logs.
  const restExample = (): string => {
    const place = smallExample()
    const file = join(place, 'millrace.yaml')
    const text = readFileSync(file, 'utf8').replace(/^lakehouse:.*\n/m, '')
    writeFileSync(file, `${text}\nlakehouse: {catalog: {type: rest, url: "\${CATALOG_URL}"}}\n`)
    return place
  }

  test('is applied, planned and queried, with its tables on the server and its state in a file', async () => {
    const env = { CATALOG_URL: server.url }
    const cwd = restExample()
    const applied = await start(['apply'], { cwd, env }).ended
    expect(applied.code, applied.stderr + applied.stdout).toBe(0)
    expect(await start(['plan', '--detailed-exitcode'], { cwd, env }).ended).toMatchObject({ code: 0 })
    const query = 'SELECT count(*) > 0 AS some FROM lake.financial_services.customer'
    const { stdout } = await start(['query', query, '-o', 'json'], { cwd, env }).ended
    expect(JSON.parse(stdout)).toEqual([{ some: true }])
    const listed = await restCatalog({ url: server.url, headers: {} }, async () => {}).list()
    expect(listed).toContainEqual({ namespace: 'financial_services', name: 'customer', draft: false })
  })

  test('whose server cannot be reached is validated all the same, and applied with exit code 4', async () => {
    const env = { CATALOG_URL: 'http://127.0.0.1:1' }
    const cwd = restExample()
    expect(await start(['validate'], { cwd, env }).ended).toMatchObject({ code: 0 })
    const { code, stderr } = await start(['apply'], { cwd, env }).ended
    expect(stderr).toMatch(/MR3282/)
    expect(code).toBe(4)
  })
})
