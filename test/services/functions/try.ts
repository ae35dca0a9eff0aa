// One statement on both sides, by hand. From the root of the repository:
//   npx node test/services/functions/try.ts "SELECT id, upper(v) AS r FROM t_s"
//   npx node test/services/functions/try.ts "over substring: s, few i, 2" "SELECT …"
//   … --rows 50          so many rows of each side (default 15)
//   … --zone ZONE       in a session of this zone
//   … --tables FOLDER    over the Parquet files of a folder
//   … --serve            keeps a Spark up, which later calls and tests use: answers then take a second, not ten
// It ends with 1 where something differs.
import { readdirSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Case, over } from './cases.ts'
import { complaintOf } from './complaint.ts'
import { openOracle, type Outcome } from './oracle.ts'
import { serveSpark } from './spark-process.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '15' },
    tables: { type: 'string' },
    zone: { type: 'string' },
    serve: { type: 'boolean', default: false },
  },
})

const print = (line: string): void => void process.stdout.write(`${line}\n`)

const caseOf = (text: string): Case => {
  const call = /^over (.+?):\s*(.*)$/.exec(text)
  const asked = call === null ? { name: text, sql: text } : over(call[1] ?? '', (call[2] ?? '').split(/,\s+/))
  return values.zone === undefined ? asked : { ...asked, zone: values.zone }
}

const show = (outcome: Outcome): boolean => {
  const { asked, ours, spark } = outcome
  print(`\n${asked.sql}`)
  if (ours.kind === 'refused')
    for (const { code, message, hint } of ours.diagnostics) print(`ours   ${code} ${message} (${hint ?? ''})`)
  else print(`SQL    ${ours.sql}`)
  if (ours.kind === 'unbound' || ours.kind === 'failed') print(`ours   ${ours.kind}: ${ours.message}`)
  if (ours.kind === 'written') {
    print(`ours   ${ours.names.map((name, i) => `${name} ${ours.types[i]}`).join(', ')}`)
    for (const row of spark.fileRows ?? []) print(`       ${row.join(' | ')}`)
  }
  if (spark.columns !== undefined)
    print(`Spark  ${spark.columns.map((name, i) => `${name} ${spark.types?.[i]}`).join(', ')}`)
  if (spark.error !== undefined) print(`Spark  ${spark.stage}: ${spark.error}`)
  for (const row of spark.rows ?? []) print(`       ${row.join(' | ')}`)
  const complaint = complaintOf(outcome)
  print(complaint === undefined ? 'EQUAL' : `DIFFERENT${complaint.slice(asked.sql.length)}`)
  return complaint === undefined
}

if (values.serve) await serveSpark(20 * 60_000)
else {
  const folder = values.tables === undefined ? undefined : resolve(values.tables)
  await using oracle = await openOracle(
    folder === undefined
      ? undefined
      : {
          folder,
          names: readdirSync(folder)
            .filter((file) => file.endsWith('.parquet'))
            .map((file) => basename(file, '.parquet')),
        },
  )
  const outcomes = await oracle.ask(positionals.map(caseOf), Number(values.rows))
  // Every one is shown, also after one that differs.
  process.exitCode = outcomes.map(show).every(Boolean) ? 0 : 1
}
