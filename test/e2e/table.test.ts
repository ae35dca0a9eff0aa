import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, millrace, type Result, rows } from './millrace.ts'

type Json = Readonly<Record<string, unknown>>

/** The starter project with one table, `lake.shop.orders`, that was written three times. */
const shop = () => {
  const cwd = join(folder(), 'shop')
  millrace(['init', 'shop'], { cwd: dirname(cwd) })
  millrace(['apply'], { cwd })
  for (let i = 0; i < 2; i++) millrace(['run', 'orders', '--full-refresh'], { cwd })
  const table = (...args: readonly string[]): Result => millrace(['table', ...args], { cwd })
  const json = (...args: readonly string[]): unknown => {
    const { code, stdout, stderr } = table(...args, '-o', 'json')
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout)
  }
  const history = () => json('history', 'orders') as readonly Json[]
  return { cwd, table, json, history }
}

describe('millrace table', () => {
  test('list and show tell what there is, in every form, by any name of the table', () => {
    const { table, json } = shop()
    expect(table('list', '-o', 'name').stdout).toBe('lake.shop.orders\n')
    expect(json('list')).toMatchObject([
      { name: 'lake.shop.orders', rows: 3, snapshots: 3, state: 'published' },
    ])
    expect(json('list', 'other')).toEqual([])
    for (const name of ['dataos://lake:shop/orders', 'lake.shop.orders', 'shop.orders', 'orders'])
      expect(json('show', name), name).toMatchObject({
        name: 'lake.shop.orders',
        rows: 3,
        partitions: ['country'],
        columns: [{ id: 1, path: 'order_id', type: 'long' }, {}, {}, {}, {}],
        refs: [{ name: 'main', kind: 'branch' }],
        advice: [],
      })
    expect(table('show', 'orders').stdout).toContain('partitions  country\n')
    const unknown = table('show', 'ordrs')
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('did you mean "orders"?')
  })

  test('a rollback says what it undid and how to undo it; without --yes it asks, and without a terminal it refuses', () => {
    const { cwd, table, history } = shop()
    const [third, , first] = history()
    const target = ['rollback', 'orders', '--snapshot', String(first?.['name'])]
    expect(table(...target)).toMatchObject({ code: 2, stderr: expect.stringContaining('MR9010') })
    expect(table(...target, '--dry-run')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('without 2 later'),
    })
    expect(history()[0]).toMatchObject({ refs: ['main'] })
    const done = table(...target, '--yes')
    expect(done.stdout.match(/^undone: /gm)).toHaveLength(2)
    expect(history().map((snapshot) => snapshot['state'])).toEqual(['undone', 'undone', 'main'])
    expect(done.stderr).toContain('millrace run orders --full-refresh')
    const undo = /millrace (table rollback \S+ --snapshot \d+)/.exec(done.stderr)?.[1]?.split(' ') ?? []
    expect(undo.at(-1)).toBe(third?.['name'])
    expect(millrace([...undo, '--yes'], { cwd }).code).toBe(0)
    expect(history()[0]).toMatchObject({ refs: ['main'] })
    expect(table('rollback', 'orders')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--snapshot, --at'),
    })
    expect(rows({ cwd }, 'SELECT count(*)::INT AS n FROM lake.shop.orders')).toEqual([{ n: 3 }])
  })

  test('expire removes snapshots and the files of only them, after it was asked', () => {
    const { cwd, table, json, history } = shop()
    expect(json('expire', 'orders')).toMatchObject({ snapshots: [] })
    const dry = json('expire', 'orders', '--older-than', '0s', '--dry-run') as Json
    expect(dry).toMatchObject({ dryRun: true, snapshots: [{}, {}].map(() => expect.any(String)) })
    expect(table('expire', 'orders', '--older-than', '0s')).toMatchObject({ code: 2 })
    const done = table('expire', 'orders', '--older-than', '0s', '--yes')
    expect(done.stdout).toContain('removed 2 snapshots')
    expect(history()).toHaveLength(1)
    expect(rows({ cwd }, 'SELECT count(*)::INT AS n FROM lake.shop.orders')).toEqual([{ n: 3 }])
    const current = String(history()[0]?.['name'])
    expect(table('expire', 'orders', '--snapshot', current, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MR3152'),
    })
  })

  test('compact merges small files, takes a condition in Spark SQL, and makes nothing run again', () => {
    const { cwd, table, json } = shop()
    const where = ['--where', `country LIKE 'D%' AND amount > 1`, '--min-files', '1', '--all']
    expect(json('compact', 'orders', ...where, '--dry-run')).toMatchObject({ groups: 1, snapshotIds: [] })
    expect(json('compact', 'orders', '--all', '--sort', 'amount desc, order_id')).toMatchObject({
      groups: 3,
      removedFiles: 3,
      addedFiles: 3,
    })
    expect(table('compact', 'orders', '--where', 'no_such = 1').stderr).toContain('no_such')
    expect(table('compact', 'orders', '--sort', 'nope').stderr).toContain('MR3128')
    expect(table('compact', 'orders').stdout).toBe('lake.shop.orders: no files to compact\n')
    expect(millrace(['plan', '--detailed-exitcode'], { cwd }).code).toBe(0)
    expect(rows({ cwd }, 'SELECT count(*)::INT AS n FROM lake.shop.orders')).toEqual([{ n: 3 }])
  })

  test('clean deletes old files that no table needs, and nothing young', () => {
    const { cwd, table, json } = shop()
    const { location } = (json('list') as readonly Json[])[0] ?? {}
    const stray = join(String(location).replace('file://', ''), 'data', 'stray.parquet')
    mkdirSync(dirname(stray), { recursive: true })
    writeFileSync(stray, 'x')
    expect(json('clean')).toMatchObject({ orphans: [], left: { young: 1 } })
    const old = new Date(Date.now() - 4 * 86_400_000)
    utimesSync(stray, old, old)
    const dry = table('clean', 'orders', '--dry-run')
    expect(dry.stdout).toContain('/data/stray.parquet')
    expect(table('clean')).toMatchObject({ code: 2, stderr: expect.stringContaining('MR9010') })
    expect(existsSync(stray)).toBe(true)
    expect(table('clean', '--yes').stdout).toBe('deleted 1 file\n')
    expect(existsSync(stray)).toBe(false)
    expect(table('clean', '--older-than', '1h', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MR3155'),
    })
    expect(rows({ cwd }, 'SELECT count(*)::INT AS n FROM lake.shop.orders')).toEqual([{ n: 3 }])
  })

  test('tags and branches of one table are made, listed and dropped', () => {
    const { cwd, table, json, history } = shop()
    const first = String(history()[2]?.['name'])
    const tag = ['tag', 'orders', 'v1', '--snapshot', first, '--keep', '90d'] as const
    expect(table(...tag, '--dry-run').stdout).toContain(
      `v1 of lake.shop.orders would be at snapshot ${first}`,
    )
    expect(json(...tag, '--dry-run')).toEqual({
      dryRun: true,
      kind: 'tag',
      name: 'v1',
      snapshot: first,
      keep: '90 days',
    })
    expect(json('tag', 'orders')).toEqual([])
    expect(table(...tag).code).toBe(0)
    expect(json('tag', 'orders')).toEqual([{ name: 'v1', snapshot: first, keep: '90 days' }])
    expect(table('branch', 'orders', 'fix', '--keep-snapshots', '3').code).toBe(0)
    expect(json('branch', 'orders')).toMatchObject([{ name: 'main' }, { name: 'fix', keepSnapshots: 3 }])
    expect(table('branch', 'orders', 'v1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MR3150'),
    })
    expect(table('tag', 'orders', 'v1', '--drop')).toMatchObject({ code: 2 })
    // What cannot be done is said before anybody is asked, and without being done.
    expect(table('tag', 'orders', 'v2', '--drop').stderr).toContain('there is none of that name')
    expect(table('branch', 'orders', 'v1', '--drop', '--dry-run')).toMatchObject({ code: 1 })
    expect(table('tag', 'orders', 'v1', '--drop', '--dry-run')).toMatchObject({ code: 0 })
    expect(json('tag', 'orders')).toMatchObject([{ name: 'v1' }])
    expect(json('tag', 'orders', 'v1', '--drop', '--yes')).toMatchObject({ name: 'v1', snapshot: first })
    expect(json('tag', 'orders')).toEqual([])
    expect(millrace(['apply', '--branch', 'fix'], { cwd }).code).toBe(0)
  })

  test('alter changes columns by hand, asks before a drop, and a renamed column keeps its mask', () => {
    const { cwd, table, json } = shop()
    const email =
      "SELECT DISTINCT customer_email IS NULL OR customer_email NOT LIKE '%@%' AS hidden FROM lake.shop.orders"
    const renamed = email.replaceAll('customer_email', 'contact')
    expect(rows({ cwd }, email, '--as', 'support')).toEqual([{ hidden: true }])
    expect(
      table('alter', 'orders', '--rename', 'customer_email=contact', '--add', 'note string').stdout,
    ).toBe('lake.shop.orders\n  renamed customer_email to contact\n  added note string\n')
    expect(rows({ cwd }, renamed, '--as', 'support')).toEqual([{ hidden: true }])
    expect(table('alter', 'orders', '--drop', 'note')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('MR9010'),
    })
    expect(table('alter', 'orders', '--drop', 'note', '--yes').code).toBe(0)
    const change = [
      '--set',
      'owner=me',
      '--partition-by',
      'country, day(ordered_at)',
      '--sort-by',
      'amount desc',
    ]
    expect(json('alter', 'orders', ...change, '--dry-run')).toMatchObject({
      dryRun: true,
      changed: [{}, {}, {}].map(() => expect.any(String)),
    })
    expect(table('alter', 'orders', ...change).code).toBe(0)
    expect(json('show', 'orders')).toMatchObject({
      partitions: ['country', 'day(ordered_at)'],
      sortOrder: ['amount desc nulls last'],
      properties: { owner: 'me' },
    })
    expect(table('alter', 'orders').stderr).toContain('MR9004')
    expect(table('alter', 'orders', '--partition-by', 'bucket(id)').stderr).toContain('MR9013')
    expect(table('alter', 'orders', '--type', 'amount=string').stderr).toContain('MR3159')
  })

  test('files tells partitions to those who may see the values, and no path that spells them to others', () => {
    const { cwd, table, json } = shop()
    const partitions = (json('files', 'orders') as readonly Json[]).map((file) => String(file['partition']))
    expect(partitions.toSorted()).toEqual(['country=BR', 'country=DE', 'country=IN'])
    const manifest = join(cwd, 'manifests', 'orders.yaml')
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace('column: country', 'column: customer_email'),
    )
    millrace(['apply'], { cwd })
    const open = table('files', 'orders', '-o', 'json').stdout
    expect(open).toContain('customer_email=mira@example.com')
    // Files that are written here have names that tell nothing, whoever looks.
    expect(JSON.parse(open)).toMatchObject(
      [{}, {}, {}].map(() => ({ path: expect.not.stringContaining('example') })),
    )
    for (const form of ['json', 'wide', 'yaml', 'name', 'table']) {
      const hidden = table('files', 'orders', '--as', 'support', '-o', form)
      expect(hidden.code).toBe(0)
      expect(hidden.stdout, form).not.toMatch(/mira|example/)
    }
    expect(json('files', 'orders', '--as', 'support')).toMatchObject([
      { partition: 'customer_email=***' },
      {},
      {},
    ])
  })

  test('options that cannot be read are told with an example', () => {
    const { table } = shop()
    for (const args of [
      ['expire', 'orders', '--older-than', 'yesterday'],
      ['expire', 'orders', '--older-than', '2026-02-30'],
      ['expire', 'orders', '--retain-last', '0'],
      ['compact', 'orders', '--target-size', 'big'],
      ['tag', 'orders', 'v1', '--keep', '0d'],
    ])
      expect(table(...args), args.join(' ')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('MR9013'),
      })
  })
})
