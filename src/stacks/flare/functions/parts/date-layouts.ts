import { join, literal, type Sql, sql, trusted } from '../../../../sql/quote.ts'

/**
 * A text as the instant it means, a TIMESTAMP in UTC; NULL where no layout fits. `rules` are RE2 patterns with named
 * groups, tried before the built-in layouts, in their order. A text without an offset is UTC. Ambiguous a/b/yyyy is
 * day first, unless the second number exceeds 12.
 */
export const parseMoment = (text: Sql, rules: readonly DateRule[]): Sql => {
  const attempts = [
    ...rules.map((rule) =>
      attempt(
        rule.regex,
        rule.groups.filter((group) => group in meanings),
      ),
    ),
    epoch,
    ...layouts.map((layout) => attempt(`${layout}${tail}`, groupsOf(`${layout}${tail}`))),
    attempt(`${weekday}${month}\\s+${day}\\s+${clock}${zone}\\s+${longYear}`, [
      'month',
      'day',
      ...clockGroups,
      'zone',
      'year',
    ]),
  ]
  return sql`list_transform([trim(${text})], lambda t: coalesce(${attempts}))[1]`
}

export type DateRule = { readonly regex: string; readonly groups: readonly string[] }

const clockGroups = ['hour', 'minute', 'second', 'ns', 'half']
const longYear = '(?P<year>\\d{4})'
const year = '(?P<year>\\d{4}|\\d{2})'
const day = '(?P<day>\\d{1,2})(?:st|nd|rd|th)?'
const weekday = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,?\\s+)?'
const month =
  '(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const clock =
  '(?P<hour>\\d{1,2}):(?P<minute>\\d{1,2})(?::(?P<second>\\d{1,2})(?:[.,:](?P<ns>\\d{1,9}))?)?(?:\\s*(?P<half>[ap])\\.?m\\.?)?'
const names =
  '(?:utc|gmt)(?:[+-]\\d{1,2}(?::?\\d{2})?)?|[ecmp][sd]t|cest|cet|eest|eet|west|wet|bst|jst|kst|hst|akst|akdt'
const zone = `(?:\\s*(?P<zone>z|[+-]\\d{1,2}:?\\d{2}|[+-]\\d{1,2}|${names}))?(?:\\s*\\[[\\w/+-]+\\]|\\s*\\([\\w /+-]+\\))?`
const time = `(?:\\s*t\\s*|\\s*,\\s*|\\s+(?:at\\s+)?|:)(?:${clock}|(?P<bare>\\d{1,2})\\s*(?P<barehalf>[ap])\\.?m\\.?)`
// Without a time only an unmistakable offset counts: the end of 2020-02-30 is none.
const tail = `(?:${time}${zone}|\\s*(?P<dayzone>z|utc|gmt|[+-]\\d{2}:\\d{2}))?`

const layouts = [
  `${longYear}[-/._](?P<month>\\d{1,2})[-/._](?P<day>\\d{1,2})`,
  `${longYear}(?P<month>\\d{2})(?P<day>\\d{2})(?:t?(?P<hh>\\d{2})(?P<mm>\\d{2})(?:(?P<ss>\\d{2})(?:\\.?(?P<frac>\\d{1,9}))?)?)?`,
  `${longYear}[-/.](?P<month>\\d{1,2})`,
  `${longYear}年(?P<month>\\d{1,2})月(?P<day>\\d{1,2})日`,
  `${weekday}${day}(?:[-/., ]|\\s+of\\s+)\\s*${month}(?:[-/., ]\\s*)${year}`,
  `${weekday}${month}(?:[-/. ])\\s*${day}(?:[-/., ])\\s*${year}`,
  `${longYear}[-/., ]\\s*${month}[-/., ]\\s*${day}`,
  `${month}(?:[-/., ])\\s*${longYear}`,
  `(?P<a>\\d{1,2})[-/.](?P<b>\\d{1,2})[-/.]${year}`,
]

const groupsOf = (regex: string): readonly string[] => [
  ...new Set([...regex.matchAll(/\(\?P<(\w+)>/g)].map((match) => match[1] ?? '')),
]

// Which piece of a moment each group gives. Rules of a manifest use the long names.
const meanings: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'second',
    'ns',
    'zero',
    'half',
    'zone',
    'a',
    'b',
    'bare',
    'barehalf',
  ]
    .concat(['hh', 'mm', 'ss', 'frac', 'ampm', 'zoneOffset', 'zoneName', 'dayzone'])
    .map((name) => [name, name]),
)

