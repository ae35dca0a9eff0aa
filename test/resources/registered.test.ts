import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/resources/index.ts'
import { readTexts, summaries } from './reading.ts'

const schemaFolder = join(import.meta.dirname, '../../schemas')
const exampleOf = (type: string): unknown => {
  const schema: { examples?: unknown[] } = JSON.parse(
    readFileSync(join(schemaFolder, `${type}.schema.json`), 'utf8'),
  )
  return schema.examples?.[0]
}

const depotText = 'name: lake\nversion: v1\ntype: depot\ndepot: {type: LAKEHOUSE}\n'
const loadText = `name: load
version: v1
type: workflow
workflow: {dag: [{name: only, spec: {stack: scanner, stackSpec: {depot: lake}}}]}
`

test('each type has a schema of its name', () => {
  const files = new Set(readdirSync(schemaFolder))
  for (const { type } of kinds) expect(files.has(`${type}.schema.json`), type).toBe(true)
})

describe('the example of each type', () => {
  const types = kinds.map(({ type }) => type).filter((type) => exampleOf(type) !== undefined)

  test.each(types)('%s becomes a resource, and says plainly where it does not run', async (type) => {
    // Members of the bundle; all other examples stand alone.
    const members = type === 'bundle' ? { 'depot.yaml': depotText, 'load.yaml': loadText } : {}
    const { resources, diagnostics } = await readTexts({ 'a.yaml': JSON.stringify(exampleOf(type)) }, members)
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(resources[0]).toMatchObject({ type })
    const kind = kinds.find((one) => one.type === type)
    const told = kind !== undefined && 'instead' in kind ? ['MR1321 1'] : []
    expect(summaries(diagnostics)).toEqual(told)
  })

  test.each(types)('%s refuses what its section does not know, with the nearest name', async (type) => {
    const example = exampleOf(type) as Record<string, unknown>
    const { diagnostics } = await readTexts({
      'a.yaml': JSON.stringify({ ...example, onwer: 'slip' }),
    })
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'MR1203', severity: 'error', hint: 'did you mean "owner"?' }),
    )
  })
})

test('a key that only another platform may know is a warning where nothing here runs it', async () => {
  const { resources, diagnostics } = await readTexts({
    'a.yaml':
      'name: a\nversion: v1\ntype: cluster\ncluster:\n  zookeeper: 3\n  minerva: {depots: [{address: "dataos://lake"}]}\n',
    'b.yaml': 'name: b\nversion: v1\ntype: depot\ndepot: {type: FILE, zookeeper: 3}\n',
  })
  expect(resources.map(({ name }) => name)).toEqual(['a'])
  expect(diagnostics.filter(({ code }) => code === 'MR1203').map(({ severity }) => severity)).toEqual([
    'warning',
    'error',
  ])
})

test('the gateway of a service takes settings, and the inputs of soda may stand in a list', async () => {
  const { resources, diagnostics } = await readTexts({
    'a.yaml': `name: api
version: v1
type: service
workspace: public
service:
  stack: container
  compute: runnable-default
  replicas: 1
  ingress: {enabled: true, path: /api, annotations: {konghq.com/strip-path: "false"}}
  stackSpec: {image: api}
`,
    'b.yaml': `name: checks
version: v1beta
type: worker
workspace: public
worker:
  stack: soda+python:1.0
  compute: runnable-default
  replicas: 1
  soda: [{dataset: "dataos://lake:sales/orders", checks: [row_count > 1], engine: minerva}]
`,
  })
  expect(resources.map(({ name }) => name)).toEqual(['api', 'checks'])
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  const { diagnostics: found } = await readTexts({
    'a.yaml':
      'name: a\nversion: v1\ntype: worker\nworker: {stack: soda, replicas: 1, soda: [{checks: [a > 1]}]}\n',
  })
  expect(found.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['MR1201'])
})

