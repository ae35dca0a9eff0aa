import type { Sql } from '../../quote.ts'
import { types } from '../spark-type.ts'
import { type Argument, entry, type Functions, Refused } from './entry.ts'

export const jsonField = (_json: string, _name: Argument): string => {
  throw new Refused('json_tuple')
}

export const jsonFunctions: Functions = {
  json_array_length: entry(
    's',
    types.int,
    (a) =>
      `CASE WHEN json_valid(${a[0]}) AND json_type(${a[0]}) = 'ARRAY' THEN CAST(json_array_length(${a[0]}) AS INTEGER) END`,
  ),
}

export const jsonMacros: readonly Sql[] = []
