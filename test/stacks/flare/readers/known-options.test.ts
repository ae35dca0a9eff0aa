import { describe, expect, test } from 'vitest'
import { checkReaderOptions } from '../../../../src/stacks/flare/readers/known-options.ts'
import { datasetFiles } from '../../../../src/stacks/flare/execute/dataset-files.ts'
import { summaries } from '../../../resources/reading.ts'
import { compile } from '../compile-job.ts'

describe('options of readers', () => {
  test('count in any letter case, and say nothing where they say what holds anyway', () => {
    const options = {
      HEADER: 'false',
      Mode: 'failfast',
      MAXCHARSPERCOLUMN: '-1',
      locale: 'en-US',
      quoteAll: 'true',
    }
    expect(checkReaderOptions('csv', options)).toEqual([])
  })

  test('that would change what is read are refused, with what to do instead', () => {
    expect(checkReaderOptions('json', { AllowComments: 'TRUE' })).toEqual([
      {
        kind: 'refused',
        option: 'AllowComments',
        value: 'TRUE',
        instead: 'leave it out, and take the comments away',
      },
    ])
    expect(checkReaderOptions('csv', { samplingRatio: '0.5', timeZone: 'Asia/Kolkata' })).toMatchObject([
      { kind: 'refused', option: 'samplingRatio' },
      { kind: 'refused', option: 'timeZone' },
    ])
  })

  test('that nobody knows are told with the nearest name', () => {
    expect(checkReaderOptions('csv', { headers: 'true', zzz: '1' })).toEqual([
      { kind: 'unknown', option: 'headers', near: 'header' },
      { kind: 'unknown', option: 'zzz', near: undefined },
    ])
  })

  test('a blank is a value: a tab as delimiter, and no quote at all', async () => {
    const { job, diagnostics } = await compile(`
job:
  inputs: [{name: raw, dataset: "dataos://landing:sales/orders", format: csv, options: {delimiter: "\\t", quote: "", saveMode: append}}]
`)
    expect(summaries(diagnostics)).toEqual([])
    expect(job?.inputs[0]?.options).toEqual({ delimiter: '\t', quote: '' })
  })
})

describe('files of a dataset', () => {
  const files = (...paths: readonly string[]) =>
    paths.map((path) => ({ path, sizeBytes: 1, modifiedAtMs: 0 }))
  const read = (options: Readonly<Record<string, string>>, ...paths: readonly string[]) =>
    datasetFiles('sales/orders', files(...paths), options).map(({ path }) => path)

  test('hidden ones are left out, as Spark does', () => {
    expect(
      read(
        {},
        'sales/orders/_SUCCESS',
        'sales/orders/.a.csv',
        'sales/orders/b.csv',
        'sales/orders/_old/c.csv',
        'sales/orders/d.csv._COPYING_',
      ),
    ).toEqual(['sales/orders/b.csv'])
    expect(datasetFiles('sales/_b.csv', files('sales/_b.csv'), {})).toHaveLength(1)
  })

  test.each(['sales/orders/day=1/a.csv', 'sales/orders/sub/a.csv', 'sales/orders/a.csv.gz'])(
    '%s is refused',
    (path) => expect(() => read({}, path)).toThrow(path),
  )

  test('those of folders below are read with recursiveFileLookup', () => {
    const path = 'sales/orders/day=1/a.csv'
    expect(read({ RecursiveFileLookup: 'TRUE' }, path)).toEqual([path])
  })
})
