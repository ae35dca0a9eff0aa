import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { appliedShop, stateOf } from './bad-input.ts'
import { folder, main, millrace, write } from './millrace.ts'

let shop = ''
beforeAll(() => {
  shop = appliedShop()
})
const run = (...args: readonly string[]) => millrace(args, { cwd: shop })
const fine = (...args: readonly string[]): string => {
  const { code, stdout, stderr } = run(...args)
  expect(code, `${args.join(' ')}\n${stderr}`).toBe(0)
  return stdout
}
const all = 'SELECT order_id, customer_email FROM lake.shop.orders ORDER BY order_id'

describe('help', () => {
  test('of every command exits 0, names its options and shows examples that begin with the command', () => {
    for (const { name, options, examples } of commands) {
      const text = fine(...name.split(' '), '--help')
      expect(text, name).toContain('Examples:')
      for (const example of examples) {
        expect(text).toContain(example)
        expect(example, name).toContain(`millrace`)
      }
      for (const { flags } of options) expect(text, name).toContain(flags.split(/[ ,]/)[0])
    }
    expect(fine('--help')).toContain('millrace init shop')
    expect(fine('help', 'apply')).toContain('--dry-run')
  })

  test('every option is long, and no short one means two things', () => {
    const meanings = new Map<string, Set<string>>()
    for (const { options } of commands)
      for (const { flags } of options) {
        const [, short, long] = /^(?:(-\w), )?(--[\w-]+)/.exec(flags) ?? []
        expect(long, flags).toBeDefined()
        if (short !== undefined && long !== undefined)
          meanings.set(short, (meanings.get(short) ?? new Set()).add(long))
      }
    // -f is a file in both: of manifests where there are manifests, of SQL where there is SQL.
    expect([...meanings].filter(([short, longs]) => longs.size > 1 && short !== '-f')).toEqual([])
  })

  test('unknown commands and options exit 2 with the nearest one', () => {
    for (const [args, near] of [
      [['aply'], 'did you mean "apply"?'],
      [['mock', 'chnge'], 'did you mean "change"?'],
      [['apply', '--dryrun'], '--dry-run'],
      [['validate', '--ouput', 'json'], '--output'],
    ] as const) {
      const { code, stdout, stderr } = run(...args)
      expect(code).toBe(2)
      expect(stderr).toContain(near)
      expect(stdout).toBe('')
    }
    expect(run('get').code).toBe(2)
    expect(run('describe', 'workflow').code).toBe(2)
  })
})

test('validate -o json prints one array, empty where all is well', () => {
  expect(JSON.parse(fine('validate', '-o', 'json'))).toEqual([])
  const { code, stdout } = run('validate', '-o', 'json', '--set', 'unused')
  expect([code, stdout]).toEqual([2, ''])
})

test('plan says by its exit code whether apply would do anything', () => {
  const place = folder()
  millrace(['init'], { cwd: place })
  const plan = () => millrace(['plan', '--detailed-exitcode'], { cwd: place })
  expect(plan().code).toBe(3)
  expect(millrace(['plan'], { cwd: place }).code).toBe(0)
  expect(millrace(['apply'], { cwd: place }).code).toBe(0)
  expect(plan()).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes') as string })
  write(
    join(place, 'landing/shop/orders/orders-2.csv'),
    'order_id,customer_email,country,amount,ordered_at\n7,a@b.cd,de,1.00,2026-03-01 00:00:00\n',
  )
  expect(plan().code).toBe(3)
  const json = JSON.parse(millrace(['plan', '-o', 'json'], { cwd: place }).stdout) as unknown
  expect(json).toMatchObject({
    formatVersion: 1,
    tasks: [{ task: 'orders/load-orders', decision: 'run', reason: 'orders changed' }],
  })
})

test('apply -o json prints nothing but numbered events; --dry-run and --no-run run nothing', () => {
  const place = folder()
  millrace(['init'], { cwd: place })
  const dry = millrace(['apply', '--dry-run'], { cwd: place })
  expect(dry.code).toBe(0)
  expect(dry.stdout).toContain('orders/load-orders')
  expect(stateOf(place)).toMatchObject({ resources: [], tables: [] })

  expect(millrace(['apply', '--no-run'], { cwd: place }).code).toBe(0)
  expect(stateOf(place)).toMatchObject({
    resources: [{ type: 'dataset' }, { type: 'policy' }, { type: 'workflow' }],
    tables: [],
  })

  const { code, stdout } = millrace(['apply', '-o', 'json'], { cwd: place })
  expect(code).toBe(0)
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { seq: number; kind: string; run: string })
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  expect(new Set(events.map((event) => event.run)).size).toBe(1)
  expect([events[0]?.kind, events.at(-1)?.kind]).toEqual(['run.started', 'run.finished'])
})

test('apply of named files neither deletes nor forgets the others', () => {
  const before = stateOf(shop)
  fine('apply', '-f', 'manifests/governance.yaml')
  expect(stateOf(shop)).toEqual(before)
})

test('get and describe take the names and forms that people try', () => {
  for (const type of ['workflow', 'workflows', 'policy', 'dataset', 'datasets', 'runs', 'task', 'resource'])
    expect(fine('get', type).split('\n').length, type).toBeGreaterThan(2)
  expect(fine('get', 'workflow', '-o', 'name')).toBe('workflow/orders\n')
  expect(JSON.parse(fine('get', 'workflow', '-o', 'json'))).toMatchObject([{ name: 'orders', generation: 1 }])
  expect(JSON.parse(fine('get', 'workflow', 'orders', '-o', 'json'))).toMatchObject({ name: 'orders' })
  expect(fine('get', 'policy', 'hash-email', '-o', 'yaml')).toContain('name: hash-email')
  expect(fine('describe', 'workflow', 'orders')).toContain('load-orders')
  expect(fine('describe', 'policy', 'hash-email', '-o', 'json')).toContain('sha256')
  expect(run('get', 'workflow', 'nothing')).toMatchObject({ code: 2, stdout: '' })
})

