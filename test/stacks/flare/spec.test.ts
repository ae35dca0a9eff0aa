import { describe, expect, test } from 'vitest'
import type { FlareJob } from '../../../src/stacks/flare/job.ts'
import { flareSpec } from '../../../src/stacks/flare/spec.ts'
import { summaries } from '../../resources/reading.ts'
import { compile } from './compile-job.ts'

const meaningOf = (job: FlareJob | undefined) => ({
  views: job?.steps.map(({ name, sql }) => [name, sql.text.trim()]),
  outputs: job?.outputs.map(({ name, address, format, write, title, description, tags }) => ({
    name,
    address,
    format,
    write,
    title,
    description,
    tags,
  })),
})

const newest = `
job:
  inputs: [{name: raw, dataset: "dataos://landing:sales/orders", format: CSV}]
  steps: [{sequence: [{name: clean, sql: SELECT * FROM raw}]}]
  outputs:
    - name: clean
      dataset: dataos://lake:sales/orders?acl=rw
      format: Iceberg
      title: Orders
      description: all of them
      tags: [a]
      options: {saveMode: Append}
`

describe('spellings of one job', () => {
  test('a setting of Spark that changes results is found in every place and form', async () => {
    const setting = 'spark.sql.legacy.timeParserPolicy: corrected'
    const inside = newest.replace('job:\n', `job:\n  sparkConf: [{spark.a: 1}, {${setting}}]\n`)
    for (const text of [
      `sparkConf: {${setting}}\n${newest}`,
      `sparkConfig: [{${setting}}]\n${newest}`,
      inside,
    ]) {
      const { job } = await compile(text)
      expect(job?.sparkSettings, text).toMatchObject({ timeParserPolicy: 'CORRECTED', unknown: [] })
    }
    expect((await compile(newest)).job).not.toHaveProperty('sparkSettings')
  })

  test.each([
    ['spark.sql.ansi.enabled: true', { ansi: true }],
    ['spark.sql.legacy.sizeOfNull: "false"', { sizeOfNull: false }],
    ['spark.sql.session.timeZone: Asia/Tokyo', { timeZone: 'Asia/Tokyo', unknown: [] }],
  ])('%s is found where it is the only setting', async (setting, expected) => {
    const { job } = await compile(`sparkConf: {${setting}}\n${newest}`)
    expect(job?.sparkSettings).toMatchObject(expected)
    const usual = await compile(`sparkConf: {spark.sql.ansi.enabled: "false"}\n${newest}`)
    expect(usual.job).not.toHaveProperty('sparkSettings')
  })

  test('format and saveMode ignore letter case', async () => {
    const { job, diagnostics } = await compile(newest)
    expect(diagnostics).toEqual([])
    expect(job?.inputs[0]?.format).toBe('csv')
    expect(meaningOf(job).outputs).toEqual([
      {
        name: 'clean',
        address: { depot: 'lake', collection: 'sales', dataset: 'orders', acl: 'rw' },
        format: 'iceberg',
        write: { kind: 'append' },
        title: 'Orders',
        description: 'all of them',
        tags: ['a'],
      },
    ])
  })

  test('version 3.0 with the key flare, a depot and a sink means the same', async () => {
    const { job, diagnostics } = await compile(
      `
job:
  inputs: [{name: raw, dataset: "dataos://landing:sales/orders", format: csv}]
  steps:
    - sequence: [{name: clean, sql: SELECT * FROM raw}]
      sink:
        - sequenceName: clean
          datasetName: orders
          outputName: out01
          outputType: Iceberg
          outputOptions: {saveMode: append}
          title: Orders
          description: all of them
          tags: [a]
  outputs: [{name: out01, depot: "dataos://lake:sales?acl=rw"}]
`,
      {},
      'flare',
    )
    expect(diagnostics).toEqual([])
    expect(meaningOf(job)).toEqual(meaningOf((await compile(newest)).job))
  })

  test.each([
    ['a map with a sequence', 'sequence:\n  - {name: clean, sql: SELECT * FROM raw}'],
    ['a bare list', '- {name: clean, sql: SELECT * FROM raw}'],
    ['a wrapper', 'steps:\n  - sequence:\n      - {name: clean, sql: SELECT * FROM raw}'],
  ])('a step file that is %s', async (_, content) => {
    const payload = newest.replace(/steps:.*/, 'steps: [steps/clean.yaml]')
    const { job, diagnostics } = await compile(payload, { 'steps/clean.yaml': content })
    expect(diagnostics).toEqual([])
    expect(meaningOf(job)).toEqual(meaningOf((await compile(newest)).job))
  })

  test('SQL comes from a file, found from the step file that names it', async () => {
    const payload = newest.replace(/steps:.*/, 'steps: [steps/clean.yaml]')
    const { job, diagnostics } = await compile(payload, {
      'steps/clean.yaml': 'sequence: [{name: clean, sqlFile: sql/clean.sql}]',
      'steps/sql/clean.sql': 'SELECT * FROM raw\n',
    })
    expect(diagnostics).toEqual([])
    expect(meaningOf(job)).toEqual(meaningOf((await compile(newest)).job))
  })

  test('a payload without job is lifted with a warning', async () => {
    const payload = newest.replace('job:', '').replaceAll(/^ {2}/gm, '')
    const { job, diagnostics } = await compile(payload)
    expect(summaries(diagnostics)).toEqual(['MR1364 10'])
    expect(meaningOf(job)).toEqual(meaningOf((await compile(newest)).job))
  })

  test('a step file that names a step file is refused', async () => {
    const payload = newest.replace(/steps:.*/, 'steps: [clean.yaml]')
    const { diagnostics } = await compile(payload, { 'clean.yaml': 'steps: [clean.yaml]' })
    expect(summaries(diagnostics)).toEqual(['MR1309 1'])
  })

  test('what is wrong inside a step file is reported there', async () => {
    const payload = newest.replace(/steps:.*/, 'steps: [clean.yaml]')
    const content = 'sequence:\n  - name: clean\n    sql: SELECT 1\n    functions:\n      - name: drp\n'
    const { diagnostics } = await compile(payload, { 'clean.yaml': content })
    expect(diagnostics).toMatchObject([
      { code: 'MR1390', hint: 'did you mean "drop"?', place: { file: 'clean.yaml', line: 5 } },
    ])
  })

  test('a step file that is absent hides the views it would define, but nothing else', async () => {
    const { diagnostics } = await compile(newest.replace(/steps:.*/, 'steps: [gone.yaml]'))
    expect(diagnostics.filter(({ code }) => code.startsWith('MR13'))).toEqual([])
    expect(diagnostics).toHaveLength(1)
  })
})

