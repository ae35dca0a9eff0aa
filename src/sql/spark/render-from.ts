import { unreachable } from '../../base/bug.ts'
import { nearest } from '../../base/nearest.ts'
import { diagnose } from '../../diagnostics/index.ts'
import { ident } from '../quote.ts'
import { castTo } from './casts.ts'
import { Refused } from './functions/entry.ts'
import { renderExpression } from './render-expression.ts'
import { rename, renderQuery } from './render-query.ts'
import { columnNamed } from './resolve.ts'
import { type Column, type Context, emptyScope, type Scope, type Source, union } from './scope.ts'
import { commonType, type SparkType, types } from './spark-type.ts'
import type { From, LateralView, Select } from './tree.ts'

type Rendered = {
  readonly sql: string
  readonly sources: readonly Source[]
  readonly merged: readonly Column[]
}

/** FROM and LATERAL VIEW in the engine's SQL, and the names that they bring into scope. */
export const renderFrom = (
  context: Context,
  parent: Scope | undefined,
  select: Select,
): { readonly sql: string; readonly scope: Scope } => {
  const parts: string[] = []
  let scope: Scope = { ...emptyScope, parent }
  for (const from of select.from) {
    const rendered = renderSource(context, scope, from)
    parts.push(rendered.sql)
    scope = {
      ...scope,
      sources: [...scope.sources, ...rendered.sources],
      merged: [...scope.merged, ...rendered.merged],
    }
  }
  let sql = parts.join(', ')
  for (const view of select.lateralViews) {
    const generated = renderGenerator(context, scope, view)
    sql = `${sql}${generated.sql}`
    scope = { ...scope, sources: [...scope.sources, generated.source] }
  }
  return { sql, scope }
}

const aliased = (alias: string, columns: readonly Column[] | undefined): readonly Column[] | undefined =>
  columns?.map((column) => ({ ...column, sql: `${ident(alias)}.${ident(column.name)}` }))

const renderSource = (context: Context, scope: Scope, from: From): Rendered => {
  switch (from.kind) {
    case 'relation': {
      const relation = context.relations.get(from.name.text.toLowerCase())
      if (relation === undefined) {
        const place = context.statement.place(from.name.span.offset, from.name.span.length)
        const names = [...context.relations].map(([lower, known]) => known.name || lower)
        context.report(
          diagnose('MR2002', { name: from.name.text, near: nearest(from.name.text, names) }, place),
        )
      } else if (relation.name !== '') context.used.add(relation.name)
      const alias = from.alias ?? from.name.text
      const columns = from.columns.length === 0 ? relation?.columns : renamed(relation?.columns, from.columns)
      const list = from.columns.length === 0 ? '' : `(${from.columns.map(ident).join(', ')})`
      return {
        sql: `${relation?.sql ?? ident(from.name.text)} AS ${ident(alias)}${list}`,
        sources: [
          {
            alias,
            sql: ident(alias),
            columns: aliased(alias, columns),
            relation: relation?.name || undefined,
          },
        ],
        merged: [],
      }
    }
    case 'derived': {
      const alias = from.alias ?? context.fresh()
      const parent = from.lateral ? scope : undefined
      const query = rename(renderQuery(context, parent, from.query), from.columns)
      return {
        sql: `${from.lateral ? 'LATERAL ' : ''}(${query.sql}) AS ${ident(alias)}`,
        sources: [{ alias, sql: ident(alias), columns: aliased(alias, query.columns), relation: undefined }],
        merged: [],
      }
    }
    case 'function': {
      const alias = from.alias ?? context.fresh()
      if (from.call.name === 'range') {
        const args = from.call.args.map((argument) =>
          castTo(renderExpression(context, emptyScope, argument), types.bigint),
        )
        const name = from.columns[0] ?? 'id'
        const column: Column = {
          name,
          type: types.bigint,
          sql: `${ident(alias)}.${ident(name)}`,
          inputs: new Set(),
        }
        return {
          sql: `range(${args.slice(0, 3).join(', ')}) AS ${ident(alias)}(${ident(name)})`,
          sources: [{ alias, sql: ident(alias), columns: [column], relation: undefined }],
          merged: [],
        }
      }
      const generated = renderGenerator(context, scope, {
        call: from.call,
        outer: false,
        table: alias,
        columns: from.columns,
      })
      return { sql: generated.body, sources: [generated.source], merged: [] }
    }
    case 'join':
      return renderJoin(context, scope, from)
    default:
      return unreachable(from)
  }
}

const renamed = (columns: readonly Column[] | undefined, names: readonly string[]): readonly Column[] =>
  names.map((name, i) => ({
    name,
    type: columns?.[i]?.type ?? types.unknown,
    sql: ident(name),
    inputs: columns?.[i]?.inputs,
  }))

