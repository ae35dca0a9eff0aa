import { literal } from '../../../src/sql/quote.ts'
import { dateTexts, jsonTexts, numberTexts, quoted, texts } from './adversarial-texts.ts'
import { drawnValues } from './drawn-rows.ts'

/*
 * Rows that tell implementations apart, for every type of Spark. Values are written in DuckDB's SQL and become Parquet
 * once, so that both sides read the same bytes. Three kinds of tables come of them:
 *   t_s, t_i, …       (id, v): all values of one type
 *   few_s, few_i, …   (id, v): a handful of them, for the second and third argument of a cross product
 *   t                 (id, g, s, i, …): one column of each type, values side by side; g has few values, for groups
 */

type Values = {
  /** In DuckDB's spelling. */
  readonly type: string
  /** DuckDB's SQL for each value. */
  readonly all: readonly string[]
  /** Positions in `all` of those that are `few`. */
  readonly few: readonly number[]
}

const doubles = `NULL 0.0 '-0.0' 1.5 -2.5 'nan' 'inf' '-inf' 0.5 1.0 -1.0 2.0 3.0 0.1 2.675 1.005 -1.005 1e10 -1e10 1e-5 1e-10
  123456789.123 9007199254740993 9223372036854775807 -9223372036854775808 1e19 1.7976931348623157e308
  -1.7976931348623157e308 2.2250738585072014e-308 4.9e-324 100 1000 255 7 -7 45 3.141592653589793 0.9999999 1e7 1e-3`

const structs = [
  `NULL`,
  `{'a': 1, 'b': 'x'}`,
  `{'a': NULL, 'b': NULL}`,
  `{'a': -1, 'b': ''}`,
  `{'a': 1, 'b': 'y'}`,
  `{'a': 2147483647, 'b': 'é'}`,
]

