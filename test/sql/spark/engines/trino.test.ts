import { expect, test } from 'vitest'
import { createSparkTranslator, detachedText, trino, trinoStatement } from '../../../../src/sql/index.ts'
import { functionFamilies } from '../../../../src/sql/spark/functions/index.ts'
import { trinoRenderings } from '../../../../src/sql/spark/functions/trino/index.ts'

const memory = () => {
  const entries = new Map<string, string>()
  return {
    entries,
    cache: {
      get: (key: string) => entries.get(key),
      put: (key: string, value: string) => void entries.set(key, value),
    },
  }
}

const columns = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
  { name: 'tags', type: 'VARCHAR[]' },
]
const relations = new Map([
  ['orders', columns],
  ['visits', columns],
])

const render = async (text: string) => {
  const translator = createSparkTranslator({ cache: memory().cache }).on(trino)
  const { value, diagnostics } = await translator.translate(detachedText(text, 'job.yaml'), relations)
  if (value?.kind === 'query') return trinoStatement(value.sql)
  return diagnostics.map(({ message }) => message).join('; ')
}

test('what one engine means by a statement is not taken for what another does', async () => {
  const { cache, entries } = memory()
  const duckdb = createSparkTranslator({ cache })
  const text = detachedText('SELECT id FROM orders LIMIT 2 OFFSET 1')
  const [one, other] = [
    await duckdb.translate(text, relations),
    await duckdb.on(trino).translate(text, relations),
  ].map(({ value }) => (value?.kind === 'query' ? value.sql : undefined))
  expect(entries.size).toBe(2)
  expect(one).toMatch(/ LIMIT 2 OFFSET 1$/)
  expect(other).toMatch(/ OFFSET 1 LIMIT 2$/)
})

test('a routine stands at the head of the statement once, behind those that it calls', async () => {
  const sql = await render('SELECT cast(name AS int) AS a, cast(name AS bigint) AS b FROM orders')
  expect(sql.match(/FUNCTION spark_\w+/g)).toEqual(['FUNCTION spark_trim', 'FUNCTION spark_integer_text'])
})

test('semi and anti joins become EXISTS, unless a join above would bring back what they took away', async () => {
  expect(
    await render('SELECT o.id FROM orders o LEFT SEMI JOIN visits v ON o.id = v.id WHERE o.id > 1'),
  ).toMatch(
    /WHERE \("o"."id" > 1\) AND EXISTS \(SELECT 1 FROM "visits" AS "v" WHERE \("o"."id" = "v"."id"\)\)$/,
  )
  const above =
    'SELECT 1 FROM orders o LEFT ANTI JOIN visits v ON o.id = v.id RIGHT JOIN orders p ON p.id = o.id'
  expect(await render(above)).toMatch(/a semi join below a RIGHT join, on Trino/)
})

test('USING names its column as Spark does, without that of one side', async () => {
  expect(await render('SELECT id FROM orders FULL JOIN visits USING (id)')).toMatch(
    /SELECT coalesce\("orders"."id", "visits"."id"\) AS "id" FROM .* FULL JOIN .* ON \("orders"."id" = "visits"."id"\)$/,
  )
})

test('a struct alone in VALUES stays one column', async () => {
  expect(await render("SELECT * FROM VALUES (named_struct('a', 1))")).toContain(
    'VALUES ROW(CAST(ROW(1) AS row("a" integer)))',
  )
})

test('what has no rendering, or would leave NaN out, is refused by name', async () => {
  expect(await render("SELECT xpath_string(name, 'a') FROM orders")).toMatch(
    /xpath_string, which has no rendering for Trino/,
  )
  expect(await render('SELECT greatest(price, 1) FROM orders')).toMatch(/greatest of fractions, on Trino/)
  expect(await render('SELECT avg(price) OVER (ORDER BY id ROWS 2 PRECEDING) FROM orders')).toMatch(
    /fractions over a frame that moves/,
  )
  // What Spark itself refuses is refused here as well, by the checks of the entry.
  expect(await render('SELECT array_contains(tags, NULL) FROM orders')).toMatch(
    /NULL as the value to look for/,
  )
})

test('columns whose types are not known are refused, since Trino casts nothing by itself', async () => {
  const translator = createSparkTranslator({ cache: memory().cache }).on(trino)
  const { value, diagnostics } = await translator.translate(
    detachedText('SELECT a + 1 FROM unknown_columns', 'job.yaml'),
    new Map([['unknown_columns', undefined]]),
  )
  expect(value).toBe(undefined)
  expect(diagnostics.map(({ code }) => code)).toContain('MR2008')
})

test('every rendering for Trino belongs to a function that has an entry', () => {
  const known = new Set(
    functionFamilies.flatMap((family) =>
      Object.entries(family).flatMap(([name, entry]) => ('refused' in entry ? [] : [name])),
    ),
  )
  expect(Object.keys(trinoRenderings).filter((name) => !known.has(name))).toEqual([])
})
