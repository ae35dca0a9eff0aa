import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { appliedShop, canDropRights, canMount, stateOf, withoutRights, withSmallDisk } from './bad-input.ts'
import { folder, millrace, type Result, rows, write } from './millrace.ts'

const orders = 'manifests/orders.yaml'
let shop = ''
let manifest = ''
beforeAll(() => {
  shop = appliedShop()
  manifest = readFileSync(join(shop, orders), 'utf8')
})

type Finding = {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly hint: string | null
}

/** What is wrong, and nothing that only a developer of Millrace could read. */
const told = ({ stdout, stderr }: Result): string => {
  const text = stdout + stderr
  expect(text).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  expect(text).not.toMatch(/has a bug|undefined|\[object /)
  return text
}

const edited = (...edits: readonly (readonly [string | RegExp, string])[]): string =>
  edits.reduce((text, [from, to]) => {
    const next = text.replace(from, to)
    if (next === text) throw new Error(`the manifest has no ${from}`)
    return next
  }, manifest)

type Case = {
  readonly title: string
  readonly files: () => Readonly<Record<string, string | Uint8Array>>
  readonly findings: readonly Partial<Finding>[]
}

const cases: readonly Case[] = [
  {
    title: 'an empty file is pointed at, and harmless',
    files: () => ({ 'manifests/empty.yaml': '' }),
    findings: [{ code: 'MR1007', severity: 'warning', file: 'manifests/empty.yaml', line: 1, column: 1 }],
  },
  {
    title: 'a binary file',
    files: () => ({ 'manifests/logo.yaml': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]) }),
    findings: [{ code: 'MR1004', file: 'manifests/logo.yaml', line: 1 }],
  },
  {
    title: 'a file that is not UTF-8',
    files: () => ({ 'manifests/latin.yaml': Uint8Array.from([...Buffer.from('name: caf'), 0xe9, 0x0a]) }),
    findings: [{ code: 'MR1005', file: 'manifests/latin.yaml' }],
  },
  {
    title: 'tabs as indentation',
    files: () => ({ 'manifests/tab.yaml': 'name: t\nversion: v1\ntype: workflow\nworkflow:\n\tdag: []\n' }),
    findings: [{ code: 'MR1010', file: 'manifests/tab.yaml', line: 5, column: 1 }],
  },
  {
    title: 'an unknown key, with the nearest one',
    files: () => ({ [orders]: edited(['inputs:', 'inptus:']) }),
    findings: [{ code: 'MR1203', file: orders, line: 14, column: 13, hint: 'did you mean "inputs"?' }],
  },
  {
    title: 'a value of the wrong type',
    files: () => ({ [orders]: edited([/dag:[^]*/, 'dag: 5\n']) }),
    findings: [{ code: 'MR1202', file: orders, line: 7, column: 8 }],
  },
  {
    title: 'unset variables, all of them at once',
    files: () => ({
      [orders]: edited(['landing:shop', 'landing:${FEED_FOLDER}'], ['lake:shop', 'lake:${SCHEMA_NAME}']),
    }),
    findings: [
      { code: 'MR1020', file: orders, line: 15, message: 'the variable FEED_FOLDER has no value' },
      { code: 'MR1020', file: orders, line: 30, message: 'the variable SCHEMA_NAME has no value' },
    ],
  },
  {
    title: 'a missing step file, with every place where it was looked for',
    files: () => ({ [orders]: edited([/- sequence:[^]*?(?= {12}outputs:)/, '- steps/clean.yaml\n']) }),
    findings: [
      {
        code: 'MR1030',
        file: orders,
        line: 17,
        column: 17,
        message: 'there is no file steps/clean.yaml; looked for manifests/steps/clean.yaml, steps/clean.yaml',
      },
    ],
  },
  {
    title: 'a circle of dependencies in a workflow, told once',
    files: () => ({
      [orders]: edited(['- name: load-orders', '- name: load-orders\n      dependencies: [load-orders]']),
    }),
    findings: [{ code: 'MR1312', file: orders, line: 9 }],
  },
  {
    title: 'a circle of two workflows through their datasets',
    files: () => ({
      [orders]: edited(['dataos://landing:shop/orders", format: csv', 'dataos://lake:shop/copy"']),
      'manifests/copy.yaml': edited(
        ['name: orders', 'name: copy'],
        ['dataos://landing:shop/orders", format: csv', 'dataos://lake:shop/orders"'],
        ['lake:shop/orders?', 'lake:shop/copy?'],
      ),
    }),
    findings: [{ code: 'MR1405', line: 8, column: 13 }],
  },
  {
    title: 'a syntax error in inline SQL',
    files: () => ({ [orders]: edited(['FROM landed', 'FORM landed WHERE']) }),
    findings: [{ code: 'MR2001', file: orders, line: 22, column: 23 }],
  },
  {
    title: 'a syntax error in a SQL file, placed in that file',
    files: () => ({
      [orders]: edited([/sql: \|\n {22}SELECT cast[^]*?landed\n/, 'sqlFile: sql/typed.sql\n']),
      'sql/typed.sql': '-- typed rows\nSELECT order_id,,\nFROM landed\n',
    }),
    findings: [{ code: 'MR2001', file: 'sql/typed.sql', line: 2, column: 17 }],
  },
  {
    title: 'a column that the step before does not have',
    files: () => ({
      [orders]: edited(['SELECT order_id, customer_email', 'SELECT order_id, customer_emial']),
    }),
    findings: [
      { code: 'MR2003', file: orders, line: 25, column: 40, hint: 'did you mean "customer_email"?' },
    ],
  },
  {
    title: 'a column that a table does not have',
    files: () => ({
      'manifests/report.yaml': edited(
        ['name: orders', 'name: report'],
        ['dataos://landing:shop/orders", format: csv', 'dataos://lake:shop/orders"'],
        ['upper(country)', 'upper(contry)'],
        ['lake:shop/orders?', 'lake:shop/report?'],
      ),
    }),
    findings: [{ code: 'MR2003', file: 'manifests/report.yaml', line: 20, hint: 'did you mean "country"?' }],
  },
  {
    title: 'an unknown function',
    files: () => ({ [orders]: edited(['upper(country)', 'uper(country)']) }),
    findings: [{ code: 'MR2004', file: orders, line: 20, hint: 'did you mean "upper"?' }],
  },
  {
    title: 'an unknown view',
    files: () => ({ [orders]: edited(['FROM landed', 'FROM landd']) }),
    findings: [{ code: 'MR2002', file: orders, line: 22, hint: 'did you mean "landed"?' }],
  },
  {
    title: 'an unknown depot',
    files: () => ({ [orders]: edited(['landing:shop', 'landng:shop']) }),
    findings: [{ code: 'MR1402', file: orders, line: 15, column: 41, hint: 'did you mean "landing"?' }],
  },
  {
    title: 'a resource that is declared twice',
    files: () => ({ 'manifests/twice.yaml': manifest }),
    findings: [{ code: 'MR1401', file: 'manifests/twice.yaml', line: 2, column: 7 }],
  },
  {
    title: 'a key that is written twice warns',
    files: () => ({ [orders]: edited(['version: v1\n', 'version: v1\nversion: v1\n']) }),
    findings: [{ code: 'MR1018', severity: 'warning', file: orders, line: 4 }],
  },
]

