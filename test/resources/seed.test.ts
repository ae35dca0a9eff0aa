import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasErrors } from '../../src/diagnostics/index.ts'
import { readFolder } from './reading.ts'

const root = join(import.meta.dirname, '..', '..', '..', 'shared', 'seed', 'fs-accelerator')
const present = existsSync(root)

const readSeed = () =>
  readFolder({
    root,
    variables: { SCHEMA: 'fs_accelerator' },
    prefixes: [{ prefix: '/jobsfolder', target: 'jobsfolder' }],
  })

test.skipIf(!present)('the example product is accepted unchanged (needs ../shared)', async () => {
  const { resources, diagnostics } = await readSeed()
  expect(hasErrors(diagnostics), JSON.stringify(diagnostics, undefined, 1)).toBe(false)
  expect(resources.map(({ type }) => type).sort()).toEqual([
    'data',
    'policy',
    'policy',
    'policy',
    ...Array.from({ length: 5 }, () => 'workflow'),
  ])
})

test.skipIf(!present)('its jobs mean what they say (needs ../shared)', async () => {
  const { resources } = await readSeed()
  const jobs = new Map(
    resources.flatMap((resource) =>
      resource.type === 'workflow' ? resource.nodes.map(({ name, job }) => [name, job] as const) : [],
    ),
  )
  expect(jobs.get('customer-overview-raw-data')).toMatchObject({
    inputs: [{ name: 'customer', format: 'csv', address: { depot: 'twdepot' } }],
    steps: [
      {
        name: 'final',
        sql: { text: 'select * from customer' },
        functions: [{ name: 'cleanse_column_names' }, { name: 'change_column_case' }, { name: 'drop' }],
      },
    ],
    outputs: [
      {
        write: { kind: 'merge', merge: { clauses: [{ kind: 'insert', values: 'all' }] } },
        properties: { 'write.format.default': 'parquet' },
        address: { collection: 'fs_accelerator', dataset: 'customer_overview_raw' },
      },
    ],
    keepSystemColumns: false,
  })
  expect(jobs.get('fs-customer-dp-dataset')).toMatchObject({
    inputs: [{ incremental: { context: 'customer007', keys: [{ name: 'start' }], state: [] } }],
    steps: [{ sql: { text: expect.stringContaining('LENGTH(cibil_score) = 3') } }],
    outputs: [{ partitions: [{ column: 'country' }, { column: 'state' }] }],
  })
  expect(jobs.get('customer-overview-profile')).toMatchObject({ profile: { level: 'basic' }, outputs: [] })
  const quality = jobs.get('customer-data-quality')
  expect(quality?.kind === 'flare' && quality.assertions.flatMap(({ tests }) => tests)).toHaveLength(16)
  expect(jobs.get('icebasetw-depot-scanner')).toMatchObject({
    kind: 'scanner',
    depot: { depot: 'icebasetw' },
    filters: { collections: { includes: ['fs_accelerator'] } },
  })
})
