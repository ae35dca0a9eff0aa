import { ident, sql } from '../../../sql/quote.ts'
import { typeOfColumn } from '../../../sql/spark/parse/read-type.ts'
import { hasMap } from '../../../sql/spark/spark-types/spark-type.ts'
import { defineFunction } from './parts/define.ts'
import { everyColumn, madeColumn } from './parts/projection.ts'

export const dropDuplicates = defineFunction({
  name: 'drop_duplicates',
  summary: 'Keeps one row for each combination of values; which one is not defined.',
  parameters: {
    columns: { type: 'texts', required: true, aliases: ['column'], summary: 'The columns to compare.' },
  },
  compile: (args, input) => {
    const compared = args.texts('columns').map((name) => args.named(name, 'columns', input))
    const map = compared.find(({ type }) => hasMap(typeOfColumn(type)))
    if (map !== undefined)
      args.refuse(
        'MR2107',
        { function: args.function, column: map.name, type: map.type, expected: 'columns without maps' },
        'columns',
      )
    const keys = compared.map(({ name }) => ident(name))
    const all = everyColumn(input)
    const columns = all.map((column) => madeColumn(column, input))
    const names = all.map(({ expression }) => expression)
    const distinct = keys.length === 0 ? sql`` : sql`DISTINCT ON (${keys}) `
    return { query: sql`SELECT ${distinct}${names} FROM ${input.relation}`, columns }
  },
})