describe('a bad manifest exits 2 with its place, and nothing changes:', () => {
  for (const { title, files, findings } of cases)
    test(title, () => {
      const before = stateOf(shop)
      const changed = files()
      const known = new Map(Object.keys(changed).map((name) => [name, readOld(join(shop, name))]))
      try {
        for (const [name, content] of Object.entries(changed)) write(join(shop, name), content)
        const validated = millrace(['validate', '-o', 'json'], { cwd: shop })
        const all = JSON.parse(validated.stdout) as readonly Finding[]
        const found = all.filter(({ severity }) => severity !== 'info')
        expect(found).toMatchObject(findings.map((finding) => ({ severity: 'error', ...finding })))
        for (const finding of found)
          expect(Object.keys(finding).toSorted()).toEqual([
            'code',
            'column',
            'file',
            'fix',
            'hint',
            'line',
            'message',
            'severity',
          ])
        if (found.every(({ severity }) => severity === 'warning')) return expect(validated.code).toBe(0)
        expect(validated.code).toBe(2)
        const applied = millrace(['apply'], { cwd: shop })
        expect(applied.code).toBe(2)
        const text = told(applied)
        for (const { code, file, line, column } of found.filter(({ severity }) => severity === 'error'))
          expect(text).toContain(`${file}:${line}:${column}  error  ${code}`)
        expect(stateOf(shop)).toEqual(before)
      } finally {
        for (const [name, content] of known)
          if (content === undefined) rmSync(join(shop, name))
          else writeFileSync(join(shop, name), content)
      }
    })
})

