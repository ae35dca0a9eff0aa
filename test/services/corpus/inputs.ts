import { createSparkTranslator, detachedText } from '../../../src/sql/index.ts'
import type { EngineColumn } from '../../../src/engines/index.ts'
import { ident, literal } from '../../../src/sql/quote.ts'
import type { Job, Step } from './statements.ts'

/** The columns that statements read of tables which nothing describes, by what they ask for. */
export type Inputs = ReadonlyMap<string, readonly EngineColumn[]>

const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })

/** A clock that stands still, and an order for rows that are cut. */
export const frozen = (sql: string): string =>
  sql
    .trim()
    .replace(/;\s*$/, '')
    .replaceAll(
      /\b(?:now|current_timestamp)\s*\(\s*\)|\bcurrent_timestamp\b/gi,
      "TIMESTAMP '2024-02-29 10:20:30'",
    )
    .replaceAll(/\bcurrent_date\s*\(\s*\)|\bcurrent_date\b/gi, "DATE '2024-02-29'")

/** Adds what the translator misses until it misses nothing, or cannot be helped: then the reason. */
export const inferInputs = async (
  job: Job,
): Promise<{ readonly inputs: Inputs; readonly reason?: string }> => {
  const inputs = new Map<string, readonly EngineColumn[]>()
  for (const [at, step] of job.steps.entries()) {
    const before = job.steps.slice(0, at)
    for (let round = 0; ; round++) {
      const text = withSteps([...before, step], new Map())
      const { diagnostics } = await translator.translate(detachedText(text), filled(inputs))
      const [missing] = diagnostics.filter(({ code }) => code === 'MR2002' || code === 'MR2003')
      if (missing === undefined) break
      const [, name = '', alias] =
        /"([^"]+)"(?: in (.+))?$/.exec(missing.message.replace(' at this point', '')) ?? []
      if (missing.code === 'MR2002') inputs.set(name, [])
      else {
        const target = ownerOf([...before, step], inputs, alias, name)
        const known = target === undefined ? undefined : inputs.get(target)
        if (
          round > 80 ||
          target === undefined ||
          known === undefined ||
          known.some((one) => one.name === name)
        )
          return { inputs, reason: `nothing says where ${name} of ${step.name} comes from` }
        inputs.set(target, [...known, { name, type: typeOf(name, text) }])
      }
    }
  }
  return { inputs: filled(inputs) }
}

/** A table of which nobody names a column has some all the same. */
const filled = (inputs: Inputs): Inputs =>
  new Map(
    [...inputs].map(([name, columns]) => [
      name,
      columns.length > 0
        ? columns
        : [
            { name: 'id', type: 'BIGINT' },
            { name: 'name', type: 'VARCHAR' },
            { name: 'amount', type: 'DOUBLE' },
          ],
    ]),
  )

/** The steps as names before a statement that is the last of them; tables stand under other names. */
export const withSteps = (steps: readonly Step[], tables: ReadonlyMap<string, string>): string => {
  const heads = [
    ...[...tables].map(([name, table]) => `\`${name}\` AS (SELECT * FROM ${table})`),
    ...steps.slice(0, -1).map((step) => `\`${step.name}\` AS (${frozen(step.sql)})`),
  ]
  const last = frozen(steps.at(-1)?.sql ?? '')
  return heads.length === 0 ? last : `WITH ${heads.join(', ')} SELECT * FROM (${last})`
}

const tablesOf = (sql: string): readonly { readonly table: string; readonly alias: string }[] =>
  [...sql.matchAll(/\b(?:from|join)\s+`?([\w.]+)`?(?:\s+(?:as\s+)?`?(\w+)`?)?/gi)].map(
    ([, table = '', alias = '']) => ({
      table,
      alias: /^(?:on|where|left|right|inner|full|join|group|order|limit|lateral|cluster|cross|union)$/i.test(
        alias,
      )
        ? table
        : alias || table,
    }),
  )

/** The table whose column it could be: by its alias, by the letters before its name, else the first. */
const ownerOf = (
  steps: readonly Step[],
  inputs: Inputs,
  alias: string | undefined,
  column: string,
): string | undefined => {
  const sources = tablesOf(steps.at(-1)?.sql ?? '')
  const named = sources.filter(
    (one) => alias !== undefined && one.alias.toLowerCase() === alias.toLowerCase(),
  )
  const bases = (named.length > 0 ? named : sources).flatMap(({ table }) => basesOf(steps, inputs, table))
  const initials = column.toLowerCase().split('_')[0] ?? ''
  const abbreviated = bases.filter((name) => {
    const words = name.toLowerCase()
    return words === initials || words[0] === initials || (initials === 'ps' && words === 'partsupp')
  })
  return abbreviated.at(0) ?? bases[0]
}

