import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/events.ts'
import { encodeCsv } from '../../src/stacks/mock/csv.ts'
import { feedOf } from '../../src/stacks/mock/feed.ts'
import { defaultOptions } from '../../src/stacks/mock/job.ts'
import { millrace, rows, write } from '../e2e/millrace.ts'
import { addToFeed, publishedTable, rawTable, seedFolder, seedIsHere, seedProject } from './seed-project.ts'

const customers = 3000

const feed = async (semiUrbanSegment: string): Promise<Uint8Array> => {
  const options = { ...defaultOptions, semiUrbanSegment }
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeCsv(
    await feedOf({ entity: 'customer', rows: customers, seed: 'seed', asOf: '2023-12-31', options }),
  ))
    chunks.push(chunk)
  return Buffer.concat(chunks)
}

const eventsOf = (stdout: string): readonly RunEvent[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent)

type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>

const ofKind = <K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K): readonly EventOf<K>[] =>
  events.filter((event): event is EventOf<K> => event.kind === kind)

const outcomes = (events: readonly RunEvent[]): Readonly<Record<string, string>> =>
  Object.fromEntries(ofKind(events, 'task.finished').map(({ task, outcome }) => [task, outcome]))

const tasks = {
  raw: 'public/wf-customer-overview-raw-data/customer-overview-raw-data',
  published: 'public/fs-customer-overview-change/fs-customer-dp-dataset',
  profile: 'public/wf-customer-overview-profile/customer-overview-profile',
  quality: 'public/wf-customer-data-quality/customer-data-quality',
  scanner: 'public/wf-icebasetw-depot-scanner/icebasetw-depot-scanner',
} as const

const allTests = [
  ['cust_id', 'duplicate_count == 0'],
  ['cust_id', 'invalid_count == 0'],
  ['cust_segment', 'duplicate_count == 0'],
  ['cust_segment', 'missing_count <= 0'],
  ...['sourcing_channel', 'customer_risk_category', 'customer_category', 'customer_privelege'].flatMap(
    (column) => [
      [column, 'duplicate_count == 0'],
      [column, 'missing_count <= 0'],
      [column, 'invalid_count == 0'],
    ],
  ),
]

const count = (cwd: string, table: string): unknown =>
  rows({ cwd }, `SELECT count(*) AS n FROM ${table}`)[0]?.['n']

const version = (cwd: string, table: string, id: string): readonly Record<string, unknown>[] =>
  rows(
    { cwd },
    `SELECT city, CAST(modified_at AS VARCHAR) AS modified_at FROM ${table} WHERE cust_id = '${id}'`,
  )