const readOld = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

describe('a run that meets bad data exits 1 with the place, and the table stays:', () => {
  const csv = 'landing/shop/orders/orders-2.csv'
  const cleanUp = () => {
    rmSync(join(shop, csv), { force: true })
    writeFileSync(join(shop, orders), manifest)
  }

  test('an unknown column of a file whose header is known only then', () => {
    const before = stateOf(shop)
    write(join(shop, orders), edited(['upper(country)', 'upper(contry)']))
    const result = millrace(['apply'], { cwd: shop })
    expect(result.code).toBe(1)
    expect(told(result)).toMatch(/manifests\/orders\.yaml:20:\d+ error MR2003 unknown column "contry"/)
    expect(result.stdout).toContain('did you mean "country"?')
    expect(tablesOf(stateOf(shop))).toEqual(tablesOf(before))
    cleanUp()
  })

  test('a malformed row fails where the manifest says FAILFAST', () => {
    const before = stateOf(shop)
    write(join(shop, csv), 'order_id,customer_email,country,amount,ordered_at\n1009,short\n')
    write(join(shop, orders), edited(['format: csv', 'format: csv, options: {mode: FAILFAST}']))
    const result = millrace(['apply'], { cwd: shop })
    expect(result.code).toBe(1)
    expect(told(result)).toMatch(/orders-2\.csv:2:1 error MR3222 line 2 of .* has 2 cells instead of 5/)
    expect(tablesOf(stateOf(shop))).toEqual(tablesOf(before))
    cleanUp()
  })

  test('a dataset that is not there', () => {
    const before = stateOf(shop)
    write(join(shop, orders), edited(['landing:shop/orders', 'landing:shop/nothing']))
    const result = millrace(['apply'], { cwd: shop })
    expect(result.code).toBe(1)
    expect(told(result)).toMatch(
      /manifests\/orders\.yaml:15:41 error MR3213 dataos:\/\/landing:shop\/nothing does not exist/,
    )
    expect(tablesOf(stateOf(shop))).toEqual(tablesOf(before))
    cleanUp()
  })
})

const tablesOf = (state: unknown): unknown => (state as { tables: unknown }).tables

test('a malformed row is read as far as it goes, with a warning at its line, where nothing else is said', () => {
  const place = appliedShop()
  write(
    join(place, 'landing/shop/orders/orders-2.csv'),
    'order_id,customer_email,country,amount,ordered_at\n1009,short\n',
  )
  const result = millrace(['apply'], { cwd: place })
  expect(result.code).toBe(0)
  expect(told(result)).toMatch(/orders-2\.csv:2:1 warning MR3221/)
  expect(
    rows(
      { cwd: place },
      'SELECT order_id, customer_email, amount FROM lake.shop.orders WHERE order_id = 1009',
    ),
  ).toEqual([{ order_id: 1009, customer_email: 'short', amount: null }])
})

