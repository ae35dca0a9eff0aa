import { expect, test } from 'vitest'
import { linkTexts } from './linking.ts'

const warnings = async (manifests: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const { diagnostics } = await linkTexts(manifests)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return diagnostics
    .filter(({ severity }) => severity === 'warning')
    .map(({ code, message, hint, place }) => `${place?.line} ${code} ${message}${hint ? `; ${hint}` : ''}`)
}

const cluster = (address: string) =>
  `name: bi\nversion: v1\ntype: cluster\ncluster:\n  minerva:\n    depots: [{address: "${address}"}]\n`

test('a depot that a cluster attaches is known from the project file or from a manifest', async () => {
  expect(await warnings({ 'a.yaml': cluster('dataos://lake:default') })).toEqual([])
  expect(await warnings({ 'a.yaml': cluster('dataos://laek') })).toEqual([
    '6 MR1406 depot "laek" is not declared here',
  ])
  const depot = 'name: laek\nversion: v1\ntype: depot\ndepot: {type: S3, s3: {bucket: lake}}\n'
  expect(await warnings({ 'a.yaml': cluster('dataos://laek'), 'b.yaml': depot })).toEqual([])
})

test('secrets that depots and services name are looked for in their workspace and for all', async () => {
  const service = (workspace: string) =>
    `name: api\nversion: v1\ntype: service\nservice:\n  stack: container\n  stackSpec: {image: a}\n  dataosSecrets: [{name: git-r${workspace}}]\n`
  const secret = (type: string, workspace: string) =>
    `name: git-r\nversion: v1\ntype: ${type}\n${workspace}${type}: {type: key-value, acl: r, data: {a: b}}\n`
  const missing = 'instance-secret "git-r" in workspace team is not declared here'
  expect(await warnings({ 'a.yaml': service(', workspace: team'), 'b.yaml': secret('secret', '') })).toEqual([
    `7 MR1406 ${missing}; did you mean "git-r"?`,
  ])
  expect(
    await warnings({
      'a.yaml': service(', workspace: team'),
      'b.yaml': secret('secret', 'workspace: team\n'),
    }),
  ).toEqual([])
  expect(
    await warnings({ 'a.yaml': service(', workspace: team'), 'b.yaml': secret('instance-secret', '') }),
  ).toEqual([])
  const depot = `name: pg\nversion: v2alpha\ntype: depot\ndepot: {type: JDBC, jdbc: {host: db.example.org, subprotocol: postgresql, port: 5432, database: a}, secrets: [{name: pg-r}, {name: git-r}]}\n`
  expect(await warnings({ 'a.yaml': depot, 'b.yaml': secret('instance-secret', '') })).toEqual([
    '4 MR1406 instance-secret "pg-r" is not declared here',
  ])
})

test('a secret that is named by nothing but text is looked for like any other', async () => {
  const service =
    'name: api\nversion: v1\ntype: service\nservice:\n  stack: container\n  stackSpec: {image: a}\n  dataosSecrets:\n    - git-r\n'
  const secret = (name: string) =>
    `name: ${name}\nversion: v1\ntype: secret\nsecret: {type: key-value, acl: r, data: {a: b}}\n`
  expect(await warnings({ 'a.yaml': service, 'b.yaml': secret('git-r') })).toEqual([])
  expect(await warnings({ 'a.yaml': service, 'b.yaml': secret('git-x') })).toEqual([
    '8 MR1406 instance-secret "git-r" is not declared here; did you mean "git-x"?',
  ])
})

test('a pager waits for an incident that some monitor raises', async () => {
  const pager =
    'name: page\nversion: v1alpha\ntype: pager\npager:\n  conditions: [{valueJqFilter: .properties.name, operator: equals, value: stale-orders}]\n  output: {msTeams: {webHookUrl: "https://example.org"}}\n'
  const monitor = (incident: string) =>
    `name: watch\nversion: v1alpha\ntype: monitor\nmonitor:\n  schedule: "*/10 * * * *"\n  type: equation_monitor\n  incident: {name: ${incident}, severity: high}\n  equation: {leftExpression: {query: {type: trino, ql: SELECT 1}}, rightExpression: {}, operator: equals}\n`
  expect(await warnings({ 'a.yaml': pager, 'b.yaml': monitor('stale-orders') })).toEqual([])
  expect(await warnings({ 'a.yaml': pager, 'b.yaml': monitor('stale-order') })).toEqual([
    '5 MR1406 incident "stale-orders" is not declared here; did you mean "stale-order"?',
  ])
})

test('a product of version v1beta names its bundle and its model', async () => {
  const product =
    'name: dp\nversion: v1beta\ntype: data\nv1beta:\n  data:\n    resource: {ref: "bundle:v1beta:orders"}\n    outputs: [{ref: "dataset:lake:sales:orders"}]\n    ports: {lens: [{ref: "lens:v1alpha:orders:public"}]}\n'
  expect(await warnings({ 'a.yaml': product })).toEqual([
    '6 MR1406 bundle "orders" is not declared here',
    '8 MR1406 lens "orders" in workspace public is not declared here',
  ])
  const bundle = 'name: orders\nversion: v1beta\ntype: bundle\nbundle: {resources: [{id: a, file: a.yaml}]}\n'
  const lens =
    'name: orders\nversion: v1alpha\ntype: lens\nlens: {source: {type: flash, name: a}, repo: {url: "https://example.org"}}\n'
  expect(await warnings({ 'a.yaml': product, 'b.yaml': bundle, 'c.yaml': lens })).toEqual([])
})
