import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { validateFile } from '../corpus/validating.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-mistyped-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Errors, and of the warnings those about values and keys. */
const toldOf = async (text: string): Promise<readonly string[]> => {
  const path = join(folder, 'a.yaml')
  writeFileSync(path, text)
  const found = await validateFile(path, folder)
  return found
    .filter(
      ({ code, severity }) => severity === 'error' || ['MR1203', 'MR1327', 'MR1347', 'MR1349'].includes(code),
    )
    .map(({ code, line, hint }) => `${code} ${line}${hint?.startsWith('did you mean') ? ` ${hint}` : ''}`)
}

const depot = (inDepot: string) => `name: shop
version: v2alpha
type: depot
depot:
  type: POSTGRESQL
${inDepot}
`
const secret = (pair: string) => `name: keys
version: v1
type: instance-secret
instance-secret:
  type: key-value
  acl: r
  data:
    ${pair}
`
const soda = (check: string) => `name: quality
version: v1
type: workflow
workspace: public
workflow:
  dag:
    - name: check
      spec:
        stack: soda+python:1.0
        compute: runnable-default
        stackSpec:
          inputs:
            - dataset: dataos://lake:shop/orders
              checks:
                - ${check}
`
const flare = (inputs: string, columns: string) => `name: load
version: v1
type: workflow
workspace: public
workflow:
  dag:
    - name: load
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          driver: {cores: 1}
          job:
            inputs: [{name: orders, dataset: "${inputs}", format: csv}]
            outputs: [{name: final, dataset: "dataos://lake:shop/done?acl=rw", format: iceberg}]
            steps:
              - sequence:
                  - name: final
                    sql: SELECT * FROM orders
                    functions:
                      - name: set_type
                        columns:
                          id: int
                          amount: ${columns}
`
const lens = (type: string, url: string) => `name: model
version: v1alpha
type: lens
lens:
  compute: runnable-default
  source: {type: ${type}, name: lake, catalog: lake}
  repo: {url: "${url}", lensBaseDir: model}
`
const pager = (filter: string, url: string) => `name: told
version: v1alpha
type: pager
workspace: public
pager:
  conditions:
    - valueJqFilter: ${filter}
      operator: equals
      value: late
  output:
    webHook: {url: "${url}", verb: post}
`
const bundle = (state: string) => `name: all
version: v1beta
type: bundle
bundle:
  resources:
    - id: one
      spec: {name: one, version: v1, type: secret, workspace: public, secret: {type: key-value, acl: r, data: {a: b}}}
    - id: two
      spec: {name: two, version: v1, type: secret, workspace: public, secret: {type: key-value, acl: r, data: {a: b}}}
      dependencies: [one]
      dependencyConditions: [{resourceId: one, status: {is: [${state}]}}]
`
const product = (entity: string) => `name: sales
version: v1beta
entity: ${entity}
type: data
v1beta:
  data:
    resource: {refType: dataos, ref: "bundle:v1beta:all"}
    inputs: [{refType: dataos, ref: "dataset:lake:shop:orders"}]
`
const lake = (engine: string) => `name: store
version: v1alpha
type: lakehouse
workspace: public
lakehouse:
  type: iceberg
  compute: runnable-default
  iceberg:
    storage: {depotName: store, type: s3, s3: {bucket: b}}
    queryEngine: {type: ${engine}}
`
const report = (operator: string, filter = '.value') => `name: late
version: v1alpha
type: monitor
workspace: public
monitor:
  schedule: '*/5 * * * *'
  type: report_monitor
  incident: {name: late}
  report:
    source: {dataOsInstance: {path: /reports}}
    conditions:
      - valueComparison:
          observationType: runtime
          valueJqFilter: "${filter}"
          operator: ${operator}
          value: failed
`
const access = (predicate: string) => `name: reads
version: v1
type: policy
policy:
  access:
    subjects: {tags: ["roles:id:user"]}
    predicates: [${predicate}]
    objects: {paths: ["dataos://lake:shop/**"]}
    allow: true
`
const asserted = (assertion: string) => `name: quality
version: v1
type: workflow
workspace: public
workflow:
  dag:
    - name: check
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            logLevel: INFO
            inputs: [{name: orders, dataset: "dataos://landing:none/orders", format: csv}]
            assertions:
              - ${assertion}
`
const good = flare('dataos://landing:none/orders', 'double')

