/*
 * Random well-typed statements over the adversarial table `t`, the same for the same seed, as trees that can be made
 * smaller: a failure is told as the least statement that still fails.
 */

type Kind = 'int' | 'bigint' | 'double' | 'decimal' | 'string' | 'boolean' | 'ints'

/** An expression: text with a hole for each child. */
export type Tree = {
  readonly kind: Kind
  readonly text: readonly string[]
  readonly children: readonly Tree[]
}

export type Statement = {
  readonly write: (expressions: readonly string[]) => string
  readonly expressions: readonly Tree[]
}

export const textOf = (tree: Tree): string =>
  tree.text
    .map((piece, i) => piece + (tree.children[i] === undefined ? '' : textOf(tree.children[i])))
    .join('')

export const sqlOf = (statement: Statement): string => statement.write(statement.expressions.map(textOf))

const columns: Readonly<Record<Kind, readonly string[]>> = {
  int: ['i', 'id', 'CAST(tiny AS INT)', 'CAST(small AS INT)', '0', '1', '-1', '7', 'CAST(NULL AS INT)'],
  bigint: ['l', '2L', '-9223372036854775808'],
  double: ['d', 'CAST(f AS DOUBLE)', '1.5D', '0D'],
  decimal: ['m', '2.50', '-0.01'],
  string: ['s', 'numtext', "'a'", "''", "'12'"],
  boolean: ['flag', 'true', 'CAST(NULL AS BOOLEAN)'],
  ints: ['ints', 'array(1, NULL, i)'],
}

/** Results by kind; in braces the kinds of the arguments. */
const forms: Readonly<Record<Kind, readonly string[]>> = {
  int: [
    '({int} + {int})',
    '({int} - {int})',
    '({int} * {int})',
    '({int} % {int})',
    'pmod({int}, {int})',
    '(-{int})',
    'CAST({bigint} AS INT)',
    'CAST({double} AS INT)',
    'CAST({string} AS INT)',
    'size({ints})',
    '{ints}[0]',
    '({int} & {int})',
    'shiftleft({int}, {int})',
    'greatest({int}, {int})',
    'coalesce({int}, {int})',
    'CASE WHEN {boolean} THEN {int} ELSE {int} END',
    'nullif({int}, {int})',
    'bit_count({bigint})',
    'abs({int})',
  ],
  bigint: [
    '({bigint} + {int})',
    '({int} div {int})',
    '({bigint} * {bigint})',
    '({bigint} % {int})',
    'ceil({double})',
    'CAST({int} AS BIGINT)',
    'floor({double})',
    'CAST({decimal} AS BIGINT)',
    'try_add({bigint}, {int})',
  ],
  double: [
    '({double} + {int})',
    '({int} / {int})',
    '({double} * {double})',
    '({double} - {decimal})',
    'sqrt({double})',
    'CAST({int} AS DOUBLE)',
    'CAST({string} AS DOUBLE)',
    'round({double}, 1)',
    'nanvl({double}, {double})',
    'least({double}, {double})',
    'if({boolean}, {double}, {int})',
    'sign({double})',
    'atan({double})',
  ],
  decimal: [
    'CAST({int} AS DECIMAL(10,2))',
    'CAST({double} AS DECIMAL(12,3))',
    'round({decimal}, 1)',
    'abs({decimal})',
    'CAST({decimal} + {decimal} AS DECIMAL(10,2))',
    'CAST({decimal} * {int} AS DECIMAL(14,2))',
    'CAST({decimal} / {int} AS DECIMAL(10,2))',
    'coalesce({decimal}, {decimal})',
  ],
  string: [
    'CAST({int} AS STRING)',
    'CAST({decimal} AS STRING)',
    'CAST({boolean} AS STRING)',
    'CAST({ints} AS STRING)',
    'concat({string}, {int})',
    '({string} || {string})',
    'CASE {int} WHEN {int} THEN {string} END',
    'nvl({string}, {int})',
    'CAST({bigint} AS STRING)',
  ],
  boolean: [
    '({int} = {int})',
    '({int} < {bigint})',
    '({double} >= {double})',
    '({string} <=> {string})',
    '(NOT {boolean})',
    '({boolean} AND {boolean})',
    '({boolean} OR {boolean})',
    '({int} IS NULL)',
    '({int} IN ({int}, {bigint}))',
    '({int} BETWEEN {int} AND {bigint})',
    '({decimal} <> {int})',
    '({string} = {int})',
    '({double} = {decimal})',
    'isnan({double})',
    '({boolean} IS TRUE)',
    '({ints} = {ints})',
    '({int} IN (SELECT v FROM few_i))',
  ],
  ints: ['array({int}, {int})', 'coalesce({ints}, {ints})', 'if({boolean}, {ints}, {ints})'],
}

