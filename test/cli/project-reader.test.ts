import { describe, expect, test } from 'vitest'
import { createProjectReader, type ReadProject, type ReadRequest } from '../../src/cli/project-reader.ts'
import type { Settings } from '../../src/settings/index.ts'
import { mutate, type Random, seeded } from '../harness/manifests/mutate.ts'
import { testSettings, workflowText } from '../project/linking.ts'
import { memoryFiles } from './memory-files.ts'

const signal = AbortSignal.timeout(120_000)

const steps = `sequence:
  - name: cleaned
    sqlFile: clean.sql
  - name: final
    sql: SELECT id, amount FROM cleaned WHERE amount > \${LEAST}
`

const orders = `name: orders
version: v1
type: workflow
workflow:
  dag:
    - name: load
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs:
              - {name: feed, dataset: "dataos://landing:shop/orders", format: csv}
            steps:
              - steps/orders.yaml
            outputs:
              - {name: final, dataset: "dataos://lake:shop/orders?acl=rw", format: iceberg}
`

const project: Readonly<Record<string, string>> = {
  'orders.yaml': orders,
  'steps/orders.yaml': steps,
  'steps/clean.sql': 'SELECT CAST(id AS int) AS id, CAST(amount AS double) AS amount FROM feed',
  'daily.yaml': workflowText('daily', [
    {
      name: 'sum',
      reads: { o: 'lake:shop/orders' },
      steps: { s: 'SELECT count(*) AS orders, sum(amount) AS amount FROM o' },
      writes: 'lake:shop/daily',
    },
  ]),
  'best.yaml': workflowText('best', [
    {
      name: 'best',
      reads: { d: 'lake:shop/daily' },
      steps: { b: 'SELECT max(amount) AS best FROM d' },
      writes: 'lake:shop/best',
    },
  ]),
  'more/dataset.yaml':
    'name: daily\nversion: v1\ntype: dataset\ndataset:\n  address: dataos://lake:shop/daily\n  columns:\n    - {name: orders}\n    - {name: amount, tags: [PII.Amount]}\n',
  'more/things.yaml': `name: till
version: v2alpha
type: depot
depot:
  type: POSTGRESQL
  postgresql: {host: tills.example, port: 5432, database: tills}
  secrets:
    - {name: till-r, allkeys: true}
---
name: till-r
version: v1
type: instance-secret
instance-secret: {type: key-value-properties, acl: r, data: {username: till, password: none}}
`,
  'product.yaml':
    'name: shop\nversion: v1alpha\ntype: data\nentity: product\nv1alpha:\n  data:\n    resources:\n      - {type: workflow, version: v1, name: orders}\n      - {type: workflow, version: v1, name: daily}\n    outputs:\n      - {ref: "dataos://lake:shop/best", refType: dataos_address}\n',
}

const onDisk = (): Map<string, string> =>
  new Map(Object.entries(project).map(([name, text]) => [`/project/${name}`, text]))

const settings: Settings = {
  ...testSettings('/project'),
  variables: { LEAST: '10' },
  stateFolder: '/project/.millrace/not-there',
}
const request = (changed?: readonly string[], others: Partial<Settings> = {}): ReadRequest => ({
  settings: { value: { ...settings, ...others }, diagnostics: [] },
  ...(changed === undefined ? {} : { changed }),
})

/** All that a reader of a project can see, as text. */
const seen = ({ diagnostics, lineage, project: { resources, tasks } }: ReadProject): string =>
  JSON.stringify({ diagnostics, lineage, resources, tasks }, undefined, 1)

const fresh = async (texts: Map<string, string>, others: Partial<Settings> = {}): Promise<string> =>
  seen(await createProjectReader(memoryFiles(texts)).read(request(undefined, others), signal))

