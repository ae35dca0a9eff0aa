import { type Case, lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/** Numbers that are the same in every run. */
const numbersFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Dialect = {
  readonly options: string
  readonly quote: string
  readonly escape: string
  readonly sep: string
}

const spark = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r').replaceAll('\f', '\\u000c')}'`

/** Lines out of what means something to a reader of CSV, in no good order. */
const nastyLines = (seed: number, count: number, { quote, escape, sep }: Dialect): readonly string[] => {
  const next = numbersFrom(seed)
  const pieces = [
    sep,
    sep,
    sep,
    quote,
    quote,
    quote,
    escape,
    'a',
    'bc',
    ' ',
    '\t',
    '1',
    '-2',
    'é',
    '😀',
    '\n',
    '\r',
    '#',
    "'",
    '2024-01-05',
    `${quote}${sep}${quote}`,
    `${quote}x y${quote}`,
    '1.5',
    'true',
    'NA',
  ]
  const made = new Set<string>()
  while (made.size < count) {
    const text = Array.from({ length: next(14) }, () => pieces[next(pieces.length)] ?? '').join('')
    // What the function fails at, by name.
    if (escape === quote || !text.includes(quote + escape)) made.add(text)
  }
  return [...made]
}

const schemas = [
  'a STRING, b STRING, c STRING',
  'a STRING, b INT, c STRING, _corrupt_record STRING',
  'a BOOLEAN, b DOUBLE, c STRING',
  '_corrupt_record STRING, a BIGINT',
  'a DECIMAL(5,1), b STRING, c FLOAT, d TINYINT',
]

const random = (title: string, seed: number, dialect: Dialect): readonly Case[] =>
  schemas.map((schema, i) => {
    const rows = nastyLines(seed + i, 80, dialect)
    const options = dialect.options === '' ? '' : `, map(${dialect.options})`
    return {
      name: `random lines ${title} as ${schema}`,
      sql: `SELECT id, v, from_csv(v, '${schema}'${options}) AS r FROM VALUES ${rows.map((row, id) => `(${id}, ${spark(row)})`).join(', ')} AS t(id, v)`,
    }
  })

const usual = { quote: '"', escape: '\\', sep: ',' }

const fieldTypes = [
  'BYTE',
  'SMALLINT',
  'INT',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL(10,2)',
  'DECIMAL(38,10)',
  'BOOLEAN',
  'STRING',
]

const fieldsOf = (column: string): string => {
  const reads = fieldTypes.map(
    (type, i) =>
      `from_csv(v, 'a ${type}', map('sep', '|')) AS r${i}, from_csv(v, 'a ${type}, _corrupt_record STRING', map('sep', '|')) AS c${i}`,
  )
  return `SELECT id, ${reads.join(', ')} FROM t_${column} WHERE instr(v, '\uffff') = 0 AND instr(v, chr(0)) = 0`
}

compareWithSpark('from_csv', [
  ...random('without options', 1, { options: '', ...usual }),
  ...random('with a tab', 11, { options: `'sep', '\\\\t'`, ...usual, sep: '\t' }),
  ...random('with doubled quotes', 21, {
    options: `'sep', ';', 'escape', '"'`,
    quote: '"',
    escape: '"',
    sep: ';',
  }),
  ...random('trimmed', 31, {
    options: `'ignoreLeadingWhiteSpace', 'true', 'ignoreTrailingWhiteSpace', 'true'`,
    ...usual,
  }),
  ...random('with other quotes', 41, {
    options: `'delimiter', '|', 'quote', "'", 'escape', '/'`,
    quote: "'",
    escape: '/',
    sep: '|',
  }),
  ...random('with values for nothing', 51, { options: `'nullValue', 'NA', 'emptyValue', 'E'`, ...usual }),
  ...random('without quotes', 61, { options: `'quote', ''`, ...usual }),
  ...'numtext datetext s json'
    .split(' ')
    .map((column): Case => ({ name: `fields of ${column}`, sql: fieldsOf(column) })),
  { name: 'fields under ANSI', sql: fieldsOf('numtext'), ansi: true },
  ...'numtext s json'.split(' ').map(
    (column): Case => ({
      name: `times of ${column}`,
      sql: `SELECT id, from_csv(v, 'a DATE', map('sep', '|')) AS d, from_csv(v, 'a TIMESTAMP', map('sep', '|')) AS t, from_csv(v, 'a DATE, b TIMESTAMP, _corrupt_record STRING', map('sep', ':')) AS c FROM t_${column} WHERE instr(v, '\uffff') = 0 AND instr(v, chr(0)) = 0`,
    }),
  ),
  ...lines(String.raw`
    SELECT id, from_csv(v, 'a DATE', map('sep', '|')).a AS r FROM t_datetext WHERE CAST(v AS DATE) IS NOT NULL
    SELECT id, from_csv(v, 'a TIMESTAMP', map('sep', '|')).a AS r FROM t_datetext WHERE CAST(v AS TIMESTAMP) IS NOT NULL AND v NOT LIKE '%:%T%'
    SELECT id, v, from_csv(v, 'a STRING', map('sep', '|')) AS r, from_csv(v, 'a STRING, b STRING, c STRING, d STRING, _corrupt_record STRING') AS q FROM t_s WHERE instr(v, '\uffff') = 0 AND instr(v, chr(0)) = 0
    SELECT id, from_csv(to_csv(named_struct('a', v, 'b', v)), 'a STRING, b STRING') AS r FROM t_s WHERE instr(v, '\uffff') = 0 AND instr(v, chr(0)) = 0
    SELECT id, from_csv(to_csv(named_struct('a', v, 'b', 1)), 'a TIMESTAMP, b INT') AS r FROM t_ts WHERE v > TIMESTAMP '1000-01-01'
    SELECT id, from_csv(to_csv(named_struct('a', v, 'b', 1)), 'a DOUBLE, b INT') AS r FROM t_d
    SELECT id, from_csv(to_csv(named_struct('a', v, 'b', 1)), 'a DECIMAL(10,2), b INT') AS r FROM t_m
    SELECT v, from_csv(v, 'd DATE, t TIMESTAMP', map('dateFormat', 'dd/MM/yyyy', 'timestampFormat', 'dd.MM.yyyy HH:mm')) AS r FROM VALUES ('05/01/2024,05.01.2024 10:20'), ('x,'), ('05/01/2024'), (',05.01.2024 10:20'), ('2024-01-05,2024-01-05 10:20:30') AS t(v)
    SELECT v, from_csv(v, 'a DOUBLE, b FLOAT', map('nanValue', 'n/a', 'positiveInf', 'many', 'negativeInf', 'few')) AS r FROM VALUES ('n/a,n/a'), ('many,few'), ('few,many'), ('NaN,Infinity'), ('Inf,-Inf'), ('1d,1f'), (' 1 , 2 '), ('1e400,1e-400') AS t(v)
    SELECT v, from_csv(v, 'a STRING, b INT', map('comment', '#', 'nullValue', 'NA')) AS r FROM VALUES ('#a,1'), (' #a,1'), ('a#,1'), ('NA,NA'), ('"NA",NA'), ('"",""'), (',') AS t(v)
    SELECT v, from_csv(v, 'a STRING, B INT, bad STRING', map('columnNameOfCorruptRecord', 'bad', 'MODE', 'permissive')) AS r FROM VALUES ('x,y'), ('x,1'), ('x'), ('x,1,2'), (''), (NULL), ('x,1\n'), ('x,y\r\n') AS t(v)
    SELECT from_csv(v, 'a STRING, B INT', map('mode', 'FAILFAST')) AS r FROM VALUES ('x,1'), (',2'), ('"a,b",'), (NULL) AS t(v)
    SELECT from_csv('1;2', schema_of_csv('1;2', map('sep', ';')), map('sep', ';')) AS r
    SELECT from_csv('1,2', 'struct<a:int,b:string>') AS r, from_csv('1,2', 'A INT NOT NULL, \x60b c\x60 STRING') AS q, from_csv(NULL, 'a INT') AS n
    SELECT from_csv('1,2', 'a INT, b INT', map('header', 'true', 'encoding', 'UTF-8', 'locale', 'en-US', 'timeZone', 'UTC', 'inferSchema', 'false')) AS r
    SELECT g, max(from_csv(concat(g, ',', i), 'a STRING, b INT').b) AS r FROM t GROUP BY g
    SELECT from_csv(repeat(',', 20479), 'a STRING').a AS r
    from_csv('1,2', 'a INT')
  `).map((one) => ({ ...one, sql: one.sql.replaceAll('\\x60', '`') })),
  ...refusedHere(
    lines(String.raw`
    SELECT from_csv('1,2', 'a INT, A INT')
    SELECT from_csv('1,2', 'a TIMESTAMP_NTZ')
    SELECT from_csv('1', 'a INTERVAL DAY').a IS NULL AS r
    SELECT from_csv('x,y', '_corrupt_record STRING')
    SELECT from_csv('x,y', 'a STRING, _corrupt_record STRING', map('comment', '#'))
    SELECT from_csv('x||1', 'a STRING, B INT', map('sep', '||'))
    SELECT from_csv('x,1', 'a STRING, B INT', map('sep', ';', 'delimiter', ','))
    SELECT from_csv('x,1', 'a STRING, B INT', map('foo', 'bar'))
    SELECT from_csv('x,1', 'a STRING, B INT', map('mode', 'foo'))
    SELECT from_csv('x,1', 'a STRING, B INT', map('locale', 'de-DE'))
    SELECT from_csv('x,1', 'a STRING, B INT', map('timeZone', 'Europe/Berlin'))
    SELECT from_csv('"x"', 'a STRING', map('escape', ''))
    SELECT from_csv('x', 'a STRING', map('lineSep', 'x'))
    SELECT from_csv('2024-01-05', 'a DATE', map('dateFormat', 'yyyy-MM-dd HH'))
  `),
  ),
  ...refusedEverywhere(
    lines(String.raw`
    SELECT from_csv('1,2', 'a INT, b INT', map())
    SELECT from_csv('1,2', 'INT')
    SELECT from_csv('1,2', 'a ARRAY<INT>')
    SELECT from_csv('1,2', 'a BINARY')
    SELECT from_csv('1,2', 'a VOID')
    SELECT from_csv('1,2', 'a VARCHAR(3)')
    SELECT from_csv('1,2', 'a INTERVAL')
    SELECT from_csv('1,2', '')
    SELECT from_csv('1,2', NULL)
    SELECT from_csv('1,2', 'a INT', NULL)
    SELECT from_csv(1, 'a INT')
    SELECT from_csv(v, v) FROM t_s
    SELECT from_csv('x,y', 'a STRING, _corrupt_record INT')
    SELECT from_csv('x,1', 'a STRING, B INT', map('mode', 'DROPMALFORMED'))
    SELECT from_csv('x,1', 'a STRING, B INT', map('header', 'maybe'))
    SELECT from_csv('x,1', 'a STRING, B INT', map('sep', ''))
    SELECT from_csv('x,1', 'a STRING, B INT', map('maxColumns', '1'))
    SELECT from_csv('x,1', 'a STRING, B INT', map('mode', 'PERMISSIVE', 'mode', 'FAILFAST'))
    SELECT from_csv(v, 'a STRING, B INT', map('mode', 'FAILFAST')) AS r FROM VALUES ('x,1'), ('x,y') AS t(v)
    SELECT from_csv(v, 'a STRING, B INT', map('mode', 'FAILFAST')) AS r FROM VALUES ('x,1'), ('') AS t(v)
    SELECT from_csv(repeat(',', 20480), 'a STRING').a AS r
    SELECT from_csv('2024-02-30', 'a DATE, b INT') AS r
  `),
  ),
])
