import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { openDuckdb } from '../../src/engines/index.ts'
import { parseTree, serializeStatement, textOf } from '../../src/sql/parse-tree.ts'
import { ident, join, literal, type Sql, sql, trusted } from '../../src/sql/quote.ts'
import { type Constant, type RowCondition, rowConditions } from '../../src/sql/row-conditions.ts'

const engine = await openDuckdb({ threads: 2 })
const connection = await engine.connect()
afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
})

const columns = ['id', 'grp', 'name']

const conditionsOf = async (query: string, table: string): Promise<readonly RowCondition[]> => {
  const tree = parseTree(String((await connection.rows(serializeStatement(query)))[0]?.['tree']))
  // As the admission of queries leaves it: every table has an alias.
  withAliases(tree)
  return rowConditions(tree, (node) => textOf(node, 'table_name') === table, columns)
}

const withAliases = (tree: unknown): void => {
  if (typeof tree !== 'object' || tree === null) return
  const node = tree as Record<string, unknown>
  if (node['type'] === 'BASE_TABLE' && node['alias'] === '') node['alias'] = node['table_name']
  for (const member of Object.values(node)) withAliases(member)
}

const number = (value: number): Constant => ({ kind: 'integer', value: BigInt(value) })
const text = (value: string): Constant => ({ kind: 'text', value })

describe('conditions', () => {
  test.each([
    ['id = 5', [{ column: 'id', op: '=', value: number(5) }]],
    ['5 < id', [{ column: 'id', op: '>', value: number(5) }]],
    [
      "T.ID >= -5 AND (name = 'x' AND grp <> 3)",
      [
        { column: 'id', op: '>=', value: number(-5) },
        { column: 'name', op: '=', value: text('x') },
      ],
    ],
    ['id BETWEEN 1 AND 2', [{ column: 'id', op: 'between', lower: number(1), upper: number(2) }]],
    ['id IN (1, NULL, 2)', [{ column: 'id', op: 'in', values: [number(1), number(2)] }]],
    ['id IS NULL', [{ column: 'id', op: 'is-null' }]],
    ['id IS NOT NULL', [{ column: 'id', op: 'is-not-null' }]],
    ['id IS NOT DISTINCT FROM 5', [{ column: 'id', op: '=', value: number(5) }]],
    [`name LIKE 'ab_c%'`, [{ column: 'name', op: 'starts-with', prefix: 'ab' }]],
    [`starts_with(name, 'a%b')`, [{ column: 'name', op: 'starts-with', prefix: 'a%b' }]],
    ['id = 1.50', [{ column: 'id', op: '=', value: { kind: 'decimal', unscaled: 150n, scale: 2 } }]],
    [
      'id = 9007199254740993',
      [{ column: 'id', op: '=', value: { kind: 'integer', value: 9_007_199_254_740_993n } }],
    ],
    ['id = 1e0', [{ column: 'id', op: '=', value: { kind: 'double', value: 1 } }]],
    [
      `name > DATE '2024-01-01'`,
      [{ column: 'name', op: '>', value: { kind: 'text', value: '2024-01-01', as: 'DATE' } }],
    ],
  ] satisfies readonly (readonly [string, readonly RowCondition[]])[])('%s', async (where, expected) => {
    expect(await conditionsOf(`SELECT * FROM t WHERE ${where}`, 't')).toEqual(expected)
  })

  test.each([
    'id = 5 OR grp = 3',
    'NOT id = 5',
    'id <> 5',
    'id NOT IN (5)',
    'id NOT BETWEEN 1 AND 2',
    'id + 0 = 5',
    'id = grp',
    'abs(id) = 5',
    `name LIKE '%a'`,
    `name ILIKE 'a%'`,
    `name LIKE 'a$%' ESCAPE '$'`,
    `lower(name) = 'a'`,
    'id = NULL',
    `name COLLATE NOCASE = 'a'`,
    'id IN (5, grp)',
    'id = 5 IS TRUE',
    'TRY_CAST(5 AS INT) = id',
    'other = 5',
    'u.id = 5',
    `CASE WHEN id = 5 THEN true ELSE false END`,
    'id = (SELECT 5)',
    'id = 170141183460469231731687303715884105727',
  ])('%s says nothing', async (where) => {
    expect(await conditionsOf(`SELECT * FROM t WHERE ${where}`, 't')).toEqual([])
  })

  test.each([
    ['SELECT * FROM t JOIN u USING (id) WHERE t.id = 5', 1],
    ['SELECT * FROM t JOIN u USING (id) WHERE id = 5', 0],
    ['SELECT * FROM t LEFT JOIN u USING (id) WHERE t.id IS NULL', 1],
    ['SELECT * FROM u LEFT JOIN t USING (id) WHERE t.id IS NULL', 0],
    ['SELECT * FROM u LEFT JOIN t USING (id) WHERE t.id = 5', 1],
    ['SELECT * FROM u RIGHT JOIN t USING (id) WHERE t.id IS NULL', 1],
    ['SELECT * FROM t FULL JOIN u USING (id) WHERE t.id IS NULL', 0],
    ['SELECT * FROM t SEMI JOIN u USING (id) WHERE t.id = 5', 1],
    ['SELECT * FROM u ANTI JOIN t USING (id) WHERE u.id = 5', 0],
    ['SELECT * FROM u ASOF JOIN t ON u.id >= t.id WHERE t.id = 5', 0],
    ['SELECT * FROM u POSITIONAL JOIN t WHERE t.id = 5', 0],
    ['SELECT * FROM t, u WHERE t.id = 5 AND u.id = 6', 1],
    ['SELECT * FROM t AS a JOIN t AS b USING (id) WHERE a.id = 5 AND b.id = 5', 1],
    ['SELECT * FROM t AS a JOIN t AS b USING (id) WHERE a.id = 5', 0],
    ['SELECT * FROM t WHERE id = 5 UNION ALL SELECT * FROM t WHERE id = 5 AND grp = 2', 1],
    ['SELECT * FROM t WHERE id = 5 UNION ALL SELECT * FROM t WHERE id = 6', 0],
    ['SELECT * FROM t WHERE id = 5 AND EXISTS (SELECT 1 FROM t AS i WHERE i.grp = t.grp)', 0],
    ['WITH c AS (SELECT * FROM t WHERE id = 5) SELECT * FROM c, c AS d WHERE d.grp = 7', 1],
    ['SELECT * FROM (SELECT * FROM t WHERE id = 5) AS t WHERE grp = 1', 1],
    ['SELECT * FROM t AS x(grp, id, name) WHERE id = 5', 0],
    ['SELECT * FROM t WHERE id = 5 USING SAMPLE 3 ROWS', 0],
    ['SELECT id + 1 AS id FROM t WHERE id = 5', 1],
    ['SELECT count(*) FROM t WHERE id = 5 GROUP BY grp HAVING count(*) > 1', 1],
    ['SELECT * FROM t AS id WHERE id.id = 5', 0],
    ['SELECT (SELECT max(id) FROM t WHERE id = 5), * FROM u', 1],
    ['SELECT * FROM u', 0],
  ])('%s: %i', async (query, count) => {
    expect(await conditionsOf(query, 't')).toHaveLength(count)
  })
})

