import { ident, sql } from '../../../sql/quote.ts'
import { defineFunction } from './parts/define.ts'
import { everyColumn, madeColumn } from './parts/projection.ts'

export const dropDuplicates = defineFunction({
  name: 'drop_duplicates',
  summary: 'Keeps one row for each combination of values; which one is not defined.',
  parameters: {
    columns: { type: 'texts', required: true, aliases: ['column'], summary: 'The columns to compare.' },
  },
  compile: (args, input) => {
    const keys = args.texts('columns').map((name) => ident(args.named(name, 'columns', input).name))
    const all = everyColumn(input)
    const columns = all.map((column) => madeColumn(column, input))
    const names = all.map(({ expression }) => expression)
    const distinct = keys.length === 0 ? sql`` : sql`DISTINCT ON (${keys}) `
    return { query: sql`SELECT ${distinct}${names} FROM ${input.relation}`, columns }
  },
})
