import { expect, test } from 'vitest'
import { summaries } from '../resources/reading.ts'
import { linkTexts, workflowText } from './linking.ts'

const workflow = (spec: string): string =>
  workflowText('a', [
    { name: 'n', reads: { i: 'landing:shop/feed' }, steps: { s: 'SELECT 1 AS one' }, writes: 'lake:shop/t' },
  ]).replace('        compute: runnable-default\n', spec)

test('a compute and volumes that nothing defines are warnings at the place of their names', async () => {
  const { project, diagnostics } = await linkTexts({
    'a.yaml': workflow(`        compute: large
        persistentVolume: {name: persistent-v, directory: fides}
        dataosVolumes:
          - {directory: /tmp}
          - name: shared
            directory: /mnt
`),
  })
  expect(summaries(diagnostics)).toEqual(['MR1407 9', 'MR1412 10', 'MR1412 13'])
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning', 'warning', 'warning'])
  expect(diagnostics.map(({ message }) => message).join('\n')).toMatch(
    /large[\s\S]*persistent-v[\s\S]*shared/,
  )
  expect(project.tasks).toMatchObject([{ engine: 'default' }])
})

test('mapped and usual computes are no news', async () => {
  const { diagnostics } = await linkTexts({
    'a.yaml': workflow('        compute: query-default\n'),
    'b.yaml': workflow('        compute: runnable-default\n')
      .replace('name: a', 'name: b')
      .replace('shop/t?', 'shop/u?'),
  })
  expect(diagnostics).toEqual([])
})

test('a volume that a manifest declares is no news', async () => {
  const { diagnostics } = await linkTexts({
    'a.yaml': workflow(
      '        compute: query-default\n        persistentVolume: {name: room, directory: fides}\n',
    ),
    'b.yaml':
      'name: room\nversion: v1beta\ntype: volume\nvolume: {size: 1Gi, accessMode: ReadWriteMany, type: persistent}\n',
  })
  expect(summaries(diagnostics)).toEqual(['MR1321 1'])
})
