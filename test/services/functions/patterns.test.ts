import { type Case, over, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`

const quotedDouble = (text: string): string => `"${text}"`
const values = (texts: readonly string[]): string => texts.map((text) => `('${text}')`).join(', ')

const sectioned = [
  '2024-01-05',
  '2024-01-05 10:20:30',
  '2024-01-05 10:20',
  '2024-01-05 10:20:30.1',
  '2024-01-05 10:20:30.123',
  '2024-01-05 10:20:30,25',
  '2024-01-05T10:20:30',
  '2024-01-05 ',
  ' 2024-01-05',
  '2024-02-30',
  '2024-13-05 25:00',
  '2024-1-5',
  '12024-01-05',
  '20240105',
  '202401051020',
  '202401051',
  '2024/01/05',
  '2024/5/1',
  '1/5/2024',
  '01/13/2024',
  '13/01/2024',
  '05/01',
  '05/01-2024',
  '05/01/20245',
  '-1/-1/2024',
  'jan 5, 2024',
  '5-JAN-24',
  'March 2024',
  '1:05 pm',
  '13:05',
  '',
  'x',
]

/** Every way to print that is known here, over instants from the year 1 on. */
const printing = [
  'yyyy-MM-dd',
  'yyyy-MM-dd HH:mm:ss',
  "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
  'dd/MM/yyyy',
  'MMM d, yyyy',
  'EEEE, d MMMM yyyy',
  'E EE EEE',
  'h:mm a',
  'hh K KK k kk',
  'y yy yyy yyyyy',
  'D DD DDD',
  'S SS SSS SSSS SSSSS SSSSSS SSSSSSS SSSSSSSSS',
  'Q QQ QQQ QQQQ q qq',
  'L LL LLL LLLL M',
  'X XX XXX XXXX XXXXX',
  'x xx xxx xxxx xxxxx',
  'Z ZZ ZZZ ZZZZ ZZZZZ',
  'z zz zzz zzzz VV O OOOO',
  'G y',
  'yyyy GGGG yy',
  'F',
  "'it''s' ''yyyy",
  'yyyy[-MM[-dd]]',
  '[yyyy',
  '%%d!?.,',
  'H m s',
  '',
  "''",
  'yyyyMMddHHmmss',
]

const refusedLetters =
  `YYYY-MM-dd ww W u e c A n N B p I b yyyy]MM ddd HHH MMMMM EEEEE aa {yyyy} yyyy# V VVV OO yyyyyyyyyyy XXXXXX
  QQQQQ GGGGG 'open SSSSSSSSSS`.split(/\s+/)

