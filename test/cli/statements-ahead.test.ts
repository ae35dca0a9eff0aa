import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createProjectReader, type ReadProject } from '../../src/cli/project-reader.ts'
import type { AheadOptions } from '../../src/cli/statements-ahead/thread.ts'
import { hasErrors } from '../../src/diagnostics/index.ts'
import type { TextCache } from '../../src/state/text-cache.ts'
import { testSettings, workflowText } from '../project/linking.ts'
import { memoryFiles } from './memory-files.ts'

const signal = AbortSignal.timeout(120_000)
const settings = { ...testSettings('/project'), stateFolder: '/project/.millrace/not-there' }

/** A project of chains of jobs, the later ones in files that are read earlier. */
const chains = (count: number): ReadonlyMap<string, string> =>
  new Map(Array.from({ length: count }, (_, i) => [3, 2, 1].map((step) => link(i, step))).flat())

const link = (chain: number, step: number): readonly [string, string] => {
  const [x, shop] = [`x${chain}`, `shop_${chain}`]
  const node = {
    name: 'n',
    reads: { o: step === 1 ? `landing:${shop}/feed` : `lake:${shop}/t${step - 1}` },
    steps: {
      s:
        step === 1
          ? `SELECT CAST(id AS int) AS id, CAST(x AS double) AS ${x} FROM o`
          : `SELECT id, ${x} * ${step} AS ${x}, lag(${x}, 1) OVER (ORDER BY id) AS was FROM o`,
    },
    writes: `lake:${shop}/t${step}`,
  }
  return [`/project/chain-${chain}-${9 - step}.yaml`, workflowText(`c-${chain}-${step}`, [node])]
}

/** Every mistake that manifests and their statements can have. */
const mistakes = (): ReadonlyMap<string, string> => {
  const folder = join(import.meta.dirname, '../corpus/meaning')
  return new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [`/project/${name}`, readFileSync(join(folder, name), 'utf8')]),
  )
}

/** Translations that this thread made, since no other had. */
const recorder = (): { readonly cache: TextCache; readonly made: string[] } => {
  const made: string[] = []
  const file = { path: '/not-there/statements', version: '1', limit: 1 }
  const cache: TextCache = {
    get: () => undefined,
    put: (_key, text) => made.push(text),
    save: () => undefined,
    isEmpty: () => true,
    file,
  }
  return { cache, made }
}

const read = async (texts: ReadonlyMap<string, string>, options: AheadOptions) => {
  const { cache, made } = recorder()
  const files = memoryFiles(new Map(texts))
  const request = { settings: { value: settings, diagnostics: [] }, translations: cache }
  const project = await createProjectReader(files, options).read(request, signal)
  return { made, project, seen: seen(project) }
}

const seen = ({ diagnostics, lineage, project: { resources, tasks } }: ReadProject): string =>
  JSON.stringify({ diagnostics, lineage, resources, tasks }, undefined, 1)

const always: AheadOptions = { fewestFiles: 0 }
const never: AheadOptions = { fewestFiles: Number.POSITIVE_INFINITY }

describe('statements that another thread translates ahead', () => {
  test('are all that a project of right ones needs, whatever the order of its files', async () => {
    const texts = chains(30)
    const [one, other] = [await read(texts, always), await read(texts, never)]
    expect(hasErrors(one.project.diagnostics)).toBe(false)
    expect(one.made).toEqual([])
    expect(other.made).toHaveLength(90)
    expect(one.seen).toBe(other.seen)
  })

  test('change nothing of what is told about wrong ones', async () => {
    const texts = new Map([...mistakes(), ...chains(3)])
    const broken = workflowText('w', [
      {
        name: 'n',
        reads: { o: 'lake:shop_1/t2' },
        steps: { gone: 'SELECT x1, nothing FROM o', half: 'SELECT (', odd: 'SELECT x1 FROM LATERAL o' },
        writes: 'lake:shop_1/t1',
      },
    ])
    texts.set('/project/wrong.yaml', broken)
    const [one, other] = [await read(texts, always), await read(texts, never)]
    expect(one.project.diagnostics.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['MR2001', 'MR2003', 'MR1401']),
    )
    expect(one.seen).toBe(other.seen)
  })

  test.for([
    ['at once', 'throw new Error("dies")'],
    [
      'at the first word',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1))',
    ],
    ['without a word', ''],
  ])('are made by this thread where the other dies %s', async ([, script = '']) => {
    const texts = chains(2)
    const worker = new URL(`data:text/javascript,${encodeURIComponent(script)}`)
    const [one, other] = [await read(texts, { ...always, worker }), await read(texts, never)]
    expect(one.made).toHaveLength(6)
    expect(one.seen).toBe(other.seen)
  })
})
