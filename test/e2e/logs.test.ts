import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { folder, millrace, start, write } from './millrace.ts'

let project = ''
beforeAll(() => {
  project = join(folder(), 'shop')
  expect(millrace(['init', project], { cwd: tmpdir() }).code).toBe(0)
})
const logs = (...args: readonly string[]) => millrace(['logs', ...args], { cwd: project })

test('before anything has run there is nothing to show, and it says so', () => {
  expect(logs()).toMatchObject({ code: 2, stdout: '' })
  expect(logs().stderr).toContain('nothing has run yet')
})

test('the log of a run is what the run printed, for all of it or one node', () => {
  const applied = millrace(['apply'], { cwd: project })
  expect(applied.code).toBe(0)
  const { code, stdout } = logs()
  expect(code).toBe(0)
  const started = (text: string) => text.slice(text.search(/^\d\d:\d\d:\d\d {2}run/m))
  expect(stdout).toBe(started(applied.stdout))
  const events = logs('-o', 'json', '--node', 'load-orders').stdout.trim().split('\n')
  expect(events.map((line) => JSON.parse(line).kind)).toContain('task.finished')
  expect(logs('--node', 'nothing')).toMatchObject({ code: 2, stdout: '' })
  expect(logs('none').stderr).toContain('millrace get runs')
})

test('the log of a workflow is of its newest run, and of one node the summary is about it alone', () => {
  const file = join(project, 'manifests/orders.yaml')
  const orders = readFileSync(file, 'utf8')
  write(
    join(project, 'manifests/others.yaml'),
    orders.replace(/^name: .*$/m, 'name: others').replaceAll('shop/orders?acl=rw', 'shop/others?acl=rw'),
  )
  expect(millrace(['apply'], { cwd: project }).code).toBe(0)
  expect(logs('others').stdout).toContain('lake.shop.others')
  expect(logs('others').stdout).toContain('1 task: 1 succeeded')
  expect(logs('others', '--node', 'load-orders').stdout).not.toContain('Run what is left')
  expect(logs('orders').stdout).not.toContain('lake.shop.others')
  expect(logs('othrs').stderr).toContain('did you mean "others"?')
})

test('a run of another process is followed until it ends', async () => {
  const running = start(['run', 'orders'], { cwd: project })
  await expect.poll(() => running.output(), { timeout: 60_000 }).toContain('started')
  const followed = start(['logs', '--follow'], { cwd: project })
  await running.ended
  const { code, stdout } = await followed.ended
  expect(code).toBe(0)
  expect(stdout).toMatch(/succeeded after/)
})