describe.skipIf(!canDropRights)('without permission', () => {
  test('an unreadable manifest and an unreadable folder are told; nothing is planned for deletion', () => {
    const place = appliedShop()
    const before = stateOf(place)
    for (const [path, code] of [
      [orders, 'MR1002'],
      ['manifests', 'MR1002'],
    ] as const) {
      const mode = statSync(join(place, path)).mode
      chmodSync(join(place, path), 0)
      const result = withoutRights(['apply'], place)
      chmodSync(join(place, path), mode)
      expect(result.code, path).toBe(2)
      expect(told(result)).toContain(`${code}  no permission to read ${path}`)
    }
    expect(stateOf(place)).toEqual(before)
  })

  test('a feed that cannot be read and a warehouse that cannot be written fail the run with the path', () => {
    const place = appliedShop()
    const before = tablesOf(stateOf(place))
    write(join(place, orders), manifest.replace('upper(country)', 'lower(country)'))
    const feed = join(place, 'landing/shop/orders/orders-1.csv')
    chmodSync(feed, 0)
    const unreadable = withoutRights(['apply'], place)
    chmodSync(feed, 0o644)
    expect(unreadable.code).toBe(1)
    expect(told(unreadable)).toContain(`error MR3003 no permission to read ${feed}`)

    const folders = readdirSync(join(place, '.millrace/warehouse'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(place, '.millrace/warehouse', name))
      .filter((path) => statSync(path).isDirectory())
    folders.forEach((path) => chmodSync(path, 0o555))
    const unwritable = withoutRights(['apply'], place)
    folders.forEach((path) => chmodSync(path, 0o755))
    expect(unwritable.code).toBe(1)
    expect(told(unwritable)).toMatch(/error MR3003 no permission to write .*\/warehouse\//)
    expect(tablesOf(stateOf(place))).toEqual(before)
    expect(millrace(['apply'], { cwd: place }).code).toBe(0)
  })

  test('a project folder that cannot be written is told before anything runs, and validating still works', () => {
    const place = folder()
    millrace(['init'], { cwd: place })
    chmodSync(place, 0o555)
    const validated = withoutRights(['validate'], place)
    const applied = withoutRights(['apply'], place)
    chmodSync(place, 0o755)
    expect(validated.code).toBe(0)
    expect(applied.code).toBe(1)
    expect(told(applied)).toMatch(/error {2}MR3003 {2}no permission to write .*\.millrace/)
  })

  test('what only reads works where nothing may be written, before and after the first apply', () => {
    const place = folder()
    millrace(['init'], { cwd: place })
    const frozen = (...args: readonly string[]) => {
      const paths = [
        place,
        ...readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)),
      ]
      const modes = paths.map((path) => statSync(path).mode)
      paths.forEach((path, i) => chmodSync(path, (modes[i] ?? 0) & 0o555))
      const result = withoutRights(args, place)
      paths.forEach((path, i) => chmodSync(path, modes[i] ?? 0o755))
      expect(result.stderr, args.join(' ')).toBe('')
      return result.stdout
    }
    expect(frozen('plan')).toContain('+ workflow  public/orders')
    expect(millrace(['apply'], { cwd: place }).code).toBe(0)
    expect(frozen('plan')).toContain('No changes')
    expect(frozen('get', 'all', '-o', 'name')).toContain('workflow/orders')
    expect(frozen('describe', 'workflow', 'orders')).toContain('load-orders')
    expect(frozen('logs')).toContain('load-orders')
    expect(frozen('table', 'list')).toContain('lake.shop.orders')
    expect(frozen('query', '-o', 'csv', 'SELECT count(*) AS n FROM lake.shop.orders')).toContain('3')
  })
})

test.skipIf(!canMount)('a disk that is full fails the run, and leaves no table and no file behind', () => {
  const place = folder()
  millrace(['init'], { cwd: place })
  // Digests do not compress: 150,000 of them need more than the disk has.
  const lines = Array.from(
    { length: 150_000 },
    (_, i) => `${2000 + i},${Math.sin(i).toString(36).slice(2)}@example.com,in,${i}.00,2026-03-01 09:15:00`,
  )
  write(
    join(place, 'landing/shop/orders/orders-2.csv'),
    `order_id,customer_email,country,amount,ordered_at\n${lines.join('\n')}\n`,
  )
  const result = withSmallDisk(
    [['apply'], ['get', 'task', '-o', 'json'], ['get', 'dataset', '-o', 'json']],
    2_000_000,
    place,
  )
  expect(told(result)).toMatch(/error MR3002 no space left on the disk that holds .*\.millrace/)
  expect(result.stdout).toContain('Failed in')
  expect(result.stdout).toMatch(/"outcome":"failed"/)
  expect(result.stdout.trim().endsWith('[]')).toBe(true)
})

