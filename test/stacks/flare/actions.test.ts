import { describe, expect, test } from 'vitest'
import { flareSpec } from '../../../src/stacks/flare/spec.ts'
import { summaries } from '../../resources/reading.ts'
import { compile } from './compile-job.ts'

const one = 'inputs: [{name: stored, dataset: "dataos://lake:sales/orders?acl=rw"}]'

const actions = async (list: string, inputs = one) => {
  const { job, diagnostics } = await compile(`
job:
  ${inputs}
  actions:
${list.trim().replaceAll(/^/gm, '    ')}
`)
  return { job, actions: job?.actions ?? [], diagnostics }
}

/** Actions without what all of them have. */
const bodies = (found: Awaited<ReturnType<typeof actions>>) =>
  found.actions.map(({ input, address, place: _place, ...body }) => {
    expect([input, address.dataset]).toEqual(['stored', 'orders'])
    return body
  })

describe('each action with all of its options', () => {
  test('rewrite_dataset', async () => {
    const found = await actions(`
- name: rewrite_dataset
  input: stored
  options:
    strategy: sort
    sortOrder: (country ASC NULLS LAST, \`at\` DESC, id)
    where: country = 'IT'
    properties:
      "target-file-size-bytes": "2500048"
      min-file-size-bytes: 1000
      max-file-size-bytes: 4000000
      min-input-files: 2
      max-file-group-size-bytes: 107374182400
      delete-file-threshold: 3
      rewrite-all: "true"
      partial-progress.enabled: true
      partial-progress.max-commits: 4
      max-concurrent-file-group-rewrites: 5
- {name: rewrite_dataset}
- {name: rewrite_dataset, options: {strategy: Sort}}
- {name: rewrite_dataset, options: {properties: {partial-progress.enabled: true}}}
`)
    expect(found.diagnostics).toEqual([])
    const bare = { kind: 'rewrite-dataset', order: 'as-stored', options: { rewriteAll: false } }
    expect(bodies(found)).toEqual([
      {
        kind: 'rewrite-dataset',
        order: [
          { column: 'country', direction: 'asc', nulls: 'last' },
          { column: 'at', direction: 'desc', nulls: 'last' },
          { column: 'id', direction: 'asc', nulls: 'first' },
        ],
        where: expect.objectContaining({ text: "country = 'IT'" }),
        options: {
          targetFileSizeBytes: 2_500_048,
          minFileSizeBytes: 1000,
          maxFileSizeBytes: 4_000_000,
          minInputFiles: 2,
          maxFileGroupSizeBytes: 107_374_182_400,
          deleteFileThreshold: 3,
          rewriteAll: true,
          partialCommits: 4,
        },
      },
      bare,
      { ...bare, order: 'table' },
      { ...bare, options: { rewriteAll: false, partialCommits: 10 } },
    ])
  })

  test('expire_snapshots', async () => {
    const found = await actions(`
- name: expire_snapshots
  options: {olderThanMillis: "1741987433222", retainLast: "2", snapshotIds: [8270633197658268308, "42"]}
- {name: expire_snapshots, options: {olderThanTimestamp: 2025-04-19 00:00:00.000, maxConcurrentDeletes: 4}}
- {name: expire_snapshots, options: {expireOlderThan: "2025-04-19T02:00:00.5+02:00", streamDeleteResults: false}}
- {name: expire_snapshots, options: {expireSnapshotId: 8270633197658268308}}
- {name: expire_snapshots}
`)
    expect(found.diagnostics).toEqual([])
    const kind = 'expire-snapshots'
    expect(bodies(found)).toEqual([
      { kind, olderThanMs: 1741987433222, snapshotIds: ['8270633197658268308', '42'], retainLast: 2 },
      { kind, olderThanMs: Date.UTC(2025, 3, 19), snapshotIds: [] },
      { kind, olderThanMs: Date.UTC(2025, 3, 19) + 500, snapshotIds: [] },
      { kind, snapshotIds: ['8270633197658268308'] },
      { kind, snapshotIds: [] },
    ])
  })

  test('remove_orphans', async () => {
    const found = await actions(`
- name: remove_orphans
  options: {olderThan: 1646309607000, location: data/old, dryRun: true, force: "true", maxConcurrentDeletes: 2}
- {name: remove_orphans}
`)
    expect(found.diagnostics).toEqual([])
    const kind = 'remove-orphans'
    expect(bodies(found)).toEqual([
      { kind, olderThanMs: 1646309607000, location: 'data/old', dryRun: true, force: true },
      { kind, dryRun: false, force: false },
    ])
  })

  test('rewrite_manifest', async () => {
    const found = await actions('- {name: rewrite_manifest, options: {useCaching: true}}')
    expect(found.diagnostics).toEqual([])
    expect(bodies(found)).toEqual([{ kind: 'rewrite-manifests' }])
  })

  test('delete_from_dataset, over the stored row as old', async () => {
    const found = await actions(`
- name: delete_from_dataset
  deleteWhere: "target.state = 'AL' AND EXISTS (SELECT 1 FROM gone WHERE gone.id = target.id)"
`)
    expect(found.diagnostics).toEqual([])
    expect(bodies(found)).toMatchObject([
      {
        kind: 'delete-from-dataset',
        where: { text: "old.state = 'AL' AND EXISTS (SELECT 1 FROM gone WHERE gone.id = old.id)" },
      },
    ])
  })

  test('rewriteDataset of older versions', async () => {
    const { job, diagnostics } = await compile(`job:\n  ${one}\n  rewriteDataset: {mode: Full}\n`)
    expect(diagnostics).toEqual([])
    expect(job?.actions).toMatchObject([
      { kind: 'rewrite-dataset', input: 'stored', order: 'as-stored', options: { rewriteAll: true } },
    ])
  })
})

