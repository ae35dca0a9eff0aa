import { type Case, over, overEach, refusedEverywhere, refusedHere, statements } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const formats = (column: string, texts: string): readonly Case[] =>
  texts.split('|').map((format) => over('format_string', [`'${format}'`, column]))

compareWithSpark('formats', [
  ...formats('s', '%s|<%10s>|<%-10s>|%.3s|%12.2s|%S|%b|%%|x%n'),
  ...['tiny', 'small', 'i', 'l'].flatMap((column) =>
    formats(
      column,
      '%d|%5d|%-5d.|%05d|%+d|% d|%,d|%(d|%,015d|%(08d|%+07d|%x|%X|%#x|%08x|%o|%#o|%#010x|%s|%8s|%b|%B',
    ),
  ),
  ...['d', 'f'].flatMap((column) =>
    formats(
      column,
      '%f|%.2f|%.0f|%10.3f|%-10.1f.|%010.2f|%+.1f|% .1f|%,.2f|%(.2f|%(,012.1f|%e|%.3e|%.0e|%E|%12.2e|%g|%.3g|%.10g|%G|%.16f',
    ),
  ),
  ...formats('flag', '%s|%b|%B|%7b|%.1b|%S'),
  ...formats('m', '%s|%12s|%b'),
  ...formats('CAST(65 AS INT)', '%c|%C|%3c|%-3c.'),
  over('format_string', ["'%c'", 'CAST(NULL AS INT)']),
  over('format_string', ["'%s %d %s'", 'few s', 'few i', 'few flag']),
  over('format_string', ["'%2$s-%1$s-%<s %s'", 'few s', 'few i']),
  over('format_string', ["'no more'"]),
  over('format_string', ["'%s %d %.1f'", 'NULL', 'NULL', 'NULL']),
  over('format_string', ["'%s %.4s'", 'few d', 'few f']),
  over('printf', ["'%d'", 'i']),
  // One value in each place: a product of five columns would have millions of rows.
  ...statements(
    ['day', 'ts', 'ntz']
      .map((column) => `SELECT id, format_string('%s|%12S|%,d|%x|%b', v, v, v, v, v) AS r FROM t_${column}`)
      .join('\n'),
  ),
  over('format_string', [
    "'%s %s %d'",
    'interval 1 day',
    "interval '1-2' year to month",
    'interval 1 second',
  ]),
  ...refusedHere([over('format_string', ["'%.20f'", 'd'])]),
  ...refusedEverywhere(
    [
      ["'%d'", 's'],
      ["'%d'", 'd'],
      ["'%f'", 'i'],
      ["'%.2f'", 'm'],
      ["'%d'"],
      ["'%q'", 'i'],
      ["'%-d'", 'i'],
      ["'%+s'", 's'],
      ["'%.2d'", 'i'],
      ["'%c'", 'l'],
    ].map((list) => over('format_string', list)),
  ),
  ...['tiny', 'i', 'l', 'f', 'd', 'm', 'wide', 'huge'].flatMap((column) =>
    overEach('format_number', [
      [column, '0'],
      [column, '2'],
      [column, '5'],
      [column, '20'],
      [column, '-1'],
      [column, "'#,###.00'"],
      [column, "'0.0##'"],
      [column, "'#,##0'"],
      [column, "'000000.00'"],
      [column, "''"],
      [column, "'#.##'"],
      [column, "'.#'"],
      [column, "'$ #,###'"],
      [column, "'#,##0.0 EUR'"],
      [column, 'NULL'],
    ]),
  ),
  ...['tiny', 'l', 'f', 'd', 'm', 'wide'].flatMap((column) =>
    overEach('format_number', [
      [column, "'#,##0.0#%'"],
      [column, "'% 0'"],
    ]),
  ),
  {
    name: 'a lone 5 below a thousandth',
    sql: 'SELECT format_number(5e-4D, 3), format_number(-5e-5D, 4), format_number(5e-6D, 5), format_number(5e-3D, 2), format_number(15e-5D, 4), format_number(5e-4D, 4), format_number(5.5e-4D, 3)',
  },
  over('format_number', ['NULL', '2']),
  over('format_number', ['NULL', "'0.0'"]),
  ...refusedHere([
    over('format_number', ['i', "'00.00 ‰'"]),
    over('format_number', ['d', "'0.'"]),
    over('format_number', ['huge', "'0%'"]),
  ]),
  ...refusedEverywhere([over('format_number', ['flag', '2']), over('format_number', ['numtext', '2'])]),
])
