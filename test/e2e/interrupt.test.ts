import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { applyWhole, type Content, contentOf, smallExample } from './kill-harness.ts'
import { main, millrace, start } from './millrace.ts'

let place = ''
let expected: Content
beforeAll(async () => {
  place = smallExample(20_000)
  await applyWhole(place)
  expected = await contentOf(place)
})

const startOver = () => rmSync(join(place, '.millrace'), { recursive: true, force: true })

/** Starts an apply and waits until it has printed `text`. */
const applyUntil = async (text: RegExp) => {
  const started = start(['apply'], { cwd: place })
  const { child } = started
  while (child.exitCode === null && !text.test(started.output())) await sleep(5)
  expect(child.exitCode, started.output()).toBeNull()
  return started
}

for (const [signal, text] of [
  ['SIGINT', /customer +started/],
  ['SIGTERM', /customer-raw +published/],
] as const)
  test(`${signal} stops an apply within two seconds, leaves only whole tables, and the next apply finishes`, async () => {
    startOver()
    const { child, ended } = await applyUntil(text)
    const at = performance.now()
    child.kill(signal)
    const { code, stdout, stderr } = await ended
    expect(performance.now() - at).toBeLessThan(2000)
    expect(code).toBe(130)
    expect(stderr).toContain('stopping; press Ctrl-C again to stop at once')
    expect(stdout).toMatch(/Interrupted|Cancelled|interrupted/)
    expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)

    const { tables } = await contentOf(place)
    for (const [name, content] of Object.entries(tables)) expect(content, name).toBe(expected.tables[name])
    await applyWhole(place)
    expect(await contentOf(place)).toEqual(expected)
  })

test('a second interrupt ends the command at once, and the next apply still finishes', async () => {
  startOver()
  const { child, ended, output } = await applyUntil(/customer-raw +started/)
  child.kill('SIGINT')
  while (!output().includes('press Ctrl-C again')) await sleep(1)
  const at = performance.now()
  child.kill('SIGINT')
  const { code, signal } = await ended
  expect(performance.now() - at).toBeLessThan(1000)
  // One that comes when Node has taken its listeners down ends the process by itself: shells call that 130 as well.
  expect(signal ?? code).toBe(signal === 'SIGINT' ? 'SIGINT' : 130)
  await applyWhole(place)
  expect(await contentOf(place)).toEqual(expected)
})

test('a second apply at the same time exits 1, names the one at work, and disturbs nothing', async () => {
  startOver()
  const first = await applyUntil(/customer +started/)
  const second = millrace(['apply'], { cwd: place })
  expect(second.code).toBe(1)
  expect(second.stderr).toContain(
    `MR3008  another run of this project is at work: millrace apply (process ${first.child.pid})`,
  )
  expect((await first.ended).code).toBe(0)
  expect(await contentOf(place)).toEqual(expected)
})

test('get tells which workflow is running, and no longer when its process is gone', async () => {
  startOver()
  const runtimes = (): readonly string[] => {
    const { stdout, stderr } = millrace(['get', 'workflow', '-o', 'json'], { cwd: place })
    expect(stderr).toBe('')
    return (JSON.parse(stdout) as { runtime?: string }[]).map(({ runtime }) => runtime ?? '')
  }
  const { child, ended } = await applyUntil(/customer-raw +started/)
  child.kill('SIGSTOP')
  expect(runtimes()).toContain('running')
  child.kill('SIGKILL')
  await ended
  expect(runtimes()).not.toContain('running')
  await applyWhole(place)
  expect(runtimes()).not.toContain('running')
})

test('a reader that has seen enough closes the pipe without complaints', () => {
  const query = `"$0" "$1" query "SELECT * FROM lake.financial_services.customer" -o csv`
  const { stdout, stderr } = spawnSync(
    'bash',
    ['-c', `${query} | head -1; echo "exit \${PIPESTATUS[0]}"`, process.execPath, main],
    {
      cwd: place,
      encoding: 'utf8',
    },
  )
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^cust_id,.*\r?\nexit 0\n$/)
})
