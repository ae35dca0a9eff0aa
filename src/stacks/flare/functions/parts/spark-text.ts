import type { EngineColumn } from '../../../../engines/index.ts'
import { ident, type Sql } from '../../../../sql/quote.ts'
import type { FunctionContext, FunctionInput } from '../function.ts'
import type { Arguments } from './arguments.ts'

/** A column's name as Spark SQL quotes it. */
export const sparkName = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** A text as a Spark SQL literal; a backslash is an escape there, and `${` would begin the name of a setting. */
export const sparkLiteral = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('${', '\\u0024{')}'`

/** Arrays, maps and structs. */
export const isNestedType = (type: string): boolean => /\]$|^(?:MAP|STRUCT)\(/.test(type)

/** A column as text, as Spark SQL writes it. Spark has no functions of texts over nested values. */
export const sparkText = (args: Arguments, { name, type }: EngineColumn): string => {
  if (isNestedType(type))
    args.refuse('MR2107', {
      function: args.function,
      column: name,
      type,
      expected: 'a text or another plain value',
    })
  return `CAST(${sparkName(name)} AS STRING)`
}

/** The same as the engine writes it. */
export const asText = async (
  args: Arguments,
  column: EngineColumn,
  input: FunctionInput,
  context: FunctionContext,
): Promise<Sql> => {
  const text = sparkText(args, column)
  return column.type === 'VARCHAR' ? ident(column.name) : context.translate(text, input)
}
