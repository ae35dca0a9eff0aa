import { type Case, lines, over, overEach, refusedEverywhere, refusedHere } from './cases.ts'
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
  '(?u)é',
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

/** Java has them, and neither RE2 nor JavaScript reads them so. */
const lacking = [
  '(?x)a b',
  '(a*)*',
  '(?:(a)|b)*(?=c)',
  '(a)?\\1',
  '(?i)(a)\\1',
  '(?<=(a))b',
  '(?<=a+)b',
  '(a)(?!(b))',
  '(a){2}+',
  '(?>(a)b)',
  '\\p{IsAlphabetic}',
  '\\p{InGreek}',
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

/** Runs in JavaScript, as RE2 has nothing like it. */
const scripted = [
  'a(?=b)',
  '(?<!a)b',
  '(?<=a|bc|\\d{1,3})\\w',
  '(?=.*b)(?=.*\\d)',
  '^(?!.*ab).*$',
  '\\d(?=(?:\\d{3})+$)',
  '(?<=[a-z])(?=[A-Z])',
  '^0+(?!$)',
  '(.)\\1',
  '(\\w)(\\w)\\2\\1',
  '(?<n>\\w)-\\k<n>',
  '(a|b)c\\1',
  '(\\w)\\1+',
  'a++b',
  '\\w*+',
  '(?>a|ab)c',
  '[a-z&&[^bc]]',
  '[^a-z&&[^A-Z]]',
  '[\\w&&[^\\d_]]+',
  '[a[^b-z]]',
  '[[:punct:]]',
  '[^a[bc]]',
  '\\B.',
  '\\B\\B',
  '(?m)^',
  '(?m)$',
  '(?m)^.',
  '(?m).$',
  '$',
  '^',
  '.*$',
  '\\s*',
  'a*',
  '(a*)(b?)',
  'a*?',
  'x?$',
  '\\s*$|^\\s*',
  '$b|a',
  '\\b',
  '\\b\\w',
  '\\d*\\b',
  '(?:a|b)*?c|\\Z',
]
const texts =
  'ab|bab|abab12|a1b22c333|1234567|camelCaseText|007|0|00|aabbcc|abba xyyx|a-a b-c|acac bcb|aab|abc ac|A_b9 Z|p:u.n!c|é ab éé|a\\n|\\nab\\n\\nb|a\\r\\nb\\r\\n|x\\u2028y|  a  b  |\\t|,a,,b,|x||aXb'.split(
    '|',
  )

compareWithSpark(
  'what runs in JavaScript',
  scripted.flatMap((pattern): readonly Case[] => {
    const by = quoted(pattern)
    const rows = texts.map((text, i) => `(${i}, '${text}')`).join(', ')
    const calls = `regexp_replace(v, ${by}, '<$0>') AS a, regexp_extract(v, ${by}, 0) AS b, regexp_extract_all(v, ${by}, 0) AS c,
      regexp_count(v, ${by}) AS d, regexp_substr(v, ${by}) AS e, v RLIKE ${by} AS f, regexp_instr(v, ${by}) AS g,
      split(v, ${by}) AS h, split(v, ${by}, 2) AS i, split(v, ${by}, id % 4 - 1) AS j, regexp_replace(v, ${by}, '') AS k,
      regexp_replace(v, ${by}, '#', 2) AS l, regexp_replace(v, ${by}, cast(id AS string)) AS m`
    return [{ name: pattern, sql: `SELECT id, ${calls} FROM VALUES ${rows}, (99, NULL) AS texts(id, v)` }]
  }),
)

compareWithSpark('groups of what runs in JavaScript', [
  ...each(
    'regexp_extract regexp_extract_all',
    [
      ['s', quoted('(a)(?=(b))'), '2'],
      ['s', quoted('(a*)(b*)'), '2'],
      ['s', quoted('(?>a)(b)'), '1'],
      ['s', quoted('(x)|(?<=a)(b)'), '2'],
      ['datetext', quoted('(\\d)\\1'), '1'],
      ['datetext', quoted('(\\d)(?=-)'), '1'],
    ].map((list) => list.map((one) => (one === 's' ? 'numtext' : one))),
  ),
  over('regexp_replace', ['datetext', quoted('(\\d)(?=(\\d))'), quoted('$2$1\\$')]),
  over('regexp_replace', ['few i', quoted('\\B(?=(?:\\d{3})+$)'), quoted(',')]),
  ...refusedEverywhere(
    ['(?<=a', 'a(?=', '\\k<x>'].map((pattern) => over('rlike', ['few s', quoted(pattern)])),
  ),
])

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

/** A pattern in a column is read row by row: as one in the statement, whatever the engine has for it. */
compareWithSpark('patterns in the data', [
  ...[...searched, ...bounded, ...scripted].map((pattern): Case => {
    const rows = texts.map((text, i) => `(${i}, '${text}', ${quoted(pattern)})`).join(', ')
    const calls = `regexp_replace(v, p, '<$0>') AS a, regexp_extract(v, p, 0) AS b, regexp_extract_all(v, p, 0) AS c,
      regexp_count(v, p) AS d, regexp_substr(v, p) AS e, v RLIKE p AS f, regexp_instr(v, p) AS g,
      split(v, p) AS h, split(v, p, 2) AS i, split(v, p, id % 4 - 1) AS j, regexp_replace(v, p, '') AS k`
    return {
      name: pattern,
      sql: `SELECT id, ${calls} FROM VALUES ${rows}, (98, 'a', NULL), (99, NULL, 'a') AS texts(id, v, p)`,
    }
  }),
  ...lines(`
    SELECT id, n, regexp_extract(s, '(a)(b)?', n) AS a, regexp_extract_all(s, '(a)(b)?', n) AS b FROM t CROSS JOIN (SELECT * FROM VALUES (2), (1), (0), (NULL) AS v(n))
    SELECT id, exists(array('a', '^b', NULL), p -> s RLIKE p) AS a, filter(array('a', 'b'), p -> NOT s RLIKE p) AS b FROM t
    SELECT id FROM t WHERE EXISTS (SELECT 1 FROM VALUES ('a'), ('^b') AS v(p) WHERE t.s RLIKE v.p)
    SELECT p, regexp_extract('a1b22', p) AS a, regexp_extract('a1b22', p, g) AS b, regexp_extract_all('a1b22', p, g) AS c, regexp_extract_all('a1b22', p) AS d FROM VALUES ('([a-z])(\\\\d)', 2), ('(x)?(1)', 1), ('(z)', 1), ('(b)', 0), (NULL, 1) AS t(p, g)
    SELECT p, r, regexp_replace('foo bar', p, r) AS a, regexp_replace('foo bar', '(o)', r) AS b FROM VALUES ('(\\\\w+) (\\\\w+)', '$1'), ('o', '\\\\$'), ('', '-'), ('r$', '\\\\\\\\'), ('(o)', NULL) AS t(p, r)
    SELECT p, regexp_replace('foo bar', p, '$9') AS a, regexp_extract('foo bar', p, 7) AS b, regexp_extract('foo bar', p, -1) AS c FROM VALUES ('zzz') AS t(p)
    SELECT p, split('a,b', p) AS a, split('', p) AS b, split('aéb', p, 2) AS c FROM VALUES (''), (','), ('é') AS t(p)
    SELECT id, regexp_replace(s, concat(if(id % 2 = 0, 'a', 'b'), '+'), '_') AS a, split(s, if(id % 3 = 0, ',', '[|]') || '') AS b, get_json_object('{"a":1,"b":2}', '$.' || if(id % 2 = 0, 'a', 'b')) AS c FROM t
    SELECT id, s RLIKE concat('^', left(regexp_replace(s, '[^a-zA-Z]', ''), 1)) AS a, split(s, CASE WHEN id % 2 = 0 THEN ',' ELSE '[|]' END) AS b FROM t
    SELECT regexp_extract('a', NULL, 1) AS a, split('a', NULL) AS b, regexp_replace('a', NULL, 'b') AS c, regexp_count('a', NULL) AS d, regexp_instr('a', NULL) AS e, regexp_extract_all('a', NULL) AS f, regexp_substr('a', NULL) AS g
  `),
  ...refusedEverywhere(
    lines(`
    SELECT 'abc' RLIKE p AS a FROM VALUES ('(a') AS t(p)
    SELECT regexp_extract('abc', p, 2) AS a FROM VALUES ('(a)') AS t(p)
    SELECT regexp_extract('abc', p, -1) AS a FROM VALUES ('(a)') AS t(p)
    SELECT regexp_replace('abc', p, '$2') AS a FROM VALUES ('(a)') AS t(p)
  `),
  ),
  ...refusedHere(
    lines(`
    SELECT regexp_replace('abc', p, 'x', 2) AS a FROM VALUES ('b') AS t(p)
  `),
  ),
])

compareWithSpark('the end of a text behind a character beyond U+FFFF', [
  ...lines(`
    SELECT id, regexp_replace(s, '$', '<$0>') AS a, regexp_replace(s, 'a|$', '-') AS b, regexp_count(s, '$') AS c, regexp_extract_all(s, '$', 0) AS e FROM t
    SELECT id, regexp_replace(s, '(?=x)|$', '<$0>') AS a, regexp_instr(s, '(?=x)|$') AS b, split(s, '(?=x)|$') AS c FROM t
  `),
])

const allLetters = [
  'i İ ı s k µ ω Ω σ ς ǅ ᾳ ᾼ é éå [éå] [^éå] [a-z] [à-ÿ] [A-Z]+ [µ] [ÿ] [i] [s] [k] [σ-ω]'
    .split(' ')
    .map((pattern) => `(?iu)${pattern}`),
  ['(?i)(?u)É', '(?u)(?i)É', '(?u)É', '(?iu-u)É', '(?iu:É)å', '(?iu)\\x{e9}', '(?i)é'],
].flat()

compareWithSpark('letters of all scripts without regard to their case', [
  {
    name: 'patterns of rows',
    sql: `SELECT id, p, regexp_replace(v, p, '<$0>') AS r FROM (SELECT id, concat('ıİIiſsKkµμΜΩωΩσςΣǅǆǄᾳᾼΑΙéÉåÅÅÿŸ', s) AS v FROM t)
      CROSS JOIN (SELECT * FROM VALUES ${allLetters.map((one) => `(${quoted(one)})`).join(', ')} AS v(p))`,
  },
  ...lines(`
    SELECT id, regexp_replace(s, '(?iu)é|i|[k-s]|ς', '<$0>') AS a, s RLIKE '(?u)[a-z]' AS b, regexp_extract(s, '(?iu)([éÄ])', 1) AS c, split(s, '(?iu)K') AS e FROM t
  `),
  ...refusedHere(
    lines(`
      SELECT id, s RLIKE '(?iu)ß' AS r FROM t
      SELECT id, s RLIKE '(?iu)[ß]' AS r FROM t
      SELECT id, s RLIKE '(?iu)\\\\p{Lu}' AS r FROM t
    `),
  ),
])
