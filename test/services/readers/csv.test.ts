import { describe, expect, test } from 'vitest'
import { python } from '../python.ts'
import { compareReaders, type ReaderCase } from './against-spark.ts'

type Options = Readonly<Record<string, string>>
const csv = (
  name: string,
  content: ReaderCase['content'],
  options: Options = {},
  more: Partial<ReaderCase> = {},
): ReaderCase => ({ name, format: 'csv', content, options, ...more })

const inferred = { inferSchema: 'true' }
const abc = { schema: 'a INT, b STRING, c DATE' }

/** Columns of values, one file for all of those that infer alone. */
const columns = (...lists: readonly (readonly string[])[]): string => {
  const height = Math.max(...lists.map((list) => list.length))
  const rows = Array.from({ length: height }, (_, i) => lists.map((list) => list[i] ?? '').join(','))
  return `${[lists.map((_, i) => `c${i}`).join(','), ...rows].join('\n')}\n`
}

const words =
  '1e400|0x10|nan|NAN|Infinity|+Infinity|Inf|inf|-Inf|1d|1F| 1|1 0|1_0|.|.5|5.|1e5|"1,000"|"1,2"|-|+5|007|9223372036854775808|99999999999999999999999999999999999999|true|T|TRUE| true|-0|1e-5|1.0e2|123456789012345678901e2'
const dates =
  '2024-01-01|2024-1-1|2024-01|2024|2024-01-01T|2024-01-01 10:00|2024-02-30|20240101| 2024-01-01|2024-01-01 |+2024-01-01|-0044-01-01|12024-01-01|2024/01/01|0001-01-01|1582-10-10|today|24-01-01|2024-01-01T24:00:00|2024-01-01 10:00:00 +02:00|2024-01-01T10|10 o clock|2024-01-01 10:00:00GMT+02:00|2024-01-01 10:00:00 PST|epoch|2024-13-01 00:00:00|2024-02-30 10:00:00'
const split = (text: string): readonly string[] => text.split('|')
const alone = (text: string): string => columns(...split(text).map((value) => [value]))
const typed = (type: string, text: string, options: Options = {}): ReaderCase =>
  csv(
    `${type} ${JSON.stringify(options)}`,
    `v,x\n${split(text)
      .map((value) => `${value},y\n`)
      .join('')}`,
    options,
    {
      schema: `v ${type}, x STRING`,
    },
  )
const failing = (type: string, text: string, options: Options = {}): readonly ReaderCase[] =>
  split(text).map((value) =>
    csv(`${type} of ${value}`, `v,x\n${value},y\n`, options, {
      schema: `v ${type}, x STRING`,
      refused: 'everywhere',
    }),
  )

