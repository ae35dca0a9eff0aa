import { expect, test } from 'vitest'
import { jobFingerprint } from '../../src/project/index.ts'
import { linkTexts, workflowText } from './linking.ts'

const manifest = workflowText('w', [
  {
    name: 'n',
    reads: { feed: 'landing:shop/orders' },
    steps: { a: 'SELECT id FROM feed', b: 'SELECT id FROM a' },
    writes: 'lake:shop/orders',
  },
])

const fingerprint = async (text: string, file = 'w.yaml') => {
  const { project, diagnostics } = await linkTexts({ [file]: text })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const [task] = project.tasks
  return task && jobFingerprint(task.job)
}

test('comments, blank lines, quotes, the order of keys and the name of the file do not change what a job is', async () => {
  const before = await fingerprint(manifest)
  expect(before).toMatch(/^\w+/)
  for (const same of [
    `# a comment\n\n${manifest}`,
    manifest.replace('name: b', 'name: "b" # the last step'),
    manifest.replace(
      'dataset: dataos://landing:shop/orders\n                format: csv',
      'format: csv\n                dataset: dataos://landing:shop/orders',
    ),
    manifest.replace(
      '- name: a\n                    sql: "SELECT id FROM feed"',
      '- {sql: "SELECT id FROM feed", name: a}',
    ),
    manifest.replace('version: v1', 'version: v1\ndescription: Said differently'),
  ]) {
    expect(same).not.toBe(manifest)
    expect(await fingerprint(same)).toBe(before)
  }
  expect(await fingerprint(manifest, 'moved.yaml')).toBe(before)
})

test('a job that reads, computes, or writes anything else is another one', async () => {
  const before = await fingerprint(manifest)
  const others = [
    manifest.replace('SELECT id FROM feed', 'SELECT id FROM feed WHERE true'),
    manifest.replace('SELECT id FROM a"', 'SELECT  id FROM a"'),
    manifest.replace('landing:shop/orders', 'landing:shop/orders2'),
    manifest.replace('format: csv', 'format: json'),
    manifest.replace('format: csv', 'format: csv\n                options: {sep: ";"}'),
    manifest.replace('saveMode: overwrite', 'saveMode: append'),
    manifest.replace('lake:shop/orders', 'lake:shop/others'),
  ]
  const all = await Promise.all(others.map((text) => fingerprint(text)))
  expect(new Set([before, ...all]).size).toBe(others.length + 1)
})