const constantSql = (constant: Constant): Sql => {
  switch (constant.kind) {
    case 'integer':
      return sql`${constant.value}`
    case 'text':
      return literal(constant.value)
    default:
      throw new Error('the queries here have no such constants')
  }
}

const conditionSql = (condition: RowCondition): Sql => {
  const column = ident(condition.column)
  switch (condition.op) {
    case 'is-null':
      return sql`${column} IS NULL`
    case 'is-not-null':
      return sql`${column} IS NOT NULL`
    case 'in':
      return sql`${column} IN (${condition.values.map(constantSql)})`
    case 'between':
      return sql`${column} BETWEEN ${constantSql(condition.lower)} AND ${constantSql(condition.upper)}`
    case 'starts-with':
      return sql`starts_with(${column}, ${literal(condition.prefix)})`
    default:
      return sql`${column} ${trusted(condition.op)} ${constantSql(condition.value)}`
  }
}

const small = fc.integer({ min: 0, max: 4 })

/** A condition on tables that are all called by the given names. */
const where = (names: readonly string[]): fc.Arbitrary<string> => {
  const column = (name: string) =>
    fc.constantFrom(...names).map((table) => (table === '' ? name : `${table}.${name}`))
  const simple = fc.oneof(
    fc
      .tuple(column('id'), fc.constantFrom('=', '<', '>=', '<>', 'IS NOT DISTINCT FROM'), small)
      .map((parts) => parts.join(' ')),
    fc.tuple(column('grp'), small, small).map(([name, a, b]) => `${name} BETWEEN ${a} AND ${b}`),
    fc.tuple(column('grp'), small, small).map(([name, a, b]) => `${name} IN (${a}, ${b}, NULL)`),
    fc
      .tuple(
        column('name'),
        fc.constantFrom(`LIKE 'a%'`, `LIKE 'ab'`, `= 'b'`, 'IS NULL', 'IS NOT NULL', `< 'b'`),
      )
      .map((parts) => parts.join(' ')),
    fc.tuple(column('id'), fc.constantFrom('IS NULL', 'IS NOT NULL')).map((parts) => parts.join(' ')),
  )
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      simple,
      fc
        .tuple(tie('tree'), fc.constantFrom('AND', 'AND', 'OR'), tie('tree'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('tree').map((inner) => `NOT (${inner})`),
    ),
  }))
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.array(simple, { minLength: 1, maxLength: 3 }).map((all) => all.join(' AND ')),
    },
    { weight: 1, arbitrary: tree },
  )
}

