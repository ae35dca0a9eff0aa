import { ident } from '../../quote.ts'
import type { Engine, MadeRows } from '../engines/engine.ts'
import { tightest } from '../spark-types/tightest-type.ts'
import { folded } from '../fold-constants.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import { type Column, type Context, type Rendered, type Scope, type Source, union } from '../scope.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import type { LateralView } from '../tree.ts'

type Output = { readonly name: string; readonly type: SparkType }

type Generated = { readonly outputs: readonly Output[]; readonly rows: MadeRows }

export const isGenerator = (name: string): boolean => Object.hasOwn(generators, plainName(name))

const plainName = (name: string): string => name.replace(/_outer$/, '')

/** A generator as a lateral subquery, each with its outer form, which keeps the row where nothing is generated. */
export const renderGenerator = (
  context: Context,
  scope: Scope,
  view: LateralView,
): { readonly sql: string; readonly body: string; readonly source: Source } => {
  const { alias, outputs, rows, columns } = madeBy(context, scope, view)
  const list = outputs.map(({ name }, i) => `${rows.values[i]} AS ${ident(columns[i]?.name ?? name)}`)
  const body = `(SELECT ${list.join(', ')}${rows.from}) AS ${ident(alias)}`
  return {
    sql: isOuter(view) ? ` LEFT JOIN LATERAL ${body} ON true` : ` CROSS JOIN LATERAL ${body}`,
    body,
    source: { alias, sql: ident(alias), columns, relation: undefined },
  }
}

const isOuter = (view: LateralView): boolean => view.outer || view.call.name.endsWith('_outer')

const madeBy = (context: Context, scope: Scope, view: LateralView) => {
  const { call } = view
  const make = Object.hasOwn(generators, plainName(call.name)) ? generators[plainName(call.name)] : undefined
  if (make === undefined) throw new Refused(`${call.name} in FROM`)
  if (call.distinct || call.ignoreNulls || call.filter !== undefined || call.over !== undefined)
    throw new Mistaken(`DISTINCT, FILTER, IGNORE NULLS or OVER with ${call.name}`)
  // Spark takes any constant for a field of JSON or a number of rows.
  const written = /^(?:json_tuple|stack)$/.test(plainName(call.name)) ? call.args.map(folded) : call.args
  const args = written.map((argument) => renderExpression(context, scope, argument))
  const alias = view.table === '' ? context.fresh() : view.table
  const { outputs, rows } = make(context.engine, args, call.name)
  if (view.columns.length > 0 && view.columns.length !== outputs.length)
    throw new Mistaken(`${view.columns.length} names for the ${outputs.length} columns of ${call.name}`)
  const inputs = union(args.map((argument) => argument.inputs))
  const columns = outputs.map((output, i): Column => {
    const own = view.columns[i] ?? output.name
    return { name: own, type: output.type, sql: `${ident(alias)}.${ident(own)}`, inputs }
  })
  return { args, alias, outputs, rows, columns }
}

/** A FROM of one table or subquery whose columns are known, by which other clauses read them. */
export type Base = { readonly sql: string; readonly source: Source }

/**
 * A generator as values beside those of the one table in FROM, under whose name the engine finds both. Beside a lateral
 * subquery the engine joins by a hash, which takes longer and loses the order that collect_list and first go by.
 */
const renderBeside = (
  context: Context,
  scope: Scope,
  view: LateralView,
  base: Base,
): { readonly base: Base; readonly source: Source } | undefined => {
  const { engine } = context
  const { unnested } = engine.clauses
  const name = plainName(view.call.name)
  if (unnested === undefined || !/^(?:explode|posexplode|inline|json_tuple)$/.test(name)) return undefined
  const { args, alias, outputs, rows, columns } = madeBy(context, scope, view)
  const value = args[0]
  if (value === undefined) return undefined
  const row = base.source.sql
  const made =
    name === 'json_tuple'
      ? rows.values
      : unnested(value, { place: name === 'posexplode', kept: isOuter(view) })
  const names = made.map(() => ident(context.fresh()))
  const sqls =
    name === 'inline'
      ? outputs.map((output) => engine.nested.field(`${row}.${names[0]}`, output.name))
      : names.map((one) => `${row}.${one}`)
  const list = made.map((sql, i) => `${sql} AS ${names[i]}`)
  return {
    base: { ...base, sql: `(SELECT ${row}.*, ${list.join(', ')} FROM ${base.sql}) AS ${row}` },
    source: {
      alias,
      sql: row,
      columns: columns.map((column, i) => ({ ...column, sql: sqls[i] ?? column.sql })),
      relation: undefined,
    },
  }
}

