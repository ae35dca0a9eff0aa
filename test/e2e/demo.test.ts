import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { millrace, root, rows } from './millrace.ts'

const demoFolder = join(root, '.millrace', 'demo')

test('the demo runs the whole product, and leaves a project in which nothing is left to do', () => {
  const demo = spawnSync(process.execPath, ['scripts/demo.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  expect(demo.status, demo.stderr).toBe(0)
  expect(demo.stdout).toMatch(/published lake\.financial_services\.customer_raw: \+20,000 rows, 20,000 total/)
  expect(demo.stdout).toMatch(/published lake\.financial_services\.customer_raw: \+200 rows, 20,200 total/)
  expect(demo.stdout).toContain('No changes. Nothing to run.')
  // Three readers, three different lines about the same customer.
  const mail = demo.stdout.split('\n').find((line) => line.trim().startsWith('email_addr')) ?? ''
  const birth = demo.stdout.split('\n').find((line) => line.trim().startsWith('cust_dob')) ?? ''
  expect(mail.trim().split(/\s{2,}/)).toEqual([
    'email_addr',
    expect.stringMatching(/@gmail\.com$/),
    expect.stringMatching(/^[0-9a-f]{32}…$/),
    expect.stringMatching(/@gmail\.com$/),
  ])
  expect(
    birth
      .trim()
      .split(/\s{2,}/)
      .at(-1),
  ).toMatch(/-(01|04|07|10)-01$/)

  const place = { cwd: demoFolder }
  const before = rows(place, 'SELECT count(*) AS n FROM lake.financial_services.customer_raw')
  const again = millrace(['apply'], place)
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('No changes. Nothing to run.')])
  expect(rows(place, 'SELECT count(*) AS n FROM lake.financial_services.customer_raw')).toEqual(before)
})
