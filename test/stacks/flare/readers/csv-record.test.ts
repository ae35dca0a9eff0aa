import { expect, test } from 'vitest'
import { type CsvDialect, parseRecord } from '../../../../src/stacks/flare/readers/csv-record.ts'

const dialect: CsvDialect = {
  delimiter: 44,
  quote: 34,
  escape: 34,
  escapeEscape: 0,
  trimLeading: false,
  trimTrailing: false,
  newline: -1,
  hasStrays: false,
}
const cells = (line: string) => parseRecord(line, 0, dialect).cells

test('an empty cell is null without quotes and empty with them', () => {
  expect(cells('a,,"",')).toEqual(['a', null, '', null])
})

test('doubled quotes inside a quoted cell are one quote', () => {
  expect(cells('"x, ""The Gate"", y",z')).toEqual(['x, "The Gate", y', 'z'])
})

test('blanks after a closing quote are dropped', () => {
  expect(cells('"a"  ,"b" ')).toEqual(['a', 'b'])
})

test('a quote inside an unquoted cell is text', () => {
  expect(cells('a"b,c"')).toEqual(['a"b', 'c"'])
})

test('a cell that goes on after its closing quote is read as it stands, up to the delimiter', () => {
  expect(cells('"a"b,c')).toEqual(['"a"b', 'c'])
})

test('a quote that is never closed takes the rest of the line', () => {
  expect(cells('"a,b')).toEqual(['a,b'])
})

test('a record with a line break inside quotes waits for more text', () => {
  const record = parseRecord('"a\nb', 0, { ...dialect, newline: 10 })
  expect(record.open).toBe(true)
})

test('records of one text are found one after the other', () => {
  const text = '"a\nb",c\nd,e\n'
  const first = parseRecord(text, 0, { ...dialect, newline: 10 })
  expect(first.cells).toEqual(['a\nb', 'c'])
  expect(parseRecord(text, first.end, { ...dialect, newline: 10 }).cells).toEqual(['d', 'e'])
})

test('a tab that separates ends the blanks behind a closing quote', () => {
  const tab = { ...dialect, delimiter: 9 }
  expect(parseRecord('"x y" \t\tb', 0, tab).cells).toEqual(['x y', null, 'b'])
})
