import { unreachable } from '../../base/bug.ts'
import { diagnose } from '../../diagnostics/index.ts'
import { ident } from '../quote.ts'
import type { Engine } from './engines/engine.ts'
import { Refused } from './refusals.ts'
import { checkGrouping } from './render-grouping.ts'
import { condition } from './operators.ts'
import { renderExpression } from './render-expression.ts'
import { renderFrom } from './render-from.ts'
import { isGenerator, renderGenerator } from './render-generator.ts'
import { directionOf, renderKey, renderSortKey } from './render-key.ts'
import { columnNamed, fieldOf, isOwnColumn, resolveColumn, sourceNamed } from './resolve.ts'
import {
  type Column,
  type Context,
  emptyScope,
  type Relation,
  type Rendered,
  type Scope,
  union,
} from './scope.ts'
import { commonType, hasMap, type SparkType, sparkName, types } from './spark-type.ts'
import { partsOf, someAggregate } from './tree-walk.ts'
import type { Expression, Grouping, Item, Query, Select } from './tree.ts'

/** A query in the engine's SQL. `columns` is undefined where a star covers a relation of unknown schema. */
export type RenderedQuery = { readonly sql: string; readonly columns: readonly Column[] | undefined }

export const renderQuery = (outer: Context, parent: Scope | undefined, query: Query): RenderedQuery => {
  let context = outer
  const ctes: string[] = []
  for (const cte of query.ctes) {
    const inner = rename(renderQuery(context, undefined, cte.query), cte.columns)
    const name = ident(cte.name)
    ctes.push(`${name} AS (${inner.sql})`)
    const relation: Relation = { name: '', sql: name, columns: inner.columns }
    context = { ...context, relations: new Map([...context.relations, [cte.name.toLowerCase(), relation]]) }
  }
  const body = renderBody(context, parent, query)
  const limit = context.engine.clauses.limit(
    countOf(context, 'LIMIT', query.limit),
    countOf(context, 'OFFSET', query.offset),
  )
  const head = ctes.length === 0 ? '' : `WITH ${ctes.join(', ')} `
  return { sql: `${head}${body.sql}${limit}`, columns: body.columns }
}

/** The query with other column names. */
export const rename = (query: RenderedQuery, names: readonly string[]): RenderedQuery => {
  if (names.length === 0) return query
  const columns = names.map((name, i) => ({
    name,
    type: query.columns?.[i]?.type ?? types.unknown,
    sql: ident(name),
    inputs: query.columns?.[i]?.inputs,
  }))
  return { sql: `SELECT * FROM (${query.sql}) AS q(${names.map(ident).join(', ')})`, columns }
}

