import type { Diagnostic } from '../../src/diagnostics/index.ts'
import { workflowText } from './linking.ts'

// The table of mistakes of the manifest reference (resources.md, chapter 6), as far as manifests alone provoke them.

type Row = {
  readonly row: number
  readonly mistake: string
  readonly code: string
  readonly severity: Diagnostic['severity']
  readonly manifest: string
  readonly files?: Readonly<Record<string, string>>
  /** Part of the message or of its hint. */
  readonly says?: string
}

const error = 'error' as const
const warning = 'warning' as const

export const workflow = (body: string, name = 'orders') =>
  `name: ${name}\nversion: v1\ntype: workflow\nworkspace: public\nworkflow:\n${body}`
export const scan = (more = '', spec = '') =>
  `name: ab, ${more}spec: {stack: scanner, compute: runnable-default, runAsUser: metis, ${spec}stackSpec: {depot: lake}}`
export const dag = (node: string) => workflow(`  dag: [{${node}}]\n`)
const scheduled = (schedule: string) => workflow(`  schedule: {${schedule}}\n  dag: [{${scan()}}]\n`)
const depot = (section: string, name = 'store') => `name: ${name}\nversion: v1\ntype: depot\n${section}`
export const flare = (options: Partial<Parameters<typeof workflowText>[1][number]> = {}) =>
  workflowText('orders', [
    { name: 'ab', reads: { raw: 'landing:shop/feed' }, writes: 'lake:shop/orders', ...options },
  ])