const texts: Readonly<Record<string, readonly string[]>> = {
  'yyyy-MM-dd': [
    '2024-02-29',
    '2023-02-29',
    '2024-13-01',
    'abc',
    '',
    '2024-00-10',
    '-0001-01-01',
    '+12024-01-01',
    '0000-01-01',
    '1582-10-10',
    '24x',
  ],
  'yyyy-MM-dd HH:mm:ss': [
    '2024-01-05 10:20:30',
    '2024-01-05 24:00:00',
    '2024-01-05 10:60:00',
    '2024-01-05',
    '2024-01-05 23:59:59',
  ],
  'dd/MM/yyyy': ['05/01/2024', '31/02/2024', '13/13/2024', 'x05/01/2024'],
  'MM-dd-yyyy': ['12-31-1999', '31-12-1999'],
  yyyyMMdd: ['20240105', '20240230', '2024010', '202401050', '2024-01-05', '240105'],
  yyyyMMddHHmmss: ['20240105102030', '202401051020'],
  'd-MMM-yyyy': ['5-Jan-2024', '5-jan-2024', '05-FEB-2024', '30-Feb-2024', '5-Foo-2024'],
  'MMM d, yyyy': ['Jan 5, 2024', 'dec 31, 1999', 'May 5, 2024'],
  'MMMM d, yyyy': ['January 5, 2024', 'MAY 31, 2024', 'December 032, 2024'],
  'M/d/yy': ['1/5/24', '12/31/99', '13/1/24'],
  'd.M.y': ['5.1.2024', '05.01.24', '1.1.1', '5.1.-3'],
  "yyyy-MM-dd'T'HH:mm:ss.SSSXXX": [
    '2024-01-05T10:20:30.123+02:00',
    '2024-01-05t10:20:30.1Z',
    '2024-01-05T10:20:30.123-18:00',
    '2024-01-05T10:20:30.12',
    '2024-01-05T10:20:30.123+02:60',
  ],
  "yyyy-MM-dd'T'HH:mm:ssX": [
    '2024-01-05T10:20:30Z',
    '2024-01-05T10:20:30+02',
    '2024-01-05T10:20:30+0230',
    '2024-01-05T10:20:30-19',
  ],
  "yyyy-MM-dd'T'HH:mm:ssxx": ['2024-01-05T10:20:30+0000', '2024-01-05T10:20:30-0530', '2024-01-05T10:20:30Z'],
  'yyyy-MM-dd HH:mm:ss Z': ['2024-01-05 10:20:30 +0530', 'x'],
  'yyyy-MM-dd HH:mm:ss.SSSSSS': [
    '2024-01-05 10:20:30.5',
    '2024-01-05 10:20:30.123456',
    '2024-01-05 10:20:30.000001',
  ],
  'yyyy-MM-dd HH:mm:ss[.SSS]': ['2024-01-05 10:20:30', '2024-01-05 10:20:30.5', '2024-01-05 10:20:30.1234'],
  "yyyy-MM-dd['T'HH:mm:ss]": ['2024-01-05', '2024-01-05T10:20:30', '2024-01-05T10'],
  'h:mm a': ['1:05 PM', '12:00 AM', '12:30 pm', '13:00 PM'],
  'hh:mm': ['00:30', '12:30'],
  'yyyy-MM-dd hh:mm': ['2024-01-05 12:30', '2024-01-05 01:30', '2024-01-05 13:30'],
  'K:mm a': ['0:30 PM', '11:59 PM', '12:00 PM'],
  'k:mm': ['24:00', '1:30', '25:00'],
  'H:m:s': ['1:2:3', '23:59:59', '24:0:0', '001:2:3'],
  Hmm: ['930', '2359', '2460'],
  yyyy: ['2024', '0001', '9999', 'x'],
  'yyyy-MM': ['2024-07', '2024-13'],
  'MM-dd': ['02-28', '02-29', '12-31'],
  'HH:mm': ['10:20', '23:59'],
  a: ['PM', 'am'],
  yyyyDDD: ['2024060', '2024366', '2023365', '2023366', '2023000', '2024367', '1900366', '20240600', '24060'],
  'yyyy-D': ['2024-60', '2024-1', '2024-00060', '2023-366', '0000-366', '-0001-5', '9999-365', '1582-356'],
  yyDDD: ['24060', '99365', '99366', '00366'],
  'DDD/y HH:mm': ['060/2024 10:20', '366/2024 23:59'],
  'd/M/yyyy': ['5/1/2024', '05/01/2024', '005/1/2024', '31/2/2024', '5/1/0000', '5/13/2024', '5/1/+12024'],
  'M/d/yyyy H:m:s': ['1/5/2024 1:2:3', '12/31/1999 23:59:59', '1/5/2024 24:0:0', '2/30/2024 1:2:3'],
  "yyyy-MM-dd'T'HH:mm:ss'Z'": ['2024-01-05T10:20:30Z', '2024-01-05T24:00:00Z', '0000-01-05T10:20:30Z'],
  "yyyy-MM-dd'T'HH:mm:ss": ['2024-01-05T10:20:30', '2024-01-05T24:00:00', '2024-02-30T10:20:30'],
  "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXX": ['2024-01-05T10:20:30.123456Z', '2024-01-05T10:20:30.1Z'],
  "yyyy-MM-dd'T'HH:mm:ss.SSS": ['2024-01-05T10:20:30.123', '2024-01-05T24:00:00.000'],
  'yyyy*MM?dd\\\\': ['2024*01?05\\\\', '2024x01y05\\\\', '2024**01?05'],
}

