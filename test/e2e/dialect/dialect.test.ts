import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { beforeAll, describe, expect, test } from 'vitest'
import { folder, main, millrace, root } from '../millrace.ts'
import { ofExpected, readParquet, type Rows } from './cells.ts'

/*
 * Statements in the style of real Flare jobs over adversarial rows, with what real Spark makes of them, through the
 * command that a user has. The suite stands beside the repository.
 */
const suite = join(root, '..', 'shared', 'dialect')
const isHere = existsSync(suite)

type Case = { readonly id: string; readonly sql: string }
type Expected =
  | { readonly error: string }
  | {
      readonly columns: readonly string[]
      readonly types: readonly string[]
      readonly rows: readonly (readonly never[])[]
    }

const cases: readonly Case[] = isHere ? parse(readFileSync(join(suite, 'cases.yaml'), 'utf8')) : []
const expected = new Map<string, Expected>(
  isHere
    ? readFileSync(join(suite, 'expected.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => {
          const { id, ...rest } = JSON.parse(line)
          return [id, rest]
        })
    : [],
)

const expectRows = (ours: Rows, id: string): void => {
  const spark = expected.get(id)
  if (spark === undefined || 'error' in spark) throw new Error(`no rows are expected of ${id}`)
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase())
  expect(lower(ours.columns)).toEqual(lower(spark.columns))
  const text = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(' | ')).toSorted()
  expect(text(ours.rows)).toEqual(text(spark.rows.map((row) => row.map(ofExpected))))
}

describe.skipIf(!isHere)('Spark SQL through the query command (needs ../shared/dialect)', () => {
  let project = ''
  beforeAll(() => {
    project = folder({ 'millrace.yaml': projectFile('[]') })
  })

  test.concurrent.each(cases.map(({ id, sql }) => [id, sql]))('%s', async (id, sql) => {
    await compare(id, sql)
  })

  const compare = async (id: string, sql: string): Promise<void> => {
    const file = join(project, `${id}.parquet`)
    const { code, stderr } = await query(project, file, '--dialect', 'spark', '--use', 'suite.tables', sql)
    const spark = expected.get(id)
    if (spark === undefined) throw new Error(`nothing is expected of ${id}`)
    if ('error' in spark) return expect(code, `Spark refuses it: ${spark.error}`).not.toBe(0)
    expect(code, stderr).toBe(0)
    expectRows(await readParquet(file), id)
  }
})

describe.skipIf(!isHere)('Spark SQL as steps of Flare jobs (needs ../shared/dialect)', () => {
  // What Spark cannot store in a table either: errors, columns without a type, columns of one name.
  const stored = cases.filter(({ id }) => {
    const spark = expected.get(id)
    if (spark === undefined || 'error' in spark) return false
    const names = new Set(spark.columns.map((name) => name.toLowerCase()))
    return names.size === spark.columns.length && !spark.types.some((type) => type.includes('void'))
  })
  let project = ''
  beforeAll(() => {
    project = folder({ 'millrace.yaml': projectFile('[jobs.yaml]'), 'jobs.yaml': workflow(stored) })
    const { code, stdout, stderr } = millrace(['apply'], { cwd: project })
    expect(code, `${stdout}${stderr}`).toBe(0)
  })

  test.concurrent.each(stored.map(({ id }) => [id]))('%s', async (id) => {
    const file = join(project, `${id}.parquet`)
    const { code, stderr } = await query(project, file, `SELECT * FROM lake.dialect.${tableOf(id)}`)
    expect(code, stderr).toBe(0)
    expectRows(await readParquet(file), id)
  })
})

const projectFile = (resources: string): string => `name: dialect
resources: ${resources}
depots:
  suite: {type: FILE, path: ${JSON.stringify(suite)}}
  lake: {type: LAKEHOUSE}
`

const tableOf = (id: string): string => id.replaceAll('-', '_')

const workflow = (of: readonly Case[]): string =>
  JSON.stringify({
    name: 'dialect',
    version: 'v1',
    type: 'workflow',
    workflow: {
      dag: of.map(({ id, sql }) => ({
        name: `case-${id}`,
        spec: {
          stack: 'flare:7.0',
          compute: 'runnable-default',
          stackSpec: {
            job: {
              inputs: ['customers', 'dups', 'empty', 'events', 'orders'].map((name) => ({
                name,
                dataset: `dataos://suite:tables/${name}.parquet`,
                format: 'parquet',
              })),
              steps: [{ sequence: [{ name: 'result', sql }] }],
              outputs: [
                {
                  name: 'result',
                  dataset: `dataos://lake:dialect/${tableOf(id)}?acl=rw`,
                  format: 'iceberg',
                  options: { saveMode: 'overwrite' },
                },
              ],
            },
          },
        },
      })),
    },
  })

const query = (cwd: string, out: string, ...rest: readonly string[]) =>
  new Promise<{ readonly code: number | null; readonly stderr: string }>((done) => {
    const args = [main, 'query', '-o', 'parquet', '--out', out, ...rest]
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('close', (code) => done({ code, stderr }))
  })