const renderBody = (context: Context, parent: Scope | undefined, query: Query): RenderedQuery => {
  const { body } = query
  switch (body.kind) {
    case 'select':
      return renderSelect(context, parent, body, query)
    case 'values':
      return renderValues(context, parent, body.rows)
    case 'set': {
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
        if (type === undefined)
          throw new Refused(
            `${body.op} of ${sparkName(column.type)} and ${sparkName(other?.type ?? types.null)}`,
          )
        return { ...column, type, inputs: union([column.inputs, other?.inputs]) }
      })
      if (columns !== undefined && !(body.op === 'UNION' && body.all)) refuseMaps(body.op, columns)
      const sides = [left, right].map(
        (side) => `(${columns === undefined ? side.sql : widen(context.engine, side, columns)})`,
      )
      const names = new Map(
        columns?.map((column) => [
          column.name.toLowerCase(),
          { sql: ident(column.name), type: column.type, label: column.name, inputs: column.inputs },
        ]),
      )
      const order = query.orderBy.map((key) =>
        renderSortKey(
          context,
          {
            ...emptyScope,
            aliases: names,
            sources:
              columns === undefined ? [{ alias: '', sql: '', columns: undefined, relation: undefined }] : [],
          },
          key,
        ),
      )
      const sql = `${sides[0]} ${body.op}${body.all ? ' ALL' : ''} ${sides[1]}${order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`}`
      return { sql, columns }
    }
    default:
      return unreachable(body)
  }
}

const widen = (engine: Engine, side: RenderedQuery, columns: readonly Column[]): string => {
  const own = side.columns
  if (
    own === undefined ||
    own.every((column, i) => sparkName(column.type) === sparkName(columns[i]?.type ?? column.type))
  )
    return side.sql
  const names = own.map((_, i) => ident(`c${i}`))
  const casts = own.map((column, i) => {
    const target = columns[i]
    const value = { sql: names[i] ?? '', type: column.type }
    return `${target === undefined || target.type.kind === 'unknown' ? value.sql : engine.types.cast(value, target.type)} AS ${ident(target?.name ?? column.name)}`
  })
  return `SELECT ${casts.join(', ')} FROM (${side.sql}) AS q(${names.join(', ')})`
}

const renderValues = (
  context: Context,
  parent: Scope | undefined,
  rows: readonly (readonly Expression[])[],
): RenderedQuery => {
  const cells = rows.map((row) =>
    row.map((cell) => renderExpression(context, { ...emptyScope, parent }, cell)),
  )
  const width = cells[0]?.length ?? 0
  const columns = Array.from({ length: width }, (_, i): Column => {
    const type = cells
      .map((row) => row[i]?.type ?? types.null)
      .reduce<SparkType | undefined>((a, b) => (a === undefined ? a : commonType(a, b)), types.null)
    if (type === undefined) throw new Refused('VALUES of types that have nothing in common')
    return { name: `col${i + 1}`, type, sql: ident(`col${i + 1}`), inputs: new Set() }
  })
  const written = cells.map(
    (row) =>
      `(${row.map((cell, i) => context.engine.types.cast(cell, columns[i]?.type ?? cell.type)).join(', ')})`,
  )
  return {
    sql: `SELECT * FROM (VALUES ${written.join(', ')}) AS v(${columns.map((column) => ident(column.name)).join(', ')})`,
    columns,
  }
}

const renderSelect = (
  context: Context,
  parent: Scope | undefined,
  select: Select,
  query: Query,
): RenderedQuery => {
  const from = renderFrom(context, parent, select)
  let scope: Scope = {
    ...from.scope,
    windows: new Map(select.windows.map(({ name, window }) => [name, window])),
  }
  let source = from.sql
  const where =
    select.where === undefined
      ? ''
      : ` WHERE ${filter(context.engine, renderExpression(context, { ...scope, filtering: true }, select.where))}`
  const outputs: { sql: string; column: Column | undefined }[] = []
  const aliases = new Map<string, Rendered>()
  // HAVING and ORDER BY read a name that several sources have as the output of that name.
  const names = new Map<string, Rendered>()
  const own = (name: string, rendered: Rendered): void => {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), rendered)
  }
  const grouping = select.groupByAll ? byAll(select) : select.groupBy
  const keys = groupKeys(context, scope, select, grouping)
  scope = { ...scope, groupKeys: keys }
  for (const item of select.items) {
    const { value } = item
    if (value.kind === 'call' && isGenerator(value.name)) {
      if (grouping.length > 0) throw new Refused(`${value.name} together with GROUP BY`)
      if (
        select.items.some(
          (other) => other !== item && other.value.kind === 'call' && isGenerator(other.value.name),
        )
      )
        throw new Refused('two generators in one SELECT', 'write LATERAL VIEW for them')
      const generated = renderGenerator(context, scope, {
        call: value,
        outer: false,
        table: context.fresh(),
        columns: item.names,
      })
      source = `${source === '' ? '(SELECT 1) AS "one"' : source}${generated.sql}`
      scope = { ...scope, sources: [...scope.sources, { ...generated.source, columns: [] }] }
      for (const column of generated.source.columns ?? []) {
        outputs.push(output(column))
        own(column.name, { ...column, label: column.name })
      }
      continue
    }
    if (value.kind === 'star') {
      for (const { sql, column } of renderStar(context, scope, value)) {
        outputs.push(column === undefined ? { sql, column } : output(column))
        if (column !== undefined) own(column.name, { ...column, label: column.name })
      }
      continue
    }
    const rendered = renderExpression(context, { ...scope, aliases, lateral: true }, value)
    const name = nameOf(item, rendered)
    outputs.push(output({ name, type: rendered.type, sql: rendered.sql, inputs: rendered.inputs }))
    own(name, rendered)
    if (item.names.length === 1)
      aliases.set(name.toLowerCase(), { ...rendered, label: `lateralAliasReference(${name})` })
  }
  const inner: Scope = { ...scope, aliases }
  const having =
    select.having === undefined
      ? ''
      : ` HAVING ${filter(context.engine, renderExpression(context, { ...scope, aliases: names }, select.having))}`
  const group = grouping.map((one) => renderGrouping(context, inner, one))
  checkGrouping(context, scope, select, new Set(keys))
  const order = query.orderBy.flatMap((key) => {
    if (isAll(key.by) && names.get('all') === undefined)
      return outputs.map((_, i) => `${i + 1} ${directionOf(key)}`)
    const bare =
      key.by.kind === 'column' && key.by.parts.length === 1
        ? names.get(key.by.parts[0]?.text.toLowerCase() ?? '')
        : undefined
    const target: Scope = { ...inner, aliases: names, aliasesFirst: bare !== undefined }
    return renderSortKey(context, target, key)
  })
  const columns = outputs.map((output) => output.column)
  if (select.distinct) {
    const outside = query.orderBy.find(({ by }) => !isOutput(context, inner, by, outputs, names))
    if (outside !== undefined)
      throw new Refused(
        'ORDER BY of something that SELECT DISTINCT does not have',
        'select it, or group instead',
      )
    refuseMaps('DISTINCT', columns)
  }
  const known = columns.filter((column) => column !== undefined)
  return {
    sql: `SELECT ${select.distinct ? 'DISTINCT ' : ''}${outputs.map((output) => output.sql).join(', ')}${source === '' ? '' : ` FROM ${source}`}${where}${group.length === 0 ? '' : ` GROUP BY ${group.join(', ')}`}${having}${order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`}`,
    columns:
      known.length === columns.length
        ? known.map((column) => ({ ...column, sql: ident(column.name) }))
        : undefined,
  }
}

