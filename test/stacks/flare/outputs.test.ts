import { describe, expect, test } from 'vitest'
import { summaries } from '../../resources/reading.ts'
import { compile } from './compile-job.ts'

const indent = (text: string, by: number) => text.trim().replaceAll(/^/gm, ' '.repeat(by))

/** The only output of a job with these options. */
const outputOf = async (options: string) => {
  const { job, diagnostics } = await compile(`
job:
  inputs: [{name: raw, dataset: "dataos://landing:sales/orders"}]
  outputs:
    - name: raw
      dataset: dataos://lake:sales/orders?acl=rw
      options:
${indent(options, 8)}
`)
  return { output: job?.outputs[0], diagnostics }
}

describe('what becomes of the stored rows', () => {
  test.each([
    ['saveMode: APPEND', { kind: 'append' }],
    ['saveMode: Overwrite', { kind: 'overwrite' }],
    ['saveMode: errorifexists', { kind: 'append', ifExists: 'fail' }],
    ['saveMode: Ignore', { kind: 'append', ifExists: 'skip' }],
    ['saveMode: overwritePartitions', { kind: 'overwrite-partitions' }],
    ['iceberg: {properties: {overwrite-mode: dynamic}}', { kind: 'overwrite-partitions' }],
    [
      'saveMode: overwrite\niceberg: {properties: {overwrite-mode: Dynamic}}',
      { kind: 'overwrite-partitions' },
    ],
    ['saveMode: append\niceberg: {properties: {overwrite-mode: dynamic}}', { kind: 'append' }],
    ['iceberg: {properties: {overwrite-mode: static}}', { kind: 'overwrite' }],
    ['strategy: {type: append}', { kind: 'append' }],
    ['saveMode: append\nstrategy: {type: append}', { kind: 'append' }],
  ])('%s', async (options, write) => {
    const { output, diagnostics } = await outputOf(options)
    expect(diagnostics).toEqual([])
    expect(output?.write).toEqual(write)
    expect(output?.properties).toEqual({})
  })

  test('a merge decides alone, whatever saveMode and overwrite-mode say', async () => {
    const { output, diagnostics } = await outputOf(`
saveMode: overwrite
iceberg:
  properties: {overwrite-mode: dynamic}
  merge: {onClause: target.id = source.id, whenClause: WHEN MATCHED THEN UPDATE SET target.qty = source.qty}
`)
    expect(diagnostics).toEqual([])
    expect(output?.write).toMatchObject({
      kind: 'merge',
      merge: {
        on: { text: 'old.id = new.id' },
        keys: [{ column: 'id', value: { text: 'new.id' } }],
        clauses: [{ kind: 'update', set: [{ column: 'qty', value: { text: 'new.qty' } }] }],
      },
    })
  })

  test('source and target are columns like any other where old and new are used', async () => {
    const { output } = await outputOf(`
iceberg:
  merge: {onClause: old.id = new.id, whenClause: MATCHED AND source.name = 'x' THEN DELETE}
`)
    expect(output?.write).toMatchObject({
      merge: { clauses: [{ kind: 'delete', condition: { text: "source.name = 'x'" } }] },
    })
  })

  test('what is wrong in a folded block is told on its own line', async () => {
    const { diagnostics } = await outputOf(`
iceberg:
  merge:
    onClause: target.zip = source.zip
    whenClause: >
      MATCHED THEN UPDATE SET
      target.city = source.city,
      target.county source.county
`)
    expect(diagnostics).toMatchObject([{ code: 'MR1420', place: { line: 22, column: 25, endColumn: 31 } }])
  })

  test('strategies name their keys and what is latest', async () => {
    const latest = await outputOf(
      'strategy: {type: Latest, keys: [id, region], orderBy: "updated_at, `version no` ASC NULLS LAST"}',
    )
    expect(latest.diagnostics).toEqual([])
    expect(latest.output?.write).toMatchObject({
      kind: 'strategy',
      strategy: {
        type: 'latest',
        keys: ['id', 'region'],
        orderBy: [
          { column: 'updated_at', direction: 'desc', nulls: 'last' },
          { column: 'version no', direction: 'asc', nulls: 'last' },
        ],
      },
    })
    const merge = await outputOf('strategy: {type: merge, keys: id}')
    expect(merge.output?.write).toMatchObject({ strategy: { type: 'merge', keys: ['id'] } })
  })

  test.each([
    ['strategy: {type: latest, keys: [id]}', ['MR1371 16']],
    ['strategy: {type: merge}', ['MR1371 16']],
    ['strategy: {type: upsert, keys: [id]}', ['MR1308 16']],
    ['strategy: {keys: [id]}', ['MR1201 16']],
    ['strategy: {type: latest, keys: [id], orderBy: "a,"}', ['MR1442 16']],
  ])('%s is incomplete', async (options, codes) => {
    expect(summaries((await outputOf(options)).diagnostics)).toEqual(codes)
  })
})

