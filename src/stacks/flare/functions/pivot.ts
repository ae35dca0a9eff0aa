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
    const groups = args.texts('groupBy').map((name) => args.named(name, 'groupBy', input).name)
    const column = args.column('column', input)
    const text = await asText(column, input, context)
    const values = args.optionalTexts('values') ?? (await distinctValues(args, column, text, input, context))
    const expression = await aggregate(args, input, context)
    // Spark aggregates per group and value first and spreads the results then, so a combination without rows is NULL
    // whatever the aggregate.
    const [value, result] = [free('pivot_value', groups), free('pivot_result', groups)]
    const keys = groups.map(ident)
    const inner = sql`SELECT ${[...keys, sql`${text} AS ${ident(value)}`, sql`${expression} AS ${ident(result)}`]} FROM ${input.relation} GROUP BY ${[...keys, text]}`
    const spread = values.map((item) => {
      const wanted = item ?? null
      const same = wanted === null ? sql`${ident(value)} IS NULL` : sql`${ident(value)} = ${literal(wanted)}`
      return { name: wanted ?? 'null', expression: sql`any_value(${ident(result)}) FILTER (WHERE ${same})` }
    })
    refuseDuplicates(args, [...groups, ...spread.map((output) => output.name)])
    const outputs = [...keys, ...spread.map((output) => sql`${output.expression} AS ${ident(output.name)}`)]
    const grouping = keys.length === 0 ? sql`` : sql` GROUP BY ${keys}`
    const columns = [
      ...groups.map((name) => madeColumn({ name, expression: ident(name) }, input)),
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

const aggregate = async (args: Arguments, input: FunctionInput, context: FunctionContext): Promise<Sql> => {
  const written = args.text('aggregateExpression').trim()
  const [first = '', ...more] = splitAtCommas(written)
  if (more.length > 0)
    args.refuse('MR2111', { expression: written, reason: 'pivot takes one aggregate' }, 'aggregateExpression')
  const expression = first.replace(/\s+as\s+(?:`[^`]+`|\w+)\s*$/i, '')
  return join([sql`(`, await context.translate(expression, input), sql`)`], '')
}

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
