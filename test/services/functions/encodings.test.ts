import { type Case, over, overEach, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const each = (names: string, lists: readonly (readonly string[])[]): readonly Case[] =>
  names.split(' ').flatMap((name) => overEach(name, lists))

/** Rows of text in a column `v`. */
const rows = (name: string, call: string, values: readonly string[]): Case => ({
  name,
  sql: `SELECT id, ${call} AS r FROM VALUES ${values.map((value, i) => `(${i}, '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}')`).join(', ')} AS t(id, v)`,
})

const urls = [
  'https://user:pw@example.com:8080/p/a%20t/h.html?x=1&y=a%20b#frag',
  'http://example.com',
  'http://example.com/',
  'http://example.com?a=1&a=2&b=',
  'http://example.com/?#',
  'http://a_b.com/x',
  'http://-a.com/x',
  'http://1.2.3.4:80/x',
  'http://1.2.3.400/x',
  'http://ex ample.com/x',
  'http://example.com/a b',
  'http://example.com/a|b',
  'http://example.com/é?ü=ö#ß',
  'http://example.com/%zz',
  'http://example.com:x/y',
  'http://user@/y',
  'http://@example.com/y',
  'http:///y',
  'http://',
  'file:///etc/x',
  '/just/a/path?q=1',
  'example.com/p?x=1',
  '//example.com/p',
  'http://example.com./x',
  'http://example.c-/x',
  'http://example.com/x?a[]=1&b-c=2&xa=3',
  'HTTP://EXAMPLE.com/X',
  '1http://x.y/z',
  '?x=1',
  '#f',
  'a:b',
  'mailto:a@b.c?x#y',
  'jdbc:postgresql://h/db',
  '',
]

compareWithSpark('encodings', [
  ...each('hex', [['s'], ['bin'], ['i'], ['l'], ['tiny'], ['d'], ['m'], ['huge'], ['flag'], ['day']]),
  ...each('unhex', [['s'], ['numtext'], ["'ABC'"], ["''"]]),
  ...each('bin', [['i'], ['l'], ['numtext'], ['d']]),
  ...each('base64', [['s'], ['bin'], ['CAST(NULL AS BINARY)']]),
  over('base64(repeat(?, 30))', ['s']),
  over('unbase64(base64(?))', ['s']),
  rows(
    'unbase64 of texts as they come',
    'unbase64(v)',
    ['YQ==', 'YQ', 'Y Q = =', 'YWI', 'YWI=', 'YWJj', '', 'Y-W_J*j', 'YR==', 'YWJj\nYWJj'].filter(
      (text) => text !== 'Y Q = =',
    ),
  ),
  ...refusedEverywhere(['A', 'YQ=', '=', 'YWJj='].map((text) => over('unbase64', [`'${text}'`]))),
  ...each(
    'encode',
    ['utf-8', 'UTF-8', 'US-ASCII', 'ISO-8859-1', 'UTF-16', 'UTF-16BE', 'UTF-16LE'].map((charset) => [
      's',
      `'${charset}'`,
    ]),
  ),
  ...['utf-8', 'US-ASCII', 'ISO-8859-1', 'UTF-16', 'UTF-16BE', 'UTF-16LE'].map((charset) =>
    over(`decode(encode(?, '${charset}'), '${charset}')`, ['s']),
  ),
  over('decode', ['bin', "'ISO-8859-1'"]),
  over('decode', ['bin', "'US-ASCII'"]),
  over('decode', ['s', "'UTF-8'"]),
  over('decode', ['few i', '1', "'one'", '2', "'two'", "'many'"]),
  over('decode', ['few i', '1', "'one'", 'NULL', "'none'"]),
  over('decode', ['few s', "'abc'", '1', "''", 'NULL']),
  over('decode', ['few s', "'abc'", '1', "''", '2.5']),
  over('decode', ['few i', '1', '1.5', '2', '2.5', '3']),
  over('decode', ['few i', '1', "DATE '2020-01-01'"]),
  ...refusedHere([over('encode', ['few s', "'windows-1252'"])]),
  ...each('to_binary try_to_binary', [
    ['few s', "'utf-8'"],
    ["'abc'", "'UTF8'"],
    ["'YWJj'", "'base64'"],
    ["'YWI'", "'base64'"],
    ["'0aF'"],
    ["'0aF'", "'hex'"],
  ]),
  ...each('try_to_binary', [['s', "'hex'"], ['s', "'base64'"], ['s']]),
  ...refusedEverywhere([
    over('to_binary', ["'xyz'"]),
    over('to_binary', ["'x'", "'base64'"]),
    over('to_binary', ["'x'", "'rot13'"]),
  ]),
  ...each('conv', [
    ['numtext', '10', '16'],
    ['numtext', '16', '10'],
    ['numtext', '10', '-16'],
    ['numtext', '16', '-10'],
    ['numtext', '2', '36'],
    ['numtext', '36', '2'],
    ['l', '10', '16'],
    ['l', '10', '-2'],
    ['s', '36', '10'],
    ["'1'", '1', '10'],
    ["'1'", '10', '37'],
  ]),
  ...each('url_encode', [['s'], ['json'], ['datetext']]),
  over('url_decode(url_encode(?))', ['s']),
  ...each('url_decode', [["'a+b%26c'"], ["'%C3%A9%zz'"]].slice(0, 1)),
  ...refusedEverywhere([over('url_decode', ["'%zz'"])]),
  ...['HOST', 'PATH', 'QUERY', 'REF', 'PROTOCOL', 'FILE', 'AUTHORITY', 'USERINFO', 'host', 'PORT'].map(
    (part) => rows(`parse_url of ${part}`, `parse_url(v, '${part}')`, urls),
  ),
  ...['x', 'a', 'b-c', 'zz'].map((key) =>
    rows(`parse_url of the key ${key}`, `parse_url(v, 'QUERY', '${key}')`, urls),
  ),
  rows('parse_url of a key of another part', "parse_url(v, 'PATH', 'x')", urls),
  over('parse_url', ['s', "'HOST'"]),
])
