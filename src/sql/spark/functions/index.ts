// The functions of Spark and what they are here. One file for each kind; to add one, append an entry to its file. A
// function that is not in this list is refused before anything runs.
import { aggregateFunctions } from './aggregates.ts'
import { collectionFunctions } from './collections.ts'
import { dateFunctions } from './dates.ts'
import type { FunctionEntry, Functions } from './entry.ts'
import { numberFunctions } from './numbers.ts'
import { stringFunctions } from './strings.ts'

const aliases: Readonly<Record<string, string>> = {
  char_length: 'length',
  character_length: 'length',
  len: 'length',
  ucase: 'upper',
  lcase: 'lower',
  substr: 'substring',
  mid: 'substring',
  regexp: 'rlike',
  sha: 'sha1',
  char: 'chr',
  to_unix_timestamp: 'unix_timestamp',
  getdate: 'now',
}

const all: Functions = {
  ...stringFunctions,
  ...dateFunctions,
  ...numberFunctions,
  ...aggregateFunctions,
  ...collectionFunctions,
}

export const functionNamed = (name: string): FunctionEntry | undefined => {
  const own = aliases[name] ?? name
  return Object.hasOwn(all, own) ? all[own] : undefined
}