describe('a project that is read again', () => {
  test('is as it should be before anybody touches it', async () => {
    const read = await createProjectReader(memoryFiles(onDisk())).read(request(), signal)
    expect(read.diagnostics).toEqual([])
    expect(read.project.tasks.map(({ id }) => id)).toHaveLength(3)
  })

  test('gives the same resources again, by identity, and others only for what changed', async () => {
    const texts = onDisk()
    const reader = createProjectReader(memoryFiles(texts))
    const first = await reader.read(request(), signal)
    texts.set('/project/daily.yaml', `# moved by a line\n${texts.get('/project/daily.yaml') ?? ''}`)
    const second = await reader.read(request(['/project/daily.yaml']), signal)
    const changed = second.project.resources.filter((resource) => !first.project.resources.includes(resource))
    expect(changed.map(({ name, place }) => [name, place.line])).toEqual([['daily', 2]])
    expect(seen(second)).toBe(await fresh(texts))
  })

  test('says that a column is gone downstream of where it was renamed, and takes it back', async () => {
    const texts = onDisk()
    const reader = createProjectReader(memoryFiles(texts))
    await reader.read(request(), signal)
    const file = '/project/steps/clean.sql'
    const before = texts.get(file) ?? ''
    texts.set(file, before.replace('AS amount', 'AS total'))
    const broken = await reader.read(request([file]), signal)
    expect(broken.diagnostics.map(({ code, place }) => `${code} ${place?.file}`)).toContain(
      'MR2003 steps/orders.yaml',
    )
    texts.set(file, before)
    expect((await reader.read(request([file]), signal)).diagnostics).toEqual([])
  })

  test('notices a file that a manifest named before it was there', async () => {
    const texts = onDisk()
    const file = '/project/steps/clean.sql'
    const text = texts.get(file) ?? ''
    texts.delete(file)
    const reader = createProjectReader(memoryFiles(texts))
    const before = await reader.read(request(), signal)
    expect(before.diagnostics.map(({ code }) => code)).toContain('MR1030')
    texts.set(file, text)
    expect((await reader.read(request([file]), signal)).diagnostics).toEqual([])
  })

  test('takes other variables as they are', async () => {
    const texts = onDisk()
    const reader = createProjectReader(memoryFiles(texts))
    await reader.read(request(), signal)
    const without = await reader.read(request([], { variables: {} }), signal)
    expect(without.diagnostics.map(({ code }) => code)).toContain('MR1020')
    expect(seen(without)).toBe(await fresh(texts, { variables: {} }))
  })

  test.for([1, 2, 3])('is read as one who never saw it reads it, whatever was edited (%i)', async (seed) => {
    const random = seeded(seed)
    const texts = onDisk()
    const reader = createProjectReader(memoryFiles(texts))
    for (let round = 0; round < 15; round++) {
      const changed = Array.from({ length: 1 + Math.floor(random() * 2) }, () => edit(texts, random))
      // Now and then nobody says what changed.
      const read = await reader.read(request(random() < 0.2 ? undefined : changed), signal)
      expect(seen(read), `round ${round}: ${changed.join(' ')}`).toBe(await fresh(texts))
    }
  })
})

/** Changes one file, and says which. */
const edit = (texts: Map<string, string>, random: Random): string => {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const file = `/project/${pick(Object.keys(project)) ?? ''}`
  const text = texts.get(file) ?? ''
  switch (Math.floor(random() * 7)) {
    case 0:
      texts.delete(file)
      break
    case 1:
      texts.set(file, `\n# another line\n${text}`)
      break
    case 2:
      texts.set(file, new TextDecoder().decode(mutate(text, random).bytes).slice(0, 20_000))
      break
    case 3:
      texts.set(file, text.replace(/amount|orders|daily/, 'other'))
      break
    case 4: {
      const copy = file.replace(/(\w+)(\.\w+)$/, 'copied-$1$2')
      texts.set(copy, text)
      return copy
    }
    default:
      // What is mended most of the time stays a project with something to link.
      texts.set(file, project[file.slice('/project/'.length)] ?? '')
  }
  return file
}
