import { expect, test } from 'vitest'
import { xpathBoolean, xpathNodes, xpathNumber, xpathText } from '../../../src/sql/xml/xpath.ts'

test('the values of a document are found by their paths', () => {
  const order = '<order id="7"><line n="1"><qty>2</qty></line><line n="2"><qty>5</qty></line></order>'
  expect(xpathNodes([order, '//line[qty > 2]/@n'])).toEqual(['2'])
  expect(xpathNodes([order, '/order/line'])).toEqual([null, null])
  expect(xpathText([order, '//line[last()]/qty'])).toBe('5')
  expect(xpathNumber([order, 'sum(//qty)'])).toBe(7)
  expect(xpathBoolean([order, '//line[@n = "3"]'])).toBe(false)
})

test.for([
  ['a bomb of entities', '<!DOCTYPE a [<!ENTITY x "yy">]><a>&x;</a>', '/a', 'a document type'],
  [
    'a file named by a document type',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '/a',
    'a document type',
  ],
  ['elements without an end to their depth', '<a>'.repeat(200_000), '//a', 'more than 1000 deep'],
  ['an element without an end', '<a>', '/a', 'an element without an end'],
  ['a text that is none', 'x', '/a', 'text outside of all elements'],
  ['a character that XML has not', '<a>\u0001</a>', '/a', 'a character that XML has not'],
  ['half of a surrogate pair', '<a>\ud800</a>', '/a', 'a character that XML has not'],
  ['a name with a prefix where the path has none', '<p:b/>', '/b', 'with a prefix'],
  ['text() where there is a CDATA section', '<a><![CDATA[x]]></a>', '/a/text()', 'CDATA'],
  ['a number of many digits as text', '<a/>', '123456789 * 987654321', 'more than 15 digits'],
  ['a substring that ends before it begins', '<a>abc</a>', 'substring(/a, 3, -5)', 'ends before it begins'],
])('%s fails by name', ([, xml = '', path = '', complaint = '']) => {
  expect(() => xpathText([xml, path])).toThrow(complaint)
})

test('a complaint tells nothing of the document, whose values a mask may hide', () => {
  expect(() => xpathText(['<secret><hidden></secret>', '/a'])).toThrow(/^(?!.*(?:secret|hidden))/)
})

test.for([
  ['each of many siblings looks at those before it', '<b/>', '/a/b[preceding-sibling::c]'],
  ['each of many nodes is compared with each', '<b>1</b>', '//b[. != //c] | //b[//b = "2"]'],
  [
    'all texts below all nodes',
    `${'<b>'.repeat(500)}${'x'.repeat(100)}${'</b>'.repeat(500)}`,
    '//*[//* = "y"]',
  ],
])('a path that looks at too many nodes fails instead of hanging: %s', ([, piece = '', path = '']) => {
  const large = `<a>${piece.repeat(Math.ceil(400_000 / piece.length))}</a>`
  expect(() => xpathText([large, path])).toThrow(/looks at more than/)
})

test('blanks and markup without an end are read in time', () => {
  expect(xpathNumber([`<a>${' '.repeat(1_000_000)}x${' '.repeat(1_000_000)}</a>`, '/a'])).toBeNaN()
  expect(() => xpathText([`<a ${'<!--'.repeat(200_000)}`, '/a'])).toThrow(/not XML/)
  expect(() => xpathText([`<a>${'&'.repeat(500_000)}`, '/a'])).toThrow(/not XML/)
  expect(() => xpathText([`<a${' b="'.repeat(200_000)}`, '/a'])).toThrow(/not XML/)
})
