import { type Case, lines, over, refusedEverywhere, refusedHere, statements, underAnsi } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const print = (column: string, formats: string): readonly Case[] =>
  formats.split(' ').map((format) => over('to_char', [column, `'${format}'`]))

/** Every format reads every text. */
const texts =
  '1|12|-12|+12|12-|12+|<12>|<-12>|-<12>|12>|<12| 12 |1 2|1,2|12,|,12|1,234|12,34|0|007|00|12.|.5|-.5|12.5|12.50|1.5-|$1|-$1|$-1|<$1>|$|$1,234.50|1.2,3| 1 , 2 . 5 |999|9999|1.999|x|1x|\u0663|1\u00a0|\u20033|--1|-1-'.split(
    '|',
  )
const read = (format: string): Case => ({
  name: `try_to_number by ${format}`,
  sql: `SELECT id, try_to_number(v, '${format}') AS r FROM VALUES ${texts.map((text, i) => `(${i}, '${text}')`).join(', ')} AS t(id, v) WHERE v <> '$' OR '${format}' LIKE '%.%'`,
})

compareWithSpark('number formats', [
  ...print('m', '999.99 S99G999D9 MI$9,999.99 99,999.99PR $.99 000,000.00MI $0,999S 99999999.00S'),
  ...print('i', '999 9,999,999,999 S0G000G000G000 S999MI S90,9MI 9.'),
  ...print('wide', 'S99999999999999999999D999999999999999999PR 9D9'),
  ...print('huge', '9 99999999999999999999999999999999999999 MI0'),
  ...['tiny', 'small', 'l', 'f', 'd', 's', 'numtext'].flatMap((column) => print(column, 'S99,999.999MI')),
  ...'9 09 99 9,99 0,00 999.9 S99 99MI MI9,999.99 $9,999.99 S$9D9 99PR S$9,999.99PR S9MI 999,999,999 0G000D0'
    .split(' ')
    .map(read),
  ...['m', 'i', 'numtext', 'datetext', 'flag', 'day'].map((column) =>
    over('try_to_number', [column, "'S999D99'"]),
  ),
  ...lines(`
    to_varchar(12.5, '99.9')
    SELECT to_number('12', '99'), to_number('1,234.5', '9,999.99') AS a, try_to_number(NULL, '9') AS b, to_char(NULL, '9') AS c
    SELECT sum(to_number(v, '$9,999.99')) AS r FROM VALUES ('$1,234.50'), ('$1'), (NULL) AS t(v)
    to_number('0', '.9')
    try_to_number('', '9.9')
  `),
  ...refusedEverywhere(
    lines(`
    to_number('x', '99')
    try_to_number('', '99')
    try_to_number('-', 'S9')
    try_to_number('5', '.9')
    to_number('1', '')
    to_number('1', 'S')
    to_number('1', '9$')
    to_number('1', '9,,9')
    to_number('1', ',9')
    to_number('1', '9.9,9')
    to_number('1', '9.9.9')
    to_number('1', 'S9S')
    to_number('1', '9MIPR')
    to_number('1', 'PR9')
    to_number('1', '9x')
    to_number('1', '999999999999999999999999999999999999999')
    to_char(true, '9')
    to_char(DATE '2024-01-01', 'yyyy')
    to_char: bin, 'hex'
    to_number(array('1'), '9')
    SELECT to_number('1', v) FROM VALUES ('9') AS t(v)
  `),
  ),
  ...refusedHere(
    lines(`
    to_number('1', NULL)
    to_char(1, 9)
  `),
  ),
  ...underAnsi([
    ...statements(
      `SELECT to_number('12', '99') AS a, try_to_number('x', '99') AS b, to_char(12, '999') AS c, to_char(1.5BD, 'S9.9') AS d`,
    ),
    ...refusedEverywhere(statements(`SELECT to_number(v, '99') AS a FROM VALUES ('x') AS t(v)`)),
    ...refusedHere(statements(`SELECT to_char(1.5D, '9.9') AS a`)),
  ]),
])