test.each(['rewrite_datasets', 'RewriteDataset', 'rewrite-dataset', 'REWRITE_DATASET'])(
  'an action may be spelt %s',
  async (name) => {
    const { actions: found, diagnostics } = await actions(`- {name: ${name}}`)
    expect(diagnostics).toEqual([])
    expect(found.map(({ kind }) => kind)).toEqual(['rewrite-dataset'])
  },
)

test.each([
  ['- {name: expire_snapshots, options: {retainLast: 0}}', ['MR1317 13']],
  ['- {name: expire_snapshots, options: {retainlast: 2}}', ['MR1203 13']],
  ['- {name: remove_orphans, options: {maxConcurrentDeletes: 0}}', ['MR1317 13']],
  ['- {name: remove_orphans, options: {retainLast: 2}}', ['MR1438 13']],
  ['- {name: rewrite_dataset, options: {properties: {target-file-size-bytes: 0}}}', ['MR1317 13']],
  ['- {name: rewrite_dataset, options: {properties: {target-file-size: 10}}}', ['MR1203 13']],
  [
    '- {name: rewrite_dataset, options: {properties: {target-file-size-bytes: 10, max-file-size-bytes: 5}}}',
    ['MR1317 13'],
  ],
  ['- {name: rewrite_dataset, options: {strategy: z-order}}', ['MR1308 13']],
  ['- {name: delete_from_dataset}', ['MR1371 13']],
  ['- {name: delete_from_dataset, options: {deleteWhere: id = 1}}', ['MR1366 13']],
  ['- {name: expire_snapshots, options: {snapshotIds: [9223372036854775808]}}', ['MR1443 13']],
])('%s is told', async (list, findings) => {
  expect(summaries((await actions(list)).diagnostics)).toEqual(findings)
})

test.each([
  '2025-13-01',
  '2025-04-31 00:00:00',
  '2025-04-19 24:00:00',
  'last week',
  '2025-04-19T00:00:00 Berlin',
])('%s is no time', async (time) => {
  const { diagnostics } = await actions(`- {name: remove_orphans, options: {olderThan: "${time}"}}`)
  expect(diagnostics.map(({ code }) => code)).toEqual(['MR1441'])
})

test('zorder does not run here, and is told by name, with what to write instead', async () => {
  const { diagnostics } = await actions(
    '- {name: rewrite_dataset, options: {strategy: sort, sortOrder: "zorder(a, b)"}}',
  )
  expect(diagnostics).toMatchObject([
    {
      code: 'MR1309',
      message: expect.stringContaining('z-order'),
      hint: expect.stringContaining('a ASC, b ASC'),
    },
  ])
})

test('options may be written with underscores, as tables of the documentation do', async () => {
  const { actions: list, diagnostics } = await actions(
    [
      '- {name: remove_orphans, options: {older_than: "1741987433222", dry_run: true, max_concurrent_deletes: 2}}',
      '- {name: expire_snapshots, options: {retain_last: 3, snapshot_ids: ["7"], stream_delete_results: true}}',
      '- {name: rewrite_dataset, options: {sort_order: "id DESC"}}',
    ].join('\n'),
  )
  expect(diagnostics).toEqual([])
  expect(list).toMatchObject([
    { olderThanMs: 1741987433222, dryRun: true },
    { retainLast: 3, snapshotIds: ['7'] },
    { order: [{ column: 'id', direction: 'desc' }] },
  ])
})

test('an unknown option of an action comes with the nearest one that it has', async () => {
  const { diagnostics } = await actions('- {name: remove_orphans, options: {olderThanMilis: 5}}')
  expect(diagnostics).toMatchObject([{ code: 'MR1203', hint: 'did you mean "olderThanMillis"?' }])
})

test('of several inputs an action must name one', async () => {
  const two =
    'inputs: [{name: a, dataset: "dataos://lake:s/a?acl=rw"}, {name: b, dataset: "dataos://lake:s/b?acl=rw"}]'
  expect(summaries((await actions('- {name: rewrite_dataset}', two)).diagnostics)).toEqual(['MR1371 13'])
  const { actions: found, diagnostics } = await actions('- {name: rewrite_dataset, input: B}', two)
  expect(diagnostics).toEqual([])
  expect(found[0]).toMatchObject({ input: 'b', address: { dataset: 'b' } })
  expect(summaries((await actions('- {name: rewrite_dataset}', 'explain: true')).diagnostics)).toEqual([
    'MR1370 13',
  ])
})

test('deleting rows writes the table, keeping it in order does not', async () => {
  const { job } = await actions(`
- {name: rewrite_dataset}
- {name: delete_from_dataset, deleteWhere: id = 1}
`)
  if (job === undefined) throw new Error('no job')
  expect(flareSpec.reads(job)).toHaveLength(1)
  expect(flareSpec.writes(job)).toMatchObject([{ address: { dataset: 'orders' }, place: { line: 14 } }])
})
