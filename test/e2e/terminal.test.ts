import { readdirSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, main, millrace } from './millrace.ts'

const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0
if (!hasTerminal && process.env['CI'] === 'true') throw new Error('the terminal tests must run in CI')

/** What a terminal of 100 × 30 gets to see of an apply of the starter project. */
const applyOnTerminal = (env: Readonly<Record<string, string>> = {}, ...args: readonly string[]): string => {
  const place = folder()
  expect(millrace(['init'], { cwd: place }).code).toBe(0)
  const { CI: _ci, NO_COLOR: _plain, FORCE_COLOR: _force, ...rest } = process.env
  const command = `stty rows 30 cols 100; "${process.execPath}" "${main}" apply ${args.join(' ')}`
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: place,
    env: { ...rest, TERM: 'xterm-256color', ...env },
    encoding: 'utf8',
  })
  expect(status, stdout).toBe(0)
  return stdout
}

const escape = '\u001b'
const colour = new RegExp(`${escape}\\[(?:3|4|9)\\d(?:;\\d+)*m`)

test.skipIf(!hasTerminal)(
  'on a terminal an apply draws a live screen, gives the cursor back, and ends with the summary',
  () => {
    const shown = applyOnTerminal()
    expect(shown).toContain(`${escape}[?25l`)
    expect(shown.lastIndexOf(`${escape}[?25h`)).toBeGreaterThan(shown.lastIndexOf(`${escape}[?25l`))
    expect(shown).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏◐◓◑◒▶●○✔]/u)
    expect(shown).toMatch(colour)
    const plain = shown.replaceAll(new RegExp(`${escape}\\[[?\\d;]*[A-Za-z]`, 'g'), '')
    const end = plain.slice(plain.lastIndexOf('Succeeded'))
    expect(end).toContain('lake.shop.orders')
    expect(end).toContain('+3 rows')
    // No line per event: that is for logs.
    expect(shown).not.toMatch(/^\d\d:\d\d:\d\d +load-orders/m)
  },
)

test.skipIf(!hasTerminal)('NO_COLOR and --no-color leave the screen and take the colours', () => {
  for (const shown of [applyOnTerminal({ NO_COLOR: '1' }), applyOnTerminal({}, '--no-color')]) {
    expect(shown).not.toMatch(colour)
    expect(shown).toContain(`${escape}[?25h`)
    expect(shown).toContain('Succeeded in')
  }
})

test.skipIf(!hasTerminal)(
  'in CI, and on a terminal that cannot move its cursor, there is one plain line an event',
  () => {
    for (const shown of [applyOnTerminal({ CI: 'true' }), applyOnTerminal({ TERM: 'dumb' })]) {
      expect(shown).not.toContain(escape)
      expect(shown).toMatch(/^\d\d:\d\d:\d\d +load-orders +started/m)
      expect(shown).toContain('Succeeded in')
    }
  },
)

test.skipIf(!hasTerminal)(
  'mock change asks on a terminal: Enter keeps, a value changes, an end of input uploads nothing',
  () => {
    const place = folder({
      'millrace.yaml':
        'name: feed\ndepots: {land: {type: FILE, path: land}, past: {type: FILE, path: past}}\n',
      'm/feed.yaml': `name: feed
version: v1
type: workflow
workflow:
  dag:
    - name: customer
      spec:
        stack: mock
        stackSpec: {entity: customer, rows: 20, output: "dataos://land:bank/customer", history: "dataos://past:bank/customer"}
`,
    })
    expect(millrace(['apply'], { cwd: place }).code).toBe(0)
    const { CI: _ci, ...rest } = process.env
    const type = (keys: string) =>
      spawnSync('script', ['-qec', `"${process.execPath}" "${main}" mock change`, '/dev/null'], {
        cwd: place,
        env: { ...rest, TERM: 'xterm', NO_COLOR: '1' },
        encoding: 'utf8',
        input: keys,
      })
    const files = () => readdirSync(join(place, 'land/bank/customer')).length
    // Typed ahead of the questions, as somebody pastes it; Ctrl-D after the fourth answer ends the input.
    expect(type('1000000003\n\nZoya\n\n\u0004').stdout).toContain('nothing changed, nothing uploaded')
    expect(files()).toBe(1)
    expect(type(`1000000003\n\nZoya\n${'\n'.repeat(40)}`).stdout).toContain('changed 1 customer')
    expect(files()).toBe(2)
  },
)
