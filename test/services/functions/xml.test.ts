import { type Case, lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const documents: readonly string[] = [
  '',
  '<a/>',
  '<a><b>1</b><b>2</b><c>x</c></a>',
  '<a id="1"><b id="2" k="v">40000.7</b><b id="3">-3.9</b></a>',
  '<a>t<b>x<c>y</c>z</b>u<!--n--><?p q r?>w</a>',
  '<a><b>w<![CDATA[x<y]]></b><b>p<![CDATA[q]]>r</b><b>&lt;&amp;&#65;&#x1F600;</b></a>',
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!--x--><a>\n  <b> 5 </b>\r\n  <c k=\' a&#10;b\n\tc &lt;\'/>\n</a>\n<?z?>',
  '<a xmlns="u" xmlns:p="v" p:q="1" r="2"><p:z>1</p:z><b>2</b></a>',
  '<a><b><a><b>deep</b></a><c/></b><c><b>9</b><b/></c></a>',
  '<a><b>99999999999999999999</b><b>1e5</b><b>.5</b><b>5.</b><b>-</b><b>- 1</b><b>+1</b><b>0</b><b>-0</b></a>',
  '<é ü="ß">日本語</é>',
  '<order id="7"><line n="1"><sku>A</sku><qty>2</qty><price>9.5</price></line><line n="2"><sku>B</sku><qty>1</qty><price>0.25</price></line></order>',
]

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')}'`

const numbersFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Documents and paths out of few names, so that they meet. */
const generator = (seed: number) => {
  const next = numbersFrom(seed)
  const one = <T>(of: readonly T[]): T => of[next(of.length)] as T
  const element = (depth: number): string => {
    const name = one(['a', 'b', 'c', 'p:z'])
    const attributes = [...new Set([one(['', 'id', 'k']), one(['', '', 'n'])])]
      .filter((key) => key !== '')
      .map((key) => ` ${key}="${one(['1', '2', 'x', '', '3.5', ' y '])}"`)
      .join('')
    const inside = Array.from({ length: depth > 3 ? 0 : next(5) }, () =>
      one([
        element,
        () => one(['1', '2', 'x', ' ', '-3.5', '10', 'x y', '&amp;']),
        () => '<!--c-->',
        () => '<?i d?>',
        () => 'x<![CDATA[7]]>',
        element,
      ])(depth + 1),
    ).join('')
    return `<${name}${attributes}>${inside}</${name}>`
  }
  const axis = () =>
    one([
      '',
      '',
      '',
      '',
      '@',
      'descendant::',
      'descendant-or-self::',
      'self::',
      'parent::',
      'ancestor::',
      'ancestor-or-self::',
      'following-sibling::',
      'preceding-sibling::',
      'following::',
      'preceding::',
      'attribute::',
      'child::',
    ])
  const step = (depth: number): string => {
    if (next(10) === 0) return one(['.', '..'])
    const along = axis()
    const test = one(
      along === '@' || along === 'attribute::'
        ? ['id', 'k', 'n', '*', 'node()']
        : ['a', 'b', 'c', '*', 'node()', 'text()', 'comment()', 'processing-instruction()', 'b'],
    )
    return `${along}${test}${depth < 3 && next(3) === 0 ? `[${predicate(depth + 1)}]` : ''}`
  }
  const path = (depth: number): string => {
    const steps = Array.from({ length: 1 + next(3) }, () => step(depth)).join(one(['/', '/', '//']))
    return `${one(['', '/', '//', '//', '/a/'])}${steps}`
  }
  const nodes = (depth: number): string => {
    const kind = next(10)
    if (kind === 0) return `(${path(depth + 1)} | ${path(depth + 1)})${one(['', '[1]', '[last()]'])}`
    if (kind === 1)
      return `(${path(depth + 1)})${one(['', '[1]', '[last()]', '[2]', '[b]'])}${one(['', '/b', '/@id', '//c', '/..', '/text()', '/*[1]'])}`
    return path(depth)
  }
  const predicate = (depth: number): string =>
    one([
      () => String(1 + next(3)),
      () => one(['last()', 'last() - 1']),
      () => `position() ${one(['=', '<', '>', '!='])} ${one([String(next(4)), 'last()', 'last() - 1'])}`,
      () => path(depth + 1),
      () => boolean(depth + 1),
    ])()
  const text = (depth: number): string =>
    depth > 3
      ? one(["'x'", "'1'", "''", "'a b'"])
      : one([
          () => `string(${nodes(depth + 1)})`,
          () => `concat(${text(depth + 1)}, ${number(depth + 1)}, ${boolean(depth + 1)})`,
          () => `substring(${text(depth + 1)}, ${number(depth + 1)}${one(['', `, ${number(depth + 1)}`])})`,
          () => `substring-before(${text(depth + 1)}, ${text(depth + 1)})`,
          () => `substring-after(${text(depth + 1)}, ${text(depth + 1)})`,
          () => `normalize-space(${one(['', text(depth + 1)])})`,
          () => `translate(${text(depth + 1)}, 'x1a', 'y')`,
          () => `name(${one(['', '*', 'a/b', '..'])})`,
          () => `local-name(${one(['', '*', '../*', '@*'])})`,
          () => "'x'",
        ])()
  const number = (depth: number): string =>
    depth > 3
      ? one(['1', '2', '0', '0.5', '10'])
      : one([
          () => `count(${nodes(depth + 1)})`,
          () => `sum(${nodes(depth + 1)})`,
          () => `number(${one([nodes, text])(depth + 1)})`,
          () => `string-length(${text(depth + 1)})`,
          () => `${one(['floor', 'ceiling', 'round'])}(${number(depth + 1)})`,
          () => `${number(depth + 1)} ${one(['+', '-', '*', 'div', 'mod'])} ${number(depth + 1)}`,
          () => `(${number(depth + 1)} ${one(['+', '-', '*', 'div', 'mod'])} ${number(depth + 1)})`,
          () => `-(${number(depth + 1)})`,
          () => one(['1', '2', '1.5', '.5', '100', '1000000', '0.000001']),
        ])()
  const boolean = (depth: number): string =>
    depth > 3
      ? one(['true()', 'false()'])
      : one([
          () =>
            `${one([nodes, number, text, boolean])(depth + 1)} ${one(['=', '!=', '<', '<=', '>', '>='])} ${one([nodes, number, text, boolean])(depth + 1)}`,
          () => `not(${one([nodes, boolean, number, text])(depth + 1)})`,
          () => `boolean(${one([nodes, number, text])(depth + 1)})`,
          () => `contains(${text(depth + 1)}, ${text(depth + 1)})`,
          () => `starts-with(${nodes(depth + 1)}, ${text(depth + 1)})`,
          () => `(${boolean(depth + 1)} ${one(['and', 'or'])} ${boolean(depth + 1)})`,
        ])()
  return { element, nodes, value: (depth: number) => one([number, text, boolean])(depth) }
}

const random = (seed: number, count: number): Case => {
  const { element, nodes, value } = generator(seed)
  const rows = Array.from({ length: 25 }, () => element(0))
  const columns = Array.from({ length: count }, (_, i) => {
    const [path, other] = [nodes(0), value(0)]
    return `xpath(x, ${quoted(path)}) AS n${i}, xpath_string(x, ${quoted(path)}) AS s${i}, xpath_string(x, ${quoted(other)}) AS v${i}, xpath_boolean(x, ${quoted(other)}) AS b${i}, xpath_double(x, ${quoted(other)}) AS d${i}`
  })
  return {
    name: `random documents and paths ${seed}`,
    sql: `SELECT id, x, ${columns.join(', ')} FROM VALUES ${rows.map((row, id) => `(${id}, ${quoted(row)})`).join(', ')} AS t(id, x)`,
  }
}

const paths: readonly string[] = [
  '/a/b',
  '/a/b/text()',
  '//@*',
  '//@id',
  '/a/b[2]',
  '/a/b[last()]',
  '/a/*[1]',
  '//b[@id="3"]',
  '//c/..',
  '/',
  '/node()',
  '//node()',
  '//text()',
  '//comment()',
  '//processing-instruction()',
  'a',
  '.',
  '..',
  '@id',
  '/a/@id',
  '//b[1]',
  '(//b)[1]',
  '//b[c]',
  '/a/b | /a/c',
  '//b[not(@id)]',
  '/order/line[qty > 1]/sku/text()',
  '/order/line[@n="2"]/price',
  '//line[last()]/@n',
  '/é/@ü',
]

const values: readonly string[] = [
  'count(//b)',
  'sum(//b)',
  'sum(/order/line/qty)',
  'string(/a/b)',
  'concat(/a/b, "-", /a/c)',
  'normalize-space(/a)',
  'string-length(/a)',
  'substring(/a/b, 2, 1)',
  'substring("12345", 1.5, 2.6)',
  'substring("12345", 0, 3)',
  'substring("12345", 0 div 0, 3)',
  'substring("12345", -42, 1 div 0)',
  'translate("bar", "abc", "AB")',
  'name(/*)',
  '1 div 3',
  '1 div 0',
  '-1 div 0',
  '0 div 0',
  '1000000 * 1000000',
  '1 div 1000000',
  '0.1 + 0.2',
  '5 mod -3',
  '-5 mod 3',
  '5.5 mod 2',
  'round(2.5)',
  'round(-2.5)',
  'floor(-0.5)',
  'ceiling(-0.5)',
  'true()',
  'not(/a/b)',
  '/a/b = 1',
  '/a/b != 1',
  '/a/b > 1',
  '/a/b = /a/c',
  '"1" = 1',
  'true() = "x"',
  '/b = false()',
  '-(1)',
  '1 - -1',
  '2*3',
  '6 div 2',
  'number("")',
  'number(" 12 ")',
  'number("1e3")',
  '40000',
  '99999999999',
  '-99999999999',
  '1.9',
  '-1.9',
  "contains(/a, 'x')",
  "starts-with(/a, '')",
  "substring-after('a=b', '=')",
  '/a and /b',
  '/a or /b',
  'boolean(0 div 0)',
  'string(//b[2])',
  'count(//b[position() mod 2 = 1])',
]

const kinds = ['string', 'boolean', 'double', 'number', 'float', 'long', 'int', 'short']

const overDocuments = (columns: readonly string[]): string =>
  `SELECT id, x, ${columns.join(', ')} FROM VALUES ${documents.map((document, id) => `(${id}, ${quoted(document)})`).join(', ')}, (99, NULL) AS t(id, x)`

compareWithSpark('XML', [
  {
    name: 'nodes of paths',
    sql: overDocuments(
      paths.map(
        (path, i) =>
          `xpath(x, ${quoted(path)}) AS r${i}, xpath_string(x, ${quoted(path)}) AS s${i}, xpath_int(x, ${quoted(path)}) AS i${i}`,
      ),
    ),
  },
  ...kinds.map(
    (kind): Case => ({
      name: `xpath_${kind} of values`,
      sql: overDocuments(
        [...values, ...paths.slice(0, 8)].map((path, i) => `xpath_${kind}(x, ${quoted(path)}) AS r${i}`),
      ),
    }),
  ),
  ...Array.from({ length: 5 }, (_, i) => random(110 + i, 8)),
  ...lines(`
    SELECT xpath_string('<a/>', NULL) AS r, xpath(NULL, '/a') AS q, xpath_int('', '/a') AS i, xpath_boolean('<a/>', '') AS b
    SELECT xpath_string('<a>1</a>', concat('/', 'a')) AS r
    SELECT xpath('<a><![CDATA[x]]></a>', '/a') AS r, xpath_string('<a><![CDATA[x]]></a>', '/a') AS s, xpath('<a><![CDATA[x]]>y</a>', '//node()') AS n
    SELECT xpath_string('<p:a xmlns:p="u"><p:b>1</p:b></p:a>', '//*[local-name() = "b"]') AS r, xpath_string('<p:a><b>1</b></p:a>', 'name(/*)') AS q
    SELECT xpath_string('<a b="1" a="2"/>', '/a/@*') AS r, xpath_string('<?xml version="1.0" encoding="UTF-16"?><a>1</a>', '/a') AS q
    SELECT id, xpath_int(concat('<r><v>', v, '</v></r>'), '/r/v') AS i, xpath_long(concat('<r><v>', v, '</v></r>'), '/r/v') AS l, xpath_short(concat('<r><v>', v, '</v></r>'), '/r/v') AS s, xpath_double(concat('<r><v>', v, '</v></r>'), '/r/v') AS d, xpath_float(concat('<r><v>', v, '</v></r>'), '/r/v') AS f, xpath_string(concat('<r><v>', v, '</v></r>'), '/r/v') AS t FROM (SELECT id, regexp_replace(v, '[^0-9a-zA-Z.+ -]', '') AS v FROM t_numtext)
    SELECT g, sum(xpath_int(concat('<a>', i, '</a>'), '/a')) AS r FROM t GROUP BY g
    SELECT explode(xpath('<a><b>1</b><b>2</b></a>', '/a/b/text()')) AS r
    xpath_string('<a>1</a>', '/a')
    xpath_number('<a>1</a>', '/a')
  `),
  ...refusedHere(
    lines(`
    SELECT xpath_string('<a/>', 'local-name(//*[2])')
    SELECT xpath_string('<a/>', 'last()')
    SELECT xpath('<a><b/></a>', '//b[count(/a)]')
    SELECT xpath('<a><b/></a>', '(/a | /c)/b')
    SELECT xpath_string('<a/>', '/a/b:c')
    SELECT xpath_string('<a/>', '/a/@xml:lang')
    SELECT xpath_string('<a/>', 'id("x")')
    SELECT xpath_string('<a/>', '1.')
    SELECT xpath_string('<a/>', 'namespace-uri(/a)')
    SELECT xpath_string(x, '/a[') FROM VALUES ('') AS t(x)
    SELECT xpath(x, 'count(/a)') FROM VALUES ('') AS t(x)
  `),
  ),
  ...refusedEverywhere(
    lines(`
    SELECT xpath('<a>', '/a')
    SELECT xpath_int('x', '/a')
    SELECT xpath_string(' ', '/a')
    SELECT xpath_string('<a/>', '/a[')
    SELECT xpath_string('<a/>', '$x')
    SELECT xpath_string('<a/>', '--1')
    SELECT xpath_string('<a>&x;</a>', '/a')
    SELECT xpath_string('<a b="1" b="2"/>', '/a')
    SELECT xpath_string('<a/><b/>', '/a')
    SELECT xpath_string(x, p) FROM VALUES ('<a/>', '/a') AS t(x, p)
    SELECT xpath_string(1, '/a')
    SELECT xpath_string('<a/>', 1)
    SELECT xpath('<a>1</a>', '1 + 1')
    SELECT xpath_string('<a>abc</a>', 'substring(/a, 3, -5)')
    SELECT xpath(v, '/a') FROM t_s
  `),
  ),
])
