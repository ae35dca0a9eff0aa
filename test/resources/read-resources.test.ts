import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/resources/index.ts'
import { readTexts, summaries } from './reading.ts'

const read = async (text: string, files: Readonly<Record<string, string>> = {}) => {
  const { resources, diagnostics } = await readTexts({ 'a.yaml': text }, files)
  return { resource: resources[0], resources, diagnostics }
}

const scan = 'spec: {stack: "scanner:2.0", compute: small, stackSpec: {depot: lake}}'

describe('a workflow', () => {
  test('is read with its nodes', async () => {
    const { resource, diagnostics } = await read(`
name: wf
version: v1
type: workflow
tags: [x]
description:
workflow:
  title: The workflow
  dag:
    - {name: aa, title: First, ${scan}}
    - {name: bb, dependencies: aa, retry: {count: "2", strategy: onerror}, ${scan}}
`)
    expect(diagnostics).toEqual([])
    expect(resource).toMatchObject({
      type: 'workflow',
      name: 'wf',
      workspace: 'public',
      title: 'The workflow',
      tags: ['x'],
      place: { file: 'a.yaml', line: 2 },
      nodes: [
        {
          name: 'aa',
          title: 'First',
          stack: 'scanner',
          stackVersion: '2.0',
          compute: 'small',
          dependencies: [],
        },
        { name: 'bb', dependencies: ['aa'], retry: { count: 2, strategy: 'OnError' } },
      ],
    })
    expect(resource).not.toHaveProperty('description')
  })

  test('leaves out a node whose job cannot be read', async () => {
    const { resource, diagnostics } = await read(`
name: wf
version: v1
type: workflow
workflow:
  dag: [{name: aa, ${scan}}, {name: bb, spec: {stack: dbt, stackSpec: {}}, dependencies: [aa]}]
`)
    expect(summaries(diagnostics)).toEqual(['MR1316 6'])
    expect(resource?.type === 'workflow' && resource.nodes.map(({ name }) => name)).toEqual(['aa'])
  })

  test('changes its hash with a file that it names, and with nothing that a server wrote', async () => {
    const text = (extra: string) => `
name: wf
version: v1
type: workflow
${extra}
workflow:
  dag:
    - name: aa
      spec:
        stack: flare
        stackSpec:
          job:
            inputs: [{name: raw, dataset: "dataos://landing:a/b"}]
            steps: [{sequence: [{name: clean, sqlFile: clean.sql}]}]
`
    const hash = async (extra: string, sql: string) =>
      (await read(text(extra), { 'clean.sql': sql })).resource?.hash()
    const first = await hash('', 'SELECT 1')
    expect(await hash('generation: 7\nuid: abc\nstamp: x', 'SELECT 1')).toBe(first)
    expect(await hash('', 'SELECT 2')).not.toBe(first)
    expect(await hash('title: New', 'SELECT 1')).not.toBe(first)
  })
})

test('each stack checks its payload against its own JSON Schema', async () => {
  const node = (spec: string) =>
    read(`name: wf\nversion: v1\ntype: workflow\nworkflow: {dag: [{name: aa, spec: ${spec}}]}\n`)
  const payloads = {
    flare: '{job: {inputs: []}}',
    mock: '{entity: product, rows: 3, seed: "7", output: "dataos://landing:a/b"}',
    scanner: '{depot: lake}',
  }
  for (const [stack, payload] of Object.entries(payloads)) {
    const { resource, diagnostics } = await node(`{stack: ${stack}, stackSpec: ${payload}}`)
    expect(diagnostics, stack).toEqual([])
    expect(resource?.type === 'workflow' && resource.nodes[0]?.job.kind).toBe(stack)
    const refused = await node(`{stack: ${stack}, stackSpec: {unheardOf: 1}}`)
    expect(refused.diagnostics, stack).toContainEqual(
      expect.objectContaining({ severity: 'error', code: 'MR1203' }),
    )
  }
})

describe('a policy', () => {
  const policy = (data: string) => `name: p1\nversion: v1\ntype: policy\nowner:\npolicy:\n  data: ${data}\n`

  test('is a mask with defaults: any tag of the user, priority 100', async () => {
    const { resource, diagnostics } = await read(
      policy(
        '{type: mask, dataset_id: lake.sales.a.b, selector: {user: {tags: ["r:a"]}, column: {tags: [A.b]}}, mask: {operator: bucket_date, bucket_date: {precision: " Quarter "}}}',
      ),
    )
    expect(diagnostics).toEqual([])
    expect(resource).toMatchObject({
      policy: {
        kind: 'mask',
        name: 'p1',
        priority: 100,
        scope: { depot: 'lake', collection: 'sales', dataset: 'a.b' },
        user: { match: 'any', tags: ['r:a'] },
        column: { tags: ['A.b'], names: [] },
        mask: { operator: 'bucket_date', precision: 'quarter' },
      },
    })
  })

  test('that cannot be compiled stays in force, closed', async () => {
    const { resource, diagnostics } = await read(
      policy(
        '{type: mask, selector: {user: {tags: ["r:a"]}, column: {tags: [A.b]}}, mask: {operator: redact}}',
      ),
    )
    expect(summaries(diagnostics)).toEqual(['MR1331 6'])
    expect(resource).toMatchObject({ policy: { kind: 'mask', mask: { operator: 'closed' } } })
  })

  test.each([
    ['{}', 'neither'],
    ['{access: {}, data: {type: mask}}', 'both'],
  ])('with %s of data and access is refused', async (sections) => {
    const { resources, diagnostics } = await read(
      `name: p1\nversion: v1\ntype: policy\npolicy: ${sections}\n`,
    )
    expect(resources).toEqual([])
    expect(diagnostics).toMatchObject([{ severity: 'error', place: { line: 4 } }])
  })

  test('that is archived is kept and not evaluated', async () => {
    const { resource } = await read(policy('{type: mask, isArchived: true}'))
    expect(resource).toMatchObject({ policy: { kind: 'archived' } })
  })

  test('of access keeps its groups of tags', async () => {
    const { resource } = await read(
      'name: p1\nversion: v1\ntype: policy\npolicy: {access: {subjects: {tags: [a, [b, c]]}, predicates: [read], objects: {paths: ["dataos://x**"]}, allow: "true"}}\n',
    )
    expect(resource).toMatchObject({
      policy: { kind: 'access', subjects: [['a'], ['b', 'c']], allow: true, paths: ['dataos://x**'] },
    })
  })
})

