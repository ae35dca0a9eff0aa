import { type Sql, sql } from '../../../sql/quote.ts'
import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sha2 } from './parts/sha2.ts'
import { asText } from './parts/spark-text.ts'

export const hash = defineFunction({
  name: 'hash',
  summary: 'Replaces the values of a column by their hash, as lower-case hex; NULL stays NULL.',
  parameters: {
    column: inPlaceParameter,
    algo: {
      type: 'text',
      required: true,
      values: ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'],
      summary: 'The algorithm.',
    },
  },
  leaves: 'digest',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const text = await asText(args, column, input, context)
    const expression = algorithms[args.text('algo')]?.(text) ?? text
    return project('hash', args, input, setColumns(input, [{ name: column.name, expression }]))
  },
})

const algorithms: Readonly<Record<string, (text: Sql) => Sql>> = {
  MD5: (text) => sql`md5(${text})`,
  'SHA-1': (text) => sql`sha1(${text})`,
  'SHA-256': (text) => sql`sha256(${text})`,
  'SHA-384': (text) => sha2(text, 384),
  'SHA-512': (text) => sha2(text, 512),
}
