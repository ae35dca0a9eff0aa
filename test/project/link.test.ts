import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkTexts, type NodeText, workflowText } from './linking.ts'

const node = (name: string, reads: readonly string[], writes?: string): NodeText => ({
  name,
  reads: Object.fromEntries(reads.map((dataset, i) => [`i${i}`, dataset])),
  steps: { a: 'SELECT 1 AS one' },
  ...(writes === undefined ? {} : { writes }),
})

test('tasks come after all that they depend on, however nodes and workflows are declared', async () => {
  // Dataset i is written by node i, which reads datasets of lower numbers only: a graph without cycles.
  const graph = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 9 })
    .map((picks) => picks.map((pick, i) => [...new Set(i === 0 ? [] : pick.map((n) => n % i))]))
  await fc.assert(
    fc.asyncProperty(graph, fc.infiniteStream(fc.nat()), async (edges, chance) => {
      const random = () => chance.next().value ?? 0
      const nodes = edges
        .map((reads, i) =>
          node(
            `n${i}`,
            reads.length === 0 ? ['landing:shop/feed'] : reads.map((r) => `lake:shop/t${r}`),
            `lake:shop/t${i}`,
          ),
        )
        .map((text) => ({ text, workflow: random() % 3, at: random() }))
        .toSorted((a, b) => a.at - b.at)
      const manifests = Object.fromEntries(
        [0, 1, 2]
          .map((workflow) => nodes.filter((each) => each.workflow === workflow).map(({ text }) => text))
          .flatMap((texts, i) =>
            texts.length === 0 ? [] : [[`w${i}.yaml`, workflowText(`w${i}`, texts)] as const],
          ),
      )
      const { project, diagnostics } = await linkTexts(manifests)
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(project.tasks).toHaveLength(edges.length)
      const position = new Map(project.tasks.map(({ node: name }, i) => [name, i]))
      edges.forEach((reads, i) => {
        for (const read of reads) expect(position.get(`n${read}`)).toBeLessThan(position.get(`n${i}`) ?? -1)
      })
    }),
    { numRuns: 40 },
  )
})

test('a circle through datasets of two workflows is told once, with both places, and the rest stays in order', async () => {
  const { project, diagnostics } = await linkTexts({
    'a.yaml': workflowText('a', [
      node('one', ['lake:shop/y'], 'lake:shop/x'),
      node('after', ['lake:shop/x'], 'lake:shop/z'),
    ]),
    'b.yaml': workflowText('b', [node('two', ['lake:shop/x'], 'lake:shop/y')]),
  })
  const cycles = diagnostics.filter(({ code }) => code === 'MR1405')
  expect(cycles).toHaveLength(1)
  expect(cycles[0]?.message).toMatch(/a\/one → b\/two → a\/one|b\/two → a\/one → b\/two/)
  expect([cycles[0]?.place?.file, cycles[0]?.related?.[0]?.place.file]).toEqual(
    expect.arrayContaining(['a.yaml', 'b.yaml']),
  )
  const names = project.tasks.map(({ node: name }) => name)
  expect(names.indexOf('after')).toBeGreaterThan(names.indexOf('one'))
})

test('a job that updates its own table waits for nobody because of it', async () => {
  const { project, diagnostics } = await linkTexts({
    'a.yaml': workflowText('a', [
      {
        ...node('own', ['lake:shop/t'], 'lake:shop/t'),
        options: 'iceberg: {merge: {onClause: old.one = new.one, whenClause: NOT MATCHED THEN INSERT *}}',
      },
    ]),
  })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(project.tasks[0]?.dependsOn).toEqual([])
})

test('a resource that is declared twice is told at the second place, and the first one counts', async () => {
  const { project, diagnostics } = await linkTexts({
    'a.yaml': workflowText('same', [node('first', ['landing:shop/feed'])]),
    'b.yaml': workflowText('same', [node('second', ['landing:shop/feed'])]),
  })
  expect(diagnostics).toMatchObject([
    { code: 'MR1401', place: { file: 'b.yaml', line: 1 }, related: [{ place: { file: 'a.yaml', line: 1 } }] },
  ])
  expect(project.resources).toHaveLength(1)
})

test('an unknown depot is told where it is read and where it is written, with the nearest name', async () => {
  const { diagnostics } = await linkTexts({
    'a.yaml': workflowText('a', [node('n', ['landng:shop/feed'], 'lak:shop/t')]),
  })
  expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
    ['MR1402', 'did you mean "landing"?'],
    ['MR1402', 'did you mean "lake"?'],
  ])
})

test('an output that cannot be written where it points is told before anything runs', async () => {
  const { diagnostics } = await linkTexts({
    'a.yaml': workflowText('a', [node('files', ['landing:shop/feed'], 'landing:shop/copy')]),
    'b.yaml': workflowText('b', [node('table', ['landing:shop/feed'], 'lake:shop/copy')]),
  })
  expect(diagnostics.map(({ code, place }) => [code, place?.file])).toEqual([['MR3217', 'a.yaml']])
})

test('new files of a table and the maintenance of files are refused before anything runs', async () => {
  const job = (job: string) => `name: w
version: v1
type: workflow
workflow:
  dag:
    - name: n
      spec:
        stack: flare:7.0
        stackSpec:
          job:
${job.trim().replaceAll(/^/gm, '            ')}
`
  const { diagnostics } = await linkTexts({
    'files.yaml': job(
      'inputs: [{name: a, dataset: "dataos://lake:shop/orders", incremental: {newFiles: true}}]',
    ),
    'tables.yaml': job(
      'inputs: [{name: a, dataset: "dataos://landing:shop/orders?acl=rw"}]\nactions: [{name: rewrite_dataset}]',
    ).replace('name: w', 'name: x'),
  })
  expect(diagnostics.map(({ code, place }) => [code, place?.file, place?.line])).toEqual([
    ['MR1413', 'files.yaml', 11],
    ['MR1414', 'tables.yaml', 12],
  ])
})
