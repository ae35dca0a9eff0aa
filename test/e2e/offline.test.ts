import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { folder, main, millrace } from './millrace.ts'

const isolated = spawnSync('unshare', ['-rn', 'true']).status === 0
if (!isolated && process.env['CI'] === 'true') throw new Error('the network namespace test must run in CI')

test.skipIf(!isolated)('without any network, every step of a project works and nothing waits for one', () => {
  const place = folder()
  expect(millrace(['init'], { cwd: place }).code).toBe(0)
  for (const args of [
    ['validate'],
    ['plan'],
    ['apply'],
    ['apply'],
    ['get', 'dataset'],
    ['query', 'SELECT count(*) AS n FROM lake.shop.orders', '-o', 'json'],
    ['query', 'SELECT customer_email FROM lake.shop.orders', '--as', 'support'],
    ['version'],
    ['--help'],
  ]) {
    // strace would show a socket call; an empty namespace shows what matters: it works, and as fast.
    const { status, stderr } = spawnSync('unshare', ['-rn', process.execPath, main, ...args], {
      cwd: place,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
      timeout: 30_000,
    })
    expect(status, `${args.join(' ')}\n${stderr}`).toBe(0)
  }
})
