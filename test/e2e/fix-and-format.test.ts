import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, millrace, write } from './millrace.ts'

test('five problems of one file are mended at once, and what is left is told', () => {
  const place = folder()
  const path = join(place, 'w.yaml')
  write(
    path,
    `nmae: orders
verison: v1
tpye: workflow
workflow:
  schedule: {cron: "0 3 * * *", concurencyPolicy: Forbid}
  dag:
    - name: load
      spec:
        stak: flare:7.0
        stackSpec: {job: {}}
`,
  )
  const { code, stdout, stderr } = millrace(['validate', path, '--fix'], { cwd: place })
  expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('names no compute')])
  expect(readFileSync(path, 'utf8')).toBe(`name: orders
version: v1
type: workflow
workflow:
  schedule: {cron: "0 3 * * *", concurrencyPolicy: Forbid}
  dag:
    - name: load
      spec:
        stack: flare:7.0
        stackSpec: {job: {}}
`)
})

test('a project that is formatted has the same verdict and no difference', () => {
  const [plain, formatted] = [folder(), folder()]
  expect(millrace(['init'], { cwd: plain }).code).toBe(0)
  const manifests = readdirSync(join(plain, 'manifests')).map((name) => join(plain, 'manifests', name))
  for (const path of manifests) {
    // Keys in another order, and comments, as people leave them.
    const text = readFileSync(path, 'utf8')
    const [, head = '', type = ''] = /^(name: .*\n)([\s\S]*?^type: .*\n)/m.exec(text) ?? []
    write(path, text.replace(head + type, `# kept\n${type}${head}`))
  }
  cpSync(plain, formatted, { recursive: true })
  const fmt = millrace(['fmt'], { cwd: formatted })
  expect([fmt.code, fmt.stderr]).toEqual([0, '2 files written anew\n'])
  const texts = (place: string) =>
    readdirSync(join(place, 'manifests')).map((name) => readFileSync(join(place, 'manifests', name), 'utf8'))
  expect(texts(formatted)).not.toEqual(texts(plain))
  expect(millrace(['validate'], { cwd: formatted })).toEqual(millrace(['validate'], { cwd: plain }))
  expect(millrace(['diff', plain, formatted], { cwd: plain }).stdout).toBe(
    'safe: nothing that is read goes away, and nobody sees more than before\n',
  )
})
