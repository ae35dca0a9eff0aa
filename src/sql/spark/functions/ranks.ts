import { castTo } from '../engines/duckdb/casts.ts'
import { becomes } from '../spark-types/castable.ts'
import { sparkName, types } from '../spark-types/spark-type.ts'
import { aggregate, type FunctionEntry, type Functions, Mistaken, Refused, typeOf } from './entry.ts'

const { double, int } = types

const rank = (name: string): FunctionEntry =>
  aggregate('', int, (_, __, finish) => `CAST(${finish(name, '')} AS INTEGER)`)

const share = (name: string): FunctionEntry =>
  aggregate('', double, (_, __, finish) => `CAST(${finish(name, '')} AS DOUBLE)`)

const shift = (name: 'lag' | 'lead'): FunctionEntry =>
  aggregate(
    'a?ia',
    (args) => typeOf(args),
    (a, args, finish) => {
      const [value = '', offset, otherwise] = a
      if (offset !== undefined && !/^\(?-?\d+\)?$/.test(offset))
        throw new Refused(`an offset of ${name} that is not a literal`)
      const type = typeOf(args)
      const last = args[2]
      if (last !== undefined && !becomes(last.type, type))
        throw new Mistaken(
          `a ${sparkName(last.type)} as what ${name} has for rows that are not there, of a ${sparkName(type)},`,
          `cast it to ${sparkName(type)}`,
        )
      const or = last === undefined ? [] : [castTo({ ...last, sql: otherwise ?? '' }, type)]
      return finish(name, [value, ...(offset === undefined ? [] : [offset]), ...or].join(', '))
    },
  )

/** Functions that need an OVER clause. */
export const windowFunctions: Functions = {
  row_number: rank('row_number'),
  rank: rank('rank'),
  dense_rank: rank('dense_rank'),
  percent_rank: share('percent_rank'),
  cume_dist: share('cume_dist'),
  ntile: aggregate('i', int, (a, _, finish) => {
    if (!/^[1-9]\d*$/.test(a[0] ?? '')) throw new Refused('ntile of a number that is not a literal above 0')
    return `CAST(${finish('ntile', a[0] ?? '')} AS INTEGER)`
  }),
  lag: shift('lag'),
  lead: shift('lead'),
  nth_value: aggregate(
    'ai',
    (args) => typeOf(args),
    (a, _, finish) => {
      if (!/^[1-9]\d*$/.test(a[1] ?? ''))
        throw new Refused('nth_value of a number that is not a literal above 0')
      return finish('nth_value', a.join(', '))
    },
  ),
}

export const windowOnly: ReadonlySet<string> = new Set(Object.keys(windowFunctions))
