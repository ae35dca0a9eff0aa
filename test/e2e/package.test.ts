import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, root } from './millrace.ts'

// The lowest Node that users may have; its binary comes from the registry like any package.
const lowestNode = '22.18.0'

test('the packed package installs into an empty folder and runs there, on the lowest supported Node as well', () => {
  const place = folder({ 'package.json': '{"private": true}' })
  const env = { ...process.env, NO_COLOR: '1', npm_config_audit: 'false', npm_config_fund: 'false' }
  const npm = (args: readonly string[], cwd: string) =>
    execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: 'pipe' })
  npm(['pack', '--ignore-scripts', '--pack-destination', place], root)
  const archive = readdirSync(place).find((name) => name.endsWith('.tgz')) ?? ''
  npm(['install', join(place, archive), `node-linux-${process.arch}@${lowestNode}`], place)

  const lowest = join(place, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node')
  expect(execFileSync(lowest, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${lowestNode}`)
  const command = join(place, 'node_modules', 'millrace', 'dist', 'main.js')
  for (const node of [lowest, process.execPath]) {
    const shop = folder()
    const run = (...args: readonly string[]) =>
      execFileSync(node, [command, ...args], { cwd: shop, env, encoding: 'utf8', stdio: 'pipe' })
    expect(run('--version')).toMatch(/^\d+\.\d+\.\d+\n$/)
    run('init')
    run('apply')
    expect(
      JSON.parse(run('query', 'SELECT order_id, amount FROM lake.shop.orders ORDER BY 1', '-o', 'json')),
    ).toEqual([
      { order_id: 1001, amount: 1150 },
      { order_id: 1002, amount: 89.9 },
      { order_id: 1003, amount: 310.5 },
    ])
  }
}, 300_000)
