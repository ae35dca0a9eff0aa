import { expect, test } from 'vitest'
import { checkSql } from '../../src/project/check-sql.ts'
import { isBreaking, review, type Side } from '../../src/review/index.ts'
import { createSparkTranslator } from '../../src/sql/index.ts'
import { linkTexts, testSettings } from '../project/linking.ts'

type Texts = Readonly<Record<string, string>>

const users = { support: { tags: ['roles:id:support'] }, owner: { tags: [] } }

const side = async (texts: Texts, settings = { ...testSettings(), users }): Promise<Side> => {
  const { project, diagnostics } = await linkTexts(texts, {}, settings)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const { lineage } = await checkSql(project, { translator, tableColumns: async () => undefined })
  return { project, lineage }
}

const workflow = (latest: string, more = '') => `name: orders
version: v1
type: workflow
workflow:
  dag:
    - name: load
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs: [{name: feed, dataset: "dataos://landing:shop/orders", format: csv}]
            steps:
              - sequence:
                  - name: latest
                    sql: |
                      ${latest.replaceAll('\n', '\n                      ')}
            outputs:
              - {name: latest, dataset: "dataos://lake:shop/orders?acl=rw", format: iceberg, options: {saveMode: overwrite}}
${more}`

const totals = `    - name: total
      dependencies: [load]
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs: [{name: orders, dataset: "dataos://lake:shop/orders", format: iceberg}]
            steps:
              - sequence:
                  - {name: totals, sql: "SELECT country, sum(amount) AS total FROM orders GROUP BY country"}
            outputs:
              - {name: totals, dataset: "dataos://lake:shop/totals?acl=rw", format: iceberg, options: {saveMode: overwrite}}
`

const tags = (column = 'email', tag = 'PII.Email') => `name: orders-columns
version: v1
type: dataset
dataset:
  address: dataos://lake:shop/orders
  columns: [{name: ${column}, tags: [${tag}]}]
`

const policy = ({
  priority = 50,
  user = 'roles:id:support',
  tag = 'PII.Email',
  mask = '{operator: hash, hash: {algo: sha256}}',
  type = 'mask',
} = {}) =>
  `name: hide
version: v1
type: policy
policy:
  data:
    type: ${type}
    priority: ${priority}
    selector: {user: {match: any, tags: ["${user}"]}, column: {tags: [${tag}]}}
    mask: ${mask}
`

const latest = `SELECT cast(id AS bigint) AS id, email, country, cast(amount AS decimal(10, 2)) AS amount
FROM feed WHERE amount IS NOT NULL AND country <> 'XX'`

const base: Texts = { 'w.yaml': workflow(latest, totals), 'd.yaml': tags(), 'p.yaml': policy() }

const verdicts = async (changed: Texts, from: Texts = base): Promise<readonly string[]> =>
  (await review(await side(from), await side({ ...from, ...changed }))).verdicts

const sql = (text: string): Texts => ({ 'w.yaml': workflow(text, totals) })

test('a mask of dates that hides less is loosened access, one that hides more is not', async () => {
  const dated = (precision: string): Texts => ({
    'w.yaml': workflow('SELECT cast(born AS date) AS born FROM feed'),
    'd.yaml': tags('born', 'PII.Born'),
    'p.yaml': policy({
      tag: 'PII.Born',
      mask: `{operator: bucket_date, bucket_date: {precision: ${precision}}}`,
    }),
  })
  expect(await verdicts(dated('day'), dated('month'))).toEqual(['access'])
  const found = await review(await side(dated('month')), await side(dated('year')))
  expect(found.verdicts).toEqual([])
  expect(found.access).toMatchObject([
    {
      reader: 'support',
      column: 'born',
      direction: 'tightened',
      before: 'the month of it',
      after: 'the year of it',
    },
  ])
})

test('a user who gets another role sees what that role sees', async () => {
  const settings = { ...testSettings(), users: { ...users, support: { tags: ['roles:id:sales'] } } }
  const found = await review(await side(base), await side(base, settings))
  expect(found.access).toMatchObject([
    { reader: 'support', column: 'email', direction: 'loosened', before: 'hash mask', after: 'the value' },
  ])
})

