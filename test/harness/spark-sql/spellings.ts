import { array, type SparkType, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { columnTypes, texts } from './literals.ts'
import type { Random } from './random.ts'
import { clause, list, type Tree, tree } from './tree.ts'
import type { Scope, Value } from './values.ts'

type Of = (scope: Scope, type: SparkType, depth: number) => Tree

const flat = [types.int, types.bigint, types.double, types.string, types.date, types.timestamp, types.boolean]

/** Expressions whose form the grammar knows: operators of words, calls with words between their arguments, casts. */
export const randomSpellings = ({ pick, upTo }: Random, of: Of) => {
  const made =
    (type: SparkType) =>
    (pieces: TemplateStringsArray, ...parts: readonly (string | Tree)[]) => ({
      tree: tree('spelling')(pieces, ...parts),
      type,
    })
  const not = (): string => pick(['', 'NOT '])
  const unit = (): string =>
    pick([
      'YEAR',
      'QUARTER',
      'MONTH',
      'WEEK',
      'DAY',
      'HOUR',
      'MINUTE',
      'SECOND',
      'MILLISECOND',
      'MICROSECOND',
    ])

  return (scope: Scope, depth: number): Value => {
    const v = (type: SparkType | undefined): Tree => of(scope, type ?? types.null, depth - 1)
    const [i, s, b] = [() => v(types.int), () => v(types.string), () => v(types.boolean)]
    const [day, time] = [() => v(types.date), () => v(types.timestamp)]
    const ints = () => v(columnTypes['ints'])
    const any = (): Tree => v(pick(flat))
    return pick<() => Value>([
      () => made(types.boolean)`(${s()} ${not()}${pick(['RLIKE', 'REGEXP'])} ${pick(texts.regex)})`,
      () =>
        made(
          types.boolean,
        )`(${s()} ${not()}LIKE ${pick(["'a!%' ESCAPE '!'", "'%!__' ESCAPE '!'", "'/%' ESCAPE '/'"])})`,
      () => made(types.boolean)`(${s()} ${not()}ILIKE ${pick(['ANY', 'ALL', 'SOME'])} ('%A%', '_b', ''))`,
      () => made(types.int)`position(${s()} IN ${s()})`,
      () => made(types.int)`${pick(['locate', 'instr', 'position'])}(${s()}, ${s()})`,
      () =>
        made(
          types.string,
        )`trim(${pick(['BOTH', 'LEADING', 'TRAILING'])} ${pick(["'a'", "' '", "'0-'", "''"])} FROM ${s()})`,
      () => made(types.string)`trim(${pick(['BOTH', 'LEADING', 'TRAILING'])} FROM ${s()})`,
      () => made(types.string)`trim(${s()} FROM ${s()})`,
      () =>
        made(
          types.string,
        )`${pick(['substring', 'substr'])}(${s()} FROM ${pick(['2', '-3', '0', '1'])}${clause` FOR ${pick(['1', '3', '-1'])}`})`,
      () =>
        made(
          types.string,
        )`overlay(${s()} PLACING ${s()} FROM ${pick(['1', '3', '0', '-2'])}${clause` FOR ${pick(['0', '2'])}`})`,
      () =>
        made(
          types.timestamp,
        )`${pick(['timestampadd', 'dateadd', 'date_add'])}(${unit()}, ${pick(['3', '-40', '0', v(columnTypes['small'])])}, ${pick([time(), time(), day()])})`,
      () =>
        made(
          types.bigint,
        )`${pick(['timestampdiff', 'datediff', 'date_diff'])}(${unit()}, ${time()}, ${pick([time(), day()])})`,
      () => made(types.int)`${pick(['datediff', 'date_diff'])}(${day()}, ${pick([day(), time(), s()])})`,
      () => made(types.int)`try_cast(${s()} AS ${pick(['INT', 'TINYINT', 'SMALLINT'])})`,
      () => made(types.unknown)`try_cast(${any()} AS DECIMAL(${pick(['5, 2', '12, 0', '38, 10', '3, 3'])}))`,
      () =>
        made(
          types.unknown,
        )`CAST(${pick([s(), i(), v(types.double), v(columnTypes['wide'])])} AS DECIMAL(${pick(['5, 2', '12, 0', '38, 10', '3, 3'])}))`,
      () =>
        made(
          types.unknown,
        )`CAST(${v(columnTypes['rec'])} AS STRUCT<x: ${pick(['BIGINT', 'STRING', 'DOUBLE'])}, y: STRING>)`,
      () =>
        made(
          types.unknown,
        )`CAST(${v(columnTypes['smap'])} AS MAP<STRING, ${pick(['BIGINT', 'STRING', 'DOUBLE', 'BOOLEAN'])}>)`,
      () => made(types.unknown)`CAST(${v(columnTypes['structs'])} AS ARRAY<STRUCT<p: STRING, q: STRING>>)`,
      () =>
        made(
          types.string,
        )`CAST(${v(pick(['rec', 'structs', 'smap', 'imap', 'nested', 'strs', 'doubles'].map((name) => columnTypes[name])))} AS STRING)`,
      () =>
        made(
          types.string,
        )`CAST(CAST(${pick([s(), "'3 04:05:06'", "'-1'"])} AS INTERVAL ${pick(['DAY', 'DAY TO SECOND', 'YEAR', 'YEAR TO MONTH'])}) AS STRING)`,
      () =>
        made(
          types.string,
        )`CAST(${pick(["INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '-3 04:05:06.7' DAY TO SECOND"])} * ${i()} % 1000 AS STRING)`,
      () =>
        made(
          types.timestamp,
        )`(${time()} + make_dt_interval(${v(columnTypes['tiny'])}, ${v(columnTypes['tiny'])}, 3, 4.5))`,
      () =>
        made(types.date)`(${day()} + make_ym_interval(${v(columnTypes['tiny'])}, ${v(columnTypes['tiny'])}))`,
      () =>
        made(
          types.unknown,
        )`make_interval(${v(columnTypes['tiny'])}, ${v(columnTypes['tiny'])}, 0, ${v(columnTypes['small'])}, 5, ${v(columnTypes['tiny'])}, 1.5)`,
      () =>
        made(
          types.int,
        )`extract(${pick(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE'])} FROM ${pick(["INTERVAL '3-4' YEAR TO MONTH", "INTERVAL '9 08:07:06' DAY TO SECOND"])})`,
      () =>
        made(
          types.unknown,
        )`extract(${pick(['SECOND', 'EPOCH', 'YEAROFWEEK', 'DOY', 'DAYOFWEEK_ISO', 'QUARTER'])} FROM ${pick([time(), day()])})`,
      () => made(types.boolean)`(${ints()} ${pick(['=', '<', '<=>', '>=', '<>'])} ${ints()})`,
      () => made(types.boolean)`array_contains(${ints()}, ${pick([i(), v(types.bigint)])})`,
      () => made(types.int)`aggregate(${ints()}, 0, (x, y) -> x + y, x -> x * 2)`,
      () =>
        made(
          types.string,
        )`aggregate(${v(columnTypes['strs'])}, '', (x, y) -> concat(x, coalesce(y, '?')), x -> concat(x, '.'))`,
      () =>
        made(
          array(types.string),
        )`array_sort(filter(${v(columnTypes['strs'])}, x -> x IS NOT NULL), (l, r) -> CASE WHEN length(l) < length(r) THEN -1 WHEN length(l) > length(r) THEN 1 WHEN l < r THEN -1 WHEN l > r THEN 1 ELSE 0 END)`,
      () =>
        made(
          array(types.int),
        )`transform(filter(${v(columnTypes['structs'])}, x -> x.a ${pick(['>', '<=>', '<>'])} ${i()}), x -> x.a)`,
      () =>
        made(
          array(types.int),
        )`flatten(transform(${v(columnTypes['nested'])}, x -> transform(x, y -> y ${pick(['+', '*', '%'])} size(x))))`,
      () => made(types.unknown)`transform(${v(columnTypes['structs'])}, (x, n) -> struct(x.a, x.b AS z, n))`,
      () => made(types.unknown)`map_from_entries(transform(${ints()}, (x, n) -> struct(n, x)))`,
      () => made(types.unknown)`arrays_zip(${ints()}, ${v(columnTypes['strs'])})`,
      () =>
        made(
          types.unknown,
        )`sequence(DATE '2024-01-28', DATE '2024-03-02', ${pick(['INTERVAL 1 WEEK', 'INTERVAL 1 MONTH', "INTERVAL '10' DAY"])})`,
      () =>
        made(
          types.int,
        )`size(sequence(TIMESTAMP '2024-01-28', TIMESTAMP '2024-01-30 05:00:00', INTERVAL ${String(5 + upTo(30))} HOURS))`,
      () => made(types.unknown)`str_to_map(concat('a:', ${i()}, ',b:', ${i()}))`,
      () => made(types.unknown)`str_to_map('x=1;y', ';', '=')[${pick(["'x'", "'y'", "'z'"])}]`,
      () => made(types.unknown)`from_csv(concat(${i()}, ',', ${s()}), 'p INT, q STRING')`,
      () =>
        made(
          types.string,
        )`to_csv(${pick([v(columnTypes['rec']), tree('struct')`named_struct('p', ${any()}, 'q', ${any()})`])})`,
      () =>
        made(
          types.unknown,
        )`${pick(['to_number', 'try_to_number'])}(CAST(${v(columnTypes['small'])} AS STRING), ${pick(["'S99999'", "'MI99999'", "'99999'"])})`,
      () =>
        made(
          types.string,
        )`${pick(['to_char', 'to_varchar'])}(${pick([i(), v(columnTypes['m']), v(columnTypes['small'])])}, ${pick(["'999,999'", "'S0000.00'", "'$999.9'", "'MI9999999999'"])})`,
      () => made(types.string)`schema_of_json(${pick([`'{"a": 1, "b": [1.5]}'`, `'[1, null]'`, `'"x"'`])})`,
      () =>
        made(
          types.unknown,
        )`xpath(${pick(["'<a><b>1</b><b>2</b></a>'", "concat('<a><b>', CAST(5 AS STRING), '</b></a>')"])}, ${pick(["'a/b/text()'", "'a/b'", "'//b/text()'"])})`,
      () => made(types.int)`xpath_int(concat('<a><b>', ${i()}, '</b></a>'), 'a/b')`,
      () =>
        made(
          types.boolean,
        )`((${i()}, ${v(types.double)}, ${s()}) ${pick(['=', '<', '>=', '<=>'])} (${i()}, ${v(types.double)}, ${s()}))`,
      () => made(types.boolean)`(${v(columnTypes['m'])} IN (${list([i(), v(types.double), s()])}))`,
      () => made(types.boolean)`(${day()} IN (${list([tree('literal')`'2024-02-29'`, time(), day()])}))`,
      () =>
        made(
          types.unknown,
        )`(${pick([v(columnTypes['m']), v(columnTypes['wide']), v(columnTypes['huge'])])} ${pick(['div', '%', '/', '*'])} ${pick([v(columnTypes['m']), v(columnTypes['wide']), i()])})`,
      () =>
        made(
          types.bigint,
        )`(${pick([i(), v(types.bigint), s()])} div ${pick([i(), v(columnTypes['tiny']), v(types.bigint)])})`,
      () => made(types.int)`decode(${i()}, 1, 10, NULL, 20, 2, ${i()}${clause`, 30`})`,
      () =>
        made(types.string)`CASE ${s()} WHEN 'a' THEN ${any()} WHEN NULL THEN 'n'${clause` ELSE ${s()}`} END`,
      () => made(types.boolean)`(${b()} ${pick(['=', '<>', '<', '<=>'])} ${pick([s(), i(), b()])})`,
      () => made(types.boolean)`!(${b()})`,
      () =>
        made(
          types.unknown,
        )`${pick([`r'a\\d'`, `"it's"`, `'a' 'b'`, `X'1f'`, '1e3', '.5', '5.', '1.5BD', '1e-2D', '12345678901234567890', `'\\u00e9\\n'`])}`,
    ])()
  }
}
