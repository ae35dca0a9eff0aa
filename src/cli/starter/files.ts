/** The starter project: one feed, one table, one check, one mask. Paths are relative to the new folder. */
export const starterFiles = (name: string, manifestSchema: string): Readonly<Record<string, string>> => ({
  'millrace.yaml': `# The project file: what the manifests leave to the place where they run.
name: ${name}
resources: [manifests]
depots:
  landing: {type: FILE, path: landing}     # files: <path>/<collection>/<dataset>
  lake: {type: LAKEHOUSE}                  # Iceberg tables, below .millrace/warehouse
users:
  analyst: {tags: ["roles:id:analyst"]}
  support: {tags: ["roles:id:support"]}
`,
  'manifests/orders.yaml': `# yaml-language-server: $schema=../millrace.schema.json
name: orders
version: v1
type: workflow
workspace: public
workflow: # reads the landed orders, cleans them, and keeps the newest version of each in an Iceberg table
  dag:
    - name: load-orders
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs:
              - {name: landed, dataset: "dataos://landing:shop/orders", format: csv}
            steps:
              - sequence:
                  - name: typed
                    sql: |
                      SELECT cast(order_id AS bigint) AS order_id, customer_email, upper(country) AS country,
                             cast(amount AS decimal(10, 2)) AS amount, cast(ordered_at AS timestamp) AS ordered_at
                      FROM landed
                  - name: newest
                    sql: |
                      SELECT order_id, customer_email, country, amount, ordered_at
                      FROM (SELECT *, row_number() OVER (PARTITION BY order_id ORDER BY ordered_at DESC) AS version FROM typed)
                      WHERE version = 1
            outputs:
              - name: newest
                dataset: dataos://lake:shop/orders?acl=rw
                format: iceberg
                options:
                  saveMode: overwrite
                  iceberg: {partitionSpec: [{type: identity, column: country}]}
                assertions:
                  - {column: order_id, tests: [duplicate_count == 0, missing_count == 0]}
                  - {column: amount, tests: [min >= 0]}
`,
  'manifests/governance.yaml': `# yaml-language-server: $schema=../millrace.schema.json
name: orders-columns
version: v1
type: dataset
dataset: # which columns are personal
  address: dataos://lake:shop/orders
  description: Each order once, in its newest version.
  columns:
    - {name: customer_email, tags: [PII.Email]}
---
name: hash-email
version: v1
type: policy
policy: # who sees them how; a user whom no policy names sees the column as it is
  data:
    type: mask
    priority: 50
    selector:
      user: {match: any, tags: ["roles:id:support"]}
      column: {tags: [PII.Email]}
    mask: {operator: hash, hash: {algo: sha256}}
`,
  'landing/shop/orders/orders-1.csv': `order_id,customer_email,country,amount,ordered_at
1001,mira@example.com,in,1250.00,2026-03-01 09:15:00
1002,jonas@example.com,de,89.90,2026-03-01 10:02:11
1003,ana@example.com,br,310.50,2026-03-02 18:40:00
1001,mira@example.com,in,1150.00,2026-03-02 08:00:00
`,
  // Editors read it; millrace schema writes it anew for a newer version.
  'millrace.schema.json': manifestSchema,
  '.gitignore': `.millrace/
`,
})
