import { isInteger, sparkName, types } from '../spark-types/spark-type.ts'
import type { Argument } from '../spark-types/typed.ts'

/*
 * Functions that do the same whether ANSI mode is on or not, given arguments of the types that they take. All others
 * raise errors in cases, take other types or count otherwise there. Source: Spark 3.5, expressions without failOnError.
 */
const same = new Set(
  `positive negative upper lower ucase lcase initcap length char_length character_length len trim ltrim rtrim btrim
   substring substr left right concat replace translate lpad rpad repeat reverse instr locate position ascii split
   regexp_replace regexp_extract regexp_extract_all regexp_like regexp_count regexp rlike startswith endswith
   contains substring_index coalesce nvl ifnull if isnull isnotnull isnan nanvl year month day dayofmonth dayofweek
   dayofyear weekofyear weekday quarter hour minute second extract date_part datediff date_diff add_months last_day
   date_trunc trunc date_format current_date current_timestamp now sqrt cbrt exp ln log log10 log2 log1p power pow
   sin cos tan asin acos atan atan2 sinh cosh tanh degrees radians signum sign greatest least count min max first
   last any_value first_value last_value collect_list collect_set array_agg count_if bool_and bool_or every some
   any row_number rank dense_rank percent_rank cume_dist ntile nth_value array array_contains array_distinct
   array_sort sort_array array_union array_intersect array_except array_join array_max array_min array_append
   array_prepend array_compact arrays_overlap map_keys map_values map_entries map_contains_key named_struct struct
   transform filter exists forall aggregate reduce zip_with transform_keys transform_values map_filter md5 sha sha1
   sha2 crc32 hash xxhash64 base64 size cardinality array_size get try_element_at try_to_timestamp stddev
   stddev_samp stddev_pop variance var_samp var_pop sum grouping grouping_id typeof bit_length octet_length space
   chr char levenshtein soundex max_by min_by monotonically_increasing_id uuid rand random unhex luhn_check
   split_part encode to_binary try_to_binary try_sum try_avg timestampdiff date_from_unix_date unix_date
   timestamp_seconds timestamp_millis timestamp_micros unix_seconds unix_millis unix_micros from_unixtime
   array_insert array_remove array_repeat array_position slice flatten sequence arrays_zip map_from_arrays
   map_from_entries map_zip_with str_to_map make_date next_day bigint binary boolean date decimal double float int
   smallint string timestamp tinyint get_json_object json_tuple from_json to_json from_csv regexp_substr
   regexp_instr overlay format_string printf format_number bin e pi rint hypot expm1 atanh asinh acosh sec csc cot
   mask url_encode find_in_set approx_count_distinct mode median percentile skewness kurtosis covar_pop covar_samp
   regr_slope regr_intercept regr_count bit_and bit_or bit_xor months_between to_utc_timestamp
   from_utc_timestamp bitmap_count bitmap_or_agg raise_error assert_true
   datepart curdate localtimestamp current_timezone to_csv schema_of_json schema_of_csv json_array_length
   json_object_keys xpath xpath_string xpath_boolean xpath_double xpath_number xpath_float xpath_long xpath_int
   xpath_short std corr regr_r2 regr_sxx regr_sxy regr_syy percentile_cont percentile_disc
   bit_count bit_get getbit width_bucket convert_timezone factorial mod pmod window_time`.split(/\s+/),
)

type Condition = (args: readonly Argument[]) => boolean

const kindAt = (args: readonly Argument[], i: number): string => args[i]?.type.kind ?? 'null'

const isWhole = (args: readonly Argument[], i: number): boolean => isInteger(args[i]?.type ?? types.null)

const fractions = /^(?:double|float)$/

/** Text and a value of another type meet as that type there, and as text without ANSI. */
const noneOrAllText = (args: readonly Argument[]): boolean => {
  const kinds = args.map(({ type }) => type.kind).filter((kind) => kind !== 'null')
  return kinds.every((kind) => kind === 'string') || kinds.every((kind) => kind !== 'string')
}

/** Rounding of doubles to places goes by decimals, which may have no room. */
const rounding: Condition = (args) =>
  kindAt(args, 0) === 'decimal' || (fractions.test(kindAt(args, 0)) && args.length === 1)

const average: Condition = (args) => fractions.test(kindAt(args, 0)) || isWhole(args, 0)

/** Text becomes a whole number there, not a double. */
const attempted: Condition = (args) => args.every(({ type }) => type.kind !== 'string')

/** A number of days in text fails where it is none. */
const daysAdded: Condition = (args) => kindAt(args, 1) !== 'string'

const unitsAdded: Condition = (args) => args.length < 3 || isWhole(args, 1)

const shifted: Condition = (args) => isWhole(args, 0)