const renderJoin = (context: Context, outer: Scope, join: Extract<From, { kind: 'join' }>): Rendered => {
  const left = renderSource(context, outer, join.left)
  const right = renderSource(context, { ...outer, sources: [...outer.sources, ...left.sources] }, join.right)
  const sources = [...left.sources, ...right.sources]
  const scope: Scope = { ...outer, sources: [...outer.sources, ...sources], merged: left.merged }
  const onlyLeft = join.how === 'SEMI' || join.how === 'ANTI'
  if (join.using.length > 0) {
    const merged = join.using.map((name): Column => {
      const pair = [left, right].map(
        (side) =>
          side.merged.find((column) => column.name.toLowerCase() === name.text.toLowerCase()) ??
          side.sources
            .map((source) => columnNamed(source.columns ?? [], name.text))
            .find((column) => column !== undefined),
      )
      const [a, b] = pair
      if (
        a !== undefined &&
        b !== undefined &&
        a.type.kind !== b.type.kind &&
        commonType(a.type, b.type)?.kind !== a.type.kind
      )
        throw new Refused(`USING over ${a.type.kind} and ${b.type.kind}`)
      return {
        name: name.text,
        type: a?.type ?? types.unknown,
        sql: ident(name.text),
        inputs: union([a?.inputs, b?.inputs]),
      }
    })
    return {
      sql: `${left.sql} ${join.how} JOIN ${right.sql} USING (${join.using.map((name) => ident(name.text)).join(', ')})`,
      sources: onlyLeft ? left.sources : sources,
      merged: onlyLeft ? left.merged : [...left.merged, ...merged],
    }
  }
  if (join.on === undefined && onlyLeft) throw new Refused('a semi or anti join without ON')
  const how = join.how === 'CROSS' || (join.on === undefined && join.how === 'INNER') ? 'CROSS' : join.how
  const on =
    how === 'CROSS' && join.on === undefined
      ? ''
      : ` ON ${join.on === undefined ? 'true' : castTo(renderExpression(context, scope, join.on), types.boolean)}`
  const rightSql = join.right.kind === 'join' ? `(${right.sql})` : right.sql
  return {
    sql: `${left.sql} ${how === 'CROSS' && on !== '' ? 'INNER' : how} JOIN ${rightSql}${on}`,
    sources: onlyLeft ? left.sources : sources,
    merged: left.merged,
  }
}

/** A generator as a lateral subquery: explode, posexplode and inline, each with its outer form. */
export const renderGenerator = (
  context: Context,
  scope: Scope,
  view: LateralView,
): { readonly sql: string; readonly body: string; readonly source: Source } => {
  const argument = view.call.args[0]
  if (argument === undefined) throw new Refused(`${view.call.name} without an argument`)
  const value = renderExpression(context, scope, argument)
  const name = view.call.name.replace('_outer', '')
  const outer = view.outer || view.call.name.endsWith('_outer')
  const alias = view.table === '' ? context.fresh() : view.table
  const outputs = generated(name, value.sql, value.type)
  const columns = outputs.map((output, i): Column => {
    const own = view.columns[i] ?? output.name
    return { name: own, type: output.type, sql: `${ident(alias)}.${ident(own)}`, inputs: value.inputs }
  })
  if (view.columns.length > 0 && view.columns.length !== outputs.length)
    throw new Refused(`${view.columns.length} names for the ${outputs.length} columns of ${view.call.name}`)
  const list = outputs.map((output, i) => `${output.sql} AS ${ident(columns[i]?.name ?? output.name)}`)
  const from = name === 'inline' ? ` FROM (SELECT unnest(${value.sql}) AS e)` : ''
  const body = `(SELECT ${list.join(', ')}${from}) AS ${ident(alias)}`
  return {
    sql: outer ? ` LEFT JOIN LATERAL ${body} ON true` : ` CROSS JOIN LATERAL ${body}`,
    body,
    source: { alias, sql: ident(alias), columns, relation: undefined },
  }
}

const generated = (
  name: string,
  sql: string,
  type: SparkType,
): readonly { readonly name: string; readonly type: SparkType; readonly sql: string }[] => {
  const position = { name: 'pos', type: types.int, sql: `CAST(unnest(range(len(${sql}))) AS INTEGER)` }
  switch (name) {
    case 'explode':
    case 'posexplode': {
      const first = name === 'posexplode' ? [position] : []
      if (type.kind === 'map')
        return [
          ...first.map((column) => ({
            ...column,
            sql: `CAST(unnest(range(len(map_keys(${sql})))) AS INTEGER)`,
          })),
          { name: 'key', type: type.key, sql: `unnest(map_keys(${sql}))` },
          { name: 'value', type: type.value, sql: `unnest(map_values(${sql}))` },
        ]
      if (type.kind !== 'array' && type.kind !== 'unknown') throw new Refused(`${name} of a ${type.kind}`)
      return [
        ...first,
        { name: 'col', type: type.kind === 'array' ? type.element : types.unknown, sql: `unnest(${sql})` },
      ]
    }
    case 'inline':
      if (type.kind !== 'array' || type.element.kind !== 'struct')
        throw new Refused('inline of something that is not known to be an array of structs')
      return type.element.fields.map((field) => ({
        name: field.name,
        type: field.type,
        sql: `e.${ident(field.name)}`,
      }))
    default:
      throw new Refused(`${name} in FROM`)
  }
}
