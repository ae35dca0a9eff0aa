import { columnParameter, defineFunction } from './parts/define.ts'
import { explode, listColumn } from './parts/explode.ts'
import { project, setColumns } from './parts/projection.ts'

export const flattenOuter = defineFunction({
  name: 'flatten_outer',
  summary: 'Makes a row of each element of an array; a row whose array is NULL or empty stays, with NULL.',
  parameters: {
    column: { ...columnParameter, summary: 'The array.' },
    asColumn: { type: 'text', required: true, summary: 'The column that receives the elements.' },
  },
  compile: (args, input) => {
    const list = listColumn('flatten_outer', args, args.column('column', input))
    const change = { name: args.text('asColumn'), expression: explode(list, true) }
    return project('flatten_outer', args, input, setColumns(input, [change]))
  },
})