describe('defaults', () => {
  const bare = `
job:
  inputs: [{name: raw, dataset: "dataos://landing:sales/orders"}]
  outputs: [{name: raw, dataset: "dataos://lake:sales"}]
`
  test('an output overwrites, and takes its name where the address names no dataset', async () => {
    const { job, diagnostics } = await compile(bare)
    expect(diagnostics).toEqual([])
    expect(job?.outputs).toMatchObject([
      { write: { kind: 'overwrite' }, address: { depot: 'lake', collection: 'sales', dataset: 'raw' } },
    ])
    expect(job?.outputs[0]).not.toHaveProperty('format')
    expect(job?.keepSystemColumns).toBe(false)
  })

  test('reader options become texts, and a writer option among them is dropped', async () => {
    const payload = bare.replace(
      'sales/orders"}',
      'sales/orders", options: {header: false, sep: ";", saveMode: append, limit: 3}}',
    )
    const { job } = await compile(payload)
    expect(job?.inputs[0]?.options).toEqual({ header: 'false', sep: ';', limit: '3' })
  })

  test('settings of Spark are accepted as a list or as a map', async () => {
    const list = await compile(
      `${bare}sparkConf: [{spark.a: 1}, {spark.a: 2}]\ndriver: {cores: "1", memory: 1024m}`,
    )
    const map = await compile(`${bare}sparkConf: {spark.a: 1}\nexecutor: {instances: 2}`)
    expect([...list.diagnostics, ...map.diagnostics]).toEqual([])
  })
})

