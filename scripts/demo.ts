// `npm run demo`: the whole example in a folder of its own, from nothing to masked readers, then a small change.
// Everything it does is a command that you can type yourself; each one is printed before it runs.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const folder = join(root, '.millrace', 'demo')
const main = join(root, 'dist', 'main.js')
const onTerminal = process.stdout.isTTY && !process.env['NO_COLOR']
const bold = (text: string) => (onTerminal ? `\x1b[1m${text}\x1b[22m` : text)
const dim = (text: string) => (onTerminal ? `\x1b[2m${text}\x1b[22m` : text)

const say = (title: string, text: string) => process.stdout.write(`\n${bold(title)}\n${dim(text)}\n`)

const millrace = (...args: readonly string[]) => {
  const shown = args.map((arg) => (/[\s"*]/.test(arg) ? `"${arg}"` : arg)).join(' ')
  process.stdout.write(`\n${bold('$')} millrace ${shown}\n`)
  const { status } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
}

type Row = Readonly<Record<string, unknown>>

const ask = (reader: string, sql: string): readonly Row[] => {
  const args = ['query', '--use', 'lake.financial_services', '--as', reader]
  process.stdout.write(`${bold('$')} millrace ${args.join(' ')} "${sql}"\n`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args, '-o', 'json', sql], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) process.stderr.write(stderr)
  if (status !== 0) process.exit(status ?? 1)
  return JSON.parse(stdout) as Row[]
}

/** Every row once, its columns downwards and the readers across. */
const sideBySide = (names: readonly string[], results: readonly (readonly Row[])[]) => {
  const shorten = (value: unknown) =>
    String(value).length > 33 ? `${String(value).slice(0, 32)}…` : String(value)
  const line = (cells: readonly string[]) =>
    `  ${cells
      .map((cell, i) => cell.padEnd(i === 0 ? 16 : 34))
      .join('  ')
      .trimEnd()}\n`
  process.stdout.write(`\n${bold(line(['', ...names]))}`)
  for (const [i, row] of (results[0] ?? []).entries()) {
    for (const column of Object.keys(row)) {
      const cells = results.map((rows) => shorten(rows[i]?.[column]))
      process.stdout.write(line([column, ...cells]))
    }
    process.stdout.write('\n')
  }
}

if (!existsSync(main)) {
  process.stderr.write('dist/ is missing: run npm run build first\n')
  process.exit(1)
}
const startedAt = performance.now()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const part of ['millrace.yaml', 'manifests', 'steps', 'policies'])
  cpSync(join(root, part), join(folder, part), { recursive: true })

say(
  'A financial-services data product, from generated feed to masked reader',
  '20,000 customers land as CSV, become an Iceberg table, are deduplicated into a second one, profiled, checked,\nscanned and published. Everything runs here, in this process, on DuckDB.',
)
millrace('apply')

say('Again: nothing changed, so nothing runs', 'Each task knows which versions of its inputs it has seen.')
millrace('apply')

say(
  'One percent of the customers move',
  'A change file lands beside the first one, with newer versions of 200 customers.',
)
millrace('mock', 'change', '--percent', '1')
millrace('apply')

say('The product, as its consumers find it', 'What it is made of, and the datasets that it offers.')
millrace('get', 'product')
millrace('get', 'dataset')

const question =
  'SELECT cust_id, cust_first_name, email_addr, mobile_number1, cust_dob, city FROM customer ORDER BY cust_id LIMIT 2'
const readers = ['auditor', 'support', 'analyst']
say(
  'One question, three readers',
  'The masks are inside the scan: no predicate, join or aggregate ever sees what is behind them.',
)
const answers = readers.map((reader) => ask(reader, question))
sideBySide(readers, answers)

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
say(
  `Done in ${seconds} s. Try next:`,
  [
    `cd ${relative(process.cwd(), folder) || '.'}`,
    `npx millrace plan                          what the next apply would do, and why`,
    `npx millrace get dataset                   every dataset, with rows and columns`,
    `npx millrace describe dataset customer     columns, tags, checks and profile of one`,
    `edit steps/ or policies/, then npx millrace plan`,
  ]
    .map((line) => `  ${line}`)
    .join('\n'),
)
