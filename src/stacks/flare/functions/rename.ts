import { findColumn } from './parts/arguments.ts'
import { columnParameter, defineFunction } from './parts/define.ts'
import { project, renameColumns } from './parts/projection.ts'

export const rename = defineFunction({
  name: 'rename',
  summary: 'Renames a column; one that does not exist is ignored.',
  parameters: {
    column: { ...columnParameter, summary: 'The name now.' },
    asColumn: { type: 'text', required: true, summary: 'The new name.' },
  },
  compile: (args, input) => {
    const from = findColumn(input, args.text('column'))?.name
    const to = args.text('asColumn')
    return project(
      'rename',
      args,
      input,
      renameColumns(input, (name) => (name === from ? to : name)),
    )
  },
})
