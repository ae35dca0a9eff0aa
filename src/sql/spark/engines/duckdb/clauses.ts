import { ident } from '../../../quote.ts'
import { castTo } from './casts.ts'
import { jsonField } from '../../functions/json.ts'
import { Mistaken, Refused } from '../../refusals.ts'
import { isInteger, isNumeric } from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'
import type { Engine } from '../engine.ts'
import { shareDocuments } from './shared-json.ts'

export const clauses: Engine['clauses'] = {
  sharing: shareDocuments,
  limit: (limit, offset) =>
    `${limit === '' ? '' : ` LIMIT ${limit}`}${offset === '' ? '' : ` OFFSET ${offset}`}`,
  range: (args, alias, name) => `range(${args.join(', ')}) AS ${ident(alias)}(${ident(name)})`,
  row: (cells) => `(${cells.join(', ')})`,
  rows: (rows) => values(rows),
  rowsBeside: (rows) => `LATERAL ${values(rows)}`,
  joins: { using: true, semi: true },
  nestedLateral: true,
  explode: ({ sql, type }, place) => {
    const list = type.kind === 'map' ? `map_keys(${sql})` : sql
    const members =
      type.kind === 'map' ? [`unnest(map_keys(${sql}))`, `unnest(map_values(${sql}))`] : [`unnest(${sql})`]
    const at = `CAST(unnest(range(len(${list}))) AS INTEGER)`
    return { values: place ? [at, ...members] : members, from: '' }
  },
  unnested: ({ sql, type }, { place, kept }) => {
    const lists = type.kind === 'map' ? [`map_keys(${sql})`, `map_values(${sql})`] : [sql]
    const size = `len(${lists[0]})`
    const unnest = (list: string): string =>
      kept ? `unnest(CASE WHEN ${size} > 0 THEN ${list} ELSE [NULL] END)` : `unnest(${list})`
    return [...(place ? [`CAST(${unnest(`range(${size})`)} AS INTEGER)`] : []), ...lists.map(unnest)]
  },
  inline: ({ sql, type }) => ({
    values:
      type.kind === 'array' && type.element.kind === 'struct'
        ? type.element.fields.map(({ name }) => `(e).${ident(name)}`)
        : [],
    from: ` FROM (SELECT unnest(${sql}) AS e) AS made`,
  }),
  setKey: (sql) => sql,
  constantKey: (sql) => `coalesce(${sql})`,
  jsonTuple: (json, names) => ({ values: names.map((name) => jsonField(json, name)), from: '' }),
}

const values = (rows: readonly (readonly Typed[])[]): string =>
  `(VALUES ${rows.map((row) => `(${row.map(({ sql }) => sql).join(', ')})`).join(', ')})`

export const windows: Engine['windows'] = {
  micros: (instant) => `epoch_us(${instant})`,
  distance: (amount, key) => {
    if (key.kind === 'date' && isInteger(amount.type)) return `to_days(CAST(${amount.sql} AS INTEGER))`
    if (amount.type.kind === 'year_month') return `to_months(CAST(${amount.sql} AS INTEGER))`
    if (amount.type.kind === 'day_time') return amount.sql
    if (!isNumeric(key) || !isNumeric(amount.type))
      throw /^(?:null|string)$/.test(amount.type.kind)
        ? new Refused(`a distance of type ${amount.type.kind}`, 'write a number')
        : new Mistaken(`a distance of type ${amount.type.kind} over a key of type ${key.kind}`)
    // Where key and distance overflow, Spark wraps around to an empty frame, and the engine fails.
    return castTo(amount, key)
  },
}

export const finish: Engine['finish'] =
  ({ distinct, ignoreNulls, filter, over }) =>
  (head, args, extra = '', only) => {
    const nulls = ignoreNulls ? ' IGNORE NULLS' : extra
    // Without OVER, first and last skip NULL by another aggregate of the engine.
    const plain = over === undefined && /^(?:first|last)_value$/.test(head)
    const skips = plain && nulls !== '' && head === 'last_value' ? [`${args} IS NOT NULL`] : []
    const kept = [...(filter === undefined ? [] : [filter]), ...(only === undefined ? [] : [only]), ...skips]
    const where = kept.length === 0 ? '' : ` FILTER (WHERE ${kept.join(' AND ')})`
    const name = plain
      ? nulls === ''
        ? head.replace('_value', '')
        : head === 'first_value'
          ? 'any_value'
          : 'last'
      : head
    return `${name}(${distinct ? 'DISTINCT ' : ''}${args}${plain ? '' : nulls})${where}${over === undefined ? '' : ` OVER ${over}`}`
  }
