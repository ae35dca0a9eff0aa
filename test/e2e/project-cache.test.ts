import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, millrace, start } from './millrace.ts'

const workflow = (sql: string) => `name: load
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
              - {name: feed, dataset: "dataos://landing:shop/feed", format: csv}
            steps:
              - sequence:
                  - {name: first, sqlFile: first.sql}
                  - {name: final, sql: ${JSON.stringify(sql)}}
            outputs:
              - {name: final, dataset: "dataos://lake:shop/final?acl=rw", format: iceberg}
`

const files = {
  'millrace.yaml': `name: shop
resources: [manifests]
depots:
  landing: {type: FILE, path: landing}
  lake: {type: LAKEHOUSE}
`,
  'manifests/load.yaml': workflow("SELECT id, total, '${WORD}' AS word FROM first"),
  'manifests/first.sql': 'SELECT id, CAST(amount AS double) AS total FROM feed',
  'manifests/secret.yaml':
    'name: till\nversion: v1\ntype: instance-secret\ninstance-secret: {type: hunter-three, acl: r, data: {password: in-clear}}\n',
}

const env = { WORD: 'hunter-two' }
const cacheOf = (cwd: string) => join(cwd, '.millrace/cache')
const validate = (cwd: string, ...args: readonly string[]) => millrace(['validate', ...args], { cwd, env })

test('a second validate says the same, and forgets nothing that was changed in between', () => {
  const cwd = folder(files)
  const same = (what: string) => {
    const [fresh, first, second] = [validate(cwd, '--no-cache'), validate(cwd), validate(cwd)]
    expect(first, what).toEqual(fresh)
    expect(second, what).toEqual(fresh)
    return fresh.stdout + fresh.stderr
  }
  expect(same('as it was')).toContain('MR1204')
  const change = (file: string, text: string) => writeFileSync(join(cwd, file), text)
  change('manifests/first.sql', 'SELECT id, CAST(amount AS double) AS sum FROM feed')
  expect(same('a column was renamed in a file that a manifest names')).toMatch(
    /manifests\/load.yaml:\d+:\d+ .*total/,
  )
  change('manifests/load.yaml', `# a line more\n${readFileSync(join(cwd, 'manifests/load.yaml'), 'utf8')}`)
  same('moved by a line')
  change('first.sql', 'SELECT 1')
  same('a file that another reference could mean')
  rmSync(join(cwd, 'manifests/first.sql'))
  expect(same('the reference means that file now')).toContain('total')
  change('manifests/first.sql', files['manifests/first.sql'])
  change('manifests/new.yaml', 'type: nothing\nname: new\n')
  expect(same('a new file')).toContain('MR1300')
  rmSync(join(cwd, 'manifests/new.yaml'))
  change('millrace.yaml', files['millrace.yaml'].replace('LAKEHOUSE', 'FILE, path: lake'))
  expect(same('the project file')).toContain('MR3217')
  change('millrace.yaml', files['millrace.yaml'])
  const without = millrace(['validate'], { cwd })
  expect(without.stdout).toContain('MR1020')
  expect(validate(cwd).stdout).not.toContain('MR1020')
})

test('what is kept shows no value of a variable and nothing of the manifests, and git does not see it', () => {
  const cwd = folder(files)
  expect(validate(cwd).stdout).toMatch(/hunter-three/)
  const names = readdirSync(cacheOf(cwd))
  expect(names.length).toBeGreaterThan(2)
  for (const name of names)
    expect(readFileSync(join(cacheOf(cwd), name)).toString('latin1'), name).not.toMatch(
      /hunter|in-clear|SELECT|total/,
    )
  expect(readFileSync(join(cacheOf(cwd), '.gitignore'), 'utf8')).toBe('*\n')
})

test('nothing is kept with --no-cache, without a project file, or by doctor', () => {
  const cwd = folder(files)
  validate(cwd, '--no-cache')
  millrace(['doctor'], { cwd, env })
  expect(existsSync(join(cwd, '.millrace'))).toBe(false)
  const bare = folder({ 'till.yaml': files['manifests/secret.yaml'] })
  expect(millrace(['validate', 'till.yaml'], { cwd: bare }).code).not.toBeNull()
  expect(readdirSync(bare)).toEqual(['till.yaml'])
})

test('a cache that is damaged, cannot be written or is written by many at once changes nothing', async () => {
  const cwd = folder(files)
  const expected = validate(cwd, '--no-cache')
  const all = await Promise.all(Array.from({ length: 4 }, () => start(['validate'], { cwd, env }).ended))
  for (const { code, stdout, stderr } of all) expect({ code, stdout, stderr }).toEqual(expected)
  for (const name of readdirSync(cacheOf(cwd))) {
    const path = join(cacheOf(cwd), name)
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.subarray(0, bytes.length >> 1))
    expect(validate(cwd), name).toEqual(expected)
  }
  rmSync(cacheOf(cwd), { recursive: true })
  writeFileSync(cacheOf(cwd), 'a file where the folder should be')
  expect(validate(cwd)).toEqual(expected)
  rmSync(cacheOf(cwd))
  mkdirSync(cacheOf(cwd))
  chmodSync(cacheOf(cwd), 0o555)
  expect(validate(cwd)).toEqual(expected)
  chmodSync(cacheOf(cwd), 0o755)
})