test.each([
  ['a port that there cannot be', depot('  postgresql: {host: db, port: 70000}'), ['MR1207 6']],
  ['a port', depot('  postgresql: {host: db, port: "5432"}'), []],
  ['neither true nor false', depot('  external: ture\n  postgresql: {host: db}'), ['MR1205 6']],
  ['quoted true', depot('  external: "true"\n  postgresql: {host: db}'), []],
  [
    'a mistyped key of a connection',
    depot('  postgresql:\n    port: 5432\n    hots: db'),
    ['MR1203 8 did you mean "host"?'],
  ],
  [
    'a mistyped key of a connection that it may lack',
    depot('  postgresql:\n    host: db\n    databse: shop'),
    ['MR1203 8 did you mean "database"?'],
  ],
  [
    'a mistyped key of the older form of a connection',
    depot('  spec:\n    host: db\n    relativPath: shop'),
    ['MR1203 8 did you mean "relativePath"?'],
  ],
  ['a key of a connection that nobody knows', depot('  postgresql: {host: db, fetchSize: 100}'), []],
  [
    'fewer copies than none',
    lens('minerva', 'https://a.example').concat('  api: {replicas: -1}\n'),
    ['MR1207 8'],
  ],
  ['a mistyped metric', soda('missing_cuont(id) = 0'), ['MR1308 15 did you mean "missing_count(id) = 0"?']],
  ['a metric with a letter too many', soda('row_counts > 0'), ['MR1308 15 did you mean "row_count > 0"?']],
  ['a metric of the check itself', soda('row_counts > 0: {row_counts query: SELECT 1}'), []],
  ['a change of a metric', soda('change avg last 7 for row_count < 50'), []],
  [
    'a mistyped type of a column',
    flare('dataos://landing:none/orders', 'dobule'),
    ['MR2109 24 did you mean "double"?'],
  ],
  ['a type with a length', flare('dataos://landing:none/orders', 'decimal(10,2)'), []],
  ['two slashes before a dataset', flare('dataos://landing:none//orders', 'double'), ['MR1360 14']],
  ['cores that are no number', good.replace('cores: 1', 'cores: one'), ['MR1205 12']],
  ['a mistyped source', lens('minevra', 'https://a.example'), ['MR1327 6 did you mean "minerva"?']],
  ['a source that others may have', lens('oracle', 'https://a.example'), []],
  ['a mistyped scheme', lens('minerva', 'htps://a.example'), ['MR1327 7 did you mean "https"?']],
  ['a scheme of another kind', lens('minerva', 'ssh://git@a.example/x'), []],
  ['an unclosed bracket of a filter', pager('.properties[', 'https://a.example'), ['MR1349 7']],
  ['brackets inside of a text', pager(`'.properties["a["]'`, 'https://a.example'), []],
  ['a mistyped state', bundle('actve'), ['MR1327 11 did you mean "active"?']],
  ['a state that others may have', bundle('stopped'), []],
  ['another entity', product('products'), ['MR1327 3 did you mean "product"?']],
  [
    'a filter policy without filters',
    'name: few\nversion: v1\ntype: policy\npolicy:\n  data:\n    type: filter\n    priority: 1\n    depot: lake\n    collection: shop\n    dataset: orders\n    selector: {user: {match: any, tags: ["roles:id:user"]}}\n',
    ['MR1336 6'],
  ],
  ['a mistyped engine', lake('themes'), ['MR1327 10 did you mean "themis"?']],
  ['an engine that others may have', lake('trino'), []],
  ['a mistyped operator', report('equal'), ['MR1327 15 did you mean "equals"?']],
  ['an operator that others may have', report('matches'), []],
  ['an unclosed bracket of a report', report('equals', '.value[] | {a: .b'), ['MR1349 14']],
  ['a mistyped predicate', access('raed'), ['MR1327 7 did you mean "read"?']],
  ['a predicate that others may have', access('view_report'), []],
  [
    'a level of a log that nothing has',
    asserted('{column: id, tests: [missing_count < 1]}').replace('INFO', 'VERBOSE'),
    ['MR1327 13'],
  ],
  [
    'a filter of an assertion that is no SQL',
    asserted('{column: id, filter: id > > 0, tests: [missing_count < 1]}'),
    ['MR2001 16'],
  ],
  [
    'an assertion that is no SQL',
    asserted('{sql: SELECT avg(id AS a FROM orders, tests: [a > 1]}'),
    ['MR2001 16'],
  ],
  [
    'a test of a column that its statement does not have',
    asserted('{sql: SELECT avg(id) AS mean FROM orders, tests: [maen > 1]}'),
    ['MR5001 16 did you mean "mean"?'],
  ],
  [
    'a view of an assertion that only a run has',
    asserted('{sql: SELECT avg(id) AS mean FROM others, tests: [mean > 1]}'),
    [],
  ],
  [
    'an & where a ? belongs',
    good.replace('done?acl=rw', 'done&acl=rw'),
    ['MR1360 15 did you mean "dataos://lake:shop/done?acl=rw"?'],
  ],
  ['a path of a policy with one slash', access('read').replace('dataos://', 'dataos:/'), ['MR1360 8']],
  ['a path of a policy that is a pattern', access('read').replace('lake:shop/**', 'lake**'), []],
  [
    'a mistyped severity',
    report('equals').replace('{name: late}', '{name: late, severity: hihg}'),
    ['MR1327 8 did you mean "high"?'],
  ],
  ['a typographic dash', depot('  postgresql: {host: db}\ntags:\n  – gold'), ['MR1026 8']],
  ['a mistyped key of a secret', secret('useranme: a'), ['MR1203 8 did you mean "username"?']],
  ['a key of a secret in upper case', secret('PASSWORD: a'), []],
  ['a key of a secret that nobody knows', secret('clientToken: a'), []],
  [
    'steps beside the job',
    good
      .replace('            steps:\n', '          steps:\n')
      .replace('name: final, data', 'name: orders, data'),
    ['MR1347 16'],
  ],
  ['a check of Soda without an operator', soda('missing_count(id) 0'), ['MR1386 15']],
  ['a mistyped operator of Soda', soda('row_count betwen 1 and 9'), ['MR1386 15']],
  ['a check of Soda over several columns', soda('duplicate_count(a, b) not between 1 and 9'), []],
  [
    'an option of CSV that is neither true nor false',
    good.replace('format: csv', 'format: csv, options: {header: ture}'),
    ['MR3223 14'],
  ],
  [
    'members of which the first has no dash',
    depot('  postgresql: {host: db}\ntags:\n    one\n  - two'),
    ['MR1026 8'],
  ],
  [
    'a text of several lines with a dash in it',
    depot('  postgresql: {host: db}\ndescription:\n  one -\n  two'),
    [],
  ],
  ['a dash without a blank', depot('  postgresql: {host: db}\ntags:\n  -gold'), ['MR1026 8']],
  ['a number below its key', depot('  postgresql: {host: db}\ndescription:\n  -5'), ['MR1202 8']],
  ['a type left out beside a workspace', good.replace('type: workflow\n', ''), ['MR1396 1']],
  ['a placeholder behind two dollars', depot('  postgresql: {host: "$${{host}}"}'), ['MR1021 6']],
])('what is told of %s', async (_, text, told) => {
  expect(await toldOf(text)).toEqual(told)
})