test('a project database that is no database is told, and left as it is', () => {
  const place = folder()
  millrace(['init'], { cwd: place })
  mkdirSync(join(place, '.millrace'))
  const path = join(place, '.millrace/millrace.db')
  writeFileSync(path, 'This is not the file that you are looking for.\n'.repeat(100))
  for (const args of [['apply'], ['query', 'SELECT 1'], ['get', 'workflow']]) {
    const result = millrace(args, { cwd: place })
    expect(result.code).toBe(1)
    expect(told(result)).toContain(`MR3005  ${path} is damaged or not a SQLite database`)
  }
  expect(millrace(['validate'], { cwd: place }).code).toBe(0)
  expect(readFileSync(path, 'utf8')).toMatch(/^This is not/)
})

test('validating creates nothing but what it remembers, and that only where it may', () => {
  const place = folder()
  millrace(['init'], { cwd: place })
  const before = readdirSync(place).toSorted()
  expect(millrace(['validate', '--no-cache'], { cwd: place }).code).toBe(0)
  expect(readdirSync(place).toSorted()).toEqual(before)
  expect(millrace(['validate'], { cwd: place }).code).toBe(0)
  expect(readdirSync(place).toSorted()).toEqual([...before, '.millrace'].toSorted())
  expect(readdirSync(join(place, '.millrace'))).toEqual(['cache'])
})

test('wrong names on the command line exit 2 with what there is', () => {
  const wrong = (...args: readonly string[]) => {
    const result = millrace(args, { cwd: shop })
    expect(result.code, args.join(' ')).toBe(2)
    return told(result)
  }
  const before = stateOf(shop)
  expect(wrong('apply', '--env', 'prod')).toContain('MR1040  there is no environment "prod"')
  expect(wrong('query', 'SELECT 1', '--as', 'suport')).toContain('did you mean "support"?')
  expect(wrong('get', 'workflo')).toContain('did you mean "workflow"?')
  expect(wrong('describe', 'dataset', 'lake.shop.oders')).toContain('MR9003')
  expect(wrong('run', 'ordrs')).toContain('did you mean "orders"?')
  expect(wrong('run', 'orders', '--node', 'load')).toContain('millrace get task')
  expect(wrong('apply', '--set', 'SCHEMA')).toContain('--set takes name=value')
  expect(wrong('validate', 'manifest')).toContain('MR1001')
  expect(wrong('apply', '--project', 'nowhere')).toContain('there is no project file at')
  expect(wrong('validate', '-o', 'xml')).toContain('Allowed choices are text, json')
  expect(wrong('apply', '--dry-ru')).toContain('--dry-run')
  expect(stateOf(shop)).toEqual(before)
})

test('a secret that a depot is connected with is printed nowhere and stored nowhere', () => {
  const secret = 'hunter2-correct-horse'
  const place = appliedShop()
  write(
    join(place, 'manifests/depot.yaml'),
    `name: outside
version: v1
type: depot
depot:
  type: S3
  external: true
  connectionSecret:
    - acl: rw
      type: key-value-properties
      data: {awsaccesskeyid: "\${KEY}", awssecretaccesskey: "\${KEY}"}
  spec: {bucket: b, scheme: s3a, relativePath: /p}
`,
  )
  const env = { KEY: secret }
  for (const args of [
    ['validate'],
    ['validate', '-o', 'json'],
    ['plan', '-o', 'json'],
    ['apply', '-o', 'json'],
    ['get', 'depot', '-o', 'yaml'],
    ['get', 'resource', '-o', 'json'],
    ['describe', 'depot', 'outside'],
  ]) {
    const { code, stdout, stderr } = millrace(args, { cwd: place, env })
    expect(code, `${args.join(' ')}\n${stderr}`).toBe(0)
    expect(stdout + stderr).not.toContain(secret)
  }
  for (const name of readdirSync(join(place, '.millrace'), { recursive: true, encoding: 'utf8' })) {
    const path = join(place, '.millrace', name)
    if (statSync(path).isFile()) expect(readFileSync(path).includes(secret), name).toBe(false)
  }
})
