import { columnParameter, defineFunction } from './parts/define.ts'
import { explode, listColumn } from './parts/explode.ts'
import { project, setColumns } from './parts/projection.ts'

export const flatten = defineFunction({
  name: 'flatten',
  summary: 'Makes a row of each element of an array; rows whose array is NULL or empty are lost.',
  parameters: {
    column: { ...columnParameter, summary: 'The array.' },
    asColumn: { type: 'text', required: true, summary: 'The column that receives the elements.' },
  },
  compile: (args, input) => {
    const list = listColumn('flatten', args, args.column('column', input))
    const change = { name: args.text('asColumn'), expression: explode(list, false) }
    return project('flatten', args, input, setColumns(input, [change]))
  },
})
