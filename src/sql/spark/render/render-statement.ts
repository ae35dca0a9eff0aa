import { diagnose } from '../../../diagnostics/index.ts'
import { ident } from '../../quote.ts'
import type { EngineColumn } from '../../row.ts'
import { type Disclosure, widest } from '../disclosure.ts'
import { Mistaken } from '../refusals.ts'
import type { Parsed } from '../parse/parse.ts'
import { typeOfColumn } from '../parse/read-type.ts'
import { renderExpression } from './render-expression.ts'
import { nameOf, renderQuery } from './render-query.ts'
import { type Column, type Context, emptyScope } from '../scope.ts'
import { type SparkType, sparkName } from '../spark-types/spark-type.ts'
import type { LineageColumn, OutputColumn, Stored } from '../stored-translation.ts'

export const renderStatement = (
  context: Context,
  query: Extract<Parsed, { kind: 'query' }>['query'],
): Stored => {
  const rendered = renderQuery({ ...context, whole: query }, undefined, query)
  for (const column of rendered.columns ?? []) refuseInterval(context, column.type)
  const outputColumns = rendered.columns?.map(
    (column): OutputColumn => ({
      name: column.name,
      type: nameOfType(column.type),
      from: column.inputs === undefined ? undefined : lineageOf(column.inputs),
    }),
  )
  return { kind: 'query', sql: rendered.sql, tables: [...context.used], outputColumns: outputColumns ?? null }
}

/** A relation that an expression is over; columns of an aliased one are qualified in the result. */
export type ExpressionSource = {
  readonly alias: string
  readonly columns: readonly EngineColumn[] | undefined
}

export const renderOne = (
  context: Context,
  query: Extract<Parsed, { kind: 'query' }>['query'],
  sources: readonly ExpressionSource[],
): Stored => {
  const item = isExpression(query) && query.body.kind === 'select' ? query.body.items[0] : undefined
  if (item === undefined) throw new Mistaken('a query where an expression is expected')
  const scope = {
    ...emptyScope,
    sources: sources.map(({ alias, columns }) => ({
      alias,
      sql: alias === '' ? '' : ident(alias),
      columns: columns?.map((column) =>
        columnOf('', column, alias === '' ? ident(column.name) : `${ident(alias)}.${ident(column.name)}`),
      ),
      relation: undefined,
    })),
  }
  const rendered = renderExpression(context, scope, item.value)
  refuseInterval(context, rendered.type)
  const inputs = rendered.inputs === undefined ? null : lineageOf(rendered.inputs).map(({ column }) => column)
  return {
    kind: 'expression',
    sql: rendered.sql,
    name: rendered.label === '' ? null : nameOf(item, rendered),
    type: nameOfType(rendered.type) ?? null,
    columns: inputs,
  }
}

/** Nothing but one nameless value: `a WHERE b` and `a b` would otherwise lose what follows the value. */
const isExpression = ({ ctes, body, orderBy, limit, offset }: Extract<Parsed, { kind: 'query' }>['query']) =>
  body.kind === 'select' &&
  body.items.length === 1 &&
  body.items.every(({ names }) => names.length === 0) &&
  body.from.length + body.lateralViews.length + body.groupBy.length + body.windows.length === 0 &&
  !body.distinct &&
  body.where === undefined &&
  body.having === undefined &&
  ctes.length + orderBy.length === 0 &&
  limit === undefined &&
  offset === undefined

/** No table holds the intervals of Spark; inside a statement they are numbers, which must not come out as such. */
const refuseInterval = (context: Context, type: SparkType): void => {
  if (!holdsInterval(type)) return
  const what = `a result of type ${sparkName(type)}`
  const hint =
    'cast it to string, take a part of it by extract(DAY FROM …), or use datediff and timestampdiff'
  context.report(diagnose('MR2008', { what, hint }, context.statement.place(0)))
}

const holdsInterval = (type: SparkType): boolean => {
  switch (type.kind) {
    case 'interval':
    case 'year_month':
    case 'day_time':
      return true
    case 'array':
      return holdsInterval(type.element)
    case 'map':
      return holdsInterval(type.key) || holdsInterval(type.value)
    case 'struct':
      return type.fields.some((field) => holdsInterval(field.type))
    default:
      return false
  }
}

const nameOfType = (type: SparkType): string | undefined =>
  type.kind === 'unknown' ? undefined : sparkName(type)

/** Each column once, with the most that is seen of it. */
const lineageOf = (inputs: ReadonlySet<string>): readonly LineageColumn[] => {
  const found = new Map<string, LineageColumn>()
  for (const input of inputs) {
    const [relation, column, inner] = JSON.parse(input) as [string, string, Disclosure?]
    const key = JSON.stringify([relation, column])
    const other = found.get(key)
    const shows = other === undefined ? inner : widest(other.shows, inner)
    found.set(key, { relation, column, ...(shows === undefined ? {} : { shows }) })
  }
  return [...found.values()]
}

export const columnOf = (relation: string, column: EngineColumn, sql: string): Column => ({
  name: column.name,
  type: typeOfColumn(column.type),
  sql,
  inputs: new Set([JSON.stringify([relation, column.name])]),
})