test('each partition transform comes out as Iceberg writes it', async () => {
  const { output, diagnostics } = await outputOf(`
iceberg:
  partitionSpec:
    - {type: Identity, column: country}
    - {type: year, column: a}
    - {type: month, column: b, name: b_of_month}
    - {type: day, column: c, asColumn: c_of_day}
    - {type: hour, column: d}
    - {type: bucket, column: e, numBuckets: "16"}
    - {type: bucket, column: f, bucket_count: 4}
    - {type: truncate, column: g, width: 8}
`)
  expect(diagnostics).toEqual([])
  expect(output?.partitions.map(({ transform, column, name }) => [transform, column, name])).toEqual([
    ['identity', 'country', undefined],
    ['year', 'a', undefined],
    ['month', 'b', 'b_of_month'],
    ['day', 'c', 'c_of_day'],
    ['hour', 'd', undefined],
    ['bucket[16]', 'e', undefined],
    ['bucket[4]', 'f', undefined],
    ['truncate[8]', 'g', undefined],
  ])
})

test.each([
  ['{type: bucket, column: e}', 'MR1371'],
  ['{type: truncate, column: e}', 'MR1371'],
  ['{type: bucket, column: e, numBuckets: 0}', 'MR1317'],
  ['{type: bucket, column: e, numBuckets: 4294967296}', 'MR1317'],
  ['{type: truncate, column: e, width: -1}', 'MR1317'],
  ['{type: monthly, column: e}', 'MR1308'],
])('a partition %s is refused', async (partition, code) => {
  const { diagnostics } = await outputOf(`iceberg: {partitionSpec: [${partition}]}`)
  expect(diagnostics.map((found) => found.code)).toEqual([code])
})

test('properties become text as they are written, and the codec one that Iceberg knows', async () => {
  const { output, diagnostics } = await outputOf(`
iceberg:
  properties:
    write.metadata.compression-codec: SNAPPY
    write.target-file-size-bytes: 9007199254740993
    write.spark.fanout.enabled: True
    write.format.default: Parquet
    write.metadata.metrics.column.id: counts
    owner: 007
    empty:
`)
  expect(summaries(diagnostics)).toEqual(['MR1433 18'])
  expect(output?.properties).toEqual({
    'write.metadata.compression-codec': 'gzip',
    'write.target-file-size-bytes': '9007199254740993',
    'write.spark.fanout.enabled': 'true',
    'write.format.default': 'parquet',
    'write.metadata.metrics.column.id': 'counts',
    owner: '007',
  })
})

test('a misspelt property comes with the nearest name, one of somebody else does not', async () => {
  const { diagnostics } = await outputOf(`
iceberg:
  properties:
    write.metadatacompression-codec: gzip
    history.expire.max-snapshot-age: 1
    sales.team: "12"
`)
  expect(diagnostics.map(({ code, hint, severity }) => [code, severity, hint])).toEqual([
    ['MR1431', 'warning', 'did you mean "write.metadata.compression-codec"?'],
    ['MR1431', 'warning', 'did you mean "history.expire.max-snapshot-age-ms"?'],
  ])
})

test('a branch to write to is kept, main is none', async () => {
  expect((await outputOf('extraOptions: {branch: audit}')).output?.branch).toBe('audit')
  expect((await outputOf('extraOptions: {branch: main}')).output).not.toHaveProperty('branch')
})

test('a job may write what it reads where it keeps its rows, or writes them to a branch', async () => {
  const codes = async (options: string) => {
    const { diagnostics } = await compile(`
job:
  inputs: [{name: stored, dataset: "dataos://lake:sales/orders"}]
  outputs: [{name: stored, dataset: "dataos://lake:sales/orders?acl=rw", options: ${options}}]
`)
    return diagnostics.map(({ code }) => code)
  }
  expect(await codes('{saveMode: overwrite}')).toEqual(['MR1377'])
  expect(await codes('{saveMode: overwrite, extraOptions: {branch: audit}}')).toEqual([])
  expect(await codes('{strategy: {type: merge, keys: [id]}}')).toEqual([])
})
