import type { ExampleFiles } from './provoke.ts'

const depot = (section: string) => `name: store\nversion: v1\ntype: depot\n${section}\n`
const orders = (more: string) =>
  `name: orders\nversion: v1\ntype: workflow\nworkspace: public\nworkflow:\n${more}`
const node = (spec: string) =>
  orders(
    `  dag:\n    - name: load\n      spec:\n        stack: flare:7.0\n        compute: runnable-default\n${spec}`,
  )
const job = (lines: string) => node(`        stackSpec:\n          job:\n${lines}`)
const input = '            inputs: [{name: raw, dataset: "dataos://landing:shop/orders", format: csv}]\n'
const step = (sql: string) =>
  job(
    `${input}            steps:\n              - sequence:\n                  - name: clean\n                    sql: ${sql}\n`,
  )
const output = (name: string, options: string) =>
  `    - name: ${name}
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs: [{name: raw, dataset: "dataos://landing:shop/${name}", format: csv}]
            outputs: [{name: raw, dataset: "dataos://lake:shop/orders?acl=rw", options: {${options}}}]
`
const both = (first: string, second: string) =>
  orders(`  dag:\n${output('first', first)}${output('second', second)}`)
const dataset = (name: string, columns = '') =>
  `name: ${name}\nversion: v1\ntype: dataset\ndataset:\n  address: dataos://lake:shop/orders\n${columns}`
const scan = (more: string) =>
  orders(
    `  dag:\n    - name: scan\n      spec:\n        stack: scanner:2.0\n        compute: runnable-default\n${more}`,
  )