test('a type that is left out is guessed from the section, not from the name of a workspace', async () => {
  const path = join(folder, 'untyped.yaml')
  writeFileSync(path, good.replace('type: workflow\n', ''))
  const found = await validateFile(path, folder)
  expect(found.map(({ hint }) => hint)).toContain('add type: workflow')
})

test('of a list below a key that has an empty one, the first line is told', async () => {
  expect(await toldOf(good.replace('  dag:\n', '  dag: []\n'))).toEqual(['MR1016 7'])
})

test('of keys that are no deeper than the section before them, the first is told', async () => {
  const text = `name: load
version: v1
type: workflow
workflow:
  dag:
    - name: load
      spec:
        stack: flare:7.0
        stackSpec:
        driver:
            cores: 1
          job:
            inputs: []
`
  expect(await toldOf(text)).toEqual(['MR1016 10'])
})

test('of a list whose first member lacks its dash, that member is told', async () => {
  const text = good
    .replace('    - name: load\n', '      name: load\n')
    .concat('    - name: again\n      spec: {stack: scanner, stackSpec: {depot: lake}}\n')
  expect(await toldOf(text)).toEqual(['MR1017 7'])
})

test('keys and types of a topology that look mistyped are told', async () => {
  const text = `name: api
version: v1
type: service
workspace: public
service:
  servicePort: 3000
  stack: beacon+rest
  compute: runnable-default
  stackSpec: {source: {type: database, name: shop, workspace: public}}
  topology:
    - name: orders
      tpye: input
    - name: answers
      type: outptu
      owner: mira
`
  expect(await toldOf(text)).toEqual(['MR1203 12 did you mean "type"?', 'MR1327 14 did you mean "output"?'])
})

