import { hasMap, type SparkType, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { columnTypes } from './literals.ts'
import type { Random } from './random.ts'
import { clause, nothing, type Tree, tree } from './tree.ts'
import type { Scope, Values } from './values.ts'

const select = tree('select')
const plain = Object.entries(columnTypes).filter(([, type]) => !hasMap(type))
const whole: Scope = {
  columns: Object.entries({ id: types.int, g: types.int, ...columnTypes }).map(([sql, type]) => ({
    sql,
    type,
  })),
}

/** Statements whose clauses no query of parts has. None has an order. */
export const randomClauses = ({ pick, chance, upTo }: Random, values: Values): (() => Tree) => {
  const of = (type: SparkType, depth = 1): Tree => values.of(whole, type, depth)
  const any = (): readonly [string, SparkType] => pick(plain)
  const where = (): Tree => (chance(0.5) ? clause` WHERE ${of(types.boolean, 2)}` : nothing)
  const direction = (): string => pick(['', ' DESC', ' NULLS LAST', ' DESC NULLS FIRST'])

  /** A column may name those before it. */
  const lateral = (): Tree => {
    const [, type] = any()
    return pick([
      () =>
        select`SELECT id, ${of(type)} AS p, ${values.of({ columns: [{ sql: 'p', type }] }, pick(plain)[1], 2)} AS q FROM t`,
      () => select`SELECT id, ${of(types.int)} AS p, p + 1 AS q, q * p AS r FROM t${where()}`,
      () => select`SELECT g, count(*) AS n, n + 1 AS m, sum(tiny) AS z, z / n AS y FROM t GROUP BY g`,
      () => select`SELECT id, ${of(type)} AS s, s AS r FROM t`,
      () =>
        select`SELECT id, ${of(type)} AS p, ${values.any({ columns: [...whole.columns, { sql: 'p', type }] }, 2).tree} AS q FROM t`,
      () => select`SELECT id, ${of(types.int)} AS p, p AS i, i AS q FROM t`,
    ])()
  }

  const windows = (): Tree =>
    pick([
      () =>
        select`SELECT id, sum(i) OVER w AS a, row_number() OVER w AS b FROM t WINDOW w AS (PARTITION BY ${pick(['g', 'flag', 'g, flag'])} ORDER BY id${direction()})`,
      () =>
        select`SELECT id, count(*) OVER (w) AS a, max(${of(types.string)}) OVER v AS b FROM t WINDOW w AS (PARTITION BY g), v AS (ORDER BY id ROWS ${pick(['2', '1', 'UNBOUNDED'])} PRECEDING)`,
      () =>
        select`SELECT * FROM (SELECT id, ${of(pick(plain)[1])} AS v, row_number() OVER (PARTITION BY ${of(any()[1])} ORDER BY ${pick(['ts', 's', 'd', 'm'])}${direction()}, id${direction()}) AS n FROM t) WHERE n ${pick(['=', '<='])} ${String(1 + upTo(3))}`,
      () =>
        select`SELECT g, sum(count(*)) OVER (ORDER BY g) AS a, rank() OVER (ORDER BY count(*) DESC) AS b FROM t GROUP BY g`,
      () =>
        select`SELECT g, max(sum(${pick(['i', 'l', 'm', 'tiny'])})) OVER () AS a, lag(min(s)) OVER (ORDER BY g) AS b FROM t GROUP BY g`,
      () =>
        select`SELECT id, ${of(types.int)} - lag(i, 1, 0) OVER (PARTITION BY flag ORDER BY id) AS r FROM t`,
    ])()

  const starred = (): Tree =>
    pick([
      () => select`SELECT id, rec.* FROM t${where()}`,
      () => select`SELECT t.* FROM t${where()}`,
      () =>
        select`SELECT z.*, t.*, ${pick(['i + 1', 'upper(s)', 'rec.b'])} AS r FROM t JOIN few_${any()[0]} z ON t.id = z.id`,
      () => select`SELECT x.*, id FROM (SELECT id, named_struct('p', ${of(any()[1])}, 'q', i) AS x FROM t)`,
      () =>
        select`SELECT count(*), count(DISTINCT t.i, t.s), count(z.v) FROM t LEFT JOIN few_${any()[0]} z USING (id)`,
      () => select`SELECT struct(*) AS r FROM few_${any()[0]}`,
      () => select`SELECT id, struct(${pick(['i, s', 'i AS p, s', 'i + 1, s', 'rec.a, rec'])}) AS r FROM t`,
    ])()

  const spelled = (): Tree => {
    const [name] = any()
    return pick([
      () => select`FROM t SELECT id, ${of(any()[1])} AS r${where()}`,
      () => select`TABLE few_${name}`,
      () =>
        select`SELECT /*+ ${pick(['BROADCAST(z)', 'REPARTITION(3)', 'COALESCE(1)', 'MERGE(t)', 'SHUFFLE_HASH(z)'])} */ t.id AS id, z.v FROM t JOIN few_${name} z ON t.id = z.id${clause` AND ${values.of(
          {
            columns: [
              { sql: 't.i', type: types.int },
              { sql: 't.s', type: types.string },
            ],
          },
          types.boolean,
          2,
        )}`}`,
      () =>
        select`SELECT id, ${of(any()[1])} AS r FROM t ${pick(['DISTRIBUTE BY g', 'CLUSTER BY g', 'SORT BY id', 'DISTRIBUTE BY g SORT BY id DESC'])}`,
      () => select`SELECT ALL id, ${of(any()[1])} FROM t${where()} LIMIT ALL`,
      () =>
        select`(SELECT v FROM few_${name} WHERE id < 4) UNION ALL (SELECT v FROM few_${name} MINUS SELECT v FROM few_${name} WHERE ${values.of(
          {
            columns: [
              { sql: 'id', type: types.int },
              { sql: 'v', type: columnTypes[name] ?? types.null },
            ],
          },
          types.boolean,
          2,
        )})`,
      () =>
        select`SELECT a.id AS id, b.v FROM t a, few_${name} b WHERE a.id = b.id${clause` AND ${values.of(
          {
            columns: [
              { sql: 'b.v', type: columnTypes[name] ?? types.null },
              { sql: 'a.i', type: types.int },
            ],
          },
          types.boolean,
          2,
        )}`}`,
      () =>
        select`SELECT t.id AS id, z.v, y.v AS w FROM t LEFT JOIN (few_${name} z JOIN few_i y ON z.id = y.id) ON t.id = z.id`,
      () =>
        select`SELECT id FROM t WHERE (id, i) ${pick(['', 'NOT '])}IN (SELECT id, v FROM few_${pick(['i', 'tiny', 'l', 'd', 'm'])})`,
      () =>
        select`SELECT id, (SELECT ${pick(['first(v)', 'count(DISTINCT v)', 'collect_list(v)', 'max(struct(id, v))'])} FROM few_${name}) AS r FROM t WHERE id < 5`,
      () =>
        select`SELECT id, exists(SELECT 1 FROM few_${name} z WHERE z.id = t.id AND z.v IS NULL) AS r FROM t`,
      () =>
        select`SELECT id, i IN (SELECT v FROM few_${pick(['i', 'tiny', 'l', 'd', 'm', 's'])}) AS r FROM t`,
      () =>
        select`SELECT * FROM range(${pick(['5', '2, 9', '1, 20, 3', '9, 1, -2'])}) ${pick(['', 'AS r', 'r WHERE id > 3'])}`,
      () => select`SELECT \`id\`, T.I AS \`ü x\`, ${of(any()[1])} AS \`a.b\` FROM T`,
    ])()
  }

  const timed = (): Tree => {
    const span = pick([
      "'10 minutes'",
      "'1 day'",
      "'2 hours', '1 hour'",
      "'1 week'",
      "'30 minutes', '30 minutes', '5 minutes'",
    ])
    return pick([
      () => select`SELECT window, count(*) AS n FROM t WHERE ts > '1900-01-01' GROUP BY window(ts, ${span})`,
      () =>
        select`SELECT window.start AS a, window.end AS b, g, max(${of(any()[1])}) AS m FROM t WHERE ntz > '1900-01-01' GROUP BY g, window(ntz, ${span})`,
      () =>
        select`SELECT window_time(window) AS a, count(*) AS n FROM t WHERE ts > '1900-01-01' GROUP BY window(ts, ${pick(["'1 hour'", "'7 days'"])})`,
      () =>
        select`SELECT session_window.start AS a, count(*) AS n FROM t WHERE ts > '1900-01-01' GROUP BY session_window(ts, ${pick(["'5 minutes'", "'100 days'"])})${pick(['', ', g'])}`,
    ])()
  }

  const keyed = (): Tree => {
    const key = of(pick([types.int, types.string, types.double, types.date, types.timestamp]))
    const [name] = pick([['i'], ['tiny'], ['small'], ['l'], ['m']] as const)
    return pick([
      () => select`SELECT ${pick(['max_by', 'min_by'])}(${of(any()[1])}, id) AS r, g FROM t GROUP BY g`,
      () =>
        select`SELECT g, ${pick(['percentile_cont', 'percentile_disc'])}(${pick(['0.5', '0.25', '1.0', '0'])}) WITHIN GROUP (ORDER BY ${name}${pick(['', ' DESC'])}) AS r FROM t GROUP BY g`,
      () =>
        select`SELECT g, percentile(${name}, ${pick(['0.5', '0.9', 'array(0.25, 0.75)'])}${pick(['', ', 2'])}) AS r, ${pick(['percentile_approx', 'approx_percentile'])}(${name}, ${pick(['0.5', '0.9, 100', 'array(0.25, 0.75), 10000'])}) AS q FROM t GROUP BY g`,
      () =>
        select`SELECT g, ${pick(['stddev_samp', 'kurtosis'])}(tiny) AS a, ${pick(['regr_avgy', 'regr_intercept', 'regr_sxx', 'regr_syy'])}(tiny, small) AS b, try_avg(${name}) AS c FROM t GROUP BY g`,
      () =>
        select`SELECT g, ${pick(['count_if', 'bool_or', 'every'])}(${of(types.boolean, 2)}) FILTER (WHERE ${of(types.boolean)}) AS a, mode(g) AS b, any_value(g) AS c FROM t GROUP BY g`,
      () =>
        select`SELECT g, sum(DISTINCT ${name}) AS a, count(DISTINCT ${of(any()[1])}) FILTER (WHERE id > 9) AS b, avg(DISTINCT ${name}) AS c FROM t GROUP BY g`,
      () =>
        select`SELECT g, histogram_numeric(id % 3, 5) AS a, bitmap_count(bitmap_construct_agg(id)) AS b FROM t GROUP BY g`,
      () => select`SELECT ${key} AS k, sum(${name}) + count(*) * 2 AS a FROM t GROUP BY 1`,
      () =>
        select`SELECT upper(s) AS k, count(*) AS n, length(upper(s)) AS l FROM t GROUP BY upper(s) HAVING ${pick(['count(*) > 1', 'k IS NOT NULL', "upper(s) > 'A'", 'max(i) > 0'])}`,
      () =>
        select`SELECT g, i % 3 AS k, sum(l) AS a FROM t GROUP BY ${pick(['g, k', 'ALL', 'g, i % 3', '1, 2', 'g, ROLLUP (k)', 'CUBE (1, 2)', 'GROUPING SETS ((g, k), (g))'])}`,
      () => select`SELECT DISTINCT g, ${of(any()[1])} AS v FROM t`,
      () =>
        select`SELECT collect_list(${pick(['struct(g, flag)', 's', 'map_keys(smap)', 'rec'])}) AS r FROM (SELECT * FROM t ORDER BY id)`,
      () => select`SELECT g, sort_array(collect_set(${of(any()[1])})) AS r FROM t GROUP BY g`,
      () =>
        select`SELECT g, to_json(collect_list(named_struct('i', i, 's', s))) AS r FROM few_i JOIN t USING (id) GROUP BY g`,
    ])()
  }

  return () => pick([lateral, windows, starred, spelled, spelled, timed, keyed, keyed])()
}