const isOutput = (
  context: Context,
  scope: Scope,
  by: Expression,
  outputs: readonly { readonly sql: string; readonly column: Column | undefined }[],
  names: ReadonlyMap<string, Rendered>,
): boolean => {
  if (isAll(by) || by.kind === 'literal' || outputs.some(({ column }) => column === undefined)) return true
  const silent: Context = { ...context, report: () => undefined }
  const whole = renderExpression(silent, { ...scope, aliases: names, aliasesFirst: true }, by).sql
  if (by.kind === 'column' && outputs.some(({ column }) => column?.sql === whole)) return true
  if (by.kind === 'column') return by.parts.length === 1 && names.has(by.parts[0]?.text.toLowerCase() ?? '')
  const parts = partsOf(by)
  return parts.length > 0 && parts.every((part) => isOutput(context, scope, part, outputs, names))
}

const refuseMaps = (what: string, columns: readonly (Column | undefined)[]): void => {
  if (columns.some((column) => column !== undefined && hasMap(column.type)))
    throw new Refused(`${what} of maps`)
}

const isAll = (by: Expression): boolean =>
  by.kind === 'column' && by.parts.length === 1 && by.parts[0]?.text.toLowerCase() === 'all'

/** GROUP BY ALL: every item that has no aggregate in it. */
const byAll = (select: Select): readonly Grouping[] => {
  if (select.items.some(({ value }) => value.kind === 'star'))
    throw new Refused('GROUP BY ALL together with a star', 'name the columns')
  return select.items.flatMap(({ value }): readonly Grouping[] =>
    someAggregate(value) || value.kind === 'literal' ? [] : [{ kind: 'expression', value }],
  )
}

/** Keys as they are rendered in items, each once, in the order in which they are named. */
const groupKeys = (
  context: Context,
  scope: Scope,
  select: Select,
  grouping: readonly Grouping[],
): readonly string[] => {
  const silent: Context = { ...context, report: () => undefined }
  const aliases = new Map(
    select.items.flatMap(({ value, names }) =>
      names.length === 1 ? [[names[0]?.toLowerCase(), value] as const] : [],
    ),
  )
  const keyOf = (value: Expression): string => {
    if (value.kind === 'literal' && value.type === 'int') {
      const item = select.items[Number(value.text) - 1]
      if (item !== undefined && item.value.kind !== 'literal') return keyOf(item.value)
    }
    const name =
      value.kind === 'column' && value.parts.length === 1 ? value.parts[0]?.text.toLowerCase() : undefined
    const alias =
      name === undefined || value.kind !== 'column' || isOwnColumn(context, scope, value.parts)
        ? undefined
        : aliases.get(name)
    return alias === undefined || alias === value ? renderExpression(silent, scope, value).sql : keyOf(alias)
  }
  const all = grouping.flatMap((one) => (one.kind === 'expression' ? [one.value] : one.sets.flat()))
  return [...new Set(all.map(keyOf))]
}

