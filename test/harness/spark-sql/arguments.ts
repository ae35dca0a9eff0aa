import type { SparkType } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { array, hasMap, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { allTypes, columnTypes, texts } from './literals.ts'
import type { Random } from './random.ts'

/*
 * What the functions are called with, where the letters of their parameters do not say enough: one form a line, of
 *   s i l d D T N u b x n a A M   as in `params`
 *   @                             values of one type that the call chooses; O of one that has an order; I a whole number
 *   []  {}                        arrays of that type; maps from string to int
 *   #5                            a whole number below, as a literal: what makes long texts or arrays gets these
 *   %regex                        a literal of that kind
 *   json, rec, …                  a value of the type of that column
 */
const forms: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  `
  repeat s #5
  space #5
  lpad s #9 s | s #9
  rpad s #9 s | s #9
  array_repeat @ #4
  sequence #4 #9 | #4 #9 #3 | #9 #4
  substring s i i | s i | s #4 #4 | bin i i
  format_number n #4
  format_string %format a a | %format s i | %format i s
  conv s #37 #37 | numtext 10 16 | s 16 10
  sha2 s 256 | s 0 | s 512 | s 224 | x 384
  elt #4 s s s | i s s
  rlike s %regex
  regexp_like s %regex
  regexp_replace s %regex %replacement | s %regex s
  regexp_extract s %regex | s %regex #2
  regexp_extract_all s %regex | s %regex #2
  regexp_count s %regex
  regexp_substr s %regex
  regexp_instr s %regex
  split s %regex | s %regex i | s %delimiter
  encode s %charset
  decode x %charset
  to_binary s 'hex' | s 'utf-8' | s 'base64'
  try_to_binary s 'hex' | s 'utf-8' | s 'base64'
  parse_url s %urlPart
  substring_index s %delimiter #4 | s %delimiter -2
  split_part s %delimiter i | s %delimiter #4
  next_day D %weekday
  trunc D %truncUnit
  date_trunc %unit T
  date_part %part u
  datepart %part u
  date_format u %datePattern
  levenshtein s s | s s #9
  date_from_unix_date #20000 | small
  from_unixtime l | l %datePattern
  to_date s | s %datePattern | datetext %datePattern | u
  to_timestamp s | datetext %datePattern | u
  to_timestamp_ltz s | datetext %datePattern
  to_timestamp_ntz s | datetext %datePattern
  try_to_timestamp s | datetext %datePattern
  unix_timestamp u | s %datePattern
  to_unix_timestamp u | s %datePattern
  make_date i i i | #9 #13 #32 | year #13 #32
  make_timestamp year #13 #32 #25 #60 m | year #13 #32 #25 #60 #61
  make_timestamp_ntz year #13 #32 #25 #60 m
  make_timestamp_ltz year #13 #32 #25 #60 m
  from_utc_timestamp T %zone
  to_utc_timestamp T %zone
  convert_timezone %zone ntz | %zone %zone ntz
  date_add D i | D #9 | D small
  date_sub D i | D #9 | D tiny
  dateadd D #9
  add_months D #9 | D i
  unix_date day
  unix_seconds ts
  unix_millis ts
  unix_micros ts
  timestamp_seconds i | tiny | m
  timestamp_millis i | small
  timestamp_micros i | small
  round n #4 | n | m -1 | i -2 | d 2
  bround n #4 | n | d 1 | m 1
  ceil n | m 1 | d 1
  floor n | m 1 | d 1
  ceiling n
  factorial #22
  bit_get I #9
  getbit I #9
  bit_count I | flag
  shiftleft I i
  shiftright I i
  shiftrightunsigned I i
  mod n n
  pmod n n
  try_add n n
  try_subtract n n
  try_multiply n n
  try_divide n n
  greatest O O | O O O | n n
  least O O | O O O | n n
  coalesce @ @ | @ @ @ | s i
  nvl @ @ | s d
  ifnull @ @
  nvl2 a @ @
  nullif O O | n n
  equal_null O O | n n
  hash a a | a
  xxhash64 a a | a
  array_contains [] @
  array_position [] @
  array_remove [] @
  array_append [] @
  array_prepend [] @
  array_insert [] #4 @ | [] -1 @
  array_union [] []
  array_intersect [] []
  array_except [] []
  arrays_overlap [] []
  array_join strs %delimiter | ints s s
  sort_array [] | [] false
  slice [] #4 #4 | [] -2 #3 | A i i
  element_at [] #4 | [] -1 | {} s
  try_element_at [] #4 | [] -1 | {} s
  get [] i | [] #3
  flatten nested
  size A | M
  cardinality A | M
  array O O | @ | @ @ @
  concat s s | s i d | [] [] | bin bin
  concat_ws %delimiter s s | %delimiter strs s | s strs
  json_array_length json
  json_object_keys json
  get_json_object json %jsonPath
  from_json json %jsonSchema
  to_json rec | smap | structs | imap
  map s @ | 'p' @ 'q' @
  map_from_arrays strs [] | array('p','q') []
  map_contains_key {} s
  map_concat {} {} | {}
  map_from_entries structs
  str_to_map s %delimiter %delimiter | s
  named_struct 'p' a 'q' a
  struct a a
  to_char n '999'
  from_csv s %csvSchema
  xpath %xml %xpath
  xpath_string %xml %xpath
  xpath_boolean %xml %xpath
  xpath_int %xml %xpath
  xpath_short %xml %xpath
  xpath_long %xml %xpath
  xpath_float %xml %xpath
  xpath_double %xml %xpath
  xpath_number %xml %xpath
  bitmap_count bin | x
  extract %part
  months_between u u | u u false
  width_bucket d d d #5
  positive n
  negative n
  abs n
  trim s
  btrim s | s s
  typeof a
  bit_length s | x
  octet_length s | x
  md5 s | x
  sha1 s | x
  crc32 s | x
  bigint s | d | m | ts | flag | n
  int s | d | m | l | flag | n
  smallint s | d | m | i | n
  tinyint s | d | m | i | n
  double s | m | n | ts | flag
  float s | m | d | n
  decimal s | d | i | n
  boolean s | n
  date s | ts | ntz | datetext
  timestamp s | day | ntz | datetext | i
  string a
  binary s | i | l
  base64 x
  overlay s s #4 | s s #4 #3 | bin bin #4
  startswith s s | bin bin
  endswith s s | bin bin
  contains s s | bin bin
  left s #5 | s i | bin #4
  right s #5 | s i
  reverse s | A
  length s | x
  hex s | l | x
  ascii s
  chr #300
  isnan d
  nanvl d d
  `
    .trim()
    .split('\n')
    .map((line) => {
      const [, name = '', rest = ''] = /^\s*(\w+) (.*)$/.exec(line) ?? []
      return [name, rest.split(' | ')]
    }),
)