/** What Spark 2 read and Spark 3 does not: its default policy is an error, so there must be no result. */
const upgraded: Readonly<Record<string, readonly string[]>> = {
  'yyyy-MM-dd': [
    '2024-1-5',
    ' 2024-01-05',
    '2024-01-05x',
    '24-01-05',
    '1500-02-29',
    '2024-01-05 10:20:30',
    '12024-01-01',
    '2024-1- 5',
  ],
  'yyyy-MM-dd HH:mm:ss': ['2024-01-05 1:2:3', '2024-01-05 10:20:30.5'],
  'dd/MM/yyyy': ['5/1/2024', '05/01/24'],
  'd/M/yyyy': [' 5/1/2024', '5/1/24'],
  yyyyMMdd: ['2024015'],
  'd-MMM-yyyy': ['5-January-2024'],
  'MMM d, yyyy': ['January 5, 2024', 'Jan 5, 24'],
  "yyyy-MM-dd'T'HH:mm:ssX": ['2024-1-05T10:20:30Z'],
  'yyyy-DDD': ['2024-60', '2024-060x', '1500-366', '24-060'],
  'yy-D': ['2024-060', '1500-366'],
  'DDD/y HH:mm': ['366/12024 00:00x'],
  'yy-M-d': ['1500-2-29'],
  'y-M-d': ['00-1-1x'],
}

const refusedForReading = ['E yyyy', 'EEE, dd MMM yyyy', 'QQ yyyy', 'q', 'F', 'YYYY', 'yyyy-ww']
const refusedHereForReading = ['DDD', 'yyyy-MM-DDD', 'yyyy[-DDD]', 'yyyy DD']

const reads = (patterns: Readonly<Record<string, readonly string[]>>): readonly Case[] =>
  Object.entries(patterns).flatMap(([pattern, of]) =>
    of.map((text) => over('to_timestamp', [quoted(text), quoted(pattern)])),
  )

const sql = (name: string, text: string): Case => ({ name, sql: text })