test('a key that is only somewhat like a known one is no slip where nothing here runs it', async () => {
  const service = (key: string) => `name: api
version: v1
type: service
workspace: public
service: {stack: container, compute: runnable-default, replicas: 1, ${key}: {a: b}, stackSpec: {image: api}}
`
  const { diagnostics } = await readTexts({ 'a.yaml': service('selector'), 'b.yaml': service('ingres') })
  const found = diagnostics.filter(({ code }) => code === 'MR1203')
  expect(found.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
  const { diagnostics: slips } = await readTexts({ 'a.yaml': service('ingrses') })
  expect(slips).toContainEqual(
    expect.objectContaining({ code: 'MR1203', severity: 'error', hint: 'did you mean "ingress"?' }),
  )
})

test('nothing more is said about a value that waits to be filled in', async () => {
  const { diagnostics } = await readTexts({
    'a.yaml': `name: \${{name}}
version: v1
type: monitor
monitor:
  schedule: \${{cron}}
  timezone: <zone>
  type: \${{monitor type}}
  incident: {name: a}
`,
    'b.yaml': 'name: <name>\nversion: v1\ntype: workflow\nworkflow: {dag: []}\n',
  })
  expect(summaries(diagnostics)).toEqual([
    'MR1021 1',
    'MR1021 1',
    'MR1021 5',
    'MR1021 6',
    'MR1021 7',
    'MR1206 4',
  ])
})

test('a manifest inside a bundle is checked at its own place, and is a resource of its own', async () => {
  const { resources, diagnostics } = await readTexts({
    'a.yaml': `name: all
version: v1beta
type: bundle
bundle:
  resources:
    - id: depot
      spec:
        name: lake
        version: v2alpha
        type: depot
        depot: {type: FILE, fiel: {path: a}}
    - id: flow
      spec:
        name: flow
        version: v1
        type: workflow
        workflow:
          dag:
            - {name: aa, spec: {stack: scanner, stackSpec: {depot: lake}}, dependencies: [bb]}
`,
  })
  expect(resources.map(({ type }) => type)).toEqual(['bundle', 'workflow'])
  expect(summaries(diagnostics)).toEqual(['MR1203 11', 'MR1311 19', 'MR1321 1'])
})

test('a data product of version v1beta has the parts of one of version v1alpha', async () => {
  const { resources, diagnostics } = await readTexts({
    'a.yaml': `name: dp
version: v1beta
type: data
collaborators: [mira]
v1beta:
  data:
    meta: {title: Orders, foo: bar}
    collaborators: [{name: jonas, description: owner}, {name: }]
    resource: {refType: dataos, ref: "bundle:v1beta:orders", purpose: builds it}
    inputs: [{refType: depot, ref: "dataos://landing:shop/orders"}]
    outputs: [{refType: dataos, ref: "dataset:lake:sales:orders"}]
    ports: {lens: {ref: "lens:v1alpha:orders:public"}, postgres: [{host: db, port: "5432"}]}
`,
  })
  expect(diagnostics).toEqual([])
  expect(resources).toMatchObject([
    {
      title: 'Orders',
      collaborators: ['mira', 'jonas'],
      resources: [
        { type: 'bundle', name: 'orders', purpose: 'builds it' },
        { type: 'lens', name: 'orders', workspace: 'public' },
      ],
      inputs: [{ address: { depot: 'landing', dataset: 'orders' } }],
      outputs: [{ address: { depot: 'lake', collection: 'sales', dataset: 'orders' } }],
    },
  ])
})

test('a mail of a pager has a template', async () => {
  const { diagnostics } = await readTexts({
    'a.yaml': `name: page
version: v1alpha
type: pager
pager:
  conditions: [{valueJqFilter: .properties.name, operator: equals, value: many}]
  output: {email: {emailTargets: [a@example.com], templateType: liquid, template: "<p>Dear team,</p>"}}
`,
  })
  expect(summaries(diagnostics)).toEqual(['MR1321 1'])
})

test('a data product may leave its ports empty', async () => {
  const { resources, diagnostics } = await readTexts({
    'a.yaml': `name: dp
version: v1beta
type: data
v1beta:
  data:
    resource: {refType: dataos, ref: "bundle:v1beta:orders"}
    inputs: [{refType: dataos, ref: "dataset:lake:sales:orders"}]
    ports:
`,
  })
  expect(diagnostics).toEqual([])
  expect(resources).toHaveLength(1)
})

test('values of secrets are in no message', async () => {
  const { diagnostics } = await readTexts({
    'a.yaml': `name: a
version: v1
type: secret
secret:
  type: key-value
  acl: hunter
  data: {a: {b: hunter2}, c: [hunter2], d d: hunter2}
`,
  })
  expect(diagnostics.length).toBeGreaterThan(2)
  expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`).join('\n')).not.toMatch(/hunter2|4711/)
})

test('a secret may stand in a list of one, and nothing else may', async () => {
  const { resources, diagnostics } = await readTexts({
    'a.yaml':
      'name: a\nversion: v1\ntype: instance-secret\ninstance-secret:\n  - {type: key-value, acl: rw, data: {a: b}}\n',
    'b.yaml':
      'name: b\nversion: v1\ntype: instance-secret\ninstance-secret:\n  - {type: key-value, acl: r}\n  - {type: key-value, acl: rw}\n',
    'c.yaml': 'name: c\nversion: v1\ntype: depot\ndepot: [{type: FILE}]\n',
    'd.yaml': 'name: d\nversion: v1\ntype: secret\nsecret:\n  - type: key-value\n    acl: wr\n',
  })
  expect(resources.map(({ name }) => name)).toEqual(['a'])
  expect(
    diagnostics.map(({ code, place }) => `${place?.file}:${place?.line}:${place?.column} ${code}`),
  ).toEqual(['b.yaml:5:3 MR1202', 'c.yaml:4:8 MR1202', 'd.yaml:6:10 MR1204'])
})

test.each(['dataOsInstance', 'dataOSInstance', 'dataosInstance'])(
  'a report monitor may ask an instance that it writes %s',
  async (key) => {
    const { resources, diagnostics } = await readTexts({
      'a.yaml': `name: failed
version: v1alpha
type: monitor
monitor:
  schedule: '*/2 * * * *'
  type: report_monitor
  report:
    source: {${key}: {path: /collated/api/v1/reports/resources/runtime}}
    conditions: [{valueComparison: {valueJqFilter: .value, operator: equals, value: failed}}]
  incident: {name: failed, severity: high}
`,
    })
    expect(resources).toHaveLength(1)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  },
)

test('an empty key counts as none and is warned of, but not in a policy', async () => {
  const { resources, diagnostics } = await readTexts({
    'a.yaml':
      'name: abc\nversion: v1\ntype: cluster\ncluster:\n  type: minerva\n  compute: query-default\n  runAsApiKey:\n  minerva: {replicas: 1}\n',
    'b.yaml':
      'name: b\nversion: v1\ntype: policy\npolicy:\n  data:\n    type: mask\n    priority:\n    selector: {user: {match: any, tags: [a]}, column: {tags: [b]}}\n    mask: {operator: hash, hash: {algo: sha256}}\n',
  })
  expect(resources.map(({ name }) => name)).toEqual(['abc'])
  expect(
    diagnostics
      .filter(({ code }) => code.startsWith('MR12'))
      .map(
        ({ code, severity, place }) => `${place?.file}:${place?.line}:${place?.column} ${severity} ${code}`,
      ),
  ).toEqual(['a.yaml:7:3 warning MR1211', 'b.yaml:7:5 error MR1202'])
})

test('a depot of PostgreSQL goes by each of its names', async () => {
  const depot = (name: string, type: string, section: string) =>
    `name: ${name}\nversion: v2alpha\ntype: depot\ndepot:\n  type: ${type}\n  external: true\n  secrets: [{name: ${name}-r}]\n  ${section}: {host: db, port: 5432, database: shop}\n`
  const { resources, diagnostics } = await readTexts({
    'a.yaml': depot('aa', 'postgres', 'postgres'),
    'b.yaml': depot('bb', 'POSTGRES', 'postgresql'),
    'c.yaml': depot('cc', 'postgresql', 'jdbc'),
  })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(resources.map((resource) => 'depotType' in resource && resource.depotType)).toEqual([
    'POSTGRESQL',
    'POSTGRESQL',
    'POSTGRESQL',
  ])
})

test('a secret says what its values allow, but for one of version v2alpha', async () => {
  const secret = (name: string, version: string, type: string) =>
    `name: ${name}\nversion: ${version}\ntype: ${type}\n${type}:\n  type: key-value\n  data: {token: env:TOKEN}\n`
  const { resources, diagnostics } = await readTexts({
    'a.yaml': secret('aa', 'v2alpha', 'secret'),
    'b.yaml': secret('bb', 'v1', 'secret'),
    'c.yaml': secret('cc', 'v2alpha', 'instance-secret'),
    'd.yaml': secret('dd', 'v1', 'instance-secret'),
  })
  expect(resources.map(({ name }) => name)).toEqual(['aa', 'cc'])
  const told = diagnostics.filter(({ severity }) => severity !== 'info')
  expect(told.map(({ code, place }) => `${place?.file} ${code}`)).toEqual(['b.yaml MR1201', 'd.yaml MR1201'])
})

test.each([
  ['v1', 'postgres', 'add "host" under "spec"'],
  ['v2alpha', 'MYSQL', 'add "host" under "mysql"'],
])('a depot of version %s without a connection is told where one stands', async (version, type, hint) => {
  const { diagnostics } = await readTexts({
    'a.yaml': `name: aa\nversion: ${version}\ntype: depot\ndepot: {type: ${type}, external: true}\n`,
  })
  expect(diagnostics.find(({ code }) => code === 'MR1481')?.hint).toBe(hint)
})
