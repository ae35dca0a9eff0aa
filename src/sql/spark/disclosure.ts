/**
 * How much of a column can be seen in a value that is made of it, where that is less than all: nothing (a count), a
 * digest of it (sha2), or a part, with what says which: another text may show more.
 */
export type Disclosure = 'nothing' | 'digest' | `part ${string}`

/** What a call leaves to be seen of its arguments; undefined for all that is not known to hide anything. */
export const disclosureOf = (name: string, label: string): Disclosure | undefined => {
  if (counts.has(name)) return 'nothing'
  if (digests.has(name)) return 'digest'
  return parts.has(name) ? `part ${label}` : undefined
}

/** What is left of a column behind two steps, `inner` the first of them. */
export const composed = (
  outer: Disclosure | undefined,
  inner: Disclosure | undefined,
): Disclosure | undefined => {
  if (outer === undefined || inner === undefined) return outer ?? inner
  if (rank(outer) !== rank(inner)) return rank(outer) < rank(inner) ? outer : inner
  return rank(outer) === 2 && outer !== inner ? `${partOf(outer)} of ${inner.slice('part '.length)}` : outer
}

/** The one of two that shows more; both together where neither does. */
export const widest = (a: Disclosure | undefined, b: Disclosure | undefined): Disclosure | undefined => {
  if (a === undefined || b === undefined) return undefined
  if (rank(a) !== rank(b)) return rank(a) > rank(b) ? a : b
  return rank(a) === 2 && a !== b
    ? `${partOf(a < b ? a : b)} and ${(a < b ? b : a).slice('part '.length)}`
    : a
}

const partOf = (disclosure: Disclosure): `part ${string}` =>
  `part ${disclosure.startsWith('part ') ? disclosure.slice('part '.length) : disclosure}`

const rank = (disclosure: Disclosure): number =>
  disclosure === 'nothing' ? 0 : disclosure === 'digest' ? 1 : 2

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const counts = words('count count_if approx_count_distinct')
const digests = words('md5 sha sha1 sha2 hash xxhash64 crc32')
const parts = words(`
  substring substr left right substring_index split split_part regexp_extract regexp_extract_all regexp_replace
  regexp_substr regexp_count regexp_instr translate overlay mask soundex ascii instr locate position charindex length
  char_length character_length len octet_length bit_length parse_url
  date_trunc trunc year month day dayofmonth dayofweek weekday dayofyear quarter week weekofyear hour minute second
  extract date_part datepart date_format last_day months_between datediff date_diff
  floor ceil ceiling round bround sign mod pmod
  sum avg mean median stddev stddev_pop stddev_samp variance var_pop var_samp percentile approx_percentile
  percentile_approx
`)