compareWithSpark('patterns of Java', [
  ...printing.map((pattern) => over('date_format', ['ts', quoted(pattern)])),
  ...['yyyy-MM-dd', 'H:mm', 'DDD Q'].flatMap((pattern) => [
    over('date_format', ['day', quoted(pattern)]),
    over('date_format', ['ntz', quoted(pattern)]),
    over('date_format', ['datetext', quoted(pattern)]),
    over('from_unixtime', ['i', quoted(pattern)]),
  ]),
  sql(
    'years of five digits',
    "SELECT date_format(make_date(12024 + v, 2, 3), 'y yy yyy yyyy yyyyy yyyyyy') AS r, date_format(make_date(v - 7, 2, 3), 'y yy yyy yyyy yyyyy') AS s, date_format(make_date(v - 7, 2, 3), 'G y yy yyyy') AS t FROM few_tiny WHERE v < 100 AND v > -100",
  ),
  over('from_unixtime', ['i']),
  over('from_unixtime(? % 100000000000)', ['l']),
  over('from_unixtime', ['few numtext']),
  over('date_format', ['ts', 'NULL']),
  over('to_timestamp', ['s', 'NULL']),
  ...refusedEverywhere(refusedLetters.map((pattern) => over('date_format', ['few ts', quoted(pattern)]))),
  ...refusedEverywhere(
    refusedForReading.map((pattern) => over('to_timestamp', ['few datetext', quoted(pattern)])),
  ),
  ...refusedHere(
    refusedHereForReading.map((pattern) => over('to_timestamp', ["'2024-02-060'", quoted(pattern)])),
  ),
  sql(
    'days of the year that are printed and read',
    "SELECT id, to_date(date_format(v, 'yyyyDDD'), 'yyyyDDD') AS a, to_timestamp(date_format(v, 'D/yyyy HH:mm:ss.SSSSSS'), 'D/yyyy HH:mm:ss.SSSSSS') AS b, try_to_timestamp(date_format(v, 'yy-DDD'), 'yy-DDD') AS c FROM t_ts",
  ),
  ...reads(texts),
  ...refusedEverywhere(reads(upgraded)),
  ...[
    'to_date',
    'to_timestamp',
    'unix_timestamp',
    'to_unix_timestamp',
    'to_timestamp_ntz',
    'to_timestamp_ltz',
    'try_to_timestamp',
  ].flatMap((name) => [
    sql(
      `${name} of good texts`,
      `SELECT id, ${name}(v, 'yyyy-MM-dd HH:mm:ss') AS r FROM t_datetext WHERE v LIKE '____-__-__ __:__:__' OR v IS NULL`,
    ),
    sql(
      `${name} of text that Spark 2 read`,
      `SELECT ${name}(v, 'yyyy-MM-dd') AS r FROM t_datetext WHERE v LIKE '____-__-__'`,
    ),
    over(name, ['ts', "'yyyy'"]),
    over(name, ['day', "'yyyy'"]),
    sql(`the name of ${name}`, `SELECT ${name}('2024-01-05', 'yyyy-MM-dd'), ${name}(DATE'2024-01-05')`),
  ]),
  ...['to_date', 'to_timestamp', 'to_timestamp_ltz', 'to_timestamp_ntz', 'try_to_timestamp'].flatMap(
    (name) => [
      over(name, ['datetext']),
      over(name, ['ts']),
      over(name, ['ntz']),
      over(name, ['day']),
      over(name, ['flag']),
    ],
  ),
  ...['i', 'l', 'd', 'm'].map((column) => over('to_timestamp_ntz', [column])),
  over("to_timestamp_ntz(20240105 + ?, 'yyyyMMdd')", ['few tiny']),
  over('to_timestamp', ['i']),
  over('to_date', ['i']),
  over("to_date(20240105 + ?, 'yyyyMMdd')", ['few tiny']),
  over('to_timestamp', ['few d']),
  sql(
    'years that Spark 2 did not read either',
    "SELECT s, to_timestamp(s, 'yyyy') AS a, to_date(s, 'yyyy') AS b, unix_timestamp(s, 'yyyy') AS c, to_date(concat('05/', s), 'MM/yy') AS d, to_date(concat(s, '-01-05'), 'yyyy-MM-dd') AS e FROM VALUES ('20240105'), ('1704450030'), ('1704450030123'), ('294248') AS v(s)",
  ),
  ...['XXXX', 'XXXXX', 'xxxx', 'xxxxx'].map((run) =>
    sql(
      `offsets with seconds by ${run}`,
      `SELECT z, to_timestamp(concat('2024-01-05 10:20:30 ', z), 'yyyy-MM-dd HH:mm:ss ${run}') AS r FROM VALUES ('Z'), ('z'), ('+0530'), ('+05:30'), ('+053015'), ('-05:30:15'), ('+05'), ('-00:00'), ('+18:00:00'), ('+18:00:01'), ('+05:30:60'), ('+24:00'), ('EST') AS q(z)`,
    ),
  ),
  sql(
    'offsets with a colon by ZZZZZ',
    "SELECT z, to_timestamp(concat('2024-01-05 10:20:30 ', z), 'yyyy-MM-dd HH:mm:ss ZZZZZ') AS r FROM VALUES ('Z'), ('+05:30'), ('-05:30:15'), ('+05'), ('+18:00'), ('+24:00') AS q(z)",
  ),
  sql(
    'sections for fractions of several lengths',
    `SELECT s, to_timestamp(s, 'yyyy-MM-dd HH:mm:ss[.SSS][.SS][.S]') AS a, to_timestamp(s, 'yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS]') AS b, to_timestamp(concat(s, 'Z'), 'yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS]X') AS c FROM VALUES ('2024-01-05 10:20:30.123'), ('2024-01-05 10:20:30.12'), ('2024-01-05 10:20:30'), ('2024-01-05 10:20:30.'), ('x'), (NULL), ('2024-01-05 10:20:30.1234') AS t(s)`,
  ),
  sql(
    'sections for fractions, the shortest first',
    `SELECT s, to_timestamp(s, 'yyyy-MM-dd HH:mm:ss[.S][.SSS]') AS r FROM VALUES ${values(['2024-01-05 10:20:30.123', '2024-01-05 10:20:30.1', '2024-01-05 10:20:30'])} AS t(s)`,
  ),
  // Java reads by the first section that fits by its form, and does not go back.
  ...[
    '[yyyy-MM-dd][dd/MM/yyyy]',
    '[yyyy-MM-dd][yyyy-MM-dd HH:mm:ss]',
    '[yyyy-MM-dd HH:mm:ss][yyyy-MM-dd]',
    "[yyyy-MM-dd'T'HH:mm:ss][yyyy-MM-dd HH:mm:ss.SSS][yyyy/MM/dd]",
    '[dd/MM/yyyy][MM/dd/yyyy]',
    '[yyyyMMdd][yyyyMMddHHmm]',
    '[yyyyMMddHHmm][yyyyMMdd]',
    '[d/M/yyyy][yyyy/M/d]',
    '[MMM d, yyyy][d-MMM-yy][MMMM yyyy]',
    '[h:mm a][HH:mm]',
    'yyyy-MM-dd[ HH:mm:ss][ HH:mm]',
    'yyyy-MM-dd[ HH:mm][ HH:mm:ss]',
    'dd/MM[/yyyy][-yyyy]',
    'yyyy-MM-dd HH:mm:ss.[SSS][SS][S]',
    'yyyy-MM-dd HH:mm:ss[.SSS][,SSS]',
  ].map((pattern) =>
    sql(
      `either section of ${pattern}`,
      `SELECT s, to_timestamp(s, ${quotedDouble(pattern)}) AS a, to_date(s, ${quotedDouble(pattern)}) AS b, unix_timestamp(s, ${quotedDouble(pattern)}) AS c FROM VALUES ${values(sectioned)}, (NULL) AS t(s)`,
    ),
  ),
  ...refusedHere([
    sql('sections in sections', "SELECT to_date('2024-01-05', '[yyyy[-MM]][yyyy-MM-dd]') AS r"),
    sql('something behind sections', "SELECT to_date('2024-01-05', '[yyyy-MM][MM-yyyy]-dd') AS r"),
    sql('sections of digits behind digits', "SELECT to_date('202401', 'yyyy[MM][MMdd]') AS r"),
  ]),
  ...refusedEverywhere([
    sql('a year that Spark 2 read', "SELECT to_timestamp('294246', 'yyyy') AS r"),
    sql('a year of more than 32 bits that Spark 2 read', "SELECT to_timestamp('4294969320', 'yyyy') AS r"),
    over('to_timestamp', ['i', "'yyyy'"]),
    over('unix_timestamp', ['i']),
    over('try_to_timestamp', ["'2024-1-5'", "'yyyy-MM-dd'"]),
  ]),
  sql(
    'the time of unix_timestamp',
    'SELECT unix_timestamp() = unix_timestamp(now()) AS r, typeof(unix_timestamp()) AS t',
  ),
  sql(
    'names of calls with the usual pattern',
    "SELECT unix_timestamp(TIMESTAMP'2024-01-05 00:00:00'), from_unixtime(1), to_unix_timestamp('2024-01-05 00:00:00')",
  ),
  sql(
    'a column that is read and printed',
    "SELECT id, to_date(date_format(v, 'dd.MM.yyyy'), 'dd.MM.yyyy') AS a, date_format(to_timestamp(date_format(v, 'yyyyMMddHHmmss'), 'yyyyMMddHHmmss'), 'E') AS b FROM t_ts",
  ),
])