/** What a call of the function is made of: words of the table above. */
export const formOf = (random: Random, name: string, params: string): readonly string[] => {
  const known = forms[name]
  if (known !== undefined) return random.pick(known).split(' ')
  const [required = '', optional = ''] = params.split('?')
  const letters = Array.from(`${required}${random.chance(0.4) ? optional : ''}`.replace('*', ''))
  const last = letters.at(-1)
  return params.includes('*') && last !== undefined
    ? [...letters, ...random.times(0, 2, () => last)]
    : letters
}

const whole = [types.tinyint, types.smallint, types.int, types.int, types.bigint]
const numbers = [
  ...whole,
  types.double,
  types.float,
  ...['m', 'wide', 'huge'].map((name) => columnTypes[name]),
]
const loosely: Readonly<Record<string, readonly (SparkType | undefined)[]>> = {
  s: [types.int, types.bigint, types.double, types.boolean, types.date, types.timestamp, columnTypes['m']],
  i: [types.tinyint, types.smallint, types.bigint, types.string, types.double, columnTypes['m']],
  l: [types.int, types.string, types.double, columnTypes['huge']],
  d: [types.int, types.float, types.string, types.bigint, columnTypes['m'], columnTypes['wide']],
  D: [types.string, types.timestamp, types.timestamp_ntz],
  T: [types.string, types.date, types.timestamp_ntz],
}
const usually: Readonly<Record<string, SparkType>> = {
  s: types.string,
  i: types.int,
  l: types.bigint,
  d: types.double,
  D: types.date,
  T: types.timestamp,
  b: types.boolean,
}

/** A type for a letter of `params`: usually the one that it stands for, sometimes one that Spark casts. */
export const typeOfLetter = (random: Random, letter: string): SparkType | undefined => {
  const target = usually[letter]
  if (target !== undefined)
    return random.chance(0.7) ? target : (random.pick(loosely[letter] ?? [target]) ?? target)
  switch (letter) {
    case 'n':
    case 'q':
      return random.pick(numbers) ?? types.int
    case 'N':
    case 'u':
      return random.pick([types.date, types.timestamp, types.timestamp, types.timestamp_ntz, types.string])
    case 'S':
      return types.string
    case 'x':
    case 'X':
      return random.pick([types.binary, types.string])
    case 'a':
      return random.pick(allTypes)
    case 'A':
      return random.pick(allTypes.filter(({ kind }) => kind === 'array'))
    case 'M':
      return random.pick(allTypes.filter(({ kind }) => kind === 'map'))
    default:
      return columnTypes[letter]
  }
}

const ofArrays = [types.int, types.string, types.double, array(types.int)]

/** The type that @, O and I stand for in one call. */
export const boundType = (random: Random, words: readonly string[]): SparkType => {
  if (words.includes('[]')) return random.pick(ofArrays)
  if (words.includes('I')) return random.pick(whole)
  return random.pick(words.includes('O') ? allTypes.filter((type) => !hasMap(type)) : allTypes)
}

/** The literals behind a word such as `%regex`. */
export const literalsNamed = (word: string): readonly string[] => {
  const found = Object.entries(texts).find(([name]) => name === word)
  if (found === undefined) throw new Error(`no literals called ${word}`)
  return found[1]
}