describe.skipIf(!seedIsHere)('the original manifests (need ../shared)', () => {
  let semi: Uint8Array
  let semiUrban: Uint8Array
  beforeAll(async () => {
    semi = await feed('Semi')
    semiUrban = await feed('Semi-Urban')
  })

  test('they are used text for text', () => {
    const place = seedProject({})
    const files = readdirSync(seedFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(seedFolder, join(entry.parentPath, entry.name)))
    expect(files.length).toBeGreaterThan(11)
    for (const file of files)
      expect(readFileSync(join(place, file), 'utf8')).toBe(readFileSync(join(seedFolder, file), 'utf8'))
  })

  test('validate accepts them, and warns about each reference that nothing defines', () => {
    for (const paths of [
      [],
      ['-f', '.', '-R'],
      ['-f', 'workflows', '-f', 'policies', '-f', 'data-product.yaml'],
    ]) {
      const { code, stdout } = millrace(['validate', ...paths, '-o', 'json'], { cwd: seedProject({}) })
      const found = (
        JSON.parse(stdout) as { code: string; severity: string; file: string; line: number }[]
      ).map((diagnostic) => `${diagnostic.severity} ${diagnostic.code} ${diagnostic.file}:${diagnostic.line}`)
      expect(code).toBe(0)
      expect(found.toSorted()).toEqual([
        'info MR1452 workflows/change.yaml:3',
        'warning MR1406 data-product.yaml:20',
        'warning MR1407 workflows/change.yaml:17',
        'warning MR1407 workflows/profile.yaml:14',
        'warning MR1407 workflows/raw-data.yaml:15',
        'warning MR1407 workflows/scanner.yaml:16',
        'warning MR1412 workflows/profile.yaml:17',
      ])
    }
  })

  test('no warning is left about computes that the project maps', () => {
    const place = seedProject({}, 'computes: {fs-runnable-default: default, runnable-default: default}\n')
    const { stdout } = millrace(['validate', '-o', 'json'], { cwd: place })
    const found = JSON.parse(stdout) as { code: string; severity: string }[]
    const warnings = found.filter(({ severity }) => severity === 'warning')
    expect(warnings.map(({ code }) => code).toSorted()).toEqual(['MR1406', 'MR1412'])
  })

  test('a schema variable that is not set is one error at each place that uses it', () => {
    const place = seedProject({})
    const project = readFileSync(join(place, 'millrace.yaml'), 'utf8')
    write(join(place, 'millrace.yaml'), project.replace(/^variables.*\n/m, ''))
    const { code, stdout } = millrace(['validate', '-o', 'json'], { cwd: place })
    const errors = (JSON.parse(stdout) as { severity: string; message: string }[]).filter(
      ({ severity }) => severity === 'error',
    )
    expect(code).toBe(2)
    expect(errors).toHaveLength(6)
    for (const { message } of errors) expect(message).toContain('SCHEMA')
    expect(millrace(['validate', '--set', 'SCHEMA=fs_accelerator'], { cwd: place }).code).toBe(0)
  })

  test('apply runs everything, reports every check, fails for the failed ones, and repeats only those', () => {
    const cwd = seedProject({ 'customers.csv': semi })
    const first = millrace(['apply', '-o', 'json'], { cwd })
    expect(first.code).toBe(1)
    const events = eventsOf(first.stdout)
    expect(outcomes(events)).toEqual({
      [tasks.raw]: 'succeeded',
      [tasks.published]: 'succeeded',
      [tasks.profile]: 'succeeded',
      [tasks.quality]: 'failed',
      [tasks.scanner]: 'succeeded',
    })
    expect(count(cwd, rawTable)).toBe(customers)
    const published = Number(count(cwd, publishedTable))
    expect(published).toBeGreaterThan(customers / 2)

    const checks = ofKind(events, 'check.evaluated')
    expect(checks.map(({ column, test: text }) => [column, text])).toEqual(allTests)
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toHaveLength(9)
    expect(checks.filter(({ outcome }) => outcome === 'error')).toEqual([])
    const actual = (column: string, text: string) =>
      checks.find((check) => check.column === column && check.test === text)?.actual
    expect(actual('cust_id', 'duplicate_count == 0')).toBe('0')
    expect(actual('cust_segment', 'duplicate_count == 0')).toBe('3')
    expect(actual('sourcing_channel', 'invalid_count == 0')).toBe(String(published))
    expect(ofKind(events, 'profile.stored')).toMatchObject([{ columns: 31 }])
    expect(ofKind(events, 'profile.stored')[0]?.rows).toBeGreaterThan(0)
    expect(ofKind(events, 'dataset.scanned').map(({ columns }) => columns)).toEqual([34, 34])
    expect(JSON.stringify(ofKind(events, 'task.finished'))).toContain('9 of 16 assertions failed')

    const again = millrace(['apply'], { cwd })
    expect(again.code).toBe(1)
    expect(again.stdout).toContain('9 resources unchanged')
    expect(again.stdout).toContain('Plan: 0 to create, 0 to change, 0 to delete; 1 task to run')
    expect(again.stdout).toContain('cust_segment duplicate_count == 0: FAIL (3)')
    expect(again.stdout).toContain('9 of 16')
    expect(again.stdout).not.toContain('published icebasetw')
  })

  test('where failed checks only warn, apply succeeds and the second one does nothing', () => {
    const cwd = seedProject({ 'customers.csv': semiUrban }, 'quality: {failedAssertions: warn}\n')
    const { code, stdout } = millrace(['apply', '-o', 'json'], { cwd })
    expect(code).toBe(0)
    const events = eventsOf(stdout)
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['succeeded']))
    expect(ofKind(events, 'check.evaluated')).toHaveLength(16)
    // Nobody is "Semi" in this feed: the profile has nothing to measure, and says so.
    expect(ofKind(events, 'profile.stored')).toMatchObject([{ rows: 0 }])
    expect(
      ofKind(events, 'task.noticed')
        .map(({ diagnostic }) => diagnostic.code)
        .toSorted(),
    ).toEqual(['MR5010', 'MR5021'])

    const again = millrace(['apply'], { cwd })
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('9 resources unchanged')
    expect(again.stdout).toContain('No changes. Nothing to run.')
    expect(again.stdout).not.toContain('▶')
    expect(millrace(['plan', '--detailed-exitcode'], { cwd }).code).toBe(0)
    const product = millrace(['apply', '-f', 'data-product.yaml'], { cwd })
    expect(product.code).toBe(0)
    expect(product.stdout).toContain('1 resource unchanged')
    expect(product.stdout).toContain('No changes. Nothing to run.')
  })

  test('named with -f and -R they run as well, and the project has nothing left to do', () => {
    const cwd = seedProject({ 'customers.csv': semi }, 'quality: {failedAssertions: warn}\n')
    const named = millrace(['apply', '-f', '.', '-R', '-o', 'json'], { cwd })
    expect(named.code, named.stderr).toBe(0)
    expect(Object.values(outcomes(eventsOf(named.stdout)))).toEqual(
      Array.from({ length: 5 }, () => 'succeeded'),
    )
    expect(count(cwd, rawTable)).toBe(customers)
    expect(millrace(['apply'], { cwd }).stdout).toContain('No changes. Nothing to run.')
  })

  test('from a folder elsewhere they run too, with the project file named', () => {
    const cwd = seedProject({ 'customers.csv': semi }, 'quality: {failedAssertions: warn}\n')
    const elsewhere = seedProject({})
    const { code, stderr } = millrace(['apply', '--project', cwd], { cwd: elsewhere })
    expect(code, stderr).toBe(0)
    expect(count(cwd, rawTable)).toBe(customers)
  })

  test('policies and the product are registered, and the policies mask columns that somebody tags', () => {
    const cwd = seedProject({ 'customers.csv': semi }, 'quality: {failedAssertions: warn}\n')
    write(join(cwd, 'workflows', 'tags.yaml'), tags)
    expect(millrace(['apply'], { cwd }).code).toBe(0)
    const names = (type: string) =>
      (JSON.parse(millrace(['get', type, '-o', 'json'], { cwd }).stdout) as { name: string }[]).map(
        ({ name }) => name,
      )
    expect(names('policy')).toEqual([
      'customerbucketdob',
      'customeroverviewrawpiipolicy',
      'customeroverviewrpiireaderpolicy',
    ])
    expect(names('data')).toEqual(['customer-overview-dp'])
    const asked = `SELECT email_addr, cust_dob FROM ${publishedTable} WHERE cust_dob IS NOT NULL ORDER BY cust_id LIMIT 1`
    const [raw] = rows({ cwd }, asked, '--as', 'reader')
    const [hashed] = rows({ cwd }, asked, '--as', 'restricted')
    const [floored] = rows({ cwd }, asked, '--as', 'analyst')
    expect(raw?.['email_addr']).toContain('@gmail.com')
    expect(hashed).toEqual({
      email_addr: expect.stringMatching(/^[0-9a-f]{64}$/),
      cust_dob: raw?.['cust_dob'],
    })
    expect(floored?.['email_addr']).toBe(raw?.['email_addr'])
    expect(floored?.['cust_dob']).toMatch(/^\d{4}-(01|04|07|10)-01$/)
  })

  describe('an incremental life', () => {
    let cwd: string
    beforeAll(() => {
      cwd = seedProject({ 'customers.csv': semi }, 'quality: {failedAssertions: warn}\n')
      expect(millrace(['apply'], { cwd }).code).toBe(0)
    })

    test('the raw workflow run twice more adds no row', () => {
      for (let i = 0; i < 2; i++) {
        const { code, stdout } = millrace(['run', 'wf-customer-overview-raw-data', '-o', 'json'], { cwd })
        expect(code).toBe(0)
        expect(ofKind(eventsOf(stdout), 'dataset.unchanged')).toHaveLength(1)
        expect(count(cwd, rawTable)).toBe(customers)
      }
      expect(millrace(['apply'], { cwd }).stdout).toContain('No changes. Nothing to run.')
    })

    test('a changed customer adds one row to raw and replaces one in the published table', () => {
      const published = Number(count(cwd, publishedTable))
      const [customer] = rows(
        { cwd },
        `SELECT * FROM ${rawTable} WHERE cust_id = (SELECT min(cust_id) FROM ${publishedTable})`,
      )
      const id = String(customer?.['cust_id'])
      expect(version(cwd, publishedTable, id)).toHaveLength(1)
      const header = new TextDecoder().decode(semi).split('\n')[0] ?? ''
      const changed: Record<string, unknown> = {
        ...customer,
        city: 'A "new", town',
        modified_at: '2024-02-03 04:05:06',
      }
      const cells = header.split(',').map((name) => String(changed[name] ?? ''))
      const text = cells
        .map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(',')
      addToFeed(cwd, { 'changed.csv': `${header}\n${text}\n` })

      const { code, stdout } = millrace(['apply', '-o', 'json'], { cwd })
      expect(code).toBe(0)
      expect(ofKind(eventsOf(stdout), 'snapshot.published')).toMatchObject([
        { operation: 'append', addedRows: 1, removedRows: 0, totalRows: customers + 1 },
        { operation: 'overwrite', addedRows: published, removedRows: published, totalRows: published },
      ])
      expect(version(cwd, rawTable, id)).toHaveLength(2)
      expect(version(cwd, publishedTable, id)).toEqual([
        { city: 'A "new", town', modified_at: '2024-02-03 04:05:06+00' },
      ])
      expect(millrace(['apply'], { cwd }).stdout).toContain('No changes. Nothing to run.')
    })

    test('the same file again under another name adds nothing', () => {
      const place = join(cwd, 'feed', 'finance_service', 'customer_overview')
      cpSync(join(place, 'customers.csv'), join(place, 'copy.csv'))
      const before = count(cwd, publishedTable)
      const { code, stdout } = millrace(['apply', '-o', 'json'], { cwd })
      expect(code).toBe(0)
      expect(outcomes(eventsOf(stdout))[tasks.raw]).toBe('succeeded')
      expect(ofKind(eventsOf(stdout), 'snapshot.published')).toEqual([])
      expect(count(cwd, rawTable)).toBe(customers + 1)
      expect(count(cwd, publishedTable)).toBe(before)
    })
  })
})

const tags = `name: customers
version: v1
type: dataset
dataset:
  address: dataos://icebasetw:\${SCHEMA}/customer_overview_dp
  columns:
    - {name: email_addr, tags: [TW.mask]}
    - {name: cust_dob, tags: [TW.dob]}
`
