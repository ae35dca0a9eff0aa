import { array, decimal, type SparkType, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { allTypes, columnTypes, written } from './literals.ts'
import type { Random } from './random.ts'
import type { Source } from './sources.ts'
import { clause, nothing, type Tree, tree } from './tree.ts'
import type { Scope, Value, Values } from './values.ts'

const whole = [types.tinyint, types.smallint, types.int, types.bigint]
const ordered = allTypes.filter(({ kind }) => kind !== 'map')
const sumOf = (type: SparkType): SparkType =>
  type.kind === 'decimal' ? decimal(Math.min(38, type.precision + 10), type.scale) : types.bigint

/**
 * Aggregates and window functions whose answer does not depend on the order in which rows come. Not skewness: of values
 * that lie evenly nothing but a last digit is left of it.
 */
export const randomAggregates = ({ pick, chance, upTo }: Random, values: Values) => {
  /** Doubles that add up to the same in any order, or nearly so. */
  const tame = (scope: Scope): Tree => {
    const small = scope.columns.filter(({ type }) => /^(?:tinyint|smallint|int)$/.test(type.kind))
    return written(types.double)`CAST(${small.length > 0 ? pick(small).sql : '3'} AS DOUBLE)`
  }

  /** A call without what surrounds it. */
  const call = (scope: Scope): Value => {
    const of = (type: SparkType): Tree => values.of(scope, type, 2)
    const summed = pick([...whole, columnTypes['m'] ?? types.int, types.int])
    const any = pick(ordered)
    const bits = pick(whole)
    return pick([
      () => ({ tree: tree('call')`sum(${of(summed)})`, type: sumOf(summed) }),
      () => ({ tree: tree('call')`try_sum(${of(types.int)})`, type: types.bigint }),
      () => ({ tree: tree('call')`sum(DISTINCT ${of(summed)})`, type: sumOf(summed) }),
      () => ({ tree: tree('call')`avg(${of(summed)})`, type: types.unknown }),
      () => ({ tree: tree('call')`${pick(['min', 'max'])}(${of(any)})`, type: any }),
      () => ({ tree: tree('call')`${pick(['min', 'max'])}(${of(any)})`, type: any }),
      () => ({ tree: tree('call')`count(${of(pick(allTypes))})`, type: types.bigint }),
      () => ({ tree: tree('call')`count(DISTINCT ${of(any)})`, type: types.bigint }),
      () => ({ tree: tree('call')`count(DISTINCT ${of(any)}, ${of(types.int)})`, type: types.bigint }),
      () => ({ tree: tree('call')`count(*)`, type: types.bigint }),
      () => ({
        tree: tree('call')`approx_count_distinct(${of(any)}${pick(['', ', 0.05', ', 0.2'])})`,
        type: types.bigint,
      }),
      () => ({ tree: tree('call')`count_if(${of(types.boolean)})`, type: types.bigint }),
      () => ({
        tree: tree('call')`${pick(['bool_or', 'bool_and', 'any', 'some', 'every'])}(${of(types.boolean)})`,
        type: types.boolean,
      }),
      () => ({ tree: tree('call')`${pick(['bit_and', 'bit_or', 'bit_xor'])}(${of(bits)})`, type: bits }),
      () => ({
        tree: tree(
          'call',
        )`${pick(['stddev', 'variance', 'stddev_pop', 'var_pop', 'std', 'var_samp', 'stddev_samp', 'kurtosis', 'median', 'mean', 'try_avg'])}(${tame(scope)})`,
        type: types.unknown,
      }),
      () => ({
        tree: tree(
          'call',
        )`${pick(['corr', 'covar_pop', 'covar_samp', 'regr_count', 'regr_slope', 'regr_avgx', 'regr_r2', 'regr_sxy', 'regr_sxx', 'regr_syy', 'regr_avgy', 'regr_intercept'])}(${tame(scope)}, ${tame(scope)})`,
        type: types.unknown,
      }),
      () => ({
        tree: tree('call')`percentile(${tame(scope)}, ${pick(['0.5', '0.25', 'array(0.1, 0.9)'])})`,
        type: types.unknown,
      }),
    ])()
  }

  const collected = (scope: Scope): Value => {
    const type = pick([types.int, types.string, types.boolean, types.date, types.double, types.bigint])
    const of = values.of(scope, type, 1)
    return {
      tree: written(array(type))`sort_array(${pick(['collect_list', 'collect_set', 'array_agg'])}(${of}))`,
      type: array(type),
    }
  }

  const aggregate = (scope: Scope): Value => {
    if (chance(0.12)) return collected(scope)
    const { tree: made, type } = call(scope)
    const filter = chance(0.2) ? clause` FILTER (WHERE ${values.of(scope, types.boolean, 2)})` : nothing
    return { tree: tree('aggregate', ['count(*)'])`${made}${filter}`, type }
  }

  const windowed = (from: Source): Value => {
    const scope: Scope = { columns: from.columns }
    const key = values.of(scope, pick([types.int, types.string, types.boolean, types.double]), 1)
    const partition = chance(0.6) ? clause`PARTITION BY ${key}` : nothing
    const sorted = values.of(scope, pick(ordered), 1)
    const direction = pick(['', ' DESC', ' ASC NULLS LAST', ' DESC NULLS FIRST'])
    const w = (type: SparkType) => tree(`window ${type.kind}`)
    if (from.unique === undefined || chance(0.25)) {
      // Rows that are equal in the order get the same answer.
      const name = pick(['rank', 'dense_rank', 'percent_rank', 'cume_dist'])
      const type = /^(?:rank|dense)/.test(name) ? types.int : types.unknown
      return { tree: w(type)`${name}() OVER (${partition} ORDER BY ${sorted}${direction})`, type }
    }
    const order = chance(0.5)
      ? tree('order')`ORDER BY ${sorted}${direction}, ${from.unique}`
      : tree('order')`ORDER BY ${from.unique}${pick(['', ' DESC'])}`
    const any = pick(allTypes)
    const value = values.of(scope, any, 2)
    const ofRows = (head: Tree | string, type: SparkType): Value => ({
      tree: w(type)`${head} OVER (${partition} ${order})`,
      type,
    })
    switch (upTo(6)) {
      case 0:
        return ofRows(pick(['row_number()', 'ntile(3)', 'ntile(7)']), types.int)
      case 1:
        return ofRows(
          tree(
            'call',
          )`${pick(['lag', 'lead'])}(${value}${pick(['', ', 2', ', 1', ', 0', ', -1'])})${pick(['', '', ' IGNORE NULLS'])}`,
          any,
        )
      case 2:
        return ofRows(tree('call')`lag(${value}, 1, ${values.of(scope, any, 1)})`, any)
      default: {
        const bound = (at: string): string => pick([`UNBOUNDED ${at}`, 'CURRENT ROW', `1 ${at}`, `3 ${at}`])
        const frame = chance(0.6)
          ? clause` ROWS BETWEEN ${bound('PRECEDING')} AND ${bound('FOLLOWING')}`
          : nothing
        const inner: Value = chance(0.5)
          ? call(scope)
          : pick([
              () => ({
                tree: tree(
                  'call',
                )`${pick(['first_value', 'last_value', 'first', 'last'])}(${value})${pick(['', '', ' IGNORE NULLS'])}`,
                type: any,
              }),
              () => ({ tree: tree('call')`nth_value(${value}, 2)`, type: any }),
              () => ({ tree: tree('call')`collect_list(${value})`, type: array(any) }),
            ])()
        return {
          tree: w(inner.type)`${inner.tree} OVER (${partition} ${order}${frame})`,
          type: inner.type,
        }
      }
    }
  }

  return { aggregate, windowed }
}
