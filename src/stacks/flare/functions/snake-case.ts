import { defineFunction } from './parts/define.ts'
import { project, renameColumns } from './parts/projection.ts'
import { separateWords } from './parts/word-case.ts'

export const snakeCase = defineFunction({
  name: 'snake_case',
  summary: 'Writes all camel case column names in snake case.',
  parameters: {},
  compile: (args, input) =>
    project(
      'snake_case',
      args,
      input,
      renameColumns(input, (name) => separateWords(name).toLowerCase()),
    ),
})
