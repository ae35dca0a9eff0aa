import { array, type SparkType, sparkName, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { columnTypes } from './literals.ts'
import type { Random } from './random.ts'
import { clause, list, type Tree, tree } from './tree.ts'
import type { Column, Values } from './values.ts'

export type Source = {
  readonly tree: Tree
  readonly columns: readonly Column[]
  /** A column whose values differ from row to row, so that it orders them. */
  readonly unique: string | undefined
  readonly rows: number
}

/** A query with the names and types of its columns. */
export type Built = {
  readonly tree: Tree
  readonly columns: readonly { readonly name: string; readonly type: SparkType }[]
  readonly rows: number
  /** Whether these are all its columns; others may hold what engines round differently. */
  readonly whole: boolean
}

const from = tree('from')

/** What a query reads: a table, some of its rows, another query, joined tables, generated rows. */
export const randomSources = (
  random: Random,
  values: Values,
  query: (depth: number) => Built,
  fresh: (prefix: string) => string,
) => {
  const { pick, chance, upTo } = random

  const wide = (): Source => {
    const alias = fresh('a')
    const columns = Object.entries({ id: types.int, g: types.int, ...columnTypes }).map(([name, type]) => ({
      sql: `${alias}.${name}`,
      type,
    }))
    const some = chance(0.3)
    return {
      tree: some ? from`(SELECT * FROM t WHERE id % 3 = ${String(upTo(3))}) ${alias}` : from`t ${alias}`,
      columns,
      unique: `${alias}.id`,
      rows: some ? 25 : 75,
    }
  }

  const few = (): Source => {
    const alias = fresh('f')
    const name = pick(Object.keys(columnTypes))
    return {
      tree: from`few_${name} ${alias}`,
      columns: [
        { sql: `${alias}.id`, type: types.int },
        { sql: `${alias}.v`, type: columnTypes[name] ?? types.null },
      ],
      unique: `${alias}.id`,
      rows: 8,
    }
  }

  const listed = (): Source => {
    const alias = fresh('v')
    const rows = [`(1, 'a', 1.5)`, `(NULL, 'b', 2)`, `(2, NULL, NULL)`, `(2, 'a', -0.5)`, `(7, '', 100)`]
    return {
      tree: from`(VALUES ${list(rows.map((row) => tree('row')`${row}`))}) AS ${alias}(n, w, q)`,
      columns: [
        { sql: `${alias}.n`, type: types.int },
        { sql: `${alias}.w`, type: types.string },
      ],
      unique: undefined,
      rows: 5,
    }
  }

  const derived = (depth: number): Source => {
    const alias = fresh('q')
    const built = query(depth - 1)
    const renamed = built.whole && chance(0.2)
    const names = built.columns.map(({ name }, i) => (renamed ? `r${i}` : name))
    return {
      tree: from`(${built.tree}) ${chance(0.5) ? 'AS ' : ''}${alias}${renamed ? `(${names.join(', ')})` : ''}`,
      columns: built.columns.map(({ type }, i) => ({ sql: `${alias}.${names[i]}`, type })),
      unique: undefined,
      rows: built.rows,
    }
  }

  const single = (depth: number): Source => {
    const shape = upTo(10)
    if (depth > 0 && shape < 3) return derived(depth)
    if (shape < 7) return wide()
    return shape < 9 ? few() : listed()
  }

  const kindsOfJoin = [
    'JOIN',
    'LEFT JOIN',
    'RIGHT JOIN',
    'FULL JOIN',
    'LEFT SEMI JOIN',
    'LEFT ANTI JOIN',
    'CROSS JOIN',
    'INNER JOIN',
    'LEFT OUTER JOIN',
  ]

  const joined = (depth: number): Source => {
    const left = single(depth)
    const how = pick(kindsOfJoin)
    const small = left.rows <= 30
    const right = small && chance(0.5) ? single(depth - 1) : chance(0.6) ? few() : listed()
    const both = [...left.columns, ...right.columns]
    const columns = /SEMI|ANTI/.test(how) ? left.columns : both
    const rows = left.rows * right.rows
    const join = (condition: Tree): Source => ({
      tree: from`${left.tree} ${how} ${right.tree}${condition}`,
      columns,
      unique: undefined,
      rows: how === 'CROSS JOIN' ? rows : Math.min(rows, 400),
    })
    if (how === 'CROSS JOIN') return join(clause``)
    const pairs = left.columns.flatMap((one) =>
      right.columns
        .filter((other) => sparkName(other.type) === sparkName(one.type))
        .map((other) => [one, other]),
    )
    const equal = pairs.length > 0 ? pick(pairs).map(({ sql }) => sql) : undefined
    const test = values.of({ columns: both }, types.boolean, 2)
    const on =
      equal !== undefined && chance(0.75)
        ? tree(
            'on',
          )` ON ${equal[0] ?? ''} ${chance(0.15) ? '<=>' : '='} ${equal[1] ?? ''}${chance(0.4) ? clause` AND ${test}` : ''}`
        : tree('on')` ON ${test}`
    return join(on)
  }

  /** NATURAL and USING over queries that share some names. */
  const merged = (): Source => {
    const [a, b] = [fresh('m'), fresh('m')]
    const how = pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
    const key = pick(['g', 'flag', 'tiny', 'day', 'm', 'd', 's'])
    const type = columnTypes[key] ?? types.int
    const left = `(SELECT ${key} AS k, i AS p FROM t WHERE id < ${10 + upTo(10)}) ${a}`
    const right = `(SELECT ${key} AS k, s AS o FROM t WHERE id % 4 = ${upTo(4)}) ${b}`
    return {
      tree: chance(0.5) ? from`${left} ${how} ${right} USING (k)` : from`${left} NATURAL ${how} ${right}`,
      columns: [
        { sql: 'k', type },
        { sql: `${a}.p`, type: types.int },
        { sql: `${b}.o`, type: types.string },
        ...(chance(0.3) ? [{ sql: `${b}.k`, type }] : []),
      ],
      unique: undefined,
      rows: 200,
    }
  }

  const exploded = (): Source => {
    const inner = wide()
    const view = fresh('e')
    const outer = pick(['', 'OUTER '])
    const scope = { columns: inner.columns }
    const element = pick([types.int, types.string, types.double])
    const source = (type: SparkType): Tree => values.of(scope, type, 1)
    const smap = columnTypes['smap'] ?? types.null
    const structs = columnTypes['structs'] ?? types.null
    const made = (clauseTree: Tree, columns: readonly Column[]): Source => ({
      tree: from`${inner.tree}${clauseTree}`,
      columns: [...inner.columns, ...columns],
      unique: undefined,
      rows: inner.rows * 3,
    })
    const at = (name: string, type: SparkType): Column => ({ sql: `${view}.${name}`, type })
    const lateral = tree('view')
    return pick([
      () =>
        made(lateral` LATERAL VIEW ${outer}explode(${source(array(element))}) ${view} AS x`, [
          at('x', element),
        ]),
      () =>
        made(lateral` LATERAL VIEW ${outer}posexplode(${source(array(element))}) ${view} AS p, x`, [
          at('p', types.int),
          at('x', element),
        ]),
      () =>
        made(lateral` LATERAL VIEW ${outer}explode(${source(smap)}) ${view} AS k, v`, [
          at('k', types.string),
          at('v', types.int),
        ]),
      () =>
        made(lateral` LATERAL VIEW ${outer}inline(${source(structs)}) ${view} AS a, b`, [
          at('a', types.int),
          at('b', types.string),
        ]),
    ])()
  }

  const rotated = (): Source => {
    const alias = fresh('p')
    if (chance(0.5)) {
      const call = pick(['sum(i)', 'max(s)', 'count(s)', 'min(day)', 'avg(m)'])
      return {
        tree: from`(SELECT * FROM (SELECT g, flag, i, s, day, m FROM t) PIVOT (${call} AS c FOR g IN (0 AS z, 1 AS o, 2 AS w))) ${alias}`,
        columns: [{ sql: `${alias}.flag`, type: types.boolean }],
        unique: undefined,
        rows: 60,
      }
    }
    return {
      tree: from`(SELECT id, n, v FROM (SELECT id, i, tiny, l FROM t) UNPIVOT ${pick(['', 'INCLUDE NULLS '])}(v FOR n IN (i, tiny AS y, l))) ${alias}`,
      columns: [
        { sql: `${alias}.id`, type: types.int },
        { sql: `${alias}.n`, type: types.string },
        { sql: `${alias}.v`, type: types.bigint },
      ],
      unique: undefined,
      rows: 180,
    }
  }

  return (depth: number): Source => {
    const shape = upTo(20)
    if (shape < 10) return single(depth)
    if (shape < 15) return joined(depth)
    if (shape < 17) return merged()
    return shape < 19 ? exploded() : rotated()
  }
}