const cases: readonly ReaderCase[] = [
  csv('values that infer alone', alone(words), inferred),
  csv('dates that infer alone', alone(dates), inferred),
  csv('dates without dates', alone(dates), { ...inferred, preferDate: 'false' }),
  csv('dates of a pattern', alone('31/12/2024|1/1/2024|2024-01-01|31/02/2024|31/12/24|2024-01-01 10:00:00'), {
    ...inferred,
    dateFormat: 'dd/MM/yyyy',
  }),
  csv('times of a pattern', alone('31/12/2024 10:20|1/1/2024 10:20|2024-01-01|31/02/2024 10:00|31/12/2024'), {
    ...inferred,
    timestampFormat: 'dd/MM/yyyy HH:mm',
  }),
  csv(
    'mixtures',
    columns(
      ['1', '2147483648'],
      ['5', '"1,000"'],
      ['5.', '1.5'],
      ['9223372036854775808', '1'],
      ['3000000000', '12345678901234567890'],
      ['999999999999999999999999999999999999999', '1'],
      ['2024-01-01', '5'],
      ['true', '2024-01-01'],
      ['2024-01-01 00:00:00', 'true'],
      ['2024-01-01', '2024-01-01 10:00:00'],
      ['true', '1'],
      ['', '""'],
      ['1', 'x'],
      ['1.5', '2024-01-01'],
    ),
    inferred,
  ),
  csv('mixed with a pattern', 'a,b\n01/02/2024,01/02/2024\n03/02/2024,2024-01-01 10:00:00\n', {
    ...inferred,
    dateFormat: 'dd/MM/yyyy',
  }),
  ...[
    ['5.', '7'],
    ['3000000000', '9223372036854775808'],
    ['2024-01-01', '2024'],
    ['٣', '1'],
  ].map((values) => csv(`an order of ${values}`, columns(values, ['x', 'y']), inferred, { refused: 'here' })),
  csv('names of numbers', 'a,b,c\nxx,oo,1\n1.5,2,NaN\n', { ...inferred, nanValue: 'xx', positiveInf: 'oo' }),
  csv('the header again', 'a,b\n1,x\na,b\n2,y\n', inferred),
  csv('the header again, multiLine', 'a,b\n1,x\na,b\n2,y\n', { ...inferred, multiLine: 'true' }),
  csv('several files', ['a,b\n1,2\n', 'a,b\n1.5,x\n'], inferred),
  csv('other headers', ['a,b\n1,2\n', 'b,a,c\n3,4\n6,7\n7,8\n'], inferred),
  csv('other headers as text', ['a,b\n1,2\n', 'b,a,c\n3,4\n6,7\n7,8\n']),
  csv('rows that are dropped', 'a,b\n1,2\nx\n4,5,6\n', {
    ...inferred,
    mode: 'DROPMALFORMED',
    columnPruning: 'false',
  }),
  csv('nothing to drop', 'a,b\n1,2\n,\n', { mode: 'DROPMALFORMED' }),
  csv(
    'rows that are dropped by what is read',
    'a,b\n1,2\nx\n',
    { mode: 'DROPMALFORMED' },
    { refused: 'here' },
  ),
  csv('blanks around', ' a , b \n 1 , 2 \n', {
    ...inferred,
    ignoreLeadingWhiteSpace: 'true',
    ignoreTrailingWhiteSpace: 'true',
  }),
  csv('NULL and empty', 'a,NA,b\nE,NA,3\n"",,4\n', { ...inferred, nullValue: 'NA', emptyValue: 'E' }),
  csv('no header', '1,2\n3,x\n', { ...inferred, header: 'false' }),
  csv('no rows', 'a,b\n', inferred),
  typed(
    'DATE',
    '2024-01-01|2024-1-1|2024-01|2024|2024-01-01T|2024-01-01 10:00|19000| 2024-01-01|2024-01-01 |+2024-01-01|-0044-01-01|12024-01-01|2024/01/01|1582-10-10|x|today',
  ),
  typed('DATE', '31/12/2024|2024-01-01|', { dateFormat: 'dd/MM/yyyy' }),
  typed(
    'TIMESTAMP',
    '2024-01-01|2024-1-1 1:2:3|2024-01-01T10:00:00Z|2024-01-01 10:00:00 +02:00|2024-01-01 10:00:00.1234567|2024-01-01T24:00:00|2024|2024-02-30T10:00:00|1700000000|2024-01-01 10:00:00GMT+02:00|2024-01-01 10:00:00 PST|x| 2024-01-01 10:00:00|2024-01-01T10',
  ),
  typed('DECIMAL(6,2)', '1.255|"1,234.5"|1e3|1e-3| 1|99999|9999.995|+1.5|.5|5.|-0.005|1_0|1d|٣|abc|"1,2,3"'),
  typed('INT', '+5|-0|007| 1|1 |1.0|2147483648|٣|1e3|1L'),
  typed('TINYINT', '127|128|-128|x'),
  typed('BOOLEAN', 'TRUE|t|1| true|yes|False'),
  typed(
    'DOUBLE',
    '1e400|-1e400|1e-400|0x10|nan|NAN|Infinity|-Infinity|+Infinity|+NaN|Inf|inf|+Inf|-Inf|1d|1F| 1 |1 0|1_0|.|.5|5.|1E+5|٣|"1,000"|-',
  ),
  typed('FLOAT', '1e39|1.1|16777217|0.1f|3.4028235e38|3.4028236e38|3.5e38'),
  ...failing('DATE', '2024-02-30|2024-01-01Z|24-01-01'),
  ...failing('DATE', '1/1/2024|32/12/2024|31/02/2024|31/12/24', { dateFormat: 'dd/MM/yyyy' }),
  ...failing('TIMESTAMP', '2024-02-30 10:00:00|2024-13-01 00:00:00'),
  ...failing('BINARY', 'abc'),
  csv('permissive', 'a,b,c\n1,x,2024-01-01\nz,y,2024-01-01\n3\n4,"q",2024-02-29,extra\n,,\n', {}, abc),
  csv(
    'dropping',
    'a,b,c\n1,x,2024-01-01\nz,y,2024-01-01\n3\n4,q,2024-02-29,extra\n5,t,bad\n',
    { mode: 'DROPMALFORMED', columnPruning: 'false' },
    { ...abc, refused: 'here' },
  ),
  csv('failing fast', 'a,b,c\nz,x,2024-01-01\n', { MODE: 'failfast' }, { ...abc, refused: 'everywhere' }),
  csv(
    'a corrupt record',
    'a,b\n1\n',
    { columnNameOfCorruptRecord: 'b' },
    { schema: 'a INT, b STRING', refused: 'here' },
  ),
  csv('another header', 'x,y,z\n1,x,2024-01-01\n', {}, abc),
  csv(
    'another header, enforced',
    'c,a,b\n2024-01-01,1,x\n',
    { enforceSchema: 'false' },
    { ...abc, refused: 'everywhere' },
  ),
  csv('the same header', 'A,B,C\n1,x,2024-01-01\n', { enforceSchema: 'false' }, abc),
]

const spanning = { multiLine: 'true' }
const linesOfSeveralEnds: readonly ReaderCase[] = [
  csv('CRLF inside quotes', 'a,b\r\n"x\r\ny",1\r\n"p\r\nq"z,2\r\nr,"s\r\n"\r\n"t\nu","\r\n"\r\n', spanning),
  csv('CRLF beside doubled quotes', 'a,b\r\n"x""\r\n""y" ,"1\r"\r\n2,"3\r\n', spanning),
  csv('carriage returns', 'a,b\r"x\ry",1\r"p\r\rq",2\r\r"t\nu","\r\n"\r', spanning),
  csv('line feeds, and carriage returns inside', 'a,b\n"x\r\ny",1\r\n2\r3,4\n', spanning),
  csv('a header that ends its lines otherwise', '"a\nh",b\r\n1,2\r\n3,4\r\n', spanning),
  ...['a,b\r\n1,2\n3,4\r\n', 'a,b\r1,\n2\r3,4\r', 'a,b\r\n"x"\n,1\r\n'].map((content) =>
    csv(`mixed ends ${JSON.stringify(content)}`, content, spanning, { refused: 'here' }),
  ),
  csv('own ends', 'a,b;"1;2",3;', { ...spanning, lineSep: ';' }, { refused: 'here' }),
  csv('types of tables', 'a\nabc\n', {}, { schema: 'a VARCHAR(3)', refused: 'everywhere' }),
]

describe.skipIf(python() === undefined)('CSV', () => {
  test('is read with the names, types and cells that Spark finds, or refused', async () => {
    expect(await compareReaders([...cases, ...linesOfSeveralEnds])).toEqual([])
  }, 240_000)
})