const joined = fc
  .tuple(
    fc.constantFrom('t', 'u'),
    fc.constantFrom(
      'JOIN',
      'LEFT JOIN',
      'RIGHT JOIN',
      'FULL JOIN',
      'SEMI JOIN',
      'ANTI JOIN',
      'CROSS JOIN',
      'NATURAL JOIN',
      'NATURAL LEFT JOIN',
      'POSITIONAL JOIN',
      'ASOF JOIN',
      'ASOF LEFT JOIN',
    ),
    fc.constantFrom('t', 'u'),
  )
  .map(([left, kind, right]) => {
    const on = /^(CROSS|NATURAL|POSITIONAL)/.test(kind)
      ? ''
      : kind.startsWith('ASOF')
        ? ' ON l.grp = r.grp AND l.id >= r.id'
        : ' ON l.id = r.id'
    return {
      from: `${left} AS l ${kind} ${right} AS r${on}`,
      names: /SEMI|ANTI/.test(kind) ? ['l'] : ['l', 'r'],
    }
  })

const select: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('t', 'u'), where(['', 't', 'u']))
    .map(
      ([table, condition]) =>
        `SELECT id, grp, name FROM ${table} WHERE ${condition.replaceAll(/\b[tu]\./g, `${table}.`)}`,
    ),
  joined.chain(({ from, names }) =>
    where(names).map((condition) => `SELECT l.* FROM ${from} WHERE ${condition}`),
  ),
  fc
    .tuple(where(['i']), where(['']))
    .map(([inner, outer]) => `SELECT * FROM (SELECT * FROM t AS i WHERE ${inner}) WHERE ${outer}`),
  fc
    .tuple(where(['']), where(['i']))
    .map(
      ([outer, inner]) =>
        `SELECT id, grp, name FROM u WHERE ${outer} AND EXISTS (SELECT 1 FROM t AS i WHERE i.grp = u.grp AND ${inner})`,
    ),
)

const query = fc.oneof(
  select,
  fc
    .tuple(select, fc.constantFrom('UNION ALL', 'EXCEPT', 'INTERSECT ALL'), select)
    .map(([a, op, b]) => `(${a}) ${op} (${b})`),
  fc.tuple(select, joined).map(([a, { from }]) => `WITH u AS (${a}) SELECT l.* FROM ${from} WHERE l.id >= 1`),
  select.map((inner) => `SELECT grp, count(*), min(id), max(name) FROM (${inner}) GROUP BY grp`),
)

test('any query has the same rows over a table without those that fail its conditions', async () => {
  const rows = (seed: number) =>
    trusted(
      `SELECT CASE WHEN i % 11 = 3 THEN NULL ELSE (i * ${seed}) % 5 END AS id, CASE WHEN i % 7 = 1 THEN NULL ELSE i % 4 END AS grp, ['a', 'ab', 'b', NULL][i % 4 + 1] AS name FROM range(24) r(i)`,
    )
  await connection.run(sql`CREATE SCHEMA whole; CREATE SCHEMA part`)
  await connection.run(sql`CREATE TABLE whole.t AS ${rows(3)}`)
  await connection.run(sql`CREATE TABLE whole.u AS ${rows(7)}`)
  await connection.run(sql`CREATE TABLE part.u AS FROM whole.u`)
  let demanded = 0
  await fc.assert(
    fc.asyncProperty(query, async (written) => {
      const conditions = await conditionsOf(written, 't')
      if (conditions.length > 0) demanded += 1
      const kept = conditions.length === 0 ? trusted('true') : join(conditions.map(conditionSql), ' AND ')
      await connection.run(sql`CREATE OR REPLACE TABLE part.t AS FROM whole.t WHERE ${kept}`)
      const ask = async (schema: string) => {
        await connection.run(sql`SET schema = ${literal(schema)}`)
        return connection.table(sql`SELECT * FROM (${trusted(written)}) ORDER BY ALL`)
      }
      expect(await ask('part')).toEqual(await ask('whole'))
    }),
    { numRuns: 400 },
  )
  expect(demanded).toBeGreaterThan(50)
})