test('a column that somebody reads breaks when it goes or changes its type; one that nobody reads does not', async () => {
  const gone = await review(
    await side({ 'w.yaml': workflow(latest, totals) }),
    await side({ 'w.yaml': workflow(latest.replace('email, ', ''), totals) }),
  )
  expect([gone.verdicts, gone.columns.map(({ column, action }) => [column, action])]).toEqual([
    [],
    [['email', 'removed']],
  ])
  const retyped = await review(
    await side(base),
    await side({ ...base, ...sql(latest.replace('decimal(10, 2)', 'double')) }),
  )
  expect(retyped.verdicts).toEqual(['breaking'])
  expect(retyped.columns.filter(isBreaking)).toMatchObject([
    {
      dataset: 'dataos://lake:shop/orders',
      column: 'amount',
      action: 'retyped',
      before: 'DECIMAL(10,2)',
      after: 'DOUBLE',
      readers: ['dataos://lake:shop/totals.total'],
    },
  ])
})

test('what a statement says otherwise is named: filters, joins, expressions, grouping, limits', async () => {
  const changed = latest
    .replace("country <> 'XX'", "country <> 'YY'")
    .replace('email', 'lower(email) AS email')
  const found = await review(await side(base), await side({ ...base, ...sql(`${changed} LIMIT 5`) }))
  expect(found.steps).toMatchObject([
    {
      task: 'public/orders/load',
      step: 'latest',
      changes: [
        { kind: 'column', name: 'email', before: 'email', after: 'lower(email)' },
        { kind: 'filter', before: "country <> 'XX'", after: undefined },
        { kind: 'filter', before: undefined, after: "country <> 'YY'" },
        { kind: 'limit', after: '5' },
      ],
    },
  ])
  expect(found.rebuilt).toEqual([
    { task: 'public/orders/load', dataset: 'dataos://lake:shop/orders', rows: 'all rows' },
  ])
  expect(found.affected).toEqual(['dataos://lake:shop/totals'])
})

test('members of lists belong together by their names, and credentials are never shown', async () => {
  const depot = (password: string, host: string) => `name: crm
version: v1
type: depot
depot:
  type: JDBC
  external: true
  spec: {subprotocol: postgresql, host: ${host}, port: 5432, database: crm}
  connectionSecret: [{acl: r, type: key-value-properties, data: {username: reader, password: ${password}}}]
`
  const found = await review(
    await side({ 'c.yaml': depot('alpha', 'one') }),
    await side({ 'c.yaml': depot('omega', 'two') }),
  )
  expect(found.resources).toMatchObject([
    {
      type: 'depot',
      name: 'crm',
      action: 'changed',
      fields: [
        { path: 'depot.spec.host', before: 'one', after: 'two' },
        { path: 'depot.connectionSecret[0].data.password', before: '***', after: '*** (another one)' },
      ],
    },
  ])
  expect(JSON.stringify(found)).not.toMatch(/alpha|omega/)
})

test('credentials in variables, addresses, headers and secrets of a bundle are never shown', async () => {
  const project = (secret: string) => `name: pump
version: v1beta
type: worker
workspace: public
worker:
  stack: benthos
  compute: runnable-default
  envs: {DB_PASS: ${secret}-1, AWS_SECRET: ${secret}-2, DATABASE_URL: "postgres://u:${secret}-3@h/db"}
  stackSpec: {input: {http_client: {url: "https://h/x?sig=${secret}-4", headers: {Authorization: "Bearer ${secret}-5"}}}}
---
name: alarm
version: v1alpha
type: pager
workspace: public
pager:
  conditions: [{valueJqFilter: .properties.name, operator: equals, value: x}]
  output: {webHook: {url: "https://hooks.example.com/${secret}-6", verb: post, headers: {}, bodyTemplate: x}}
---
name: both
version: v1beta
type: bundle
bundle:
  resources:
    - id: inner
      workspace: public
      spec:
        name: inner
        version: v1
        type: secret
        secret: {type: key-value, acl: r, data: {thing: ${secret}-7}}
`
  const [before, after] = [
    await side({ 'p.yaml': project('alpha') }),
    await side({ 'p.yaml': project('omega') }),
  ]
  const found = await review(before, after)
  const text = JSON.stringify(found)
  expect(text).not.toMatch(/alpha|omega/)
  for (const path of ['DB_PASS', 'AWS_SECRET', 'DATABASE_URL', 'http_client.url', 'Authorization', 'thing'])
    expect(text).toContain(path)
})