/** What stands before a generator in FROM, together with it. */
export const renderView = (
  context: Context,
  scope: Scope,
  view: LateralView,
  before: { readonly sql: string; readonly base: Base | undefined },
): { readonly sql: string; readonly base: Base | undefined; readonly source: Source } => {
  const beside = before.base && renderBeside(context, scope, view, before.base)
  if (beside !== undefined) return { ...beside, sql: beside.base.sql }
  const { sql, source } = renderGenerator(context, scope, view)
  return { sql: `${before.sql}${sql}`, base: undefined, source }
}

const only = (args: readonly Rendered[], name: string): Rendered => {
  const [first, ...others] = args
  if (first === undefined || others.length > 0) throw new Refused(`${name} of ${args.length} arguments`)
  return first
}

const members = (value: Rendered, name: string): readonly Output[] => {
  const { type } = value
  if (type.kind === 'map')
    return [
      { name: 'key', type: type.key },
      { name: 'value', type: type.value },
    ]
  if (type.kind !== 'array' && type.kind !== 'unknown') throw new Mistaken(`${name} of a ${type.kind}`)
  return [{ name: 'col', type: type.kind === 'array' ? type.element : types.unknown }]
}

type Generator = (engine: Engine, args: readonly Rendered[], name: string) => Generated

const generators: Readonly<Record<string, Generator>> = {
  explode: ({ clauses }, args, name) => {
    const value = only(args, name)
    return { outputs: members(value, name), rows: clauses.explode(value, false) }
  },
  posexplode: ({ clauses }, args, name) => {
    const value = only(args, name)
    return {
      outputs: [{ name: 'pos', type: types.int }, ...members(value, name)],
      rows: clauses.explode(value, true),
    }
  },
  inline: ({ clauses }, args, name) => {
    const value = only(args, name)
    const { type } = value
    if (type.kind !== 'array' || type.element.kind !== 'struct')
      throw new Refused('inline of something that is not known to be an array of structs')
    return { outputs: type.element.fields, rows: clauses.inline(value) }
  },
  stack: (engine, [count, ...values]) => {
    const rows = Number(count?.sql)
    if (!Number.isInteger(rows) || rows < 1)
      throw new Refused('stack with a number of rows that is not written as a number')
    if (values.length === 0) throw new Refused('stack of nothing')
    const width = Math.ceil(values.length / rows)
    // A NULL that is written takes the type of its column, a column of NULLs does not.
    if (values.some(({ type, sql }) => type.kind === 'null' && sql !== 'NULL'))
      throw new Refused('stack of a column without a type', 'cast it')
    const cell = (row: number, column: number): Rendered | undefined => values[row * width + column]
    const outputs = Array.from({ length: width }, (_, column): Output => {
      const type = Array.from({ length: rows }, (_row, row) => cell(row, column)?.type ?? types.null).reduce(
        (a, b) => {
          const found =
            a.kind === 'null' || b.kind === 'null' || sparkName(a) === sparkName(b)
              ? tightest(a, b)
              : undefined
          if (found === undefined)
            throw new Refused(`stack of a ${sparkName(a)} and a ${sparkName(b)} in one column`, 'cast them')
          return found
        },
      )
      return { name: `col${column}`, type }
    })
    const cells = Array.from({ length: rows }, (_, row) =>
      outputs.map(({ type }, column) => ({
        sql: engine.types.cast(cell(row, column) ?? { sql: 'NULL', type: types.null }, type),
        type,
      })),
    )
    const names = outputs.map(({ name }) => ident(name))
    return {
      outputs,
      rows: {
        values: names.map((name) => `s.${name}`),
        from: ` FROM ${engine.clauses.rows(cells)} AS s(${names.join(', ')})`,
      },
    }
  },
  json_tuple: (engine, [json, ...names]) => {
    if (json === undefined || names.length === 0) throw new Refused('json_tuple without a field')
    if ([json, ...names].some(({ type }) => type.kind !== 'string' && type.kind !== 'unknown'))
      throw new Mistaken('json_tuple of arguments that are not text', 'cast them to string')
    return {
      outputs: names.map((_, i) => ({ name: `c${i}`, type: types.string })),
      rows: engine.clauses.jsonTuple(engine.types.cast(json, types.string), names),
    }
  },
}
