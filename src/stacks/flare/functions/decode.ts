import { type Sql, sql } from '../../../sql/quote.ts'
import { base32ToHex } from './parts/base32.ts'
import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const decode = defineFunction({
  name: 'decode',
  summary: 'Decodes base32, base64 or hex text; what is not valid becomes NULL.',
  parameters: {
    algo: { type: 'text', required: true, values: ['base32', 'base64', 'hex'], summary: 'The encoding.' },
    column: columnParameter,
    asColumn: asColumnParameter,
  },
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const expression = decodings[args.text('algo')]?.(await asText(args, column, input, context))
    const name = args.optionalText('asColumn') ?? column.name
    return project(
      'decode',
      args,
      input,
      expression === undefined ? [] : setColumns(input, [{ name, expression }]),
    )
  },
})

const decodings: Readonly<Record<string, (text: Sql) => Sql>> = {
  base32: (text) => sql`TRY(decode(unhex(${base32ToHex(text)})))`,
  base64: (text) => sql`TRY(decode(from_base64(${text})))`,
  hex: (text) => sql`CASE WHEN length(${text}) % 2 = 0 THEN TRY(decode(unhex(${text}))) END`,
}