test('a data product refers to datasets by address or by id', async () => {
  const { resource, diagnostics } = await read(`
name: dp
version: v1alpha
type: data
entity: product
purpose: sales
v1alpha:
  data:
    domain: retail
    resources: [{type: workflow, version: v1, refType: dataos, name: wf, workspace: team}]
    inputs: [{purpose: source, refType: dataos, ref: "dataset:lake:sales:orders"}]
    outputs: [{refType: dataos_address, ref: "dataos://lake:sales/totals?acl=r"}]
`)
  expect(diagnostics).toEqual([])
  expect(resource).toMatchObject({
    type: 'data',
    domain: 'retail',
    resources: [{ type: 'workflow', name: 'wf', workspace: 'team' }],
    inputs: [{ address: { depot: 'lake', collection: 'sales', dataset: 'orders' }, purpose: 'source' }],
    outputs: [{ address: { dataset: 'totals' }, place: { line: 12 } }],
  })
})

test('every type of depot that the documentation has is one', async () => {
  const depot = (type: string, spec: string) =>
    `name: d\nversion: v1\ntype: depot\ndepot: {type: ${type}, spec: ${spec}}\n`
  for (const type of ['REDIS', 'PRESTO']) {
    expect((await read(depot(type, '{host: db, port: 1}'))).diagnostics, type).toEqual([])
    expect(summaries((await read(depot(type, '{port: 1}'))).diagnostics), type).toEqual(['MR1481 4'])
  }
  expect(summaries((await read(depot('REDDIS', '{host: db}'))).diagnostics)).toEqual(['MR1355 4'])
})

test('the connection of a depot is found in each of its forms, and credentials never show', async () => {
  const { resources } = await read(`
name: aa
version: v1
type: depot
depot:
  type: JDBC
  spec: {host: db1}
  connectionSecret: [{acl: RW, type: key-value-properties, data: {password: hunter2}}]
---
name: bb
version: v2alpha
type: depot
depot: {type: jdbc, postgresql: {host: db2}, secrets: [{name: pg, allkeys: true}]}
`)
  expect(resources).toMatchObject([
    { depotType: 'JDBC', connection: { host: 'db1' }, credentials: [{ acl: 'rw' }] },
    { depotType: 'JDBC', connection: { host: 'db2' }, secrets: [{ name: 'pg', keys: [] }] },
  ])
  const [first] = resources
  const shown = first?.type === 'depot' ? inspect(first.credentials) + JSON.stringify(first.credentials) : ''
  expect(shown).toContain('***')
  expect(shown).not.toContain('hunter2')
})

test('a dataset promises columns and freshness', async () => {
  const { resource, diagnostics } = await read(`
name: orders
version: v1
type: dataset
dataset:
  address: dataos://lake:sales/orders
  description: All orders
  tags: [gold]
  columns: [{name: email, type: string, tags: [PII.Email]}, {name: at, type: timestamp}]
  freshness: {column: at, within: 2 Days}
`)
  expect(diagnostics).toEqual([])
  expect(resource).toMatchObject({
    type: 'dataset',
    description: 'All orders',
    datasetTags: ['gold'],
    columns: [
      { name: 'email', tags: ['PII.Email'] },
      { name: 'at', type: 'timestamp', tags: [] },
    ],
    freshness: { column: 'at', withinSeconds: 172_800 },
  })
})

test('a broken document does not hide its neighbours', async () => {
  const { resources, diagnostics } = await read(`
name: aa
version: v1
type: depot
depot: {type: FILE, pth: x}
---
name: bb
version: v1
type: depot
depot: {type: FILE, file: {path: x}}
`)
  expect(resources.map(({ name }) => name)).toEqual(['bb'])
  expect(diagnostics).toMatchObject([{ severity: 'error', place: { line: 5 } }])
})

test('a type that is nearly right is recognised', async () => {
  const { diagnostics } = await read('name: aa\nversion: v1\ntype: polcy\npolcy: {}\n')
  expect(diagnostics).toMatchObject([{ code: 'MR1300', hint: 'did you mean "policy"?' }])
})

test('every type has its JSON Schema, and each type once', () => {
  expect(new Set(kinds.map(({ type }) => type)).size).toBe(kinds.length)
  for (const { type, validator } of kinds)
    expect(validator({ type, name: 'a', version: 'v1', unheardOf: 1 }), type).toBe(false)
})
