// The functions of Spark and what they are here. One file for each kind; to add one, append an entry to its file and
// its cases to the file of the same name in test/services/functions/. A name that no list has is refused before
// anything runs.
import { aggregateFunctions } from './aggregates.ts'
import { bitFunctions } from './bits.ts'
import { bitmapFunctions } from './bitmaps.ts'
import { checkFunctions } from './checks.ts'
import { castFunctions } from './casts.ts'
import { arrayFunctions } from './arrays.ts'
import { dateFunctions } from './dates.ts'
import type { FunctionEntry, Functions, GrammarEntry, RefusedEntry } from './entry.ts'
import { grammarFunctions } from './grammar.ts'
import { higherOrderFunctions } from './higher-order.ts'
import { jsonFunctions } from './json.ts'
import { mapFunctions } from './maps.ts'
import { mathematicalFunctions } from './mathematics.ts'
import { numberFunctions } from './numbers.ts'
import { refusedFunctions } from './refused.ts'
import { windowFunctions } from './ranks.ts'
import { roundingFunctions } from './rounding.ts'
import { statisticalFunctions } from './statistics.ts'
import { stringFunctions } from './strings.ts'
import { datePatternFunctions } from './date-patterns.ts'
import { extractFunctions } from './extract.ts'
import { intervalFunctions } from './intervals.ts'
import { timestampFunctions } from './timestamps.ts'
import { textToolFunctions } from './text-tools.ts'
import { regexFunctions } from './regexes.ts'
import { hashFunctions } from './hashes.ts'
import { encodingFunctions } from './encodings.ts'
import { urlFunctions } from './urls.ts'
import { formatFunctions } from './formats.ts'
import { structFunctions } from './structs.ts'
import { xmlFunctions } from './xml.ts'
import { trinoRenderings } from './trino/index.ts'

const aliases: Readonly<Record<string, string>> = {
  char_length: 'length',
  character_length: 'length',
  len: 'length',
  ucase: 'upper',
  lcase: 'lower',
  substr: 'substring',
  regexp: 'rlike',
  sha: 'sha1',
  printf: 'format_string',
  char: 'chr',
}

/** Every function has one entry in one of these; a unit test finds names that two of them have. */
export const functionFamilies: readonly Functions[] = [
  castFunctions,
  stringFunctions,
  textToolFunctions,
  regexFunctions,
  hashFunctions,
  encodingFunctions,
  urlFunctions,
  formatFunctions,
  dateFunctions,
  timestampFunctions,
  extractFunctions,
  intervalFunctions,
  datePatternFunctions,
  numberFunctions,
  mathematicalFunctions,
  roundingFunctions,
  bitFunctions,
  bitmapFunctions,
  aggregateFunctions,
  arrayFunctions,
  higherOrderFunctions,
  mapFunctions,
  structFunctions,
  checkFunctions,
  jsonFunctions,
  xmlFunctions,
  statisticalFunctions,
  windowFunctions,
  refusedFunctions,
]

const withTrino = (name: string, entry: FunctionEntry | RefusedEntry): FunctionEntry | RefusedEntry => {
  const trino = Object.hasOwn(trinoRenderings, name) ? trinoRenderings[name] : undefined
  return trino === undefined || 'refused' in entry ? entry : { ...entry, trino }
}

const all: ReadonlyMap<string, FunctionEntry | RefusedEntry> = new Map(
  functionFamilies.flatMap((family) =>
    Object.entries(family).map(([name, entry]) => [name, withTrino(name, entry)] as const),
  ),
)

export const functionNamed = (name: string): FunctionEntry | RefusedEntry | undefined =>
  all.get(aliases[name] ?? name)

/** The name of a function that has several. */
export const usualName = (name: string): string => aliases[name] ?? sameAs[name] ?? name

/** Functions with entries of their own that do the same. */
const sameAs: Readonly<Record<string, string>> = {
  ifnull: 'coalesce',
  nvl: 'coalesce',
  pow: 'power',
  day: 'dayofmonth',
  ceil: 'ceiling',
  mean: 'avg',
  some: 'any',
  bool_or: 'any',
  every: 'bool_and',
  first_value: 'first',
  last_value: 'last',
}

export const grammarNamed = (name: string): GrammarEntry | undefined =>
  Object.hasOwn(grammarFunctions, name) ? grammarFunctions[name] : undefined
