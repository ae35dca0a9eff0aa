import { findColumn } from './parts/arguments.ts'
import { defineFunction } from './parts/define.ts'
import { project, renameColumns } from './parts/projection.ts'

export const renameAll = defineFunction({
  name: 'rename_all',
  summary: 'Renames several columns; those that do not exist are ignored.',
  parameters: {
    columns: { type: 'text-map', required: true, summary: 'The new name of each column.' },
  },
  compile: (args, input) => {
    const names = new Map<string, string>()
    for (const [from, to] of args.textMap('columns')) {
      const column = findColumn(input, from)
      if (column !== undefined) names.set(column.name, to)
    }
    return project(
      'rename_all',
      args,
      input,
      renameColumns(input, (name) => names.get(name) ?? name),
    )
  },
})
