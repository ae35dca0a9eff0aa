import { array, type SparkType, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { columnTypes } from './literals.ts'
import type { Random } from './random.ts'
import { clause, list, type Tree, tree } from './tree.ts'
import type { Scope, Value } from './values.ts'

type Of = (scope: Scope, type: SparkType, depth: number) => Tree

const flat = [types.int, types.bigint, types.double, types.string, types.date, types.timestamp, types.boolean]

/** Expressions as they are written by hand, which calls of functions with arguments of their types never are. */
export const randomIdioms = ({ pick, upTo }: Random, of: Of) => {
  const made =
    (type: SparkType) =>
    (pieces: TemplateStringsArray, ...parts: readonly (string | Tree)[]) => ({
      tree: tree('idiom')(pieces, ...parts),
      type,
    })
  const compare = (): string => pick(['=', '<', '>=', '<>', '<=>', '>'])

  return (scope: Scope, depth: number): Value => {
    const v = (type: SparkType | undefined): Tree => of(scope, type ?? types.null, depth - 1)
    const [i, s, b] = [() => v(types.int), () => v(types.string), () => v(types.boolean)]
    const any = (): Tree => v(pick(flat))
    const [day, time] = [() => v(types.date), () => v(types.timestamp)]
    const span = (): string =>
      pick([
        "INTERVAL '1 02:03:04.5' DAY TO SECOND",
        "INTERVAL '-3' HOUR",
        'INTERVAL 3 MONTHS',
        "INTERVAL '1-2' YEAR TO MONTH",
        'INTERVAL 90 MINUTES',
        'INTERVAL 2 WEEKS',
      ])
    const struct = (): Tree => tree('struct')`named_struct('a', ${i()}, 'b', ${s()})`
    return pick<() => Value>([
      () => made(types.boolean)`(${struct()} ${compare()} ${struct()})`,
      () => made(types.boolean)`(${struct()} IN (${list([struct(), v(columnTypes['rec'])])}))`,
      () => made(types.boolean)`((${i()}, ${s()}) IN ((1, 'a'), (${i()}, ${s()})))`,
      () => made(types.int)`from_json(to_json(named_struct('p', ${i()}, 'q', ${s()})), 'p INT, q STRING').p`,
      () =>
        made(types.string)`from_json(to_json(named_struct('p', ${i()}, 'q', ${s()})), 'p INT, q STRING').q`,
      () => made(array(types.int))`from_json(to_json(${v(columnTypes['ints'])}), 'ARRAY<INT>')`,
      () =>
        made(
          types.string,
        )`to_json(${v(pick(['rec', 'structs', 'smap', 'ints', 'nested'].map((name) => columnTypes[name])))})`,
      () => made(types.int)`${v(columnTypes['structs'])}[${String(upTo(3))}].a`,
      () => made(array(types.string))`${v(columnTypes['structs'])}.b`,
      () => made(types.int)`${v(columnTypes['nested'])}[${String(upTo(3))}][${i()}]`,
      () =>
        made(
          types.string,
        )`map('k', ${v(columnTypes['rec'])}, 'l', ${struct()})[${pick(["'k'", "'l'", "'m'"])}].b`,
      () => made(types.string)`map_entries(${v(columnTypes['smap'])})[0].key`,
      () => made(types.timestamp)`(${time()} ${pick(['+', '-'])} ${span()})`,
      () => made(types.timestamp)`(${span()} + ${time()})`,
      () =>
        made(
          types.date,
        )`(${day()} ${pick(['+', '-'])} ${pick(['INTERVAL 3 MONTHS', "INTERVAL '1-2' YEAR TO MONTH", 'INTERVAL 4 DAYS', '7'])})`,
      () => made(types.string)`CAST((${time()} - ${time()}) AS STRING)`,
      () => made(types.int)`extract(${pick(['DAY', 'HOUR', 'MINUTE'])} FROM (${time()} - ${time()}))`,
      () => made(types.string)`CAST((${day()} - ${day()}) AS STRING)`,
      () =>
        made(
          types.boolean,
        )`((${time()} - ${time()}) > ${pick(["INTERVAL '1' DAY", "INTERVAL '0 00:00:01' DAY TO SECOND"])})`,
      () => made(types.boolean)`(CAST(${time()} AS DATE) ${compare()} ${day()})`,
      () => made(types.boolean)`(${day()} ${compare()} ${pick([time(), s()])})`,
      () => made(types.boolean)`(${s()} ${compare()} ${any()})`,
      () => made(types.boolean)`(${any()} ${compare()} ${s()})`,
      () =>
        made(types.double)`(${s()} ${pick(['+', '-', '*', '/', '%'])} ${pick([i(), v(types.double), s()])})`,
      () => made(types.double)`(${i()} / ${pick([i(), v(types.double), v(types.bigint)])})`,
      () =>
        made(
          types.unknown,
        )`(${v(columnTypes['m'])} ${pick(['+', '-', '*', '/'])} ${pick([i(), v(columnTypes['m']), v(types.bigint)])})`,
      () => made(types.unknown)`if(${b()}, ${i()}, ${v(columnTypes['m'])})`,
      () => made(types.double)`coalesce(${i()}, ${v(types.bigint)}, ${v(types.double)})`,
      () =>
        made(
          types.unknown,
        )`CASE WHEN ${b()} THEN ${i()} WHEN ${b()} THEN ${v(columnTypes['m'])} ELSE ${v(types.bigint)} END`,
      () =>
        made(
          types.string,
        )`CASE CASE WHEN ${b()} THEN ${s()} END WHEN ${s()} THEN CASE WHEN ${b()} THEN ${s()}${clause` ELSE ${s()}`} END ELSE ${s()} END`,
      () => made(types.string)`upper(${pick([i(), v(types.double), v(columnTypes['m'])])})`,
      () => made(types.string)`substring(${pick([v(types.bigint), day(), time()])}, ${String(upTo(6))}, 4)`,
      () => made(types.string)`lpad(${i()}, 6, '0')`,
      () => made(types.int)`length(${pick([v(columnTypes['m']), v(types.double), time()])})`,
      () => made(types.string)`concat(${i()}, '-', ${any()})`,
      () => made(types.string)`split(${s()}, ',')[${String(upTo(3))}]`,
      () => made(types.string)`element_at(split(${s()}, '[ ,-]'), ${pick(['1', '-1'])})`,
      () => made(types.string)`concat_ws(',', transform(${v(columnTypes['ints'])}, x -> CAST(x AS STRING)))`,
      () =>
        made(
          array(types.int),
        )`array_sort(filter(${v(columnTypes['ints'])}, x -> x > -9), (l, r) -> CASE WHEN l < r THEN 1 WHEN l > r THEN -1 ELSE 0 END)`,
      () =>
        made(
          types.string,
        )`date_format(date_trunc('${pick(['MONTH', 'WEEK', 'HOUR', 'QUARTER'])}', ${time()}), 'yyyy-MM-dd HH:mm')`,
      () => made(types.bigint)`unix_timestamp(${time()})`,
      () => made(types.string)`from_unixtime(${i()}${pick(['', ", 'yyyy-MM-dd'"])})`,
      () => made(types.int)`CAST(${s()} AS INT) ${pick(['+', '*', '%'])} ${i()}`,
      () =>
        made(
          types.boolean,
        )`(${s()} ${pick(['', 'NOT '])}LIKE concat(${pick(["'%'", "'a'", "'_'"])}, ${pick(["'b%'", "'%'", "'_'"])}))`,
      () =>
        made(
          types.boolean,
        )`(${s()} ${pick(['', 'NOT '])}LIKE ${pick(['ANY', 'ALL', 'SOME'])} ('%a%', '_b', ''))`,
      () =>
        made(types.boolean)`(${i()} ${pick(['', 'NOT '])}IN (${list([i(), tree('literal')`NULL`, i()])}))`,
      () => made(types.boolean)`(NOT (${i()} IN (1, NULL)) AND ${b()})`,
      () => made(types.boolean)`(${i()} BETWEEN ${s()} AND ${v(types.double)})`,
    ])()
  }
}
