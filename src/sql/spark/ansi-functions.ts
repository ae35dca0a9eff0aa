import { isInteger } from './spark-type.ts'
import type { Argument } from './typed.ts'

/*
 * Functions that do the same whether ANSI mode is on or not, given arguments of the types that they take. All others
 * raise errors in cases, take other types or count otherwise there. Source: Spark 3.5, expressions without failOnError.
 */
const same = new Set(
  `positive negative upper lower ucase lcase initcap length char_length character_length len trim ltrim rtrim btrim substring substr left
   right concat replace translate lpad rpad repeat reverse instr locate position ascii split regexp_replace
   regexp_extract regexp_extract_all regexp_like regexp_count regexp rlike startswith endswith contains substring_index
   coalesce nvl ifnull nvl2 nullif if isnull isnotnull isnan nanvl year month day dayofmonth dayofweek dayofyear
   weekofyear weekday quarter hour minute second extract date_part date_add date_sub datediff date_diff add_months
   last_day date_trunc trunc date_format current_date current_timestamp now sqrt cbrt exp ln log log10 log2 log1p
   power pow sin cos tan asin acos atan atan2 sinh cosh tanh degrees radians signum sign greatest least count min max
   first last any_value first_value last_value collect_list collect_set array_agg count_if bool_and bool_or every some
   any row_number rank dense_rank percent_rank cume_dist ntile lag lead nth_value array array_contains array_distinct
   array_sort sort_array array_union array_intersect array_except array_join array_max array_min array_append
   array_prepend array_compact arrays_overlap map map_keys map_values map_entries map_contains_key named_struct struct
   transform filter exists forall aggregate reduce zip_with transform_keys transform_values map_filter md5 sha sha1
   sha2 crc32 hash xxhash64 base64 hex size cardinality array_size get try_add try_subtract try_multiply try_divide
   try_element_at try_to_timestamp stddev stddev_samp stddev_pop variance var_samp var_pop corr sum
   grouping grouping_id typeof bit_length octet_length space chr char levenshtein soundex max_by min_by
   monotonically_increasing_id uuid rand random unhex luhn_check split_part decode encode to_binary try_to_binary try_sum
   try_avg dateadd timestampadd timestampdiff date_from_unix_date unix_date timestamp_seconds timestamp_millis
   timestamp_micros unix_seconds unix_millis unix_micros from_unixtime array_insert array_remove array_repeat
   array_position slice flatten sequence arrays_zip map_from_arrays map_from_entries map_concat map_zip_with str_to_map
   to_date to_timestamp make_date next_day bigint binary boolean date decimal double float int smallint string timestamp
   tinyint get_json_object json_tuple from_json to_json regexp_substr regexp_instr overlay initcap
   format_string printf format_number isnotnull bin e pi rint hypot expm1 atanh asinh acosh sec csc cot
   shiftleft shiftright shiftrightunsigned mask url_encode find_in_set
   mode median percentile skewness kurtosis
   covar_pop covar_samp regr_slope regr_intercept regr_count collect_list array_agg bit_and bit_or bit_xor
   months_between to_utc_timestamp from_utc_timestamp trunc`.split(/\s+/),
)

/** Whether a call means under ANSI what it means without. */
export const isSameUnderAnsi = (name: string, args: readonly Argument[]): boolean => {
  if (
    name === 'avg' ||
    name === 'mean' ||
    name === 'round' ||
    name === 'bround' ||
    name === 'ceil' ||
    name === 'floor'
  )
    return (
      /^(?:double|float)$/.test(args[0]?.type.kind ?? '') ||
      (!/^(?:avg|mean)$/.test(name) && args[0]?.type.kind === 'decimal') ||
      (/^(?:avg|mean)$/.test(name) && isInteger(args[0]?.type ?? { kind: 'null' }))
    )
  // Text becomes a whole number there, not a double; a number of days in text fails where it is none.
  if (/^(?:try_(?:add|subtract|multiply|divide)|date_(?:add|sub))$/.test(name))
    return args
      .slice(-2)
      .every(({ type }, i) => type.kind !== 'string' || (i === 0 && name.startsWith('date')))
  if (/^(?:timestampadd|dateadd)$/.test(name) && args.length > 2)
    return isInteger(args[1]?.type ?? { kind: 'null' })
  // The smallest integer has no counterpart.
  if (name === 'abs') return !isInteger(args[0]?.type ?? { kind: 'null' })
  // A place that an array does not have is an error, a key that a map does not have is none.
  if (name === 'element_at') return args[0]?.type.kind === 'map'
  if (name === 'to_number' || name === 'try_to_number') return args[0]?.type.kind === 'string'
  if (name === 'to_char' || name === 'to_varchar')
    return isInteger(args[0]?.type ?? { kind: 'null' }) || args[0]?.type.kind === 'decimal'
  if (name === 'concat_ws') return args.every(({ type }) => type.kind === 'string' || type.kind === 'null')
  return same.has(name)
}

/** The failure of a call that is NULL without ANSI although no argument is; undefined where it never fails. */
export const ansiComplaint = (name: string, args: readonly Argument[]): string | undefined => {
  if (name === 'make_date') return '[DATETIME] these numbers are no date'
  if (name === 'next_day') return '[ILLEGAL_DAY_OF_WEEK] the text is no day of the week'
  if (!/^(?:to_date|to_timestamp)$/.test(name) || args[0]?.type.kind !== 'string') return undefined
  return args.length > 1
    ? '[CANNOT_PARSE_TIMESTAMP] the text is not of this pattern; try_to_timestamp gives NULL'
    : `[CAST_INVALID_INPUT] a value of type STRING is no ${name.slice(3).toUpperCase()}; try_cast gives NULL`
}
