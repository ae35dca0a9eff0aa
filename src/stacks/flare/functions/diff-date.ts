import { defineFunction, columnParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { sparkName } from './parts/spark-text.ts'

export const diffDate = defineFunction({
  name: 'diff_date',
  summary: 'Counts the whole days from columnB to columnA.',
  parameters: {
    columnA: { ...columnParameter, summary: 'The later date.' },
    columnB: { ...columnParameter, summary: 'The earlier date.' },
    asColumn: { type: 'text', required: true, summary: 'The column that receives the days.' },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const [a, b] = [args.column('columnA', input), args.column('columnB', input)]
    const date = (name: string) => `CAST(${sparkName(name)} AS DATE)`
    const expression = await context.translate(`datediff(${date(a.name)}, ${date(b.name)})`, input)
    return project('diff_date', args, input, setColumns(input, [{ name: args.text('asColumn'), expression }]))
  },
})
