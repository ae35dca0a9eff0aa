import { spawnSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { exampleProject, main, millrace, root } from './millrace.ts'

/** Tells on standard error, as the command ends, which packages were loaded: ES modules and CommonJS alike. */
const hook = `data:text/javascript,${encodeURIComponent(`
import module from 'node:module'
import { writeSync } from 'node:fs'
const loaded = new Set()
module.registerHooks({
  load: (url, context, next) => {
    loaded.add(url)
    return next(url, context)
  },
})
process.on('exit', () => writeSync(2, 'loaded ' + JSON.stringify([...loaded]) + '\\n'))
`)}`

let project = ''
beforeAll(() => {
  project = exampleProject()
  const { code, stderr } = millrace(['apply'], { cwd: project })
  expect(code, stderr).toBe(0)
})

const packagesOf = (...args: readonly string[]): readonly string[] => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', hook, main, ...args], {
    cwd: project,
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  const line = stderr.split('\n').find((each) => each.startsWith('loaded '))
  const urls = JSON.parse(line?.slice('loaded '.length) ?? '[]') as string[]
  expect(urls.some((url) => url.startsWith(`file://${root}/dist/`))).toBe(true)
  const packages = urls.map((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1])
  return [...new Set(packages.filter((name) => name !== undefined))].toSorted()
}

const heavy = (name: string): boolean =>
  /^(?:@duckdb|@polyglot-sql|@faker-js)\/|^(?:ink|react|avsc|yaml|pg|iceberg-js)$/.test(name)

test.each([
  ['help', ['--help']],
  ['validate', ['validate']],
  ['plan', ['plan']],
  ['an apply that has nothing to run', ['apply']],
])('%s loads no engine, no transpiler, no screen and no generator', (_what, args) => {
  expect(packagesOf(...args).filter(heavy)).toEqual([])
})

test('a query loads the engine, so the test above would see it', () => {
  expect(
    packagesOf('query', 'SELECT count(*) FROM lake.financial_services.customer').filter(heavy),
  ).toContain('@duckdb/node-api')
})
