import { columnParameter, defineFunction } from './parts/define.ts'
import { project, renameColumns } from './parts/projection.ts'

export const swap = defineFunction({
  name: 'swap',
  summary: 'Exchanges the names of two columns.',
  parameters: { columnA: columnParameter, columnB: columnParameter },
  compile: (args, input) => {
    const [a, b] = [args.column('columnA', input).name, args.column('columnB', input).name]
    const exchanged = new Map([
      [a, b],
      [b, a],
    ])
    return project(
      'swap',
      args,
      input,
      renameColumns(input, (name) => exchanged.get(name) ?? name),
    )
  },
})
