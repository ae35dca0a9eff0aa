import type { EngineColumn } from '../../../../engines/index.ts'
import { ident, type Sql, sql } from '../../../../sql/quote.ts'
import type { FunctionContext, FunctionInput, Parameter } from '../function.ts'
import type { Arguments } from './arguments.ts'
import { type DateRule, parseMoment } from './date-layouts.ts'
import { translateJavaRegex } from './java-regex.ts'
import { asText } from './spark-text.ts'

export const rulesParameter: Parameter = {
  type: 'texts',
  required: false,
  aliases: ['rule'],
  summary:
    'Java regexes with the groups year, month, day, hour, minute, second, ns; tried before the built-in layouts.',
}

/** The values of a column as UTC timestamps without a zone, whatever layout they are written in. */
export const readMoment = async (
  args: Arguments,
  column: EngineColumn,
  input: FunctionInput,
  context: FunctionContext,
): Promise<Sql> => {
  const rules = (args.optionalTexts('rules') ?? []).map((pattern): DateRule => {
    const translated = translateJavaRegex(pattern)
    return translated.kind === 'regex'
      ? translated
      : args.refuse('MR2105', { pattern, reason: translated.reason }, 'rules')
  })
  if (column.type === 'TIMESTAMP WITH TIME ZONE') return sql`timezone('UTC', ${ident(column.name)})`
  if (column.type === 'DATE' || column.type.startsWith('TIMESTAMP'))
    return sql`CAST(${ident(column.name)} AS TIMESTAMP)`
  return parseMoment(await asText(args, column, input, context), rules)
}
