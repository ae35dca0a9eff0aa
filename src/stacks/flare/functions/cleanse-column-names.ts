import { defineFunction } from './parts/define.ts'
import { project, renameColumns } from './parts/projection.ts'
import { separateWords } from './parts/word-case.ts'

export const cleanseColumnNames = defineFunction({
  name: 'cleanse_column_names',
  summary: 'Makes all column names lower snake case of letters, digits and underscores.',
  parameters: {},
  compile: (args, input) => project('cleanse_column_names', args, input, renameColumns(input, cleanseName)),
})

/** Idempotent: a cleansed name has no capitals and no foreign characters left. */
const cleanseName = (name: string): string =>
  separateWords(name.trim())
    .replace(/[^A-Za-z0-9_]/gu, '_')
    .toLowerCase()
