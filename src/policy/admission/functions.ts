/**
 * Functions that a reader's query may call: those that compute from their arguments alone. Left out on purpose is all
 * that reads files, settings, variables, catalogs or statistics, runs text as SQL, sleeps, writes, or raises errors at
 * will, and everything that takes the name of another function as text. What is not listed is refused.
 */
export const admittedFunctions: ReadonlySet<string> = new Set(
  `
  + - * / // % ** ^ & | ~ << >> || @ !__postfix && <-> <=> <@ @> ^@ ->>
  ~~ !~~ ~~* !~~* ~~~ like_escape not_like_escape ilike_escape not_ilike_escape
  add subtract multiply divide mod abs sign ceil ceiling floor round round_even roundbankers trunc even sqrt cbrt exp
  ln log log2 log10 pow power pi degrees radians sin cos tan cot asin acos atan atan2 sinh cosh tanh asinh acosh atanh
  gcd lcm greatest_common_divisor least_common_multiple factorial gamma lgamma greatest least isnan isinf isfinite
  signbit nextafter xor bit_count fdiv fmod random

  ascii chr ord unicode bin unbin hex unhex to_hex from_hex to_binary from_binary to_base to_base64 from_base64 base64
  encode decode concat concat_ws contains starts_with ends_with prefix suffix instr strpos position format printf
  left right left_grapheme right_grapheme length len char_length character_length length_grapheme strlen bit_length
  octet_length lower upper lcase ucase lpad rpad ltrim rtrim trim repeat replace reverse split split_part string_split
  str_split string_split_regex str_split_regex string_to_array substr substring substring_grapheme translate overlay
  strip_accents nfc_normalize regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches
  regexp_replace regexp_split_to_array levenshtein editdist3 damerau_levenshtein hamming mismatches jaccard
  jaro_similarity jaro_winkler_similarity md5 sha1 sha256 hash url_encode url_decode format_bytes formatreadablesize
  formatreadabledecimalsize parse_dirname parse_dirpath parse_filename parse_path uuid gen_random_uuid uuidv4 uuidv7

  age century date_add date_diff datediff date_part datepart date_sub datesub date_trunc datetrunc day dayname
  dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms epoch_us epoch_ns era hour isodow isoyear julian
  last_day make_date make_time make_timestamp make_timestamp_ms make_timestamp_ns make_timestamptz microsecond
  millennium millisecond minute month monthname nanosecond quarter second strftime strptime try_strptime time_bucket
  timezone timezone_hour timezone_minute to_timestamp to_years to_quarters to_months to_weeks to_days to_hours
  to_minutes to_seconds to_milliseconds to_microseconds to_decades to_centuries to_millennia normalized_interval week
  weekday weekofyear year yearweek now today current_date current_localtime current_localtimestamp get_current_time
  get_current_timestamp transaction_timestamp ago

  any_value arbitrary approx_count_distinct approx_quantile approx_top_k arg_max arg_max_null arg_min arg_min_null
  argmax argmin max_by min_by array_agg avg mean bit_and bit_or bit_xor bool_and bool_or corr count count_if countif
  count_star covar_pop covar_samp entropy favg first first_value fsum geomean geometric_mean group_concat histogram
  histogram_exact kahan_sum kurtosis kurtosis_pop last last_value list listagg mad max median min mode product quantile
  quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy
  regr_syy reservoir_quantile sem skewness stddev stddev_pop stddev_samp string_agg sum sum_no_overflow sumkahan
  var_pop var_samp variance wavg weighted_avg equi_width_bins
  cume_dist dense_rank fill lag lead nth_value ntile percent_rank rank rank_dense row_number

  ifnull nullif coalesce if typeof constant_or_null
  list_value list_pack array_value list_contains list_has array_contains array_has list_has_any list_has_all
  array_has_any array_has_all list_position list_indexof array_position array_indexof list_extract list_element
  array_extract list_concat list_cat array_concat array_cat list_append list_prepend array_append array_prepend
  array_push_back array_push_front array_pop_back array_pop_front list_distinct array_distinct list_unique array_unique
  list_slice array_slice list_reverse array_reverse list_resize array_resize list_zip array_zip list_where array_where
  list_select array_select list_intersect array_intersect array_length array_to_string flatten
  list_transform array_transform list_apply array_apply apply list_filter array_filter filter list_reduce array_reduce
  reduce list_any_value list_approx_count_distinct list_avg list_bit_and list_bit_or list_bit_xor list_bool_and
  list_bool_or list_count list_entropy list_first list_histogram list_kurtosis list_kurtosis_pop list_last list_mad
  list_max list_median list_min list_mode list_product list_sem list_skewness list_stddev_pop list_stddev_samp
  list_string_agg list_sum list_var_pop list_var_samp list_sort array_sort list_reverse_sort array_reverse_sort
  list_cosine_distance list_cosine_similarity list_distance list_dot_product list_inner_product array_cosine_distance
  array_cosine_similarity array_cross_product array_distance array_dot_product array_inner_product
  range generate_series generate_subscripts unnest
  row struct_pack struct_extract struct_extract_at struct_insert struct_update struct_concat struct_keys struct_values
  struct_contains struct_has struct_position struct_indexof
  map map_concat map_contains map_contains_entry map_contains_value map_entries map_extract map_extract_value
  map_from_entries map_keys map_values cardinality element_at union_extract union_tag union_value
  json json_array json_array_length json_contains json_exists json_extract json_extract_path json_extract_path_text
  json_extract_string json_group_array json_group_object json_keys json_merge_patch json_object json_pretty json_quote
  json_structure json_transform json_transform_strict json_type json_valid json_value from_json from_json_strict to_json
  row_to_json array_to_json
  enum_code enum_first enum_last enum_range enum_range_boundary
  `
    .split(/\s+/)
    .filter((name) => name !== ''),
)

/** Table functions that make rows from their arguments and open nothing. */
export const admittedTableFunctions: ReadonlySet<string> = new Set(['range', 'generate_series', 'unnest'])
