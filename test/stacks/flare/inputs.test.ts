import { describe, expect, test } from 'vitest'
import { incrementalBounds } from '../../../src/stacks/flare/incremental.ts'
import { summaries } from '../../resources/reading.ts'
import { compile } from './compile-job.ts'

const input = async (keys: string, rest = '') => {
  const { job, diagnostics } = await compile(`
job:
  inputs: [{name: raw, dataset: "dataos://landing:sales/orders", ${keys}}]
${rest}`)
  return { input: job?.inputs[0], diagnostics }
}

describe('files that are new', () => {
  test.each(['Once', 'availablenow'])(
    'a stream that ends (%s) reads them, under its checkpoint',
    async (mode) => {
      const read = await input(
        'isStream: "true"',
        `  streaming: {triggerMode: ${mode}, checkpointLocation: "dataos://lake:sys/points", forEachBatchMode: "true"}\n`,
      )
      expect(read.diagnostics).toEqual([])
      expect(read.input?.newFiles).toEqual({ checkpoint: 'dataos://lake:sys/points' })
    },
  )

  test('a batch job reads them by incremental.newFiles, alone or under a context', async () => {
    const alone = await input('incremental: {newFiles: true}')
    expect(alone.diagnostics).toEqual([])
    expect(alone.input).toMatchObject({ newFiles: { checkpoint: '' } })
    expect(alone.input).not.toHaveProperty('incremental')
    const both = await input('incremental: {newFiles: true, context: c, sql: SELECT * FROM c}')
    expect(both.input).toMatchObject({ newFiles: { checkpoint: '' }, incremental: { context: 'c' } })
  })

  test('newFiles: false reads all files', async () => {
    const { input: read, diagnostics } = await input('incremental: {newFiles: false}')
    expect(diagnostics).toEqual([])
    expect(read).not.toHaveProperty('newFiles')
  })

  test('an incremental block with neither newFiles nor sql is incomplete', async () => {
    expect(summaries((await input('incremental: {context: c}')).diagnostics)).toEqual(['MR1371 11'])
    expect(summaries((await input('incremental: {newFiles: true, lateWindow: 3 days}')).diagnostics)).toEqual(
      ['MR1371 11'],
    )
  })

  test.each([
    ['isStream: true', '', 'MR1309 11'],
    ['isStream: true', '  streaming: {triggerMode: Continuous}\n', 'MR1309 12'],
    [
      'isStream: true',
      '  streaming: {triggerMode: ProcessingTime, triggerDuration: 10 seconds}\n',
      'MR1309 12',
    ],
    ['isStream: true', '  streaming: {triggerMode: Onse}\n', 'MR1308 12'],
    ['isStream: true', '  streaming: {triggerMode: Once, outputMode: update}\n', 'MR1309 12'],
    ['isStream: false', '  streaming: {triggerMode: Continuous}\n', 'MR1429 12'],
  ])('%s %s', async (keys, rest, finding) => {
    expect(summaries((await input(keys, rest)).diagnostics)).toEqual([finding])
  })
})

test.each([
  ['branch: audit', { kind: 'ref', name: 'audit' }],
  ['tag: v1', { kind: 'ref', name: 'v1' }],
  ['snapshot-id: 8270633197658268308', { kind: 'snapshot', id: '8270633197658268308' }],
  ['as-of-timestamp: "1741987433222"', { kind: 'as-of', timestampMs: 1741987433222 }],
  ['branch: main', undefined],
])('the option %s chooses the version that is read', async (option, version) => {
  const { input: read, diagnostics } = await input(`options: {${option}, header: true}`)
  expect(diagnostics).toEqual([])
  expect(read?.version).toEqual(version)
  expect(read?.options).toEqual({ header: 'true' })
})

test.each(['snapshot-id: latest', 'snapshot-id: 9223372036854775808', 'as-of-timestamp: yesterday'])(
  '%s is no version',
  async (option) => {
    const { diagnostics } = await input(`options: {${option}}`)
    expect(diagnostics).toHaveLength(1)
  },
)

const incremental = (rest: string) =>
  `incremental: {context: c, sql: "SELECT * FROM c WHERE a > '$|from|' AND a <= '$|to|'", keys: [{name: from, sql: SELECT 0}, {name: to, sql: SELECT 9}], ${rest}}`

test('the bounds of an interval are the keys that state carries over', async () => {
  const { input: read } = await input(incremental('state: [{key: to, value: to}, {key: from, value: to}]'))
  expect(read?.incremental && incrementalBounds(read.incremental)).toEqual({ lower: 'from', upper: 'to' })
  const { input: other } = await input(incremental('state: [{key: to, value: to}]'))
  expect(other?.incremental && incrementalBounds(other.incremental)).toBeUndefined()
})

test.each([
  ['3 days', { kind: 'time', seconds: 259_200 }],
  ['12 Hours', { kind: 'time', seconds: 43_200 }],
  ['1 week', { kind: 'time', seconds: 604_800 }],
  ['500', { kind: 'amount', amount: '500' }],
  ['0.5', { kind: 'amount', amount: '0.5' }],
])('a late window of %s', async (window, expected) => {
  const { input: read, diagnostics } = await input(
    incremental(`state: [{key: from, value: to}], lateWindow: ${window}`),
  )
  expect(diagnostics).toEqual([])
  expect(read?.incremental?.lateWindow).toEqual(expected)
})

test.each(['soon', '3 moons', '-3 days', '1 month'])('a late window of %s is none', async (window) => {
  const { diagnostics } = await input(incremental(`state: [{key: from, value: to}], lateWindow: ${window}`))
  expect(diagnostics.map(({ code }) => code)).toEqual(['MR1358'])
})

test.each([
  ['saveMode: append', ['MR1427']],
  ['strategy: {type: append}', ['MR1427']],
  ['saveMode: overwrite', ['MR1430']],
  ['saveMode: overwritePartitions', []],
  ['strategy: {type: merge, keys: [a]}', []],
  ['iceberg: {merge: {onClause: old.a = new.a, whenClause: NOT MATCHED THEN INSERT *}}', []],
])('late rows written with %s', async (options, codes) => {
  const { diagnostics } = await input(
    incremental('state: [{key: from, value: to}], lateWindow: 3 days'),
    `  outputs: [{name: raw, dataset: "dataos://lake:sales/orders?acl=rw", options: {${options}}}]\n`,
  )
  expect(diagnostics.map(({ code }) => code)).toEqual(codes)
})

describe('BETWEEN over stored keys', () => {
  const between = async (sql: string) => {
    const { diagnostics } = await input(
      `incremental: {context: c, sql: "${sql}", keys: [{name: from, sql: SELECT 0}, {name: to, sql: SELECT 9}, {name: other, sql: SELECT 1}], state: [{key: from, value: to}]}`,
    )
    return diagnostics.map(({ code }) => code)
  }
  test.each([
    ["SELECT * FROM c WHERE a between '$|from|' AND '$|to|'", ['MR1384']],
    ["SELECT * FROM c WHERE b > 1 AND a BETWEEN 0 AND '$|to|'", ['MR1384']],
    ['SELECT * FROM c WHERE b BETWEEN 1 AND 2 AND a > $|from| AND a <= $|to|', []],
    ['SELECT * FROM c WHERE a > $|from| AND b BETWEEN $|other| AND 7', []],
  ])('%s', async (sql, codes) => {
    expect(await between(sql)).toEqual(codes)
  })
})