test('run takes a workflow, a node, and a full refresh', () => {
  expect(fine('run', 'orders')).toContain('1 task: 1 succeeded')
  expect(fine('run', 'orders', '--node', 'load-orders', '--full-refresh')).toContain('1 succeeded')
})

describe('query', () => {
  const emails = ['mira@example.com', 'jonas@example.com', 'ana@example.com']

  test('reads SQL from the argument, from a file and from standard input', () => {
    write(join(shop, 'all.sql'), all)
    const json = (text: string) =>
      (JSON.parse(text) as { customer_email: string }[]).map((row) => row.customer_email)
    expect(json(fine('query', all, '-o', 'json'))).toEqual(emails)
    expect(json(fine('query', '-f', 'all.sql', '-o', 'json'))).toEqual(emails)
    expect(json(millrace(['query', '-o', 'json'], { cwd: shop, input: all }).stdout)).toEqual(emails)
    expect(json(fine('query', '--use', 'lake.shop', all.replace('lake.shop.', ''), '-o', 'json'))).toEqual(
      emails,
    )
  })

  test('prints tables, CSV, JSON and lines of JSON, to a file where one is named', () => {
    expect(fine('query', all)).toMatch(/order_id +\| +customer_email/)
    expect(fine('query', all, '-o', 'csv').split(/\r?\n/)).toEqual([
      'order_id,customer_email',
      ...emails.map((email, i) => `${1001 + i},${email}`),
      '',
    ])
    const lines = fine('query', all, '-o', 'jsonl').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { order_id: number }).order_id)).toEqual([
      1001, 1002, 1003,
    ])
    expect(fine('query', all, '--out', 'rows.jsonl')).toBe('')
    expect(readFileSync(join(shop, 'rows.jsonl'), 'utf8').trimEnd().split('\n')).toEqual(lines)
  })

  test('masks what the reader may not see, and puts talk on standard error', () => {
    const [row] = JSON.parse(fine('query', all, '--as', 'support', '-o', 'json')) as {
      customer_email: string
    }[]
    expect(row?.customer_email).toMatch(/^[0-9a-f]{64}$/)
    const wrong = run('query', 'SELECT nothing FROM lake.shop.orders')
    expect(wrong.stdout).toBe('')
    expect(wrong.stderr).toContain('nothing')
    expect(wrong.code).toBe(2)
    expect(run('query', 'DELETE FROM lake.shop.orders').code).not.toBe(0)
    expect(run('query', '-f', 'absent.sql').code).toBe(2)
  })
})

test('init writes a project into a new folder, and refuses one that is not empty', () => {
  const place = folder()
  expect(millrace(['init', 'Shop Nr. 1'], { cwd: place }).code).toBe(0)
  expect(existsSync(join(place, 'Shop Nr. 1/millrace.yaml'))).toBe(true)
  expect(millrace(['validate'], { cwd: join(place, 'Shop Nr. 1') }).code).toBe(0)
  const again = millrace(['init', 'Shop Nr. 1'], { cwd: place })
  expect(again).toMatchObject({ code: 2, stdout: '' })
  expect(again.stderr).toContain('is not empty')
})

test('options that Node knows as well are left to the command', () => {
  expect(readFileSync(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env -S node --\n/)
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, NO_COLOR: '1' }
  const { status, stderr } = spawnSync(main, ['validate', '--env-file', 'absent.env'], {
    cwd: shop,
    env,
    encoding: 'utf8',
  })
  expect(status).toBe(2)
  expect(stderr).toContain('MR9004')
})

test('depots that manifests declare can be queried, masked, like those of the project file', () => {
  const place = folder({
    'millrace.yaml': 'name: declared\nusers: {bob: {tags: ["roles:id:ops"]}}\n',
    'in/people/visits/a.csv': 'email,page\nana@x.io,home\n',
    'depots.yaml': 'name: Src\nversion: v1\ntype: depot\ndepot: {type: FILE, spec: {path: in}}\n',
    'governance.yaml': [
      'name: visits\nversion: v1\ntype: dataset',
      'dataset: {address: "dataos://src:people/visits", columns: [{name: email, tags: [PII.Email]}]}',
      '---\nname: hash\nversion: v1\ntype: policy\npolicy: {data: {type: mask, priority: 50,',
      '  selector: {user: {match: any, tags: ["roles:id:ops"]}, column: {tags: [PII.Email]}},',
      '  mask: {operator: hash, hash: {algo: sha256}}}}\n',
    ].join('\n'),
  })
  const inPlace = (...args: readonly string[]) => millrace(args, { cwd: place })
  expect(inPlace('apply')).toMatchObject({ code: 0 })
  const sql = 'SELECT * FROM src.people.visits'
  expect(inPlace('query', sql, '-o', 'csv').stdout).toBe('email,page\r\nana@x.io,home\r\n')
  expect(inPlace('query', sql, '-o', 'csv', '--as', 'bob').stdout).toMatch(
    /^email,page\r\n[0-9a-f]{64},home\r\n$/,
  )
})
