import { describe, expect, test } from 'vitest'
import { codes } from '../../src/diagnostics/index.ts'
import { findMovedOutputs } from '../../src/plan/index.ts'
import { checkPlatform } from '../../src/project/index.ts'
import { dag, flare, rows, scan, workflow } from './mistakes.ts'
import { checkTexts, linkTexts, workflowText } from './linking.ts'

// The table of mistakes of the manifest reference (resources.md, chapter 6), row by row. Rows that only a run can tell
// name their code; the tests of the stacks and of the commands provoke them.
const now = new Date('2026-01-01T00:00:00Z')

const foundIn = async (manifest: string, files: Readonly<Record<string, string>> = {}) => {
  const linked = await linkTexts({ 'a.yaml': manifest }, files)
  return [...linked.diagnostics, ...checkPlatform(linked.project, now)]
}

/** A repeated run, engines and stored tables decide these; 29 and 32 are accepted: apply takes products too, and drivers are implied. */
const atRun = { 14: 'MR3213', 18: 'MR9017', 31: 'MR3100', 34: 'MR3210' } as const
const accepted = [29, 32]

describe('the table of mistakes', () => {
  test.each(rows)('$row: $mistake', async ({ code, severity, manifest, files, says = '' }) => {
    const found = (await foundIn(manifest, files)).filter((one) => one.code === code)
    expect(found.map((one) => one.severity)).toContain(severity)
    expect(found.map(({ message, hint = '' }) => `${message} ${hint}`).join('\n')).toContain(says)
    for (const { place } of found) expect(place).toMatchObject({ file: 'a.yaml' })
  })

  test('19: a node that is applied again and writes somewhere else', async () => {
    const { project } = await linkTexts({ 'a.yaml': flare({ writes: 'lake:shop/other' }) })
    const { project: before } = await linkTexts({ 'a.yaml': flare() })
    const registered = before.resources.map(({ type, workspace, name, document }) => ({
      type,
      workspace,
      name,
      version: 'v1',
      hash: '',
      generation: 1,
      file: 'a.yaml',
      manifest: JSON.stringify(document.value),
      compiled: null,
      attached: null,
      createdAt: '',
      updatedAt: '',
    }))
    expect(findMovedOutputs(project.tasks, registered)).toMatchObject([
      { code: 'MR1468', severity: 'error', message: expect.stringContaining('lake.shop.orders') as string },
    ])
    expect(findMovedOutputs(before.tasks, registered)).toEqual([])
  })

  test('every row has a case, or a code that a run reports', () => {
    const seen = new Set<number>([
      ...rows.map(({ row }) => row),
      19,
      ...accepted,
      ...Object.keys(atRun).map(Number),
    ])
    expect(Array.from({ length: 34 }, (_, i) => i + 1).filter((row) => !seen.has(row))).toEqual([])
    for (const code of Object.values(atRun)) expect(Object.keys(codes)).toContain(code)
  })

  test('what is right provokes none of the warnings about DataOS', async () => {
    const manifest = `${dag(scan())}---\nname: sales\nversion: v1alpha\ntype: workspace\n---\n${workflow(`  dag: [{${scan()}}]\n`, 'other').replace('public', 'sales')}`
    const { project } = await linkTexts({ 'a.yaml': manifest })
    expect(checkPlatform(project, now)).toEqual([])
  })
})

describe('a column that is renamed upstream', () => {
  const nodes = (column: string) => ({
    'a.yaml': workflowText('first', [
      {
        name: 'ab',
        reads: { base: 'lake:shop/base' },
        steps: {
          one: `WITH x AS (SELECT *, amount * 2 AS twice FROM base) SELECT id, named_struct('a', id, 'b', twice) AS info, twice AS ${column} FROM x`,
        },
        writes: 'lake:shop/one',
      },
    ]),
    'b.yaml': workflowText('second', [
      {
        name: 'ab',
        reads: { one: 'lake:shop/one' },
        steps: {
          star: 'SELECT * FROM one',
          two: 'WITH t AS (SELECT s.* FROM star s) SELECT t.*, info.a AS inner_a FROM t',
        },
        writes: 'lake:shop/two',
      },
    ]),
    'c.yaml': workflowText('third', [
      {
        name: 'ab',
        reads: { two: 'lake:shop/two' },
        steps: {
          three:
            'SELECT id, doubled, info.b, inner_a FROM two WHERE EXISTS (SELECT 1 FROM two o WHERE o.doubled = 1)',
        },
        writes: 'lake:shop/three',
      },
    ]),
  })
  const tables = {
    'shop/base': [
      { name: 'id', type: 'BIGINT' },
      { name: 'amount', type: 'DOUBLE' },
    ],
  }
  const told = async (texts: Readonly<Record<string, string>>) =>
    (await checkTexts(texts, tables)).map(({ code, message, place }) => `${place?.file} ${code} ${message}`)

  test('is an error two workflows further on, through stars, common tables and subqueries', async () => {
    expect(await told(nodes('doubled'))).toEqual([])
    expect(await told(nodes('doubling'))).toEqual([
      'c.yaml MR2003 unknown column "doubled" in o',
      'c.yaml MR2003 unknown column "doubled"',
    ])
  })

  test('is an error where it is a field of a struct', async () => {
    const texts = nodes('doubled')
    const renamed = { ...texts, 'a.yaml': texts['a.yaml'].replace("'b', twice", "'c', twice") }
    expect(await told(renamed)).toEqual(['c.yaml MR2003 unknown column "b"'])
  })
})

describe('writers of one dataset', () => {
  const writer = (name: string, options: string, more?: string) => ({
    name,
    reads: { raw: 'landing:shop/feed' },
    writes: 'lake:shop/orders',
    options,
    ...(more === undefined ? {} : { more }),
  })
  const codesOf = async (nodes: Parameters<typeof workflowText>[1]) =>
    (await linkTexts({ 'a.yaml': workflowText('w', nodes) })).diagnostics.map(({ code }) => code)

  test('one that replaces it and one that adds need an order', async () => {
    expect(await codesOf([writer('aa', 'saveMode: overwrite'), writer('bb', 'saveMode: append')])).toEqual([
      'MR1459',
    ])
  })

  test('with an order between them, or when all add, nothing is said', async () => {
    const after = 'dependencies: [aa]'
    expect(
      await codesOf([writer('aa', 'saveMode: overwrite'), writer('bb', 'saveMode: append', after)]),
    ).toEqual([])
    expect(await codesOf([writer('aa', 'saveMode: append'), writer('bb', 'saveMode: append')])).toEqual([])
  })

  test('two descriptions of one dataset are told', async () => {
    const text = (name: string) =>
      `name: ${name}\nversion: v1\ntype: dataset\ndataset: {address: "dataos://lake:shop/orders"}\n`
    const { diagnostics } = await linkTexts({ 'a.yaml': `${text('aa')}---\n${text('bb')}` })
    expect(diagnostics.map(({ code, place }) => [code, place?.line])).toEqual([['MR1460', 6]])
  })
})
