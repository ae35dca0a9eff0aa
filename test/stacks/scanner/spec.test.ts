import { expect, test } from 'vitest'
import { passes, scannerSpec } from '../../../src/stacks/scanner/spec.ts'
import { readTexts } from '../../resources/reading.ts'

const manifest = (payload: string) => `name: scan
version: v1
type: workflow
workflow:
  dag: [{name: scan, spec: {stack: "scanner:2.0", runAsUser: metis, stackSpec: ${payload}}}]
`

const compile = async (payload: string) => {
  const { resources, diagnostics } = await readTexts({ 'scan.yaml': manifest(payload) })
  const [workflow] = resources
  const job = workflow?.type === 'workflow' ? workflow.nodes[0]?.job : undefined
  if (job?.kind !== 'scanner') throw new Error('no scanner job')
  return { job, diagnostics }
}

test('a scanner reads its whole depot and writes nothing', async () => {
  const { job, diagnostics } = await compile('{depot: "dataos://lake"}')
  expect(diagnostics).toEqual([])
  expect(scannerSpec.reads(job)).toMatchObject([{ address: { depot: 'lake' }, place: { line: 5 } }])
  expect(scannerSpec.writes(job)).toEqual([])
})

test('a depot may be written as a bare name', async () => {
  expect((await compile('{depot: lake}')).job.depot).toEqual({ depot: 'lake' })
})

test('filters match from the start, in any letter case, and leave the end open', async () => {
  const { job } = await compile(
    '{depot: lake, sourceConfig: {config: {schemaFilterPattern: {includes: [fs]}, tableFilterPattern: {excludes: ["tmp|old"]}}}}',
  )
  const { collections, tables } = job.filters
  expect(['fs', 'FS_accelerator', 'other_fs'].map((name) => passes(collections, name))).toEqual([
    true,
    true,
    false,
  ])
  expect(['orders', 'tmp_orders', 'orders_tmp', 'OLD'].map((name) => passes(tables, name))).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('a name has to pass both lists where both are given', () => {
  const filter = { includes: ['fs'], excludes: ['fs_old'] }
  expect(['fs_new', 'fs_old', 'sales'].map((name) => passes(filter, name))).toEqual([true, false, false])
})