/** For a code that a manifest provokes, the smallest one that does, in the project that `provoke` describes. */
export const examples: Readonly<Record<string, ExampleFiles>> = {
  MR1004: { 'logo.yaml': new Uint8Array([137, 80, 78, 71, 0, 0]) },
  MR1005: { 'orders.yaml': new Uint8Array([110, 97, 109, 101, 58, 32, 255]) },
  MR1006: { 'orders.yaml': '# nothing yet\n' },
  MR1007: { 'manifests/empty.yaml': '', 'manifests/store.yaml': depot('depot: {type: LAKEHOUSE}') },
  MR1008: { 'orders.yaml': 'sequence: []\n' },
  MR1010: { 'store.yaml': depot('depot:\n\ttype: FILE') },
  MR1011: { 'store.yaml': depot('depot:\n  type: {{ type }}') },
  MR1012: { 'orders.yaml': orders('  schedule:\n    cron: */10 * * * *\n') },
  MR1013: { 'store.yaml': depot('depot: &again\n  spec: *again') },
  MR1014: { 'store.yaml': depot('depot:\n  type:FILE\n  external: true') },
  MR1015: { 'store.yaml': depot('depot:\n  type: "FILE\nowner: sales') },
  MR1016: { 'store.yaml': depot('depot:\n  type: FILE\n   external: true') },
  MR1018: { 'store.yaml': depot('owner: sales\nowner: shop\ndepot: {type: LAKEHOUSE}') },
  MR1019: { 'store.yaml': depot("description: 'all' of it\ndepot: {type: LAKEHOUSE}") },
  MR1020: { 'store.yaml': depot('owner: ${OWNER}\ndepot: {type: LAKEHOUSE}') },
  MR1021: { 'store.yaml': depot('owner: <owner>\ndepot: {type: LAKEHOUSE}') },
  MR1022: { 'store.yaml': depot('owner: ${owner-name}\ndepot: {type: LAKEHOUSE}') },
  MR1026: { 'store.yaml': depot('tags:\n  -gold\ndepot: {type: LAKEHOUSE}') },
  MR1025: { 'store.yaml': depot('owner: <https://example.org/me>\ndepot: {type: LAKEHOUSE}') },
  MR1024: { 'store.yaml': depot('depot: {type: FILE') },
  MR1030: {
    'orders.yaml': job(`${input}            steps: [steps/claen.yaml]\n`),
    'steps/clean.yaml': 'sequence: []\n',
  },
  MR1047: {
    'all.yaml':
      'name: all\nversion: v1beta\ntype: bundle\nbundle:\n  resources:\n    - {id: store, file: stores.yaml}\n',
    'store.yaml': depot('depot: {type: LAKEHOUSE}'),
  },
  MR1201: { 'store.yaml': depot('depot: {external: true}') },
  MR1202: { 'orders.yaml': orders('  dag: load\n') },
  MR1203: { 'orders.yaml': job('            inptus: []\n') },
  MR1204: {
    'orders.yaml': orders(
      '  schedule: {cron: 0 2 * * *, concurrencyPolicy: Forbit}\n  dag: [{name: load, spec: {stack: flare}}]\n',
    ),
  },
  MR1205: { 'store.yaml': 'name: " "\nversion: v1\ntype: depot\ndepot: {type: LAKEHOUSE}\n' },
  MR1206: { 'orders.yaml': orders('  dag: []\n') },
  MR1396: { 'store.yaml': 'name: store\nversion: v1\ndepot: {type: LAKEHOUSE}\n' },
  MR1463: { 'orders.yaml': orders('  dag: [{name: again, file: orders.yaml}]\n') },
  MR1401: { 'store.yaml': `${depot('depot: {type: LAKEHOUSE}')}---\n${depot('depot: {type: LAKEHOUSE}')}` },
  MR1402: { 'orders.yaml': job(input.replace('landing', 'landng')) },
  MR1403: {
    'orders.yaml': `${job(input.replace('landing', 'store'))}---\n${depot('depot: {type: S3, s3: {bucket: shop}}')}`,
  },
  MR1404: {
    'shop.yaml':
      'name: shop\nversion: v1beta\ntype: data\nentity: product\nv1beta:\n  data:\n    inputs:\n      - {refType: dataos, ref: "dataset:stor:shop:orders"}\n',
  },
  MR1405: {
    'orders.yaml': orders(
      `  dag:\n${['first', 'second']
        .map((name, i) =>
          output(name, 'saveMode: append')
            .replace(`landing:shop/${name}`, `lake:shop/${i === 0 ? 'b' : 'a'}`)
            .replace('lake:shop/orders', `lake:shop/${i === 0 ? 'a' : 'b'}`)
            .replaceAll('format: csv', 'format: iceberg'),
        )
        .join('')}`,
    ),
  },
  MR1406: {
    'store.yaml': depot('depot: {type: S3, s3: {bucket: shop}, secrets: [{name: store-r, acl: r}]}'),
  },
  MR1407: { 'orders.yaml': job(input).replace('runnable-default', 'runable-default') },
  MR1408: { 'orders.yaml': job(input).replace('runnable-default', 'big-default') },
  MR1409: { 'orders.yaml': both('saveMode: overwrite', 'saveMode: overwrite') },
  MR1412: {
    'orders.yaml': job(input).replace(
      '        stackSpec:',
      '        persistentVolume: {name: scratch}\n        stackSpec:',
    ),
  },
  MR1414: {
    'orders.yaml': job(
      '            inputs: [{name: raw, dataset: "dataos://landing:shop/orders?acl=rw", format: csv}]\n            actions: [{name: expire_snapshots, input: raw, options: {expireOlderThan: "1674201289720"}}]\n',
    ),
  },
  MR1450: { 'orders.yaml': job(input).replace('        compute: runnable-default\n', '') },
  MR1452: { 'orders.yaml': job(input).replace('workspace: public\n', '') },
  MR1453: { 'orders.yaml': job(input).replace('workspace: public', 'workspace: publik') },
  MR1454: {
    'orders.yaml': `${scan('        runAsUser: metis\n        stackSpec: {depot: store}\n')}---\n${depot('depot: {type: S3, s3: {bucket: shop}}')}`,
  },
  MR1455: { 'orders.yaml': scan('        stackSpec: {depot: lake}\n') },
  MR1459: { 'orders.yaml': both('saveMode: overwrite', 'saveMode: append') },
  MR1460: { 'columns.yaml': `${dataset('columns')}---\n${dataset('promises')}` },
  MR1461: {
    'manifests/outer.yaml': orders('  dag: [{name: inner, file: inner.yaml}]\n').replace('orders', 'outer'),
    'manifests/inner.yaml': job(input),
  },
  MR1467: {
    'orders.yaml': job(input).replace(
      'workflow:\n  dag',
      'workflow:\n  schedule: {cron: 0 2 * * *, endOn: "2025-01-31T00:00:00Z"}\n  dag',
    ),
  },
  MR2001: { 'orders.yaml': step('SELECT country FROM raw WHERE') },
  MR2002: { 'orders.yaml': step('SELECT country FROM rwa') },
  MR2003: {
    'orders.yaml': job(
      `${input}            steps:\n              - sequence:\n                  - {name: clean, sql: SELECT country FROM raw}\n                  - {name: all, sql: SELECT contry FROM clean}\n`,
    ),
  },
  MR2004: { 'orders.yaml': step('SELECT uper(country) AS country FROM raw') },
  MR2005: { 'orders.yaml': step('SELECT 1; SELECT 2') },
  MR2006: { 'orders.yaml': step('DROP TABLE raw') },
  MR2009: { 'orders.yaml': step('SELECT upper(country, 1) AS country FROM raw') },
  MR2014: { 'orders.yaml': step('SELECT sentences(note) AS note FROM raw') },
  MR2015: { 'orders.yaml': step('SELECT id FROM raw QUALIFY row_number() OVER (ORDER BY id) = 1') },
  MR5001: {
    'orders.yaml': job(`${input}            assertions: [{column: country, tests: [mising_count == 0]}]\n`),
  },
  MR5002: {
    'orders.yaml': job(`${input}            assertions: [{column: country, tests: [invalid_count == 0]}]\n`),
  },
  MR5003: {
    'orders.yaml': job(`${input}            assertions: [{column: country, tests: [missing_count < 0]}]\n`),
  },
}
