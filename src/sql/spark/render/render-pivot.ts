import { ident } from '../../quote.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { pivotMark, renderExpression } from './render-expression.ts'
import { type Column, type Context, type Rendered, type Scope, type Source, union } from '../scope.ts'
import {
  hasFraction,
  hasMap,
  commonType,
  isInteger,
  isNumeric,
  type SparkType,
  sparkName,
  types,
} from '../spark-types/spark-type.ts'
import { isAggregate, partsOf } from '../tree-walk.ts'
import type { Call, Expression, From } from '../tree.ts'

type Pivot = Extract<From, { kind: 'pivot' }>
type Unpivot = Extract<From, { kind: 'unpivot' }>

/** A rotated table: its SQL without an alias, and its columns. */
export type Rotated = { readonly sql: string; readonly columns: readonly Column[] }

const columnsOf = (sources: readonly Source[], what: string): readonly Column[] =>
  sources.flatMap((source) => {
    if (source.columns === undefined) throw new Refused(`${what} of a table whose columns are not known`)
    return source.columns
  })

const namesIn = (node: Expression): readonly string[] =>
  node.kind === 'column' ? node.parts.map((part) => part.text.toLowerCase()) : partsOf(node).flatMap(namesIn)

const aggregatesIn = (node: Expression): readonly Call[] =>
  node.kind === 'call' && isAggregate(node) ? [node] : partsOf(node).flatMap(aggregatesIn)

/** Whether it reads columns that are in no aggregate. */
const readsColumns = (node: Expression): boolean =>
  node.kind === 'column' || (!isAggregate(node) && partsOf(node).some(readsColumns))

/** Whole numbers, fractions and booleans: for these Spark aggregates first and rotates then, so what has no row is NULL. */
const rotatesLater = (type: SparkType): boolean => isNumeric(type) || type.kind === 'boolean'

export const renderPivot = (context: Context, scope: Scope, from: string, pivot: Pivot): Rotated => {
  const used = new Set([...pivot.aggregates.map(({ value }) => value), ...pivot.by].flatMap(namesIn))
  const keys = columnsOf(scope.sources, 'PIVOT').filter((column) => !used.has(column.name.toLowerCase()))
  const by = pivot.by.map((key) => renderExpression(context, scope, key))
  if (by.some(({ type }) => hasMap(type))) throw new Mistaken('PIVOT by maps')
  const aggregates = pivot.aggregates.map(({ value, name }) => {
    const calls = aggregatesIn(value)
    if (calls.length === 0) throw new Refused('PIVOT of something without an aggregate')
    if (calls.some(({ filter }) => filter !== undefined)) throw new Refused('FILTER in PIVOT')
    if (readsColumns(value))
      throw new Mistaken('PIVOT of a column outside of an aggregate', 'take any value of it: first(x)')
    return {
      calls,
      name,
      plain: renderExpression(context, scope, value),
      marked: renderExpression(context, { ...scope, inGroups: true, pivoting: true }, value).sql,
    }
  })
  const later = aggregates.every(({ plain }) => rotatesLater(plain.type))
  if (later) refuseTwice(pivot.values, by)
  const cells = pivot.values.flatMap(({ values, name }): readonly Column[] => {
    if (values.length !== by.length)
      throw new Mistaken(`${values.length} values for ${by.length} columns of PIVOT`)
    const rendered = values.map((value) => renderExpression(context, scope, value))
    const label = name ?? valueLabel(values, rendered)
    if (label === '' && aggregates.length === 1)
      throw new Refused('an empty text as a value of PIVOT', 'give it a name with AS')
    const match = rendered
      .map((value, i) => {
        const key = by[i]
        return key === undefined
          ? 'true'
          : `(${key.sql} IS NOT DISTINCT FROM ${context.engine.types.cast(value, key.type)})`
      })
      .join(' AND ')
    return aggregates.map(({ calls, name: own, plain, marked }) => {
      const chosen = calls.find((call) => /^(?:first|last|any_value|first_value|last_value)$/.test(call.name))
      if (!later && chosen !== undefined) throw new Refused(`PIVOT of ${chosen.name}`)
      const sql = marked.replaceAll(pivotMark, () => match)
      return {
        name: aggregates.length === 1 ? label : `${label}_${own ?? plain.label}`,
        type: plain.type,
        sql: later ? `CASE WHEN bool_or(${match}) THEN ${sql} END` : sql,
        inputs: union([plain.inputs, ...by.map(({ inputs }) => inputs)]),
      }
    })
  })
  const columns = [...keys, ...cells]
  const group = keys.length === 0 ? '' : ` GROUP BY ${keys.map(({ sql }) => sql).join(', ')}`
  const { positiveZero } = context.engine.nested
  const list = columns.map((column, i) => {
    const sql = i < keys.length && hasFraction(column.type) ? positiveZero(column) : column.sql
    return `${sql} AS ${ident(column.name)}`
  })
  return { sql: `SELECT ${list.join(', ')} FROM ${from}${group}`, columns }
}