export const rows: readonly Row[] = [
  {
    row: 1,
    mistake: 'no name',
    code: 'MR1201',
    severity: error,
    manifest: 'version: v1\ntype: depot\ndepot: {type: FILE}',
    says: 'name',
  },
  {
    row: 1,
    mistake: 'empty name',
    code: 'MR1205',
    severity: error,
    manifest: 'name: ""\nversion: v1\ntype: depot\ndepot: {type: FILE}',
  },
  {
    row: 1,
    mistake: 'no version',
    code: 'MR1201',
    severity: error,
    manifest: 'name: ab\ntype: depot\ndepot: {type: FILE}',
    says: 'version',
  },
  {
    row: 1,
    mistake: 'no type',
    code: 'MR1396',
    severity: error,
    manifest: 'name: ab\nversion: v1\ndepot: {type: FILE}',
  },
  {
    row: 1,
    mistake: 'no section',
    code: 'MR1302',
    severity: error,
    manifest: 'name: ab\nversion: v1\ntype: depot',
  },
  {
    row: 2,
    mistake: 'a character that names do not have',
    code: 'MR1304',
    severity: error,
    manifest: workflow(`  dag: [{${scan()}}]`, 'my_orders'),
    says: 'character 3 is "_"',
  },
  {
    row: 2,
    mistake: 'a name of 49 characters',
    code: 'MR1304',
    severity: error,
    manifest: workflow(`  dag: [{${scan()}}]`, 'a'.repeat(49)),
    says: 'at most 48',
  },
  {
    row: 3,
    mistake: 'a dash in the name of a depot',
    code: 'MR1305',
    severity: warning,
    manifest: depot('depot: {type: FILE}', 'my-store'),
  },
  {
    row: 4,
    mistake: 'a name of 31 characters',
    code: 'MR1306',
    severity: warning,
    manifest: workflow(`  dag: [{${scan()}}]`, 'a'.repeat(31)),
  },
  {
    row: 5,
    mistake: 'a misspelt section',
    code: 'MR1302',
    severity: error,
    manifest: 'name: ab\nversion: v1\ntype: workflow\nWorkflow: {dag: []}',
    says: 'rename "Workflow" to "workflow"',
  },
  {
    row: 5,
    mistake: 'a misspelt type',
    code: 'MR1300',
    severity: error,
    manifest: 'name: ab\nversion: v1\ntype: workflows\nworkflow: {dag: []}',
    says: 'did you mean "workflow"?',
  },
  {
    row: 6,
    mistake: 'a section that is not indented',
    code: 'MR1303',
    severity: error,
    manifest: 'name: ab\nversion: v1\ntype: depot\ndepot:\nexternal: true\nsource: ab',
    says: 'indent',
  },
  { row: 7, mistake: 'no dag', code: 'MR1201', severity: error, manifest: workflow('  title: a') },
  { row: 7, mistake: 'an empty dag', code: 'MR1206', severity: error, manifest: workflow('  dag: []') },
  {
    row: 7,
    mistake: 'a dag that is no list',
    code: 'MR1202',
    severity: error,
    manifest: workflow('  dag: {name: ab}'),
  },
  {
    row: 8,
    mistake: 'a node without spec and file',
    code: 'MR1313',
    severity: error,
    manifest: dag('name: ab'),
  },
  {
    row: 8,
    mistake: 'a spec without a stack',
    code: 'MR1201',
    severity: error,
    manifest: dag('name: ab, spec: {compute: c}'),
  },
  {
    row: 8,
    mistake: 'no compute',
    code: 'MR1450',
    severity: warning,
    manifest: dag('name: ab, spec: {stack: scanner, stackSpec: {depot: lake}}'),
  },
  {
    row: 9,
    mistake: 'an unknown dependency',
    code: 'MR1311',
    severity: error,
    manifest: dag(scan('dependencies: [cd], ')),
  },
  {
    row: 9,
    mistake: 'a dependency on itself',
    code: 'MR1312',
    severity: error,
    manifest: dag(scan('dependencies: [ab], ')),
    says: 'ab → ab',
  },
  {
    row: 9,
    mistake: 'two nodes of one name',
    code: 'MR1310',
    severity: error,
    manifest: workflow(`  dag: [{${scan()}}, {${scan()}}]`),
  },
  {
    row: 10,
    mistake: 'a cron of four fields',
    code: 'MR1319',
    severity: error,
    manifest: scheduled('cron: 0 2 * *'),
  },
  {
    row: 10,
    mistake: 'a dash for a star',
    code: 'MR1325',
    severity: error,
    manifest: scheduled('cron: 0 2 - - *'),
  },
  {
    row: 10,
    mistake: 'a day that never comes',
    code: 'MR1456',
    severity: error,
    manifest: scheduled('cron: 0 2 31 2 *'),
  },
  {
    row: 11,
    mistake: 'endOn that is no instant',
    code: 'MR1326',
    severity: error,
    manifest: scheduled('cron: 0 2 * * *, endOn: tomorrow'),
  },
  {
    row: 11,
    mistake: 'endOn in the past',
    code: 'MR1467',
    severity: warning,
    manifest: scheduled('cron: 0 2 * * *, endOn: "2025-12-31T00:00:00Z"'),
  },
  ...['dataos:///lake:shop/a', 'dataos://:shop/a', 'dataos://lake/shop/a/', 'lake:shop/a'].map((address) => ({
    row: 12,
    mistake: `the address ${address}`,
    code: 'MR1360',
    severity: error,
    manifest: `name: ab\nversion: v1\ntype: dataset\ndataset: {address: "${address}"}`,
  })),
  {
    row: 13,
    mistake: 'an unknown depot',
    code: 'MR1402',
    severity: error,
    manifest: flare({ reads: { raw: 'lak:shop/feed' } }),
    says: 'known are lake, landing',
  },
  {
    row: 15,
    mistake: 'an unknown format',
    code: 'MR1372',
    severity: error,
    manifest: flare().replace('format: csv', 'format: csvbb'),
  },
  {
    row: 16,
    mistake: 'a depot that can only be written',
    code: 'MR1344',
    severity: warning,
    manifest: depot('depot: {type: S3, secrets: [{name: a, acl: rw}]}'),
  },
  {
    row: 16,
    mistake: 'a secret that nothing declares',
    code: 'MR1406',
    severity: warning,
    manifest: depot('depot: {type: S3, secrets: [{name: a, acl: r}]}'),
  },
  {
    row: 17,
    mistake: 'credentials in a depot',
    code: 'MR1356',
    severity: warning,
    manifest: depot('depot: {type: S3, connectionSecret: [{acl: r, data: {secretkey: b}}]}'),
  },
  {
    row: 20,
    mistake: 'an unfilled placeholder',
    code: 'MR1021',
    severity: error,
    manifest: 'name: ${{name}}\nversion: v1\ntype: depot\ndepot: {type: <type>}',
  },
  {
    row: 20,
    mistake: 'an unset variable',
    code: 'MR1020',
    severity: error,
    manifest: depot('depot: {type: "${NOWHERE_SET}"}'),
  },
  { row: 21, mistake: 'a tab', code: 'MR1010', severity: error, manifest: depot('depot:\n\ttype: FILE') },
  {
    row: 21,
    mistake: 'a repeated key',
    code: 'MR1018',
    severity: warning,
    manifest: depot('depot: {type: FILE}\nowner: a\nowner: b'),
  },
  {
    row: 21,
    mistake: 'an unclosed quote',
    code: 'MR1015',
    severity: error,
    manifest: depot('depot:\n  type: "FILE\nowner: a'),
  },
  {
    row: 22,
    mistake: 'siblings that are not aligned',
    code: 'MR1016',
    severity: error,
    manifest: depot('depot:\n  type: FILE\n   external: true'),
  },
  {
    row: 22,
    mistake: 'no blank behind a colon',
    code: 'MR1014',
    severity: error,
    manifest: depot('depot:\n  type:FILE\n  external: true'),
  },
  {
    row: 23,
    mistake: 'SQL over several lines',
    code: 'MR1451',
    severity: warning,
    manifest: flare({ steps: { one: 'x' } }).replace('"x"', 'SELECT a\n                      FROM raw'),
  },
  {
    row: 24,
    mistake: 'a cron that starts with a star',
    code: 'MR1012',
    severity: error,
    manifest: workflow(`  schedule:\n    cron: */10 * * * *\n  dag: [{${scan()}}]`),
  },
  {
    row: 25,
    mistake: 'no workspace',
    code: 'MR1452',
    severity: 'info',
    manifest: workflow(`  dag: [{${scan()}}]`).replace('workspace: public\n', ''),
  },
  {
    row: 25,
    mistake: 'no workspace where others have one',
    code: 'MR1452',
    severity: warning,
    manifest: `${workflow(`  dag: [{${scan()}}]\n`).replace('workspace: public\n', '')}---\n${workflow(`  dag: [{${scan()}}]\n`, 'other').replace('public', 'sales')}`,
  },
  {
    row: 26,
    mistake: 'a workspace that is not declared',
    code: 'MR1453',
    severity: warning,
    manifest: workflow(`  dag: [{${scan()}}]`).replace('public', 'publik'),
    says: 'did you mean "public"?',
  },
  {
    row: 27,
    mistake: 'a member with neither spec nor file',
    code: 'MR1323',
    severity: error,
    manifest: 'name: ab\nversion: v1beta\ntype: bundle\nbundle: {resources: [{id: a}]}',
  },
  {
    row: 27,
    mistake: 'a condition on an unknown member',
    code: 'MR1324',
    severity: error,
    manifest:
      'name: ab\nversion: v1beta\ntype: bundle\nbundle: {resources: [{id: a, file: b.yaml, dependencyConditions: [{resourceId: c}]}]}',
    files: { 'b.yaml': depot('depot: {type: FILE}') },
  },
  {
    row: 28,
    mistake: 'a product of an unknown bundle',
    code: 'MR1406',
    severity: warning,
    manifest:
      'name: ab\nversion: v1beta\ntype: data\nentity: product\nv1beta: {data: {resource: {refType: dataos, ref: "bundle:v1beta:cd"}}}',
  },
  {
    row: 28,
    mistake: 'a product of an unknown resource',
    code: 'MR1406',
    severity: warning,
    manifest:
      'name: ab\nversion: v1alpha\ntype: data\nentity: product\nv1alpha: {data: {resources: [{type: workflow, version: v1, refType: dataos, name: cd, workspace: public, description: a, purpose: b}]}}',
  },
  {
    row: 30,
    mistake: 'a pager of an unknown incident',
    code: 'MR1406',
    severity: warning,
    manifest:
      'name: ab\nversion: v1alpha\ntype: pager\npager: {conditions: [{valueJqFilter: .properties.name, operator: equals, value: many}], output: {email: {emailTargets: [a@example.com]}}}',
    says: 'incident "many"',
  },
  {
    row: 33,
    mistake: 'a scanner on an object store',
    code: 'MR1454',
    severity: warning,
    manifest: `${workflow(`  dag: [{${scan()}}]\n`).replace('depot: lake', 'depot: store')}---\n${depot('depot: {type: S3}')}`,
  },
  {
    row: 33,
    mistake: 'a scanner that is not run as metis',
    code: 'MR1455',
    severity: warning,
    manifest: dag(scan().replace('metis', 'somebody')),
  },
]