/** What the columns are called, and what is in them. */
const values: Readonly<Record<string, Values>> = {
  s: { type: 'VARCHAR', all: texts, few: [0, 1, 2, 4, 5, 6, 7, 8] },
  numtext: { type: 'VARCHAR', all: numberTexts, few: [0, 1, 2, 3, 4] },
  datetext: { type: 'VARCHAR', all: dateTexts, few: [0, 1, 2, 3, 4] },
  json: { type: 'VARCHAR', all: jsonTexts, few: [0, 1, 2, 3, 4] },
  flag: { type: 'BOOLEAN', all: ['NULL', 'true', 'false'], few: [0, 1, 2] },
  tiny: { type: 'TINYINT', all: 'NULL 0 1 -1 127 -128 7 -7 100'.split(' '), few: [0, 1, 3, 4] },
  small: { type: 'SMALLINT', all: 'NULL 0 1 -1 32767 -32768 7 -7 255'.split(' '), few: [0, 1, 3, 4] },
  i: {
    type: 'INTEGER',
    all: 'NULL 0 1 -1 2 3 -2 100 2147483647 -2147483648 7 -7 10 -100 31 32 33 64 127 128 255 256 -128 86400 1000000'.split(
      ' ',
    ),
    few: [0, 1, 2, 3, 5, 6, 8, 9],
  },
  l: {
    type: 'BIGINT',
    all: 'NULL 0 1 -1 2 3 63 64 9223372036854775807 -9223372036854775808 9007199254740993 1704450030 -86400 2147483648 -2147483649 100000000000 253402300799 7 -7'.split(
      ' ',
    ),
    few: [0, 1, 2, 3, 8, 9],
  },
  f: {
    type: 'FLOAT',
    all: `NULL 0.0 '-0.0' 1.5 -2.5 'nan' 'inf' '-inf' 0.1 3.4028235e38 -3.4028235e38 1.4e-45 16777217 1e10 1e-5 2.675`.split(
      ' ',
    ),
    few: [0, 1, 2, 3, 5, 6],
  },
  d: { type: 'DOUBLE', all: doubles.split(/\s+/), few: [0, 1, 2, 3, 4, 5, 6, 7] },
  m: {
    type: 'DECIMAL(10,2)',
    all: 'NULL 0.00 1.50 -1.50 2.50 0.01 -0.01 99999999.99 -99999999.99 1234.56 0.05 0.15 1.00 100.00 7.00 -7.00'.split(
      ' ',
    ),
    few: [0, 1, 2, 3, 7],
  },
  wide: {
    type: 'DECIMAL(38,18)',
    all: `NULL 0 1.5 -1.5 0.000000000000000001 -0.000000000000000001 99999999999999999999.999999999999999999
      -99999999999999999999.999999999999999999 0.123456789012345678 12345678901234567890.5 0.0000005 100`.split(
      /\s+/,
    ),
    few: [0, 1, 2, 4, 6],
  },
  huge: {
    type: 'DECIMAL(38,0)',
    all: 'NULL 0 1 -1 99999999999999999999999999999999999999 -99999999999999999999999999999999999999 9223372036854775808 7'.split(
      ' ',
    ),
    few: [0, 1, 3, 4],
  },
  bin: {
    type: 'BLOB',
    all: [
      'NULL',
      ...[``, `\\x00`, `abc`, `\\xFF\\xFE`, `\\xC3\\xA9`, `\\xED\\xA0\\x80`, `\\x80abc\\x00\\x00`, ` a `].map(
        literal,
      ),
    ],
    few: [0, 1, 3, 4],
  },
  day: {
    type: 'DATE',
    all: [
      'NULL',
      ...quoted(
        `2024-02-29 1970-01-01 1969-12-31 0001-01-01 9999-12-31 2023-02-28 2024-01-31 2024-12-30 2021-01-03 1582-10-04
        1582-10-15 1900-02-28 2000-02-29 1899-12-31 2024-03-31 2023-12-31 2020-12-28 0004-02-29 1500-02-28 2038-01-19`.split(
          /\s+/,
        ),
      ),
    ],
    few: [0, 1, 2, 3, 4, 5, 7],
  },
  ts: {
    type: 'TIMESTAMP WITH TIME ZONE',
    all: [
      'NULL',
      ...`2024-02-29 10:20:30.123456|1970-01-01 00:00:00|1969-12-31 23:59:59.999999|0001-01-01 00:00:00|9999-12-31 23:59:59.999999
        |2024-01-31 23:59:59.5|2024-03-31 01:30:00|2024-11-03 05:59:59|1582-10-04 12:00:00|1582-10-15 00:00:00|1900-01-01 00:00:00.000001
        |2024-12-31 00:00:00|2023-12-31 12:00:00|2021-01-03 00:00:01|2024-02-29 00:00:00|1500-02-28 23:00:00|2024-07-01 12:34:56.789|1883-11-18 12:00:00`
        .split('|')
        .map((value) => literal(`${value.trim()}+00`)),
    ],
    few: [0, 1, 2, 3, 4, 5, 6],
  },
  ntz: {
    type: 'TIMESTAMP',
    all: [
      'NULL',
      ...`2024-02-29 10:20:30.123456|1970-01-01 00:00:00|1969-12-31 23:59:59.999999|0001-01-01 00:00:00|9999-12-31 23:59:59.999999|2024-03-31 02:30:00`
        .split('|')
        .map(literal),
    ],
    few: [0, 1, 3, 4],
  },
  ints: {
    type: 'INTEGER[]',
    all: [
      'NULL',
      '[]',
      '[1, 2, 3]',
      '[NULL]',
      '[3, NULL, 1, NULL, 3]',
      '[1]',
      '[2147483647, -2147483648, 0]',
      '[2, 2, 1]',
      '[5, 4, 3, 2, 1]',
    ],
    few: [0, 1, 2, 3, 4],
  },
  strs: {
    type: 'VARCHAR[]',
    all: [
      'NULL',
      '[]',
      `['a', 'b', 'c']`,
      '[NULL]',
      `['b', NULL, '', 'a', NULL, 'b']`,
      `['']`,
      `['é', 'e\u0301', 'Z', 'z', '👩‍👩‍👧', 'ﬁ', '\uffff', '\u{10ffff}']`,
      `['12', ' x ', 'a,b']`,
    ],
    few: [0, 1, 2, 3, 4],
  },
  doubles: {
    type: 'DOUBLE[]',
    all: [
      'NULL',
      '[]',
      '[1.5, -2.5]',
      '[NULL]',
      `['nan'::DOUBLE, 1.0, 'inf'::DOUBLE, '-inf'::DOUBLE, NULL, 'nan'::DOUBLE]`,
      `[0.0, '-0.0'::DOUBLE]`,
      `['-0.0'::DOUBLE, 0.0, 1e10, 1e-5]`,
    ],
    few: [0, 1, 3, 4, 5],
  },
  nested: {
    type: 'INTEGER[][]',
    all: [
      'NULL',
      '[]',
      '[[1, 2], [3]]',
      '[NULL]',
      '[[], [NULL], NULL, [1]]',
      '[[1, 2], [1, 2], [1]]',
      '[[]]',
    ],
    few: [0, 1, 2, 4],
  },
  structs: {
    type: 'STRUCT(a INTEGER, b VARCHAR)[]',
    all: [
      'NULL',
      '[]',
      `[${structs.slice(1).join(', ')}]`,
      '[NULL]',
      `[${structs.join(', ')}, ${structs[1]}]`,
    ],
    few: [0, 1, 2, 3, 4],
  },
  smap: {
    type: 'MAP(VARCHAR, INTEGER)',
    all: [
      'NULL',
      'MAP {}',
      `MAP {'a': 1, 'b': 2}`,
      `MAP {'a': NULL}`,
      `MAP {'': 0, 'é': -1, 'b': 2147483647}`,
      `MAP {'b': 2, 'a': 1}`,
    ],
    few: [0, 1, 2, 3],
  },
  imap: {
    type: 'MAP(INTEGER, VARCHAR)',
    all: ['NULL', 'MAP {}', `MAP {1: 'a', 2: 'b'}`, `MAP {1: NULL}`, `MAP {0: '', -1: 'é', 2147483647: 'x'}`],
    few: [0, 1, 2, 3],
  },
  rec: { type: 'STRUCT(a INTEGER, b VARCHAR)', all: structs, few: [0, 1, 2] },
}

/** The columns of `t`, which name the tables `t_…` and `few_…`, too. */
export const columnNames: readonly string[] = Object.keys(values)

/** Where a seed stands, the rows are drawn by it, and a case need not end as it does over those that stand here. */
export const rowsSeed: number | undefined =
  process.env['MILLRACE_ROWS_SEED'] === undefined ? undefined : Number(process.env['MILLRACE_ROWS_SEED'])

/** The values of one column. */
export const named = (column: string): Values => {
  const found = values[column]
  if (found === undefined) throw new Error(`no adversarial values called ${column}`)
  return rowsSeed === undefined ? found : { ...found, ...drawnValues(rowsSeed, column) }
}