const aggregates = [
  'sum({int})',
  'sum({bigint})',
  'avg({int})',
  'avg({decimal})',
  'count({string})',
  'count(DISTINCT {int})',
  'max({double})',
  'min({string})',
  'max({decimal})',
  'bool_or({boolean})',
  'count_if({boolean})',
  'sum({decimal})',
  'sum({int}) FILTER (WHERE {boolean})',
  'bit_xor({int})',
  'max({ints})',
  'min({boolean})',
  'count(*)',
]
const windows = [
  'OVER (PARTITION BY {boolean})',
  'OVER (PARTITION BY {int} ORDER BY id)',
  'OVER (ORDER BY id)',
  'OVER (ORDER BY {double} DESC, id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING)',
  'OVER (PARTITION BY g ORDER BY {string} NULLS LAST, id)',
]
const windowed = [
  'row_number()',
  'rank()',
  'lag({int})',
  'lead({string}, 2)',
  'sum({int})',
  'count(*)',
  'max({decimal})',
  'first_value({int})',
  'avg({int})',
  'ntile(3)',
  'dense_rank()',
  'last_value({boolean})',
]

/** The generator of one seed: each call gives the next statement. */
export const randomStatements = (seed: number): (() => Statement) => {
  let state = seed >>> 0
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''

  const grown = (kind: Kind, form: string, depth: number): Tree => {
    const pieces = form.split(/\{(\w+)\}/)
    return {
      kind,
      text: pieces.filter((_, i) => i % 2 === 0),
      children: pieces.filter((_, i) => i % 2 === 1).map((inner) => tree(kindNamed(inner), depth - 1)),
    }
  }
  const tree = (kind: Kind, depth: number): Tree =>
    depth <= 0 || random() < 0.25
      ? { kind, text: [pick(columns[kind])], children: [] }
      : grown(kind, pick(forms[kind]), depth)
  const some = (): Tree => tree(kindNamed(pick(Object.keys(forms))), 3)

  return () => {
    const where = random() < 0.4 ? [tree('boolean', 2)] : []
    const filter = (text: string | undefined): string => (text === undefined ? '' : ` WHERE ${text}`)
    const shape = random()
    if (shape < 0.45)
      return {
        expressions: [some(), some(), ...where],
        write: ([a, b, c]) => `SELECT id, ${a}, ${b} AS b FROM t${filter(c)}`,
      }
    if (shape < 0.7) {
      const key = tree(kindNamed(pick(['int', 'boolean', 'string'])), 1)
      return {
        expressions: [grown('int', pick(aggregates), 2), grown('int', pick(aggregates), 2), key, ...where],
        write: ([a, b, k, c]) => `SELECT ${k} AS k, ${a}, ${b} AS b FROM t${filter(c)} GROUP BY ${k}`,
      }
    }
    if (shape < 0.85)
      return {
        expressions: [grown('int', `${pick(windowed)} ${windowOf(pick)}`, 2), ...where],
        write: ([a, c]) => `SELECT id, ${a} FROM t${filter(c)}`,
      }
    return {
      expressions: [some(), tree('boolean', 2)],
      write: ([a, on]) =>
        `SELECT id, o, ${a} AS a FROM (SELECT * FROM t WHERE id < 12) ${pick2(seed)} JOIN (SELECT id AS o, i AS j, s AS z FROM t WHERE id BETWEEN 3 AND 14) y ON id + 2 = o AND ${on}`,
    }
  }
}

const windowOf = (pick: (list: readonly string[]) => string): string => pick(windows)
const pick2 = (seed: number): string => (seed % 2 === 0 ? 'LEFT' : 'INNER')

const kindNamed = (name: string): Kind => {
  const found = (['int', 'bigint', 'double', 'decimal', 'string', 'boolean', 'ints'] as const).find(
    (kind) => kind === name,
  )
  if (found === undefined) throw new Error(`no kind called ${name}`)
  return found
}

/** Statements that are one step smaller: a part of an expression in its place, or a bare column. */
export const smaller = (statement: Statement): readonly Statement[] =>
  statement.expressions.flatMap((expression, at) =>
    reduced(expression).map((less) => ({ ...statement, expressions: statement.expressions.with(at, less) })),
  )

const reduced = (tree: Tree): readonly Tree[] => [
  ...tree.children.filter(
    ({ kind }) => kind === tree.kind && tree.text.join('').match(/OVER|FILTER/) === null,
  ),
  ...tree.children.flatMap((child, at) => [
    ...(child.children.length > 0
      ? [{ kind: child.kind, text: [columns[child.kind][0] ?? 'NULL'], children: [] }]
      : []
    ).map((plain) => ({ ...tree, children: tree.children.with(at, plain) })),
    ...reduced(child).map((less) => ({ ...tree, children: tree.children.with(at, less) })),
  ]),
]
