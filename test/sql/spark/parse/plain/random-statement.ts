import type { Random } from '../../../../harness/spark-sql/random.ts'

/** A statement of plain SQL that need not mean anything: all forms in all places, names that other dialects have as words among them. */
export const randomStatement = (random: Random): string => query(random, random.upTo(3))

const names =
  'id amount name date key value type source order_id first year timestamp time row old current_date `a b`'.match(
    /`[^`]*`|\S+/g,
  ) ?? []
const aliases = ['n', 'total', 'k_1', '`a name`', 'bucket']
const tables = ['t', 'orders', 'a.b', 'a.b.c', 'input', 'source', '`q`']
const numbers = ['1', '0', '12.5', '1L', '2.5D', '1e3', '3BD']
const joins =
  'JOIN,INNER JOIN,LEFT JOIN,LEFT OUTER JOIN,RIGHT JOIN,FULL JOIN,FULL OUTER JOIN,LEFT SEMI JOIN,LEFT ANTI JOIN'.split(
    ',',
  )
const functions = 'f coalesce date left if count replace current_date year first min substr position'.split(
  ' ',
)
const types = 'int STRING decimal(10,2) bigint date timestamp decimal double boolean decimal(5)'.split(' ')

const query = (random: Random, depth: number): string => {
  const { chance, pick, times } = random
  const ctes = chance(0.1) ? `WITH c1 AS (${query(random, depth - 1)}), c2 AS (${select(random, 0)}) ` : ''
  const unions = chance(0.15)
    ? times(1, 3, () => ` UNION ${pick(['ALL ', ''])}${select(random, 0)}`).join('')
    : ''
  const order = chance(0.2)
    ? ` ORDER BY ${value(random, 0)} ${pick(['', 'DESC', 'ASC', 'NULLS FIRST', 'DESC NULLS LAST'])}, 2`
    : ''
  const limit = `${chance(0.15) ? ` LIMIT ${pick(['10', 'ALL', '1e3'])}` : ''}${chance(0.05) ? ' OFFSET 3' : ''}`
  return `${ctes}${select(random, Math.max(0, depth))}${unions}${order}${limit}`
}

const select = (random: Random, depth: number): string => {
  const { chance, pick, times } = random
  const e = () => value(random, depth)
  const items = times(1, 3, () =>
    pick([
      e,
      e,
      () => `${e()} AS ${pick([...aliases, ...names])}`,
      () => `${e()} ${pick(aliases)}`,
      () => '*',
      () => `${pick(tables.slice(0, 2))}.*`,
    ])(),
  )
  const clause = (share: number, head: string, text: () => string) =>
    chance(share) ? ` ${head} ${text()}` : ''
  return [
    `SELECT ${chance(0.1) ? 'DISTINCT ' : ''}${items.join(', ')}`,
    clause(0.9, 'FROM', () => sources(random, depth)),
    clause(0.5, 'WHERE', e),
    clause(0.2, 'GROUP BY', () => `${e()}, ${value(random, 0)}`),
    clause(0.1, 'HAVING', e),
  ].join('')
}

const sources = (random: Random, depth: number): string => {
  const { chance, pick, times } = random
  const source = () =>
    pick([
      () => pick(tables),
      () => `${pick(tables)} ${pick(['', 'AS '])}${pick(aliases)}`,
      () => (depth > 0 ? `(${query(random, depth - 1)}) ${pick(['', 'AS '])}${pick(aliases)}` : 't'),
    ])()
  if (chance(0.1)) return `${source()}, ${source()}`
  const joined = times(0, 2, () =>
    pick([
      () => ` ${pick(joins)} ${source()} ON ${value(random, depth)}`,
      () => ` JOIN ${source()} USING (id, name)`,
      () => ` CROSS JOIN ${source()}`,
    ])(),
  )
  return `${source()}${joined.join('')}`
}

const value = (random: Random, depth: number): string => {
  const { pick } = random
  const e = () => value(random, depth - 1 - random.upTo(2))
  const q = () => query(random, depth - 1)
  const not = () => pick(['', 'NOT '])
  const op = () => pick(['+', '-', '*', '/', '%', '||', 'DIV'])
  if (depth <= 0)
    return pick([
      () => pick(names),
      () => `t.${pick(names)}`,
      () => `t.u.${pick(names)}`,
      () => pick(numbers),
      () =>
        pick([
          "'s'",
          "'a' 'b'",
          'NULL',
          'true',
          "DATE '2024-01-01'",
          "INTERVAL '1' DAY",
          'INTERVAL 2 MONTHS',
        ]),
    ])()
  return pick([
    () => `${e()} ${op()} ${e()}`,
    () => `${e()} ${op()} ${e()} ${op()} ${e()}`,
    () => `${e()} ${pick(['=', '<>', '!=', '<', '<=', '>', '>=', '==', '<=>'])} ${e()}`,
    () => `${e()} AND ${e()} OR ${e()} AND ${e()}`,
    () => random.times(2, 8, e).join(pick([' AND ', ' OR '])),
    () => `NOT ${e()}`,
    () => `-${e()}`,
    () => `- ${pick(numbers)}`,
    () => `(${e()})`,
    () => `(${e()})`,
    () => `${e()} IS ${not()}${pick(['NULL', 'TRUE', 'FALSE'])}`,
    () => `${e()} ${not()}IN (${e()}, ${e()})`,
    () => `${e()} ${not()}BETWEEN ${e()} AND ${e()}`,
    () => `${e()} ${not()}${pick(['LIKE', 'ILIKE', 'RLIKE', 'REGEXP'])} ${e()}`,
    () => `${e()} LIKE 'a' ESCAPE '!'`,
    () => `CASE WHEN ${e()} THEN ${e()} ELSE ${e()} END`,
    () => `CASE ${e()} WHEN ${e()} THEN ${e()} WHEN ${e()} THEN ${e()} END`,
    () => `${pick(['CAST', 'TRY_CAST'])}(${e()} AS ${pick(types)})`,
    () => `${pick(functions)}(${e()}, ${e()})`,
    () => pick(['count(*)', `count(DISTINCT ${e()})`, 'current_timestamp()', 'current_date - 1']),
    () => `sum(${e()}) OVER (PARTITION BY ${e()} ORDER BY ${e()} ${pick(['', 'DESC', 'ASC NULLS LAST'])})`,
    () =>
      `sum(x) OVER (ORDER BY ${e()} ROWS BETWEEN ${pick(['UNBOUNDED', '2'])} PRECEDING AND ${pick(['CURRENT ROW', '1 FOLLOWING'])})`,
    () => `sum(x) FILTER (WHERE ${e()})`,
    () => `${pick([...names, 'f(x)', 'f(x)[0]'])}[${e()}].${pick(names)}`,
    () => `EXISTS (${q()})`,
    () => `(${q()})`,
    () => `id ${not()}IN (${q()})`,
  ])()
}