test('of a list whose dashes stand below its key, the first member that lacks its dash is told', async () => {
  const text = good.replace(
    '  dag:\n    - name: load\n',
    `  dag:
    name: first
    spec: {stack: scanner, stackSpec: {depot: lake}}
  - name: load
`,
  )
  expect(await toldOf(text)).toEqual(['MR1017 7'])
})

test('of a key that is too deep, so that what belongs to it stands beside it, the key is told', async () => {
  const text = `name: load
version: v1
type: workflow
workflow:
  dag:
    - name: load
      spec:
        stack: flare:7.0
        stackSpec:
            driver:
            cores: 1
            memory: 1000m
          job:
            inputs: []
`
  expect(await toldOf(text)).toEqual(['MR1016 10'])
})

test('of a list of words one of which has no dash, that word is told', async () => {
  const text = `name: shop
version: v1
type: depot
tags:
  - orders
  - sales
    monthly
  - shop
depot:
  type: POSTGRESQL
  spec: {host: shop, database: shop}
`
  expect(await toldOf(text)).toEqual(['MR1026 7'])
  expect(await toldOf(text.replace('    monthly', '    and monthly'))).toEqual([])
})

test('of a first key that is twice as deep as the next, where others go by the step of the next, the key is told', async () => {
  const text = `name: shop
version: v1beta
type: bundle
bundle:
    workspaces:
    - name: shop
      labels:
        team: sales
  resources:
    - id: load
      workspace: public
      file: load.yaml
`
  expect(await toldOf(text)).toEqual(['MR1016 5'])
})

test('a key of an open mapping that lacks its first or last letter is told', async () => {
  const text = `name: sales
version: v1beta
type: data
v1beta:
  data:
    meta:
      title: Sales
      rackerUrl: https://example.com/sales
    inputs: []
    outputs: []
`
  expect(await toldOf(text)).toContain('MR1203 8 did you mean "trackerUrl"?')
})

test('options of a sink, and formats of the stand-alone mode, that look mistyped are told', async () => {
  const text = `name: load
version: v1
type: workflow
workspace: public
workflow:
  dag:
    - name: load
      spec:
        stack: flare:4.0
        compute: runnable-default
        stackSpec:
          job:
            inputs:
              - name: raw
                inputType: file
                file: {path: /data/in, format: paqruet}
            outputs:
              - name: out
                depot: dataos://lake:shop
            steps:
              - sink:
                  - sequenceName: raw
                    datasetName: orders
                    outputName: out
                    outputOptions:
                      icebegr: {}
`
  expect(await toldOf(text)).toEqual([
    'MR1327 16 did you mean "parquet"?',
    'MR1203 26 did you mean "iceberg"?',
  ])
})

test('of tags, a text on a line of its own is told to lack its dash', async () => {
  const text = `name: shop
version: v1
type: depot
tags:
  gold shop
depot:
  type: POSTGRESQL
  spec: {host: shop, database: shop}
`
  expect(await toldOf(text)).toEqual(['MR1026 5'])
  expect(await toldOf(text.replace('\n  gold', ' gold'))).toEqual([])
})