/** Refuses values of PIVOT that are one for its columns: Spark puts all their groups into wrong places. */
const refuseTwice = (values: Pivot['values'], by: readonly Rendered[]): void => {
  const seen = new Set<string>()
  for (const { values: row } of values) {
    const text = JSON.stringify(row.map((value, i) => canonical(value, by[i]?.type ?? types.unknown)))
    if (seen.has(text)) throw new Refused('two equal values of PIVOT', 'name each value once')
    seen.add(text)
  }
}

/** A literal as it is compared with a column of a type: equal ones give equal texts. */
const canonical = (value: Expression, type: SparkType): string => {
  const text = value.kind === 'literal' || value.kind === 'typed' ? value.text.trim() : undefined
  if (text === undefined) return value.kind === 'boolean' ? String(value.value) : value.kind
  if (!isNumeric(type)) return value.kind === 'literal' && type.kind === 'string' ? value.text : text
  const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined
  // What is no number becomes NULL.
  if (number === undefined) return 'null'
  return isInteger(type) && /^[-+]?\d+$/.test(text)
    ? String(BigInt(text))
    : String(Math.trunc(number) === number || !isInteger(type) ? number : Math.trunc(number))
}

/** The name of a value that has none: its text. */
const valueLabel = (values: readonly Expression[], rendered: readonly Rendered[]): string => {
  const labels = values.map((value, i) => {
    if (value.kind === 'null') return 'null'
    if (value.kind === 'typed' && value.type === 'date') return value.text
    if (value.kind !== 'literal' && value.kind !== 'boolean')
      throw new Refused('a value of PIVOT that is not a literal and has no name', 'give it one with AS')
    return rendered[i]?.label ?? ''
  })
  return labels.length === 1 ? (labels[0] ?? '') : `{${labels.join(', ')}}`
}

export const renderUnpivot = (context: Context, scope: Scope, from: string, unpivot: Unpivot): Rotated => {
  const all = columnsOf(scope.sources, 'UNPIVOT')
  const rows = unpivot.columns.map(({ values, name }) => {
    if (values.length !== unpivot.values.length)
      throw new Mistaken(`${values.length} columns for ${unpivot.values.length} values of UNPIVOT`)
    const cells = values.map((value) => {
      if (value.kind !== 'column') throw new Refused('UNPIVOT of something that is not a column')
      return { name: value.parts.at(-1)?.text ?? '', value: renderExpression(context, scope, value) }
    })
    return { name: name ?? cells.map((cell) => cell.name).join('_'), cells }
  })
  const taken = new Set(rows.flatMap(({ cells }) => cells.map(({ value }) => value.sql)))
  const kept = all.filter((column) => !taken.has(column.sql))
  if (context.settings.ansi && unpivot.values.length > 1)
    throw new Refused('UNPIVOT of several values under spark.sql.ansi.enabled', 'unpivot one after the other')
  const made = unpivot.values.map((name, i): Column => {
    const type = rows.map(({ cells }) => cells[i]?.value.type ?? types.null).reduce((a, b) => widened(a, b))
    return {
      name,
      type,
      sql: `"unpivoted".${ident(name)}`,
      inputs: union(rows.map(({ cells }) => cells[i]?.value.inputs)),
    }
  })
  const label: Column = {
    name: unpivot.name,
    type: types.string,
    sql: `"unpivoted".${ident(unpivot.name)}`,
    inputs: new Set(),
  }
  const lines = rows.map(({ name, cells }) => [
    { sql: context.engine.constants.text(name), type: types.string },
    ...cells.map(({ value }, i) => {
      const type = made[i]?.type ?? value.type
      return { sql: context.engine.types.cast(value, type), type }
    }),
  ])
  const columns = [...kept, label, ...made]
  const where = unpivot.withNulls ? '' : ` WHERE ${made.map(({ sql }) => `${sql} IS NOT NULL`).join(' OR ')}`
  const names = [label, ...made].map(({ name }) => ident(name)).join(', ')
  const list = columns.map(({ sql, name }) => `${sql} AS ${ident(name)}`)
  return {
    sql: `SELECT ${list.join(', ')} FROM ${from} CROSS JOIN ${context.engine.clauses.rowsBeside(lines)} AS "unpivoted"(${names})${where}`,
    columns,
  }
}

/** Numbers become text only where the author says so. */
const widened = (a: SparkType, b: SparkType): SparkType => {
  const type =
    (a.kind === 'string') === (b.kind === 'string') || a.kind === 'null' || b.kind === 'null'
      ? commonType(a, b)
      : undefined
  if (type === undefined)
    throw new Mistaken(`UNPIVOT of ${sparkName(a)} and ${sparkName(b)}`, 'cast them to one type')
  return type
}
