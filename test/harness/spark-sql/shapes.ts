import { hasMap, type SparkType, sparkName, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { columnTypes } from './literals.ts'
import type { Random } from './random.ts'
import type { Built, Source } from './sources.ts'
import { clause, list, nothing, type Tree, tree } from './tree.ts'
import type { Scope, Values } from './values.ts'

export type Shape = { readonly tree: Tree; readonly ordered: boolean }

const unlike: readonly (readonly [string, string])[] = [
  ['i', 'l'],
  ['tiny', 'd'],
  ['i', 'm'],
  ['day', 'ts'],
  ['f', 'd'],
  ['s', 'i'],
  ['m', 'wide'],
  ['s', 'day'],
  ['ints', 'doubles'],
  ['small', 'f'],
  ['m', 'd'],
]

/** Whole statements with clauses that a query made of parts does not have. */
export const randomShapes = (
  random: Random,
  values: Values,
  query: (depth: number) => Built,
  source: (depth: number) => Source,
  fresh: (prefix: string) => string,
) => {
  const { pick, chance, upTo, times } = random
  const select = tree('select')
  const plain = Object.entries(columnTypes).filter(([, type]) => !hasMap(type))
  const direction = (): string => pick(['', ' DESC', ' ASC NULLS LAST', ' DESC NULLS FIRST'])
  const count = (): string => pick(['3', '1 + 2', '7', '2 * 3', 'CAST(4 AS INT)'])
  const unordered = (made: Tree): Shape => ({ tree: made, ordered: false })
  const items = (scope: Scope, most: number): readonly { readonly tree: Tree; readonly type: SparkType }[] =>
    times(1, most, () => {
      const [, type] = pick(plain)
      return { tree: values.of(scope, type, 2), type }
    })

  /** Every column is a key, so that rows that are equal in the order are equal. */
  const sorted = (): Shape => {
    const from = source(1)
    const found = items({ columns: from.columns }, 3)
    const names = found.map((_, i) => `o${i}`)
    const keys = names.map(
      (name, i) =>
        tree(
          'key',
        )`${pick<string | Tree>([name, name, String(i + 1), found[i]?.tree ?? name])}${direction()}`,
    )
    const limit = chance(0.5)
      ? clause` LIMIT ${count()}${chance(0.3) ? clause` OFFSET ${count()}` : nothing}`
      : nothing
    const columns = list(found.map((item, i) => tree('item')`${item.tree} AS ${names[i] ?? ''}`))
    return {
      tree: select`SELECT ${pick(['', 'DISTINCT '])}${columns} FROM ${from.tree} ORDER BY ${{ ...list(keys), between: ', ' }}${limit}`,
      ordered: true,
    }
  }

  const reused = (): Shape => {
    const name = fresh('w')
    const found = items({ columns: [] }, 1).length
    const columns = times(1, 1 + found, () => pick(plain))
    const names = columns.map((_, i) => `c${i}`).join(', ')
    const inner = select`SELECT ${columns.map(([column], i) => `${column} AS c${i}`).join(', ')} FROM t WHERE id < ${String(5 + upTo(30))}`
    const test = values.of(
      { columns: columns.map(([, type], i) => ({ sql: `c${i}`, type })) },
      types.boolean,
      2,
    )
    const operation = pick(['EXCEPT', 'INTERSECT', 'UNION', 'UNION ALL', 'EXCEPT ALL', 'INTERSECT ALL'])
    return pick([
      () =>
        unordered(
          select`WITH ${name} AS (${inner}) SELECT ${names} FROM ${name} ${operation} SELECT ${names} FROM ${name} WHERE ${test}`,
        ),
      () =>
        unordered(
          select`WITH ${name} AS (${inner}), ${name}b AS (SELECT * FROM ${name} WHERE ${test}) SELECT count(*) AS n FROM ${name} a LEFT SEMI JOIN ${name}b b ON a.c0 <=> b.c0`,
        ),
      () => unordered(select`WITH t AS (${inner}) SELECT ${names} FROM t WHERE ${test}`),
      () =>
        unordered(
          select`WITH ${name} AS (${inner}) SELECT * FROM ${name} WHERE c0 IN (SELECT c0 FROM ${name} WHERE ${test})`,
        ),
      () =>
        unordered(
          select`WITH ${name}(x) AS (SELECT c0 FROM (${inner})) SELECT x, count(*) AS n FROM ${name} GROUP BY x`,
        ),
      () =>
        unordered(
          select`WITH ${name} AS (WITH ${name} AS (${inner}) SELECT c0 FROM ${name}) SELECT c0 FROM ${name}`,
        ),
    ])()
  }

  const widened = (): Shape => {
    const columns = times(1, 2, () => (chance(0.5) ? pick(unlike) : pick(unlike).toReversed()))
    const side = (at: number, rest: number): Tree =>
      select`SELECT ${columns.map((pair, i) => `${pair[at]} AS ${at === 0 ? 'c' : 'e'}${i}`).join(', ')} FROM t WHERE id % 4 = ${String(rest)}`
    const operation = pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL'])
    return unordered(select`${side(0, 1)} ${operation} ${side(1, upTo(4))}`)
  }

  const ranged = (): Shape => {
    const value = pick([
      'sum(i)',
      'count(*)',
      'min(s)',
      'max(d)',
      'avg(tiny)',
      'sum(m)',
      'count(DISTINCT g)',
      'collect_list(id)',
    ])
    const [key, spans] = pick([
      ['i', ['3', '100', '0']],
      ['l', ['5', '1000']],
      ['tiny', ['1', '20']],
      ['m', ['1', '2.5']],
      ['day', ['INTERVAL 7 DAYS', '3', "INTERVAL '1' MONTH", "INTERVAL '1-1' YEAR TO MONTH"]],
      ['ts', ["INTERVAL '1' HOUR", 'INTERVAL 30 DAYS', "INTERVAL '1' MONTH"]],
      ['ntz', ["INTERVAL '1' HOUR", 'INTERVAL 2 DAYS']],
    ] as const)
    const bound = (at: string): string =>
      pick([`UNBOUNDED ${at}`, 'CURRENT ROW', `${pick(spans)} ${at}`, `${pick(spans)} ${at}`])
    const partition = chance(0.5) ? clause`PARTITION BY g ` : nothing
    // Beyond the end of a type Spark wraps around, and the engine fails.
    const [low, high] = /^(?:day|ts|ntz)$/.test(key) ? ["'1900-01-01'", "'2100-01-01'"] : ['-100', '100']
    const where = tree(
      'where',
    )` WHERE ${key} BETWEEN ${low} AND ${high}${chance(0.4) ? ` OR ${key} IS NULL` : ''}`
    // The engine knows the order of a list of equals as little as Spark does.
    const head = value.startsWith('collect') ? `sort_array(${value}` : value
    const end = value.startsWith('collect') ? ')' : ''
    return unordered(
      select`SELECT id, ${head} OVER (${partition}ORDER BY ${key}${pick(['', ' DESC', ' NULLS LAST'])} RANGE BETWEEN ${bound('PRECEDING')} AND ${bound('FOLLOWING')})${end} AS r FROM t${where}`,
    )
  }

  const viewed = (): Shape => {
    const outer = pick(['', 'OUTER '])
    const [call, names, shown] = pick([
      ['explode(structs)', 'st', 'st.a, st.b, st'],
      ['posexplode(structs)', 'p, st', 'p, st.b'],
      ['explode(map_entries(smap))', 'en', 'en.key, en.value'],
      ['posexplode(smap)', 'p, k, v', 'p IS NULL AS p, k, v'],
      ['explode(nested)', 'ar', 'ar, ar[0], size(ar)'],
      ["json_tuple(json, 'a', 'b', 'c')", 'x, y, z', 'x, y, z'],
      ['stack(2, i, s, tiny, numtext)', 'x, y', 'x, y'],
      ['inline(arrays_zip(ints, strs))', 'x, y', 'x, y'],
      ["explode(split(s, '[ ,]'))", 'w', 'w, length(w)'],
      ["explode(map(coalesce(s, '-'), i, id, tiny))", 'k, v', 'k, v'],
      ['explode(sequence(1, g))', 'n', 'n, n + i'],
    ] as const)
    return pick([
      () =>
        unordered(
          select`SELECT t.id AS id_, ${shown} FROM t LATERAL VIEW ${outer}${call} e AS ${names} WHERE id < 40`,
        ),
      () =>
        unordered(
          select`SELECT id AS id_, ${call.replace(/^(\w+)\(/, (_, name: string) => `${name}${/^(?:json|stack)/.test(name) ? '' : pick(['', '_outer'])}(`)} FROM t`,
        ),
      () =>
        unordered(
          select`SELECT e.*, t.g FROM t LATERAL VIEW ${outer}${call} e AS ${names} LATERAL VIEW explode(ints) f AS o WHERE t.id < 20`,
        ),
    ])()
  }

  const counted = (): Shape => {
    const from = source(1)
    const scope: Scope = { columns: from.columns }
    const key = pick([types.int, types.string, types.boolean, types.date])
    const by = values.of(scope, key, 1)
    const column = scope.columns.find(({ type }) => sparkName(type) === sparkName(key))
    const named = column === undefined ? by : tree('key')`${column.sql}`
    const call = pick(['count(*)', 'count(1)', 'count(*) * 2', 'sum(1)', 'max(1) + count(*)'])
    return pick([
      () =>
        unordered(
          select`SELECT ${named} AS k, ${call} AS n FROM ${from.tree} GROUP BY ${pick<string | Tree>(['1', 'k', 'ALL', named])}${clause` HAVING n > ${String(upTo(3))}`}`,
        ),
      () =>
        unordered(
          select`SELECT ${call} AS n FROM ${from.tree} HAVING ${pick(['n', call])} ${pick(['>', '<'])} ${String(upTo(60))}`,
        ),
      () =>
        unordered(
          select`SELECT ${named} AS k, ${call} AS n FROM ${from.tree} GROUP BY ${named} WITH ${pick(['ROLLUP', 'CUBE'])}`,
        ),
      () =>
        unordered(
          select`SELECT g, flag, ${pick(['grouping(g)', 'grouping_id()', 'grouping(flag)'])} AS w, ${call} AS n FROM t GROUP BY ${pick(['GROUPING SETS ((g, flag), (g), ())', 'CUBE (g, flag)', 'g, ROLLUP (flag)', 'ROLLUP (g, flag)', 'GROUPING SETS ((g), (flag))'])}`,
        ),
      () => ({
        tree: select`SELECT g, ${call} AS n FROM t WHERE g IS NOT NULL GROUP BY g ORDER BY ${pick(['n DESC, g', 'count(*), g', 'g', '2, 1', 'max(i), g'])}`,
        ordered: true,
      }),
    ])()
  }

  const correlated = (): Shape => {
    const [name, type] = pick(plain)
    const few = `few_${name}`
    const test = values.of(
      {
        columns: [
          { sql: 'a.i', type: types.int },
          { sql: 'z.id', type: types.int },
          { sql: 'z.v', type },
        ],
      },
      types.boolean,
      2,
    )
    const equal = `z.v ${pick(['=', '<=>', '<'])} a.${name}`
    return pick([
      () => unordered(select`SELECT id, (SELECT count(*) FROM ${few} z WHERE ${equal}) AS n FROM t a`),
      () =>
        unordered(
          select`SELECT id, (SELECT max(z.id) FROM ${few} z WHERE z.v = a.${name}${clause` AND z.id > 1`}) AS n FROM t a`,
        ),
      () =>
        unordered(
          select`SELECT id FROM t a WHERE ${pick(['', 'NOT '])}EXISTS (SELECT 1 FROM ${few} z WHERE ${equal}${clause` AND ${test}`})`,
        ),
      () =>
        unordered(
          select`SELECT id FROM t a WHERE a.${name} ${pick(['', 'NOT '])}IN (SELECT z.v FROM ${few} z${clause` WHERE z.id < a.id`})`,
        ),
      () =>
        unordered(
          select`SELECT id FROM t a WHERE a.id < 20 ${pick(['AND', 'OR'])} a.${name} IN (SELECT z.v FROM ${few} z WHERE z.v IS NOT NULL)`,
        ),
      () =>
        unordered(
          select`SELECT a.id AS id, y.n FROM t a${pick([',', ' JOIN', ' LEFT JOIN'])} LATERAL (SELECT ${pick(['count(*)', 'max(z.id)'])} AS n FROM ${few} z WHERE ${equal}) y`,
        ),
      () =>
        unordered(
          select`SELECT a.id AS id FROM t a LEFT ${pick(['SEMI', 'ANTI'])} JOIN ${few} z${clause` ON ${equal}${clause` AND ${test}`}`}`,
        ),
    ])()
  }

  const turned = (): Shape => {
    const call = pick([
      'sum(i) AS a, count(*) AS b',
      'max(s)',
      'min(day) AS q, max(day)',
      'avg(m) AS a',
      'first(g)',
    ])
    return pick([
      () =>
        unordered(
          select`SELECT * FROM (SELECT g, flag, i, s, day, m FROM t) PIVOT (${call} FOR ${pick(['(g, flag) IN ((0, true) AS x, (1, false))', 'flag IN (true, false AS no)', 'g IN (0, 1, NULL)'])})`,
        ),
      () =>
        unordered(
          select`SELECT * FROM (SELECT id, i, l, tiny, small, s, numtext FROM t) UNPIVOT ${pick(['', 'INCLUDE NULLS ', 'EXCLUDE NULLS '])}${pick(['((a, b) FOR n IN ((i, s) AS p, (tiny, numtext) AS q, (l, s)))', '(v FOR n IN (i, l, tiny))', '(v FOR n IN (s AS x, numtext))'])}`,
        ),
      () =>
        unordered(
          select`SELECT ${pick(['count(*)', 'sum(i)', 'max(s)'])} AS r FROM t TABLESAMPLE (100 PERCENT)`,
        ),
      () =>
        unordered(
          select`SELECT * FROM VALUES (1, 'a', ${values.of({ columns: [] }, types.double, 1)}), (2, NULL, 1), (NULL, 'b', ${values.of({ columns: [] }, types.int, 1)}) AS v(x, y, z)`,
        ),
    ])()
  }

  const nested = (): Shape => {
    const built = query(1)
    if (built.columns.length === 0) return sorted()
    const scope: Scope = { columns: built.columns.map(({ name, type }) => ({ sql: name, type })) }
    return unordered(
      select`SELECT ${values.any(scope, 2).tree} AS r FROM (${built.tree}) WHERE ${values.of(scope, types.boolean, 2)}`,
    )
  }

  return (): Shape =>
    pick([
      sorted,
      sorted,
      reused,
      widened,
      ranged,
      viewed,
      counted,
      counted,
      correlated,
      correlated,
      turned,
      nested,
    ])()
}