const attempt = (regex: string, groups: readonly string[]): Sql => {
  if (groups.length === 0) return trusted('CAST(NULL AS TIMESTAMP)')
  const full = literal(`(?i)^\\s*(?:${regex})\\s*$`)
  const piece = (...names: string[]): Sql => {
    const present = names.filter((name) => groups.includes(name))
    return present.length === 0
      ? trusted('NULL')
      : sql`coalesce(${[...present.map((name) => trusted(`nullif(p.${name}, '')`)), trusted('NULL')]})`
  }
  const pieces = sql`regexp_extract(t, ${full}, [${groups.map(literal)}])`
  return sql`CASE WHEN regexp_matches(t, ${full}) THEN list_transform([${pieces}], lambda p: ${moment(piece)})[1] END`
}

const moment = (piece: (...names: string[]) => Sql): Sql => {
  const [a, b] = [piece('a'), piece('b')]
  const monthText = sql`coalesce(${piece('month')}, CASE WHEN CAST(${b} AS INTEGER) > 12 THEN ${a} ELSE ${b} END)`
  const dayText = sql`coalesce(${piece('day')}, CASE WHEN CAST(${b} AS INTEGER) > 12 THEN ${b} ELSE ${a} END, '1')`
  const monthNumber = sql`coalesce(TRY_CAST(${monthText} AS BIGINT),
    nullif(list_position(${monthNames}, lower(left(${monthText}, 3))), 0), 1)`
  const yearNumber = sql`CAST(${piece('year')} AS BIGINT)`
  const fullYear = sql`(CASE WHEN length(${piece('year')}) > 2 THEN ${yearNumber} WHEN ${yearNumber} < 70 THEN 2000 + ${yearNumber} ELSE 1900 + ${yearNumber} END)`
  const half = sql`lower(left(${piece('half', 'barehalf', 'ampm')}, 1))`
  const plainHour = sql`CAST(coalesce(${piece('hour', 'bare', 'hh')}, '0') AS BIGINT)`
  const hour = sql`(CASE ${half} WHEN 'p' THEN ${plainHour} % 12 + 12 WHEN 'a' THEN ${plainHour} % 12 ELSE ${plainHour} END)`
  const number = (...names: string[]) => sql`CAST(coalesce(${piece(...names)}, '0') AS BIGINT)`
  const micros = sql`CAST(left(rpad(coalesce(${piece('ns', 'frac')}, '0'), 6, '0'), 6) AS BIGINT)`
  const local = sql`make_timestamp(${fullYear}, ${monthNumber}, CAST(${dayText} AS BIGINT), ${hour}, ${number('minute', 'mm')}, CAST(${number('second', 'ss')} AS DOUBLE))`
  return sql`TRY(${local} + to_microseconds(${micros}) - ${offset(piece('zone', 'zoneOffset', 'zoneName', 'dayzone'))})`
}

const monthNames = trusted(
  `['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']`,
)

// Names that mean one offset; a name such as IST means several and is left to the rules.
const offsets: Readonly<Record<string, number>> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  hst: -600,
  akst: -540,
  akdt: -480,
  wet: 0,
  west: 60,
  cet: 60,
  cest: 120,
  eet: 120,
  eest: 180,
  bst: 60,
  jst: 540,
  kst: 540,
}

const offset = (zoneText: Sql): Sql => {
  const numeric = sql`regexp_extract(${zoneText}, '([+-])(\\d{1,2}):?(\\d{2})?$', ['sign', 'hours', 'minutes'])`
  const minutes = sql`list_transform([${numeric}], lambda o: CASE o.sign WHEN '-' THEN -1 ELSE 1 END *
    (CAST(o.hours AS BIGINT) * 60 + CAST(coalesce(nullif(o.minutes, ''), '0') AS BIGINT)))[1]`
  const named = join(
    Object.entries(offsets).map(([name, value]) => sql`WHEN ${literal(name)} THEN ${value}`),
    ' ',
  )
  return sql`to_minutes(CASE WHEN regexp_matches(coalesce(${zoneText}, ''), '[+-]\\d') THEN ${minutes}
    ELSE CASE lower(coalesce(${zoneText}, '')) ${named} ELSE 0 END END)`
}

// 10, 13, 16 or 19 digits count seconds, milli-, micro- or nanoseconds.
const epoch = trusted(
  `CASE WHEN regexp_full_match(t, '-?(\\d{10}|\\d{13}|\\d{16}|\\d{19})') THEN TRY(make_timestamp(CAST(` +
    `CASE length(ltrim(t, '-')) WHEN 10 THEN CAST(t AS HUGEINT) * 1000000 WHEN 13 THEN CAST(t AS HUGEINT) * 1000 ` +
    `WHEN 16 THEN CAST(t AS HUGEINT) ELSE CAST(t AS HUGEINT) // 1000 END AS BIGINT))) END`,
)
