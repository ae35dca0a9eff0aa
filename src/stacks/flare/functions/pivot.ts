import type { EngineColumn } from '../../../engines/index.ts'
import { ident, join, literal, type Sql, sql } from '../../../sql/quote.ts'
import type { FunctionContext, FunctionInput } from './function.ts'
import type { Arguments } from './parts/arguments.ts'
import { columnParameter, defineFunction } from './parts/define.ts'
import { madeColumn } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

// Spark's own limit, spark.sql.pivotMaxValues.
const limit = 10_000

export const pivot = defineFunction({
  name: 'pivot',
  summary: 'Makes a column of each value of a column, filled by an aggregate.',
  parameters: {
    groupBy: {
      type: 'texts',
      required: true,
      summary: 'The columns that stay, one row for each combination.',
    },
    column: { ...columnParameter, summary: 'The column whose values become columns.' },
    values: { type: 'texts', required: false, summary: 'The values; all that occur where absent.' },
    aggregateExpression: { type: 'text', required: true, summary: 'Such as sum(amount) as amount.' },
    approach: {
      type: 'text',
      required: false,
      values: ['two-phase', 'single-phase'],
      summary: 'A hint to Spark without effect here.',
    },
  },
  compile: async (args, input, context) => {
    // Spark names the result as the manifest spells it.
    const groups = args.texts('groupBy')
    const grouped = groups.map((name) => args.named(name, 'groupBy', input).name)
    const column = args.column('column', input)
    const text = await asText(args, column, input, context)
    const values = args.optionalTexts('values') ?? (await distinctValues(args, column, text, input, context))
    const { expression, absent } = await aggregate(args, input, context)
    // Spark aggregates per group and value first and spreads the results then, so a combination without rows is NULL
    // whatever an aggregate of numbers is.
    const [value, result] = [free('pivot_value', grouped), free('pivot_result', grouped)]
    const keys = grouped.map(ident)
    const inner = sql`SELECT ${[...keys, sql`${text} AS ${ident(value)}`, sql`${expression} AS ${ident(result)}`]} FROM ${input.relation} GROUP BY ${[...keys, text]}`
    const spread = values.map((item) => {
      const wanted = item ?? null
      const same = wanted === null ? sql`${ident(value)} IS NULL` : sql`${ident(value)} = ${literal(wanted)}`
      return {
        name: wanted ?? 'null',
        expression: absent(sql`any_value(${ident(result)}) FILTER (WHERE ${same})`),
      }
    })
    refuseDuplicates(args, [...groups, ...spread.map((output) => output.name)])
    const named = groups.map((name, i) => sql`${ident(grouped[i] ?? name)} AS ${ident(name)}`)
    const outputs = [...named, ...spread.map((output) => sql`${output.expression} AS ${ident(output.name)}`)]
    const grouping = keys.length === 0 ? sql`` : sql` GROUP BY ${keys}`
    const columns = [
      ...groups.map((name, i) => madeColumn({ name, expression: ident(grouped[i] ?? name) }, input)),
      ...spread.map(({ name }) => ({ name, of: undefined })),
    ]
    return { query: sql`SELECT ${outputs} FROM (${inner})${grouping}`, columns }
  },
})

const distinctValues = async (
  args: Arguments,
  column: EngineColumn,
  text: Sql,
  input: FunctionInput,
  context: FunctionContext,
): Promise<readonly (string | null)[]> => {
  const name = ident(column.name)
  const rows = await context.lookUp(
    sql`SELECT ${text} AS value FROM (SELECT DISTINCT ${name} FROM ${input.relation}) ORDER BY ${name} NULLS FIRST LIMIT ${limit + 1}`,
  )
  if (rows.length > limit) args.refuse('MR2112', { column: column.name, limit }, 'column')
  return rows.map((row) => (row['value'] === null ? null : String(row['value'])))
}

type Aggregate = {
  readonly expression: Sql
  /** What a combination without rows has. */
  readonly absent: (result: Sql) => Sql
}

/**
 * The aggregate as it is over rows of one value. Where the result is no number Spark does not spread it, but makes
 * NULL of what the aggregates read in rows of another value: that is known here of aggregates that stand alone.
 */
const aggregate = async (
  args: Arguments,
  input: FunctionInput,
  context: FunctionContext,
): Promise<Aggregate> => {
  const written = args.text('aggregateExpression').trim()
  const refuse = (reason: string) =>
    args.refuse('MR2111', { expression: written, reason }, 'aggregateExpression')
  const [first = '', ...more] = splitAtCommas(written)
  if (more.length > 0) refuse('pivot takes one aggregate')
  const text = first.replace(/\s+as\s+(?:`[^`]+`|\w+)\s*$/i, '')
  const translated = await context.translateNamed(text, input)
  const expression = join([sql`(`, translated.sql, sql`)`], '')
  const isSpread = /^(?:double|float|bigint|int|smallint|tinyint|boolean|decimal)/.test(translated.type ?? '')
  if (isSpread) return { expression, absent: (result) => result }
  const name = aloneCall.exec(text)?.[1]?.toLowerCase() ?? ''
  if (/^collect_(?:list|set)$/.test(name))
    return { expression, absent: (result) => sql`coalesce(${result}, [])` }
  if (!/^(?:max|min|max_by|min_by)$/.test(name))
    refuse(
      'of aggregates that give no number, max, min, max_by, min_by, collect_list and collect_set can be used alone',
    )
  return { expression, absent: (result) => result }
}

/** A call with nothing around it, whose arguments have no parentheses of their own. */
const aloneCall = /^\s*(\w+)\s*\([^()]*\)\s*$/

/** Splits at the commas that stand in no parentheses and no quotes. */
const splitAtCommas = (text: string): readonly string[] => {
  const parts = ['']
  let depth = 0
  for (const [token] of text.matchAll(/'(?:[^'\\]|\\.)*'|`[^`]*`|[\s\S]/g)) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts
}

const free = (name: string, taken: readonly string[]): string =>
  taken.some((other) => other.toLowerCase() === name) ? free(`${name}_`, taken) : name

const refuseDuplicates = (args: Arguments, names: readonly string[]): void => {
  const seen = new Map<string, string>()
  for (const name of names) {
    const first = seen.get(name.toLowerCase())
    if (first !== undefined) args.refuse('MR2104', { function: 'pivot', name, first, second: name }, 'column')
    seen.set(name.toLowerCase(), name)
  }
}
