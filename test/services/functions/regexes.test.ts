import { type Case, over, overEach, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/** A pattern as a literal of Spark. */
const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

const each = (names: string, lists: readonly (readonly string[])[]): readonly Case[] =>
  names.split(' ').flatMap((name) => overEach(name, lists))

const searched = [
  'a',
  '^a',
  'b$',
  '^\\s*$',
  'e$|k$',
  '\\$',
  '.',
  '^.$',
  '(?s)^.+$',
  '\\d+',
  '[^a-z]',
  '(?i)strasse|ABC',
  '(?i)[k-s]',
  '(?i:x)y|É',
  '\\bx\\b',
  '\\w\\W',
  '\\p{L}\\p{M}',
  '\\p{Lu}',
  '\\pN',
  '\\p{Punct}',
  '\\p{IsGreek}',
  '\\h',
  '\\v',
  '\\R',
  '[\\w.]+@[\\w.]+',
  '\\Q$1\\E',
  '[\\[\\]]',
  '[]x]',
  '[a\\-z]',
  '\\x41|\\u00e9|\\x{1F469}|\\t',
  'a{2,3}',
  'a*?,',
  '(a|b)+c',
  '(?<first>a)(?:b)',
  '\\Aa',
  'b\\z',
  'k\\Z',
  '\\\\',
  '[%_]',
  '[\\s\\S]x',
  '👩',
]

/** Java has them, RE2 has not, or reads them otherwise. */
const lacking = [
  'a(?=b)',
  '(?<!a)b',
  '(a)\\1',
  'a++',
  'a*+b',
  '(?>a)',
  '[a-z&&[^b]]',
  '\\Ba',
  '(?m)^a',
  '(?x)a b',
  '(?u)é',
  '(?<n>a)\\k<n>',
  '(a*)*',
  '\\p{IsAlphabetic}',
  '\\p{InGreek}',
  '$b|a',
]

compareWithSpark('regular expressions', [
  ...each(
    'rlike',
    searched.map((pattern) => ['s', quoted(pattern)]),
  ),
  over('? RLIKE ?', ['s', quoted('^[a-z]+$')]),
  over('? REGEXP ?', ['s', quoted('^[a-z]+$')]),
  over('regexp_like', ['s', quoted('a')]),
  over('regexp', ['s', quoted('a')]),
  over('rlike', ['s', 'NULL']),
  ...refusedHere(lacking.map((pattern) => over('rlike', ['s', quoted(pattern)]))),
  ...refusedHere([over('rlike', ['few s', 's'])].slice(1)),
  ...refusedEverywhere(
    ['(', 'a)', '*a', '[a', 'a{', '\\'].map((pattern) => over('rlike', ['few s', quoted(pattern)])),
  ),
  ...each('regexp_replace', [
    ['s', quoted('a'), quoted('x')],
    ['s', quoted('(\\w+)'), quoted('<$1>')],
    ['s', quoted('(.)(.)'), quoted('$2$1$0')],
    ['s', quoted('(?<a>[a-z])([a-z])'), quoted('$1-')],
    ['s', quoted('a'), quoted('\\$\\\\')],
    ['s', quoted('(a)'), quoted('$12')],
    ['s', quoted('^\\s+|\\s+$'), quoted('')],
    ['s', quoted('\\s*$'), quoted('')],
    ['s', quoted('.$'), quoted('!')],
    ['s', quoted('(.)$'), quoted('<$1>')],
    ['s', quoted('[^a-z0-9]+'), quoted('-')],
    ["'aé'", quoted(''), quoted('-')],
    ['few i', quoted(''), quoted('-')],
    ['s', quoted('^'), quoted('>')],
    ['datetext', quoted('0'), quoted('b'), '2'],
    ['datetext', quoted('^.'), quoted('b'), '3'],
    ["'ab👩ab'", quoted('a'), quoted('b'), '5'],
    ['few s', quoted('b'), quoted('c'), '100'],
    ['s', quoted('\\p{M}'), quoted('')],
    ['s', quoted('👩'), quoted('w')],
  ]),
  ...refusedHere(
    [
      over('regexp_replace', ['s', quoted('a*'), quoted('-')]),
      over('regexp_replace', ['s', quoted('$'), quoted('-')]),
      over('regexp_replace', ['few s', quoted('a'), 'few s']),
    ].slice(0, 2),
  ),
  ...refusedEverywhere([
    over('regexp_replace', ['s', quoted('a'), quoted('$x')]),
    over('regexp_replace', ['s', quoted('a'), quoted('$1')]),
    over('regexp_replace', ['s', quoted('a'), quoted('b'), '0']),
  ]),
  ...each('regexp_extract', [
    ['s', quoted('(\\d+)')],
    ['s', quoted('(\\w)(\\w)'), '2'],
    ['s', quoted('\\w+'), '0'],
    ['s', quoted('(x)|(a)'), '1'],
    ['s', quoted('^(.*?)@(.*)$'), '2'],
    ['s', quoted('(\\S+)$'), '1'],
    ['s', quoted('.$'), '0'],
    ['s', quoted('\\s+$'), '0'],
    ['i', quoted('(\\d)')],
  ]),
  ...refusedEverywhere([
    over('regexp_extract', ['s', quoted('a'), '1']),
    over('regexp_extract', ['s', quoted('(a)'), '2']),
  ]),
  ...each('regexp_extract_all', [
    ['s', quoted('(\\w)')],
    ['s', quoted('(x)|(a)'), '1'],
    ['s', quoted('\\w+'), '0'],
    ['s', quoted('(\\w)(\\w)'), '2'],
    ['s', quoted('.$'), '0'],
  ]),
  ...each('regexp_count regexp_substr regexp_instr', [
    ['s', quoted('a')],
    ['s', quoted('[a-z]+')],
    ['s', quoted('.$')],
    ['s', quoted('\\s')],
    ['s', quoted('x$')],
  ]),
  ...each('regexp_instr', [
    ['s', quoted('x|[^\\x00-\\x7f]'), '0'],
    ['s', quoted('a*')],
  ]),
  ...refusedHere([
    over('regexp_count', ['s', quoted('a*')]),
    over('regexp_extract_all', ['s', quoted('(a*)')]),
  ]),
  ...each('split', [
    ['s', quoted(',')],
    ['s', quoted(','), '2'],
    ['s', quoted(','), '-1'],
    ['s', quoted(','), '0'],
    ['s', quoted(','), '1'],
    ['s', quoted('[,|]')],
    ['s', quoted('[,|]'), '3'],
    ['s', quoted('\\|')],
    ['s', quoted('\\s*,\\s*'), '2'],
    ['s', quoted('\\.')],
    ['s', quoted('[.]')],
    ['s', quoted('ab')],
    ['s', quoted('(a)(b)')],
    ['s', quoted('')],
    ['s', quoted(''), '2'],
    ['s', quoted('a+'), '2'],
    ['i', quoted('0')],
  ]),
  ...refusedHere([over('split', ['s', quoted('a*')]), over('split', ['s', quoted('(?=a)')])]),
])

/** Letters, digits and marks of many kinds on both sides of a word boundary. */
const edges =
  'é x|xé|éx|x\u0301y|\u0301x|_\u0301x|a\u0301|𝐀x|𝐀\u0301x|x𝐀|1é|ⅷx|中文 x|中x|ß-x|x—y|\u00a0x\u00a0|٣x|ª x|x\u{e0100}|a\u{e0100}b|- \u0301x|éa\u0301b c|xx 中|a b|x||é\u0301\u0302x'.split(
    '|',
  )

const bounded = [
  '\\bx',
  'x\\b',
  '\\b\\w+\\b',
  '\\b.\\b',
  '(\\b.)(.)',
  '(?i)\\bÉ|X\\b',
  '^\\b.',
  '.\\b$',
  '(a|\\bx)y?',
  '\\b\\p{L}+',
  '\\b(?:.)\\b.',
  '\\b(?s:.)[^0-9a-z]',
]

compareWithSpark(
  'word boundaries',
  bounded.map((pattern): Case => {
    const calls = `regexp_replace(v, ${quoted(pattern)}, '<$0>') AS a, regexp_extract(v, ${quoted(pattern)}, 0) AS b,
      regexp_extract_all(v, ${quoted(pattern)}, 0) AS c, regexp_count(v, ${quoted(pattern)}) AS d,
      regexp_substr(v, ${quoted(pattern)}) AS e, v RLIKE ${quoted(pattern)} AS f, regexp_instr(v, ${quoted(pattern)}) AS g`
    const rows = edges.map((text, i) => `(${i}, ${quoted(text)})`).join(', ')
    return { name: pattern, sql: `SELECT id, ${calls} FROM VALUES ${rows}, (99, NULL) AS edges(id, v)` }
  }),
)
