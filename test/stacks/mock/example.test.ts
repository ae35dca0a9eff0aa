import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { printAddress } from '../../../src/address.ts'
import type { MockJob } from '../../../src/stacks/mock/job.ts'
import { mockSpec } from '../../../src/stacks/mock/spec.ts'
import { nodeSource } from './node-source.ts'

type Feed = {
  readonly workflow: { readonly dag: readonly { readonly spec: { readonly stackSpec: unknown } }[] }
}

const feed: Feed = parse(readFileSync(resolve(import.meta.dirname, '../../../manifests/feed.yaml'), 'utf8'))
const compiled = feed.workflow.dag.map(({ spec }) => mockSpec.compile(nodeSource(spec.stackSpec)))
const jobs = compiled.flatMap(({ value }) => (value === undefined ? [] : [value]))

test('the feeds of the example compile and write one dataset each', () => {
  expect(compiled.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
  expect(jobs.map((job) => [job.entity, printAddress(job.output)])).toEqual(
    ['customer', 'product', 'account', 'transaction', 'campaign_event'].map((entity) => [
      entity,
      `dataos://landing:bank/${entity}`,
    ]),
  )
})

test('the feeds of the example agree on their sizes, so that every reference is met', () => {
  const rows = (entity: MockJob['entity']) => jobs.find((job) => job.entity === entity)?.rows
  const related = [
    ['customer', 'customers', ['account', 'transaction', 'campaign_event']],
    ['account', 'accounts', ['transaction']],
    ['product', 'products', ['account']],
  ] as const
  for (const [entity, option, referring] of related)
    for (const job of jobs.filter((one) => referring.some((name) => name === one.entity)))
      expect(job.options[option], `${option} of ${job.entity}`).toBe(rows(entity))
})
