import type { SparkType } from '../spark-types/spark-type.ts'
import type { Argument } from '../spark-types/typed.ts'

/*
 * In a session that is not in UTC a function that has to do with instants is refused, unless it stands here: then its
 * cases stand in test/services/functions/session-zone.test.ts.
 */

/** Functions that look at the clock of the session whatever they are given, and are right about it in every zone. */
const clocks = new Set(
  `current_date curdate current_timestamp now localtimestamp current_timezone
   year quarter month day dayofmonth dayofyear weekofyear dayofweek weekday datediff date_diff date_add date_sub
   add_months months_between last_day next_day trunc make_date unix_date date_from_unix_date
   hour minute second date_trunc timestamp_seconds timestamp_millis timestamp_micros unix_seconds unix_millis
   unix_micros make_timestamp make_timestamp_ltz make_timestamp_ntz from_utc_timestamp to_utc_timestamp
   convert_timezone window_time extract date_part datepart dateadd timestampadd timestampdiff timediff
   date_format from_unixtime to_date to_timestamp to_timestamp_ltz to_timestamp_ntz try_to_timestamp unix_timestamp
   to_unix_timestamp from_json to_json to_csv date timestamp string
   schema_of_json schema_of_csv get_json_object json_tuple json_array_length json_object_keys`.split(/\s+/),
)

/** Functions that hand instants on, compare them, or make the text of them that a cast makes. */
const carriers = new Set(
  `typeof coalesce nvl ifnull nvl2 nullif if isnull isnotnull greatest least count min max first last any_value
   first_value last_value collect_list collect_set array_agg count_if max_by min_by mode lag lead nth_value row_number rank
   dense_rank percent_rank cume_dist ntile array array_contains array_distinct array_sort sort_array array_union
   array_intersect array_except array_max array_min array_position array_remove array_append array_prepend
   array_compact array_repeat arrays_overlap arrays_zip slice flatten reverse concat element_at get size cardinality
   explode explode_outer posexplode posexplode_outer inline inline_outer stack array_join concat_ws upper lower length
   substring substr left right map map_keys map_values map_entries map_from_arrays map_from_entries map_contains_key
   named_struct struct transform filter exists forall aggregate reduce hash xxhash64 md5 crc32 sha1 sha2
   bigint int double float decimal smallint tinyint replace like split regexp_replace regexp_extract rlike
   lpad rpad trim startswith endswith contains format_string printf bool_and bool_or every some any sum avg
   decode percentile_approx approx_percentile`.split(/\s+/),
)

/** Functions that are about clocks, whether they are right in every zone or not. */
const about = new Set([...clocks, 'sequence', 'make_interval', 'from_csv', 'window', 'session_window'])

/** Whether a type holds instants, or times of no zone, at any depth. */
export const hasInstant = (type: SparkType): boolean => {
  switch (type.kind) {
    case 'timestamp':
    case 'timestamp_ntz':
      return true
    case 'array':
      return hasInstant(type.element)
    case 'map':
      return hasInstant(type.key) || hasInstant(type.value)
    case 'struct':
      return type.fields.some((field) => hasInstant(field.type))
    default:
      return false
  }
}

/** Whether a call is known to mean in every session time zone what Spark means. */
export const isSameInZone = (name: string, args: readonly Argument[]): boolean => {
  const isOfInstants = args.some(({ type }) => hasInstant(type))
  const kinds = args.map(({ type }) => type.kind)
  if (/^(?:timestampdiff|timediff|datediff|date_diff)$/.test(name) && args.length === 3)
    return !kinds.includes('timestamp_ntz')
  if (name === 'sequence') return !kinds.some((kind) => /^(?:timestamp|timestamp_ntz|string)$/.test(kind))
  if (about.has(name)) return clocks.has(name)
  return !isOfInstants || carriers.has(name)
}