test('partitions come from partitionSpec, or from partitionBy where there is none', async () => {
  const payload = newest.replace('{saveMode: Append}', '{partitionBy: [country, state]}')
  const { job } = await compile(payload)
  expect(job?.outputs[0]?.partitions.map(({ column }) => column)).toEqual(['country', 'state'])
  const both = '{partitionBy: [state], iceberg: {partitionSpec: [{type: identity, column: country}]}}'
  const spec = await compile(newest.replace('{saveMode: Append}', both))
  expect(spec.job?.outputs[0]?.partitions.map(({ column }) => column)).toEqual(['country'])
})

test('an undefined incremental key is pointed at inside the SQL', async () => {
  const { diagnostics } = await compile(`
job:
  inputs:
    - name: raw
      dataset: dataos://landing:sales/orders
      incremental:
        context: whole
        sql: |
          SELECT *
          FROM whole WHERE id > $|strat|
        keys: [{name: start, sql: SELECT 1}]
`)
  expect(diagnostics).toMatchObject([
    {
      code: 'MR1380',
      hint: 'did you mean "start"?',
      place: { line: 18, column: 43, endLine: 18, endColumn: 51 },
    },
  ])
})

test('assertions read the operator =, a percentage and a regular expression', async () => {
  const { job, diagnostics } = await compile(`
job:
  inputs: [{name: raw, dataset: "dataos://landing:sales/orders"}]
  assertions:
    - column: id
      filter: country = 'IT'
      validFormat: {regex: "^x"}
      tests: [missing_percentage <= 5%, duplicate_count = 0, avg>=-1.5]
    - {sql: SELECT max(id) AS m FROM raw, tests: [m != 7]}
`)
  expect(diagnostics).toEqual([])
  expect(job?.assertions.map(({ subject }) => subject.kind)).toEqual(['column', 'sql'])
  const [column] = job?.assertions ?? []
  expect(column?.subject).toMatchObject({ column: 'id', regex: '^x', filter: { text: "country = 'IT'" } })
  expect(column?.tests.map(({ metric, operator, threshold }) => [metric, operator, threshold])).toEqual([
    ['missing_percentage', '<=', 0.05],
    ['duplicate_count', '==', 0],
    ['avg', '>=', -1.5],
  ])
})

test('a job reads its inputs and writes its outputs, each with its place', async () => {
  const { job } = await compile(newest)
  if (job === undefined) throw new Error('no job')
  expect(flareSpec.reads(job)).toMatchObject([{ address: { depot: 'landing' }, place: { line: 11 } }])
  expect(flareSpec.writes(job)).toMatchObject([{ address: { depot: 'lake' }, place: { line: 14 } }])
})

test('many mistakes are found in one go', async () => {
  const { diagnostics } = await compile(`
job:
  inputs: [{name: raw, dataset: "dataos:/landing"}]
  steps:
    - sequence:
        - {name: clean, sql: SELECT 1, functions: [{name: rename, column: a, asColum: b}]}
  outputs:
    - {name: claen, dataset: "dataos://lake:sales/orders", options: {saveMode: upsert}}
  assertions: [{column: id, tests: [nul_count == 0]}]
`)
  expect(summaries(diagnostics)).toEqual(
    ['MR1308 16', 'MR1360 11', 'MR1369 16', 'MR5001 17', 'MR1391 14', 'MR1392 14'].sort(),
  )
  expect(diagnostics.find(({ code }) => code === 'MR1391')?.hint).toBe('did you mean "asColumn"?')
})