const basesOf = (steps: readonly Step[], inputs: Inputs, table: string): readonly string[] => {
  const input = [...inputs.keys()].find((name) => name.toLowerCase() === table.toLowerCase())
  const at = steps.findIndex(
    ({ name }, i) => i < steps.length - 1 && name.toLowerCase() === table.toLowerCase(),
  )
  if (at < 0) return input === undefined ? [] : [input]
  // What a step does not pass on, nothing before it can give.
  if (!(steps[at]?.sql ?? '').includes('*')) return []
  const inner = steps.slice(0, at + 1)
  return tablesOf(steps[at]?.sql ?? '').flatMap((source) => basesOf(inner, inputs, source.table))
}

/** By how the column is used, else by what it is called. */
const typeOf = (name: string, sql: string): string => {
  const asked = (pattern: string): boolean =>
    new RegExp(pattern.replace('NAME', `(?:\\w+\\.)?\`?${name}\`?`), 'i').test(sql)
  if (asked('explode(?:_outer)?\\(\\s*NAME\\s*\\)')) return 'MAP(VARCHAR, VARCHAR)[]'
  if (asked('NAME\\s*=\\s*[\'"]')) return 'VARCHAR'
  if (/timestamp|_at$|_ts$|time$/i.test(name)) return 'TIMESTAMP WITH TIME ZONE'
  if (/date/i.test(name)) return asked('to_date\\(\\s*NAME') ? 'VARCHAR' : 'DATE'
  if (/amount|price|cost|income|score|total|rate|lat|lon|discount|tax/i.test(name)) return 'DOUBLE'
  if (asked('(?:sum|avg)\\(\\s*NAME')) return 'DECIMAL(12,2)'
  if (/(?:^|_)(?:id|key|index|number|count|quantity|year|recency)$|key$|^num|^mnt/i.test(name))
    return 'BIGINT'
  return /^(?:is|has)_/i.test(name) ? 'BOOLEAN' : 'VARCHAR'
}

const values: Readonly<Record<string, readonly string[]>> = {
  BIGINT: ['1', '2', '3', '-7', '9007199254740993', '0', 'NULL'],
  DOUBLE: ['1.5', '-2.25', '0', '1e10', '0.1', '100', 'NULL'],
  'DECIMAL(12,2)': ['1.50', '-2.25', '0', '9999999.99', '0.10', '100', 'NULL'],
  BOOLEAN: ['true', 'false', 'NULL', 'true', 'false', 'true', 'NULL'],
  DATE: [
    `'2024-02-29'`,
    `'2023-12-31'`,
    `'1970-01-01'`,
    `'2024-01-31'`,
    `'1582-10-15'`,
    `'9999-12-31'`,
    'NULL',
  ],
  'TIMESTAMP WITH TIME ZONE': [
    `'2024-02-29 10:20:30.123456+00'`,
    `'2023-12-31 23:59:59.999999+00'`,
    `'1969-12-31 23:59:59+00'`,
    `'2024-03-31 01:30:00+00'`,
    `'2024-02-28 00:00:00+00'`,
    `'0001-01-01 00:00:00+00'`,
    'NULL',
  ],
  VARCHAR: ['12', 'AZ', '', 'é ß', '36006', '2024-02-29', 'NULL'].map((text) =>
    text === 'NULL' ? text : literal(text),
  ),
  'MAP(VARCHAR, VARCHAR)[]': [
    `[MAP {'value': 'x', 'name': 'y'}]`,
    '[]',
    'NULL',
    `[MAP {'value': NULL}, MAP {}]`,
    '[NULL]',
    `[MAP {'value': 'z'}]`,
    'NULL',
  ],
}

/** Seven rows, in each column all its values, in another order from column to column. */
export const rowsOf = (columns: readonly EngineColumn[]): string =>
  Array.from({ length: 7 }, (_, row) => {
    const cells = columns.map(({ name, type }, at) => {
      const all = values[type] ?? ['NULL']
      // The first column keeps its order, so that tables meet in their keys.
      return `CAST(${all[(row + at * 3) % all.length]} AS ${type}) AS ${ident(name)}`
    })
    return `SELECT ${cells.join(', ')}`
  }).join(' UNION ALL ')
