import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type ManyOptions = {
  /** `alike`: all shops have the same four statements, which are then translated once; otherwise no two are the same. */
  readonly statements?: 'distinct' | 'alike'
  /** Only the four workflows of each shop. */
  readonly onlyWorkflows?: boolean
}

/**
 * A project of many shops, ten manifests each: four workflows of which each reads what the one before writes, a dataset,
 * a policy, a product, a depot, its secret, and one of a service, a worker, a monitor or a pager. Everything is as it
 * should be.
 */
export const writeManyManifests = async (
  folder: string,
  count: number,
  { statements = 'distinct', onlyWorkflows = false }: ManyOptions = {},
): Promise<void> => {
  const size = onlyWorkflows ? 4 : 10
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'millrace.yaml'), projectFile)
  for (let shop = 0; shop * size < count; shop++) {
    const below = join(folder, 'manifests', `area-${Math.floor(shop / 20)}`)
    await mkdir(below, { recursive: true })
    const manifests = Object.entries(shopManifests(shop, statements === 'alike' ? '' : shop))
    for (const [name, text] of manifests.slice(0, Math.min(size, count - shop * size)))
      await writeFile(join(below, `shop-${shop}-${name}.yaml`), text)
  }
}

const projectFile = `name: many
resources: [manifests]
depots:
  landing: {type: FILE, path: landing}
  lake: {type: LAKEHOUSE}
computes:
  runnable-default: default
`

/** The manifests of one shop by their names. */
const shopManifests = (shop: number, own: number | ''): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    shopNodes(shop, own).map((shopNode) => [
      shopNode.name,
      workflow(`${shopNode.name}-${shop}`, node(shop, shopNode)),
    ]),
  ),
  dataset: dataset(shop),
  policy: policy(shop),
  product: product(shop),
  depot: depot(shop),
  secret: secret(shop),
  runs: [service, worker, monitor, pager][shop % 4]?.(shop) ?? '',
})

/** What a shop computes: `name` is also the dataset that it writes. */
export type ShopNode = {
  readonly name: string
  /** Views, and the dataset behind each: `landing` ones are files, the others are written by another node. */
  readonly reads: Readonly<Record<string, { readonly depot: 'landing' | 'lake'; readonly dataset: string }>>
  readonly sql: string
}

/** `own` is what tells its statements from those of other shops. */
export const shopNodes = (shop: number, own: number | '' = shop): readonly ShopNode[] => [
  {
    name: 'orders',
    reads: { feed: { depot: 'landing', dataset: 'orders' } },
    sql: `SELECT
  CAST(order_no AS bigint) AS orders_id,
  CAST(customer AS bigint) AS customer_id,
  trim(item) AS item_${own},
  CAST(amount AS decimal(12, 2)) AS amount,
  to_date(ordered, 'yyyy-MM-dd') AS ordered_on,
  CASE WHEN lower(state) = 'open' THEN 'open' ELSE 'closed' END AS state
FROM feed
WHERE amount IS NOT NULL`,
  },
  {
    name: 'customers',
    reads: { feed: { depot: 'landing', dataset: 'customers' } },
    sql: `SELECT
  CAST(customer_no AS bigint) AS customers_id,
  initcap(name) AS name,
  lower(mail) AS mail_${own},
  coalesce(nullif(country, ''), 'unknown') AS country,
  CAST(since AS timestamp) AS since
FROM feed`,
  },
  {
    name: 'sales',
    reads: {
      orders: { depot: 'lake', dataset: 'orders' },
      customers: { depot: 'lake', dataset: 'customers' },
    },
    sql: `SELECT
  o.orders_id AS sales_id,
  o.item_${own} AS item,
  o.amount,
  o.ordered_on,
  c.name,
  c.country,
  row_number() OVER (PARTITION BY c.country ORDER BY o.amount DESC) AS rank
FROM orders o
JOIN customers c ON o.customer_id = c.customers_id
WHERE o.state = 'closed' AND o.amount > 0${own}`,
  },
  {
    name: 'daily',
    reads: { sales: { depot: 'lake', dataset: 'sales' } },
    sql: `SELECT
  ordered_on AS daily_id,
  country,
  count(*) AS sales,
  sum(amount) AS amount_${own},
  max(amount) AS largest
FROM sales
WHERE rank < 100
GROUP BY ordered_on, country`,
  },
]

const head = (name: string, type: string, version = 'v1'): string => `name: ${name}
version: ${version}
type: ${type}
tags:
  - shops
  - dataos:layer:user
description: Keeps what ${name} needs, as its team agreed
owner: shopkeeper
`

const node = (shop: number, { name, reads, sql }: ShopNode): string => `    - name: ${name}
      title: Load ${name}
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          driver:
            coreLimit: 2000m
            cores: 1
            memory: 1000m
          job:
            explain: true
            logLevel: INFO
            inputs:
${Object.entries(reads)
  .map(
    ([view, { depot: from, dataset: of }]) => `              - name: ${view}
                dataset: dataos://${from}:shop_${shop}/${of}
                format: ${from === 'landing' ? 'csv' : 'iceberg'}
