import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { createSideReader } from '../../src/cli/read-side.ts'
import { DiagnosticsError } from '../../src/diagnostics/index.ts'
import { review } from '../../src/review/index.ts'
import { readPairs, sidesOf, sidesReadAlone } from './pair-projects.ts'

/** A fifth of the pairs: each is read four times. */
const some = ['same', 'loosened', 'others'].flatMap(readPairs).filter((_, i) => i % 5 === 2)

test.each(some)('both sides read at once say what each says alone: $name', async (pair) => {
  const [together, alone] = [await sidesOf(pair), await sidesReadAlone(pair)]
  const text = async (sides: typeof alone) => JSON.stringify(await review(...sides), undefined, 1)
  expect(await text(together)).toBe(await text(alone))
  for (const [i, side] of together.entries())
    expect(JSON.stringify(side.lineage)).toBe(JSON.stringify(alone[i]?.lineage))
})

const scratch: string[] = []
afterEach(() => {
  for (const folder of scratch.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const projectFile =
  'name: shop\nresources: [manifests]\ndepots:\n  landing: {type: FILE, path: landing}\n  lake: {type: LAKEHOUSE}\ncomputes: {runnable-default: default}\n'

const orders = (step: string): string => `name: orders
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
              - ${step}
            outputs:
              - {name: final, dataset: "dataos://lake:shop/orders?acl=rw", format: iceberg}
`
const steps = (column: string): string =>
  `sequence: [{name: final, sql: "SELECT CAST(${column} AS int) AS ${column} FROM feed WHERE \${LEAST} > 0"}]\n`

type Texts = Readonly<Record<string, string>>

const written = (texts: Texts): string => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-sides-'))
  scratch.push(folder)
  for (const [name, text] of Object.entries({ 'millrace.yaml': projectFile, ...texts })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text.replaceAll('{root}', folder))
  }
  return folder
}

/** What a reader of sides has to say of one folder after another: columns, SQL, the text of a refusal. */
const told = async (folders: readonly string[], isShared: boolean): Promise<readonly unknown[]> => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
  const io = { cwd: tmpdir(), env: { LEAST: '1' }, stdin: Readable.from([]), stdout: stream, stderr: stream }
  const fresh = () => createSideReader({ io: io as never, options: {} })
  const one = fresh()
  const found: unknown[] = []
  for (const folder of folders)
    try {
      const read = isShared ? one : fresh()
      const { project, lineage } = await read(folder, 'after', AbortSignal.timeout(60_000))
      found.push({ lineage, tasks: project.tasks, root: project.settings.root })
    } catch (error) {
      if (!(error instanceof DiagnosticsError)) throw error
      found.push(error.diagnostics)
    }
  return JSON.parse(JSON.stringify(found)) as readonly unknown[]
}

const expectAlike = async (...folders: readonly string[]): Promise<readonly unknown[]> => {
  const alone = await told(folders, false)
  expect(await told(folders, true)).toEqual(alone)
  return alone
}

describe('what differs between sides that have the same manifests', () => {
  const manifests = { 'manifests/orders.yaml': orders('steps.yaml') }

  test('variables', async () => {
    const files = { ...manifests, 'manifests/steps.yaml': steps('id') }
    const more = `${projectFile}variables: {LEAST: "7"}\n`
    const found = await expectAlike(
      written(files),
      written({ ...files, 'millrace.yaml': more }),
      written(files),
    )
    expect(found.map((side) => / (\d) > 0/.exec(JSON.stringify(side))?.[1])).toEqual(['1', '1', '1'])
  })

  test('a file that both name, beside the manifest or at the root', async () => {
    const found = await expectAlike(
      written({ ...manifests, 'manifests/steps.yaml': steps('id') }),
      written({ ...manifests, 'steps.yaml': steps('amount') }),
      written(manifests),
    )
    expect(JSON.stringify(found[1])).toContain('amount')
    expect(JSON.stringify(found[2])).toContain('MR1030')
  })

  test('a path from the root of the disk, which leads into one side and out of the other', async () => {
    const first = written({
      'manifests/steps.yaml': steps('id'),
      'manifests/orders.yaml': orders('"{root}/manifests/steps.yaml"'),
    })
    const second = written({
      'manifests/steps.yaml': steps('amount'),
      'manifests/orders.yaml': orders(`"${first}/manifests/steps.yaml"`),
    })
    const found = await expectAlike(first, second)
    expect(JSON.stringify(found[0])).toContain('"name":"id"')
    expect(JSON.stringify(found[1])).toContain('MR1031')
  })

  test('manifests beside the project, and links that lead from one side to the other', async () => {
    const beside = projectFile.replace('[manifests]', '[manifests, ../shared.yaml]')
    const first = written({
      'in/manifests/orders.yaml': orders('steps.yaml'),
      'in/manifests/steps.yaml': steps('id'),
      'in/millrace.yaml': beside,
      'shared.yaml': orders('in/manifests/steps.yaml').replace('orders\n', 'others\n'),
    })
    const second = written({ 'manifests/orders.yaml': orders('steps.yaml') })
    symlinkSync(join(first, 'in/manifests/steps.yaml'), join(second, 'manifests/steps.yaml'))
    const third = written({ 'steps.yaml': steps('amount') })
    symlinkSync(join(first, 'in/manifests'), join(third, 'manifests'))
    const found = await expectAlike(join(first, 'in'), second, third)
    expect(JSON.stringify(found[1])).toContain('MR1031')
  })

  test('one that stands in the other', async () => {
    const inner = { 'manifests/orders.yaml': orders('steps.yaml'), 'manifests/steps.yaml': steps('id') }
    const outer = written({
      ...inner,
      'manifests/more/millrace.yaml': projectFile,
      'manifests/more/manifests/orders.yaml': orders('steps.yaml'),
      'manifests/more/steps.yaml': steps('amount'),
    })
    await expectAlike(join(outer, 'manifests/more'), outer, join(outer, 'manifests/more'))
  })
})
