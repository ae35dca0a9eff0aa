import { diagnose } from '../../../diagnostics/index.ts'
import { ident } from '../../quote.ts'
import type { Engine } from '../engines/engine.ts'
import { mismatch, Mistaken, Refused } from '../refusals.ts'
import { outputNames, refuseSeveralOfSet } from './output-names.ts'
import { renderExpression } from './render-expression.ts'
import { renderOrdinal, renderSortKey } from './render-key.ts'
import { renderQuery, type RenderedQuery } from './render-query.ts'
import { type Column, type Context, emptyScope, type Scope, union } from '../scope.ts'
import {
  commonType,
  hasFraction,
  hasMap,
  isNested,
  type SparkType,
  sparkName,
  types,
} from '../spark-types/spark-type.ts'
import { widerThanText } from '../spark-types/tightest-type.ts'
import { specialTime } from '../time-literal.ts'
import { isAggregate, partsOf } from '../tree-walk.ts'
import type { Body, Expression, Query } from '../tree.ts'

/** UNION, EXCEPT and INTERSECT: both sides brought to common types, under the names of the left one. */
export const renderSet = (
  context: Context,
  parent: Scope | undefined,
  body: Extract<Body, { kind: 'set' }>,
  query: Query,
): RenderedQuery => {
  const left = renderQuery(context, parent, body.left)
  const right = renderQuery(context, parent, body.right)
  if (
    left.columns !== undefined &&
    right.columns !== undefined &&
    left.columns.length !== right.columns.length
  )
    context.report(
      diagnose(
        'MR2011',
        { left: left.columns.length, right: right.columns.length, op: body.op },
        context.statement.place(0),
      ),
    )
  const columns = left.columns?.map((column, i): Column => {
    const other = right.columns?.[i]
    const type = commonType(column.type, other?.type ?? types.unknown)
    if (type === undefined) {
      const what = `${body.op} of ${sparkName(column.type)} and ${sparkName(other?.type ?? types.null)}`
      // Spark takes structs whose fields have other names.
      throw isNested(column.type)
        ? new Refused(what, 'cast both to one type')
        : mismatch(what, [column.type, other?.type ?? types.null])
    }
    return { ...column, type, inputs: union([column.inputs, other?.inputs]) }
  })
  if (columns !== undefined && !(body.op === 'UNION' && body.all)) refuseMaps(body.op, columns)
  const sides = [left, right].map(
    (side) => `(${columns === undefined ? side.sql : widen(context.engine, side, columns, !body.all)})`,
  )
  const names = outputNames()
  for (const { name, type, inputs } of columns ?? [])
    names.add(name, { sql: ident(name), type, label: name, inputs }, false)
  for (const { by } of query.orderBy) refuseSeveralOfSet(names.several, by)
  const order = query.orderBy.map((key) => {
    if (key.by.kind === 'literal' && key.by.type === 'int') {
      const column = columns?.[Number(key.by.text) - 1]
      const output = column === undefined ? undefined : { ...column, sql: ident(column.name) }
      return renderOrdinal(context, key, key.by.text, output)
    }
    return renderSortKey(
      context,
      {
        ...emptyScope,
        aliases: names.known,
        sources:
          columns === undefined ? [{ alias: '', sql: '', columns: undefined, relation: undefined }] : [],
      },
      key,
    )
  })
  const set = `${sides[0]} ${body.op}${body.all ? ' ALL' : ''} ${sides[1]}`
  if (order.length === 0) return { sql: set, columns }
  // The engine orders a set by its columns only. Around it two columns of one name would get another one.
  const simple = order.every((key) => /^(?:\d+|"(?:[^"]|"")*") (?:ASC|DESC) NULLS \w+$/.test(key))
  if (!simple && columns !== undefined && names.several.size > 0)
    throw new Refused('ORDER BY of an expression over columns of one name', 'name every column')
  const ordered = simple ? set : `SELECT * FROM (${set}) AS ${ident('set')}`
  return { sql: `${ordered} ORDER BY ${order.join(', ')}`, columns }
}