const rounded: Condition = (args) => kindAt(args, 0) !== 'string'

const formatted: Condition = (args) => isWhole(args, 0) || kindAt(args, 0) === 'decimal'

const ofText: Condition = (args) => kindAt(args, 0) === 'string'

/** The value that stands for a missing row is brought to the type of the others, which may fail. */
const neighbour: Condition = ([value, , otherwise]) =>
  otherwise === undefined ||
  otherwise.type.kind === 'null' ||
  (value !== undefined && sparkName(value.type) === sparkName(otherwise.type))

/** Numbers and booleans become text first, which is no time, and fails there. */
const readsTime: Condition = (args) => /^(?:string|date|timestamp|null)$/.test(kindAt(args, 0))

/** Whether an argument of decode(value, search, result, …, default) is a result. */
const isResult = (i: number, args: readonly Argument[]): boolean =>
  i > 0 && (i % 2 === 0 || i === args.length - 1)

/** Functions that do the same for some arguments only. */
const conditions: Readonly<Record<string, Condition>> = {
  avg: average,
  mean: average,
  // Decimals become an average that may have no room.
  regr_avgx: (args) => average(args.slice(1)),
  regr_avgy: average,
  ceil: rounding,
  ceiling: rounding,
  floor: rounding,
  round: rounded,
  bround: rounded,
  try_add: attempted,
  try_subtract: attempted,
  try_multiply: attempted,
  try_divide: attempted,
  percentile_approx: attempted,
  approx_percentile: attempted,
  date_add: daysAdded,
  date_sub: daysAdded,
  timestampadd: unitsAdded,
  dateadd: unitsAdded,
  // The smallest integer has no counterpart.
  abs: (args) => !isWhole(args, 0),
  element_at: () => true,
  lag: neighbour,
  lead: neighbour,
  to_date: readsTime,
  to_timestamp: readsTime,
  to_number: ofText,
  try_to_number: ofText,
  to_char: formatted,
  to_varchar: formatted,
  concat_ws: (args) => args.every(({ type }) => /^(?:string|null)$/.test(type.kind)),
  hex: (args) => isWhole(args, 0) || /^(?:string|binary|null)$/.test(kindAt(args, 0)),
  shiftleft: shifted,
  shiftright: shifted,
  shiftrightunsigned: shifted,
  bitmap_bit_position: shifted,
  bitmap_bucket_number: shifted,
  bitmap_construct_agg: shifted,
  nullif: noneOrAllText,
  equal_null: noneOrAllText,
  unix_timestamp: (args) => kindAt(args, 0) !== 'string',
  to_unix_timestamp: (args) => kindAt(args, 0) !== 'string',
  nvl2: (args) => noneOrAllText(args.slice(1)),
  map: (args) => [0, 1].every((place) => noneOrAllText(args.filter((_, i) => i % 2 === place))),
  map_concat: (args) => new Set(args.map(({ type }) => sparkName(type))).size <= 1,
  // Other results than texts have another type there.
  decode: (args) =>
    args.length < 3 ||
    (noneOrAllText(args.filter((_, i) => !isResult(i, args))) &&
      args.filter((_, i) => isResult(i, args)).every(({ type }) => /^(?:string|null)$/.test(type.kind))),
}

/** Whether a call means under ANSI what it means without. */
export const isSameUnderAnsi = (name: string, args: readonly Argument[]): boolean =>
  conditions[name]?.(args) ?? same.has(name)

/** The failure of a call that is NULL without ANSI although no argument is; undefined where it never fails. */
export const ansiComplaint = (name: string, args: readonly Argument[]): string | undefined => {
  if (name === 'make_date') return '[DATETIME] these numbers are no date'
  if (/^p?mod$/.test(name))
    return '[DIVIDE_BY_ZERO] a remainder of a division by 0; try_divide gives NULL, and nullif(x, 0) takes its place'
  if (name === 'negative')
    return '[ARITHMETIC_OVERFLOW] the smallest number of its type has no counterpart; cast it to a wider type'
  if (/^b?round$/.test(name) && isWhole(args, 0))
    return '[ARITHMETIC_OVERFLOW] the rounded number has no room in its type; cast it to a wider type'
  if (name === 'next_day') return '[ILLEGAL_DAY_OF_WEEK] the text is no day of the week'
  if (!/^(?:to_date|to_timestamp)$/.test(name) || args[0]?.type.kind !== 'string') return undefined
  return args.length > 1
    ? '[CANNOT_PARSE_TIMESTAMP] the text is not of this pattern; try_to_timestamp gives NULL'
    : `[CAST_INVALID_INPUT] a value of type STRING is no ${name.slice(3).toUpperCase()}; try_cast gives NULL`
}
