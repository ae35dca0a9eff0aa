import { ident } from '../../../quote.ts'
import { Refused } from '../../refusals.ts'
import { isFraction, isInteger, isNumeric, sparkName } from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'
import type { Engine } from '../engine.ts'
import { castTo, variable } from './casts.ts'
import { typeName } from './type-names.ts'

const count = (sql: string, word: string): string => {
  if (!/^\d+$/.test(sql)) throw new Refused(`${word} of something that is not written as a number, on Trino`)
  return ` ${word} ${sql}`
}

const rows = (lines: readonly (readonly Typed[])[]): string => {
  const written = lines.map(
    (line) =>
      `CAST(ROW(${line.map(({ sql }) => sql).join(', ')}) AS row(${line.map(({ type }, i) => `c${i} ${typeName(type)}`).join(', ')}))`,
  )
  return `UNNEST(ARRAY[${written.join(', ')}])`
}

export const clauses: Engine['clauses'] = {
  sharing: (select) => select,
  limit: (limit, offset) =>
    `${offset === '' ? '' : count(offset, 'OFFSET')}${limit === '' ? '' : count(limit, 'LIMIT')}`,
  range: (args, alias, name) => {
    const numbers = args.map((sql) => /^(?:CAST\()?\(?'?(-?\d+)'?\)?(?: AS bigint\))?$/.exec(sql)?.[1])
    const [start = 0n, stop = 0n, step = 1n] = (numbers.length === 1 ? ['0', ...numbers] : numbers).map(
      (text) => {
        if (text === undefined)
          throw new Refused('range of something that is not written as a number, on Trino')
        return BigInt(text)
      },
    )
    const as = `${ident(alias)}(${ident(name)})`
    if (step <= 0n || stop <= start) return `(SELECT BIGINT '0' WHERE false) AS ${as}`
    return `TABLE(sequence(start => ${start}, stop => ${stop - 1n}, step => ${step})) AS ${as}`
  },
  // In brackets, a struct alone would be the row itself.
  row: (cells) => `ROW(${cells.join(', ')})`,
  rows,
  rowsBeside: rows,
  joins: { using: false, semi: false },
  nestedLateral: false,
  explode: ({ sql, type }, place) => {
    const e = variable('e', sql)
    const made = type.kind === 'map' ? sql : `transform(${sql}, ${e} -> ROW(${e}))`
    const members = type.kind === 'map' ? ['made.k', 'made.v'] : ['made.v']
    const list = type.kind === 'map' ? 'k, v, n' : 'v, n'
    return {
      values: place ? ['CAST(made.n - 1 AS integer)', ...members] : members,
      from: ` FROM UNNEST(${made}) WITH ORDINALITY AS made(${list})`,
    }
  },
  inline: ({ sql, type }) => {
    const fields = type.kind === 'array' && type.element.kind === 'struct' ? type.element.fields : []
    const names = fields.map((_, i) => `c${i}`)
    return {
      values: names.map((name) => `made.${name}`),
      from: ` FROM UNNEST(${sql}) AS made(${names.join(', ')})`,
    }
  },
  jsonTuple: () => {
    throw new Refused('json_tuple on Trino')
  },
  setKey: (sql) => {
    if (!/^(?:"[^"]*"\.)?"[^"]*"$/.test(sql))
      throw new Refused(
        'a key of ROLLUP, CUBE or GROUPING SETS that is no column, on Trino',
        'name it in a subquery',
      )
    return sql
  },
  constantKey: (sql) => `coalesce(${sql}, ${sql})`,
}

export const windows: Engine['windows'] = {
  micros: (instant) => `spark_micros(spark_utc(${instant}))`,
  distance: (amount, key) => {
    if (isFraction(key)) throw new Refused('a distance over a key that is a fraction, on Trino')
    const digits = /^\d+$/.test(amount.sql)
    if (key.kind === 'date' && isInteger(amount.type) && digits) return `INTERVAL '${amount.sql}' DAY`
    if (amount.type.kind === 'day_time') return amount.sql
    if (!isNumeric(key) || !isNumeric(amount.type))
      throw new Refused(
        `a distance of type ${sparkName(amount.type)} over a key of type ${sparkName(key)}, on Trino`,
      )
    return castTo(amount, key)
  },
}

export const finish: Engine['finish'] =
  ({ distinct, ignoreNulls, filter, over }) =>
  (head, args, extra = '') => {
    const nulls = ignoreNulls ? ' IGNORE NULLS' : extra
    if (over === undefined && /^(?:first|last)_value$/.test(head))
      throw new Refused(`${head} without OVER, on Trino`, 'any_value takes any value that is not NULL')
    // The engine takes from a moving sum what leaves the frame, so NaN and rounding of what is gone stay in it.
    const moves = /(?:ROWS|RANGE) BETWEEN (?!UNBOUNDED PRECEDING)/.test(over ?? '')
    if (moves && (/^(?:avg|stddev|var_|covar|corr|skewness|regr)/.test(head) || args.endsWith(' AS double)')))
      throw new Refused(`${head} of fractions over a frame that moves, on Trino`, 'cast them to decimal')
    const where = filter === undefined ? '' : ` FILTER (WHERE ${filter})`
    return `${head}(${distinct ? 'DISTINCT ' : ''}${args})${where}${nulls}${over === undefined ? '' : ` OVER ${over}`}`
  }