/** AND takes NULL for a boolean, WHERE does not. */
const filter = (engine: Engine, value: Rendered): string => {
  if (value.type.kind === 'null') throw new Refused('NULL as a condition')
  return condition(engine, value)
}

const countOf = (context: Context, word: 'LIMIT' | 'OFFSET', value: Expression | undefined): string => {
  if (value === undefined) return ''
  const { sql, type } = renderExpression(context, emptyScope, value)
  if (type.kind !== 'int') throw new Refused(`${word} of a ${sparkName(type)}`, 'write a whole number')
  return sql
}

const output = (column: Column): { sql: string; column: Column } => ({
  sql: `${column.sql} AS ${ident(column.name)}`,
  column,
})

const nameOf = (item: Item, rendered: Rendered): string => {
  const own = item.names[0]
  if (own !== undefined) return own
  // A cast of a column keeps its name.
  const { value } = item
  const column = value.kind === 'cast' ? value.operand : value
  const last = column.kind === 'column' ? column.parts.at(-1)?.text : undefined
  const whole =
    value.kind !== 'cast' ||
    [last, `lateralAliasReference(${last})`].some((name) =>
      rendered.label.replace(/^TRY_/, '').startsWith(`CAST(${name} AS `),
    )
  const name = last !== undefined && whole ? last : rendered.label
  if (name === '') throw new Refused('a column whose name is empty', 'give it a name with AS')
  return name
}

const renderGrouping = (context: Context, scope: Scope, grouping: Grouping): string => {
  const one = (value: Expression): string => renderKey(context, scope, value)
  if (grouping.kind === 'expression') return one(grouping.value)
  const sets = grouping.sets.map((set) =>
    set.length === 1 && grouping.how !== 'GROUPING SETS'
      ? set.map(one).join('')
      : `(${set.map(one).join(', ')})`,
  )
  return `${grouping.how} (${sets.join(', ')})`
}

/** A star spelled out where the schema is known, so that names and lineage are. */
const renderStar = (
  context: Context,
  scope: Scope,
  star: Extract<Expression, { kind: 'star' }>,
): readonly { sql: string; column: Column | undefined }[] => {
  const [qualifier] = star.qualifier
  const except = new Set(star.except.map((name) => name.text.toLowerCase()))
  const pick = (columns: readonly Column[]) =>
    columns
      .filter((column) => !except.has(column.name.toLowerCase()))
      .map((column) => ({ sql: `${column.sql} AS ${ident(column.name)}`, column }))
  if (qualifier !== undefined) {
    const source = sourceNamed(scope, qualifier.text)
    if (source === undefined) {
      const value = resolveColumn(context, scope, star.qualifier)
      if (value.type.kind !== 'struct')
        throw new Refused(`${qualifier.text}.* over something that is not known to be a struct`)
      const members = value.type.fields
        .map((field) => fieldOf(context.engine, value, field.name))
        .filter((field) => field !== undefined)
      return pick(
        members.map((field) => ({
          name: field.label.slice(value.label.length + 1),
          type: field.type,
          sql: field.sql,
          inputs: field.inputs,
        })),
      )
    }
    if (source.columns !== undefined) return pick(source.columns)
    return [
      {
        sql: context.engine.clauses.star(
          source.alias,
          star.except.map(({ text }) => text),
        ),
        column: undefined,
      },
    ]
  }
  const unknown = scope.sources.some((source) => source.columns === undefined)
  if (unknown) {
    const sql = context.engine.clauses.star(
      undefined,
      star.except.map(({ text }) => text),
    )
    return [{ sql, column: undefined }]
  }
  const rest = scope.sources
    .flatMap((source) => source.columns ?? [])
    .filter((column) => columnNamed(scope.merged, column.name) === undefined)
  return pick([...scope.merged, ...rest])
}