/** A side with the types of the whole; Spark groups a set that has each row once, and its groups have no -0.0. */
const widen = (engine: Engine, side: RenderedQuery, columns: readonly Column[], grouped: boolean): string => {
  const own = side.columns
  if (
    own === undefined ||
    own.every(
      (column, i) =>
        sparkName(column.type) === sparkName(columns[i]?.type ?? column.type) &&
        !(grouped && hasFraction(column.type)),
    )
  )
    return side.sql
  const names = own.map((_, i) => ident(`c${i}`))
  const casts = own.map((column, i) => {
    const target = columns[i]
    const value = { sql: names[i] ?? '', type: column.type }
    const type = target?.type ?? types.unknown
    const cast = type.kind === 'unknown' ? value.sql : engine.types.cast(value, type)
    const sql = grouped && hasFraction(type) ? engine.nested.positiveZero({ sql: cast, type }) : cast
    return `${sql} AS ${ident(target?.name ?? column.name)}`
  })
  return `SELECT ${casts.join(', ')} FROM (${side.sql}) AS q(${names.join(', ')})`
}

export const renderValues = (
  context: Context,
  parent: Scope | undefined,
  rows: readonly (readonly Expression[])[],
): RenderedQuery => {
  for (const cell of rows.flat()) refuseNotConstant(cell)
  const cells = rows.map((row) =>
    row.map((cell) => renderExpression(context, { ...emptyScope, parent }, cell)),
  )
  for (const cell of rows.flat()) if (cell.kind !== 'literal') refuseSpecialTimes(cell)
  const width = cells[0]?.length ?? 0
  const other = cells.find((row) => row.length !== width)
  if (other !== undefined) throw new Mistaken(`VALUES of ${width} and of ${other.length} columns`)
  const columns = Array.from({ length: width }, (_, i): Column => {
    const type = cells
      .map((row) => row[i]?.type ?? types.null)
      .reduce<SparkType | undefined>((a, b) => (a === undefined ? a : widerThanText(a, b)), types.null)
    if (type === undefined) throw new Mistaken('VALUES of types that have nothing in common', 'cast them')
    return { name: `col${i + 1}`, type, sql: ident(`col${i + 1}`), inputs: new Set() }
  })
  const { clauses, types: engineTypes } = context.engine
  const written = cells.map((row) =>
    clauses.row(row.map((cell, i) => engineTypes.cast(cell, columns[i]?.type ?? cell.type))),
  )
  return {
    sql: `SELECT * FROM (VALUES ${written.join(', ')}) AS v(${columns.map((column) => ident(column.name)).join(', ')})`,
    columns,
  }
}

/** VALUES are computed by themselves, without other rows. */
const refuseNotConstant = (node: Expression): void => {
  if (/^(?:scalar|exists|inQuery)$/.test(node.kind))
    throw new Mistaken('a query in VALUES', 'write SELECT and UNION ALL')
  if (node.kind === 'call' && (node.over !== undefined || isAggregate(node)))
    throw new Mistaken(`${node.name} in VALUES`, 'write SELECT')
  if (node.kind === 'lambda') throw new Mistaken('a lambda in VALUES', 'write SELECT')
  for (const part of partsOf(node)) refuseNotConstant(part)
}

/** Spark computes VALUES before it reads such words as times. */
const refuseSpecialTimes = (node: Expression): void => {
  if (node.kind === 'literal' && node.type === 'string' && specialTime(node.text) !== undefined)
    throw new Refused(
      `the word '${node.text}' in an expression of VALUES`,
      'write the date, or current_date()',
    )
  for (const part of partsOf(node)) refuseSpecialTimes(part)
}

export const refuseMaps = (what: string, columns: readonly (Column | undefined)[]): void => {
  if (columns.some((column) => column !== undefined && hasMap(column.type)))
    throw new Mistaken(`${what} of maps`)
}
