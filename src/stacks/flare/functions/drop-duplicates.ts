import { ident, sql } from '../../../sql/quote.ts'
import { defineFunction } from './parts/define.ts'

export const dropDuplicates = defineFunction({
  name: 'drop_duplicates',
  summary: 'Keeps one row for each combination of values; which one is not defined.',
  parameters: {
    columns: { type: 'texts', required: true, aliases: ['column'], summary: 'The columns to compare.' },
  },
  compile: (args, input) => {
    const keys = args.texts('columns').map((name) => ident(args.named(name, 'columns', input).name))
    const all = input.columns.map((column) => ident(column.name))
    if (keys.length === 0) return sql`SELECT ${all} FROM ${input.relation}`
    return sql`SELECT DISTINCT ON (${keys}) ${all} FROM ${input.relation}`
  },
})
