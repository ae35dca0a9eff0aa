import type { EngineColumn } from '../../../../engines/index.ts'
import { ident, type Sql } from '../../../../sql/quote.ts'
import type { FunctionContext, FunctionInput } from '../function.ts'

/** A column's name as Spark SQL quotes it. */
export const sparkName = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** A text as a Spark SQL literal; a backslash is an escape there. */
export const sparkLiteral = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

/** A column as text, spelt as Spark casts it to STRING. */
export const asText = async (
  column: EngineColumn,
  input: FunctionInput,
  context: FunctionContext,
): Promise<Sql> =>
  column.type === 'VARCHAR'
    ? ident(column.name)
    : context.translate(`CAST(${sparkName(column.name)} AS STRING)`, input)