`,
  )
  .join('')}            steps:
              - sequence:
                  - name: final
                    sql: |
${sql
  .split('\n')
  .map((line) => `                      ${line}`)
  .join('\n')}
            outputs:
              - name: final
                dataset: dataos://lake:shop_${shop}/${name}?acl=rw
                format: iceberg
                description: What ${name} leaves behind
                options:
                  saveMode: overwrite
                  sort:
                    mode: partition
                    columns:
                      - {name: ${name}_id, order: desc}
`

const workflow = (name: string, nodes: string): string => `${head(name, 'workflow')}workspace: public
workflow:
  title: ${name}
  dag:
${nodes}`

const dataset = (shop: number): string => `${head(`sales-${shop}`, 'dataset')}dataset:
  address: dataos://lake:shop_${shop}/sales
  description: One row per closed order
  columns:
    - {name: sales_id, type: bigint, description: The number of the order}
    - {name: item, type: string}
    - {name: amount, type: "decimal(12, 2)"}
    - {name: ordered_on, type: date}
    - {name: name, type: string, tags: [PII.Name], description: Of the customer}
    - {name: country, type: string}
    - {name: rank, type: int}
`

const policy = (shop: number): string => `${head(`names-${shop}`, 'policy')}layer: user
policy:
  data:
    type: mask
    priority: 50
    depot: lake
    collection: shop_${shop}
    dataset: sales
    selector:
      user:
        match: any
        tags: ["roles:id:restricted"]
      column:
        names: [name]
    mask:
      operator: hash
      hash:
        algo: sha256
`

const product = (shop: number): string => `${head(`shop-${shop}`, 'data', 'v1alpha')}entity: product
v1alpha:
  data:
    domain: shops
    resources:
      - {type: workflow, version: v1, name: orders-${shop}, purpose: brings the orders}
      - {type: workflow, version: v1, name: customers-${shop}, purpose: brings the customers}
      - {type: workflow, version: v1, name: sales-${shop}, purpose: joins both}
      - {type: workflow, version: v1, name: daily-${shop}, purpose: sums up by day}
    inputs:
      - {refType: dataos, ref: "dataos://landing:shop_${shop}/orders", purpose: source}
      - {refType: dataos, ref: "dataos://landing:shop_${shop}/customers", purpose: source}
    outputs:
      - ref: dataos://lake:shop_${shop}/daily
        refType: dataos_address
        purpose: consumption
        description: Sales by day and country
`

const depot = (shop: number): string => `${head(`shopdb${shop}`, 'depot', 'v2alpha')}layer: user
depot:
  type: POSTGRESQL
  description: The database of the tills
  external: true
  postgresql:
    host: tills-${shop}.shops.example
    port: 5432
    database: tills
    params:
      sslmode: require
  secrets:
    - name: shopdb${shop}-r
      allkeys: true
`

const secret = (shop: number): string => `${head(`shopdb${shop}-r`, 'instance-secret')}layer: user
instance-secret:
  type: key-value-properties
  acl: r
  data:
    username: till
    password: never-used-${shop}
`

const service = (shop: number): string => `${head(`page-${shop}`, 'service')}workspace: public
service:
  title: Page of the shop
  compute: runnable-default
  replicas: 1
  servicePort: 8601
  ingress:
    enabled: true
    noAuthentication: true
    path: /shop-${shop}
    stripPath: true
  stack: container
  envs:
    LOG_LEVEL: info
    SHOP: "${shop}"
  stackSpec:
    image: shops/page:latest
`

const worker = (shop: number): string => `${head(`poll-${shop}`, 'worker', 'v1beta')}workspace: public
worker:
  tags:
    - worker
  replicas: 3
  stack: bento
  logLevel: DEBUG
  compute: runnable-default
  resources:
    requests:
      cpu: 100m
      memory: 128Mi
    limits:
      cpu: 1000m
      memory: 1024Mi
  stackSpec:
    input:
      http_client:
        url: https://tills-${shop}.shops.example/api
        verb: GET
        headers:
          Content-Type: application/JSON
    pipeline:
      processors:
        - label: page
          bloblang: |
            page = this.info.page
            item = this.results.0.item
    output:
      stdout: {}
`

const monitor = (shop: number): string => `${head(`watch-${shop}`, 'monitor', 'v1alpha')}layer: user
monitor:
  schedule: '*/2 * * * *'
  incident:
    name: secret-${shop}
    severity: high
    incidentType: instancesecret
  type: report_monitor
  report:
    source:
      dataOsInstance:
        path: /collated/api/v1/reports/resources/status?id=instance-secret:v1:shopdb${shop}-r
    conditions:
      - valueComparison:
          observationType: state
          valueJqFilter: '.value'
          operator: equals
          value: deleted
`

/** Of the monitor of the shop before. */
const pager = (shop: number): string => `${head(`tell-${shop}`, 'pager', 'v1alpha')}workspace: public
pager:
  conditions:
    - valueJqFilter: .properties.name
      operator: equals
      value: secret-${shop - 1}
  output:
    email:
      emailTargets:
        - shopkeeper@shops.example
`
