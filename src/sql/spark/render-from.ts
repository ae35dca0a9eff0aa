import { unreachable } from '../../base/bug.ts'
import { nearest } from '../../base/nearest.ts'
import { diagnose } from '../../diagnostics/index.ts'
import { ident } from '../quote.ts'
import { Refused } from './refusals.ts'
import { applyBinary, condition } from './operators.ts'
import { renderExpression } from './render-expression.ts'
import { renderGenerator } from './render-generator.ts'
import { renderPivot, renderUnpivot } from './render-pivot.ts'
import { refuseOtherCount, rename, renderQuery } from './render-query.ts'
import { columnNamed } from './resolve.ts'
import { type Column, type Context, emptyScope, type Scope, type Source, union } from './scope.ts'
import { commonType, isInteger, type SparkType, sparkName, types } from './spark-type.ts'
import { someSubquery, someWindow } from './tree-walk.ts'
import type { From, Name, Query, Select } from './tree.ts'
import type { Typed } from './typed.ts'

type Rendered = {
  readonly sql: string
  readonly sources: readonly Source[]
  readonly merged: readonly Column[]
  /** What a star stands for; undefined where columns are not known. */
  readonly shown: readonly Column[] | undefined
  /** True where the engine itself does not know the merged columns. */
  readonly split?: boolean
  /** What WHERE must ask as well: semi and anti joins, for an engine that has none. */
  readonly conditions: readonly string[]
}

/** FROM and LATERAL VIEW in the engine's SQL, and the names that they bring into scope. */
export const renderFrom = (
  context: Context,
  parent: Scope | undefined,
  select: Select,
): { readonly sql: string; readonly scope: Scope; readonly conditions: readonly string[] } => {
  const parts: string[] = []
  const conditions: string[] = []
  let scope: Scope = { ...emptyScope, parent }
  for (const from of select.from) {
    const rendered = renderSource(context, scope, from)
    parts.push(rendered.sql)
    conditions.push(...rendered.conditions)
    scope = {
      ...scope,
      sources: [...scope.sources, ...rendered.sources],
      merged: [...scope.merged, ...rendered.merged],
      shown: both(scope.shown, rendered.shown),
    }
  }
  let sql = parts.join(', ')
  for (const view of select.lateralViews) {
    const generated = renderGenerator(context, scope, view)
    sql = `${sql}${generated.sql}`
    const { source } = generated
    scope = { ...scope, sources: [...scope.sources, source], shown: both(scope.shown, source.columns) }
  }
  return { sql, scope, conditions }
}

const both = (
  left: readonly Column[] | undefined,
  right: readonly Column[] | undefined,
): readonly Column[] | undefined =>
  left === undefined || right === undefined ? undefined : [...left, ...right]

/** One thing in FROM. */
const single = (sql: string, source: Source): Rendered => ({
  sql,
  sources: [source],
  merged: [],
  shown: source.columns,
  conditions: [],
})

/** Spark lets two tables have one name, as long as nobody says it. */
const freeAlias = (context: Context, scope: Scope, alias: string): string =>
  scope.sources.some((source) => source.alias.toLowerCase() === alias.toLowerCase()) ? context.fresh() : alias

const aliased = (alias: string, columns: readonly Column[] | undefined): readonly Column[] | undefined => {
  const names = distinct(columns?.map(({ name }) => name) ?? [])
  return columns?.map((column, i) => ({
    ...column,
    sql: `${ident(alias)}.${ident(names[i] ?? column.name)}`,
  }))
}

/** What the engine calls columns of these names: it would take the first of several that have one name. */
const distinct = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>()
  return names.map((name, i) => {
    let free = name
    for (let n = i + 1; taken.has(free.toLowerCase()); n++) free = `${name}:${n}`
    taken.add(free.toLowerCase())
    return free
  })
}

/** The list of columns behind an alias, where the engine needs one. */
const columnList = (columns: readonly Column[] | undefined, always = false): string => {
  const names = columns?.map(({ name }) => name) ?? []
  const free = distinct(names)
  return always || free.some((name, i) => name !== names[i]) ? `(${free.map(ident).join(', ')})` : ''
}

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
      if (from.columns.length > 0) refuseOtherCount(from.columns, relation?.columns)
      const columns = from.columns.length === 0 ? relation?.columns : renamed(relation?.columns, from.columns)
      const list = columnList(columns, from.columns.length > 0)
      const own = freeAlias(context, scope, alias)
      return single(`${relation?.sql ?? ident(from.name.text)} AS ${ident(own)}${list}`, {
        alias,
        sql: ident(own),
        columns: aliased(own, columns),
        relation: relation?.name || undefined,
      })
    }
    case 'derived': {
      const alias = from.alias ?? context.fresh()
      const taken: string[] = []
      const parent = from.lateral ? { ...scope, taken, beside: true } : undefined
      const unnamed = renderQuery(context, parent, from.query)
      if (taken.length > 0) refuseInLateral(from.query)
      const query = rename(unnamed, from.columns)
      const own = freeAlias(context, scope, alias)
      return single(
        `${from.lateral ? 'LATERAL ' : ''}(${query.sql}) AS ${ident(own)}${columnList(query.columns)}`,
        { alias, sql: ident(own), columns: aliased(own, query.columns), relation: undefined },
      )
    }
    case 'function': {
      const alias = from.alias ?? context.fresh()
      if (from.call.name === 'range') {
        const args = from.call.args.map((argument) =>
          context.engine.types.cast(renderExpression(context, emptyScope, argument), types.bigint),
        )
        if (args.length > 4 || from.call.args.some(({ kind }) => kind === 'null'))
          throw new Refused('range of such arguments', 'write range(start, end, step)')
        const name = from.columns[0] ?? 'id'
        const column: Column = {
          name,
          type: types.bigint,
          sql: `${ident(alias)}.${ident(name)}`,
          inputs: new Set(),
        }
        return single(context.engine.clauses.range(args.slice(0, 3), alias, name), {
          alias,
          sql: ident(alias),
          columns: [column],
          relation: undefined,
        })
      }
      if (from.call.name.endsWith('_outer'))
        throw new Refused(`${from.call.name} in FROM`, 'write LATERAL VIEW OUTER')
      const generated = renderGenerator(context, scope, {
        call: from.call,
        outer: false,
        table: alias,
        columns: from.columns,
      })
      return single(`LATERAL ${generated.body}`, generated.source)
    }
    case 'join':
      return renderJoin(context, scope, from)
    case 'pivot':
    case 'unpivot': {
      if (from.kind === 'pivot' && from.alias !== undefined)
        throw new Refused('an alias of PIVOT', 'make it a subquery')
      const source = renderSource(context, scope, from.source)
      if (source.conditions.length > 0)
        throw new Refused(`${from.kind} of a semi or anti join`, 'make it a subquery')
      const inner: Scope = { ...scope, sources: source.sources, merged: source.merged, shown: source.shown }
      const rotated =
        from.kind === 'pivot'
          ? renderPivot(context, inner, source.sql, from)
          : renderUnpivot(context, inner, source.sql, from)
      const alias = from.alias ?? context.fresh()
      return single(`(${rotated.sql}) AS ${ident(alias)}`, {
        alias,
        sql: ident(alias),
        columns: aliased(alias, rotated.columns),
        relation: undefined,
      })
    }
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

/** Columns of the left side that the right one has, too; NATURAL joins on these. */
const sharedNames = (left: Rendered, right: Rendered): readonly Name[] => {
  const names = ({ sources, merged }: Rendered): readonly string[] => [
    ...merged.map(({ name }) => name),
    ...sources.flatMap((source) => {
      if (source.columns === undefined)
        throw new Refused('a NATURAL join of tables whose columns are not known')
      return source.columns.map(({ name }) => name)
    }),
  ]
  // Names that differ in case are not shared, unlike anywhere else.
  const others = new Set(names(right))
  const shared = names(left).filter((name) => others.has(name))
  const distinct = shared.filter(
    (name, i) => shared.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === i,
  )
  return distinct.map((text) => ({ text, span: { offset: 0, length: 0 } }))
}

/** Whether the engine's USING compares and merges columns of these types as Spark does. */
const isSameForUsing = (a: SparkType, b: SparkType, how: string): boolean =>
  sparkName(a) === sparkName(b) || (isInteger(a) && isInteger(b) && how !== 'FULL')

const renderJoin = (context: Context, outer: Scope, join: Extract<From, { kind: 'join' }>): Rendered => {
  if (isLateral(join.right) && (join.natural || join.using.length > 0))
    throw new Refused('LATERAL together with NATURAL or USING', 'write the condition behind ON')
  const left = renderSource(context, outer, join.left)
  const right = renderSource(context, { ...outer, sources: [...outer.sources, ...left.sources] }, join.right)
  const sources = [...left.sources, ...right.sources]
  const scope: Scope = {
    ...outer,
    sources: [...outer.sources, ...sources],
    merged: left.merged,
    shown: both(left.shown, right.shown),
  }
  const onlyLeft = join.how === 'SEMI' || join.how === 'ANTI'
  const { joins } = context.engine.clauses
  const conditions = keptConditions(context, join.how, left, right)
  const using = join.natural ? sharedNames(left, right) : join.using
  if (using.length > 0) {
    let apart = !joins.using
    const equal: (() => string)[] = []
    const united: (() => Typed)[] = []
    const hidden = new Set<Column>()
    const merged = using.map((name): Column => {
      const pair = [left, right].map(
        (side) =>
          side.merged.find((column) => column.name.toLowerCase() === name.text.toLowerCase()) ??
          side.sources
            .map((source) => columnNamed(source.columns ?? [], name.text))
            .find((column) => column !== undefined),
      )
      const [a, b] = pair
      // Spark takes the first of several columns of one name, the engine none.
      if (
        (left.shown ?? []).filter((column) => column.name.toLowerCase() === name.text.toLowerCase()).length >
        1
      )
        apart = true
      for (const column of pair) if (column !== undefined) hidden.add(column)
      if (a !== undefined && b !== undefined) {
        const known = a.type.kind !== 'unknown' && b.type.kind !== 'unknown'
        // The engine's column of a full join has no qualifier, so a lambda of a macro could take it for its own.
        if (
          left.split === true ||
          join.how === 'FULL' ||
          (known && !isSameForUsing(a.type, b.type, join.how))
        )
          apart = true
        equal.push(() => applyBinary(context.engine, '=', a, b).sql)
        united.push(() => {
          const type = commonType(a.type, b.type)
          if (type === undefined) throw new Refused(`a FULL JOIN USING ${name.text}, whose types differ`)
          const { cast } = context.engine.types
          return { type, sql: `coalesce(${cast(a, type)}, ${cast(b, type)})` }
        })
      } else if (left.split === true || !joins.using)
        throw new Refused(`USING ${name.text} of tables whose columns are not known`)
      return {
        name: name.text,
        type: (join.how === 'RIGHT' ? b : a)?.type ?? types.unknown,
        sql: (join.how === 'FULL' ? undefined : join.how === 'RIGHT' ? b?.sql : a?.sql) ?? ident(name.text),
        inputs: union([a?.inputs, b?.inputs]),
      }
    })
    const rest = (onlyLeft ? left.shown : both(left.shown, right.shown))?.filter(
      (column) => !hidden.has(column),
    )
    if (apart) {
      const columns = merged.map((column, i) =>
        join.how === 'FULL' ? { ...column, ...united[i]?.() } : column,
      )
      const all = [
        ...columns,
        ...left.merged.filter((column) => columnNamed(columns, column.name) === undefined),
      ]
      const on = equal.map((write) => write()).join(' AND ')
      if (onlyLeft && !joins.semi)
        return {
          ...semiJoin(join.how === 'ANTI', left, right, on, all),
          shown: both(columns, rest),
          split: true,
        }
      return {
        sql: `${left.sql} ${join.how} JOIN ${right.sql} ON ${on}`,
        sources: onlyLeft ? left.sources : sources,
        merged: all,
        shown: both(columns, rest),
        conditions,
        split: true,
      }
    }
    return {
      sql: `${left.sql} ${join.how} JOIN ${right.sql} USING (${using.map((name) => ident(name.text)).join(', ')})`,
      sources: onlyLeft ? left.sources : sources,
      merged: [...merged, ...left.merged.filter((column) => columnNamed(merged, column.name) === undefined)],
      shown: both(merged, rest),
      conditions,
    }
  }
  if (join.on === undefined && onlyLeft) throw new Refused('a semi or anti join without ON')
  if (onlyLeft && !joins.semi && join.on !== undefined) {
    const on = condition(context.engine, renderExpression(context, scope, join.on))
    return semiJoin(join.how === 'ANTI', left, right, on, left.merged)
  }
  if (join.on !== undefined && !/^(?:INNER|CROSS|SEMI)$/.test(join.how) && someSubquery(join.on))
    throw new Refused(
      `a subquery in ON of a ${join.how} JOIN`,
      'make it a column of one side, and ask for that',
    )
  const how = join.how === 'CROSS' || (join.on === undefined && join.how === 'INNER') ? 'CROSS' : join.how
  const on =
    how === 'CROSS' && join.on === undefined
      ? ''
      : ` ON ${join.on === undefined ? 'true' : condition(context.engine, renderExpression(context, scope, join.on))}`
  const rightSql = join.right.kind === 'join' ? `(${right.sql})` : right.sql
  return {
    sql: `${left.sql} ${how === 'CROSS' && on !== '' ? 'INNER' : how} JOIN ${rightSql}${on}`,
    sources: onlyLeft ? left.sources : sources,
    merged: left.merged,
    shown: onlyLeft ? left.shown : both(left.shown, right.shown),
    conditions,
  }
}

/** What Spark does not take, or not always, in a LATERAL that reads columns from before it. */
const refuseInLateral = ({ body }: Query): void => {
  if (body.kind !== 'select' || body.items.some(({ value }) => someWindow(value)))
    throw new Refused(
      `${body.kind === 'select' ? 'a window function' : 'a set operation'} in a LATERAL that reads columns from before it`,
      'make it a join',
    )
}

const isLateral = (from: From): boolean =>
  from.kind === 'function' ? from.call.name !== 'range' : from.kind === 'derived' && from.lateral

const semiJoin = (
  anti: boolean,
  left: Rendered,
  right: Rendered,
  on: string,
  merged: readonly Column[],
): Rendered => ({
  sql: left.sql,
  sources: left.sources,
  merged,
  shown: left.shown,
  conditions: [
    ...left.conditions,
    `${anti ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${right.sql} WHERE ${[on, ...right.conditions].join(' AND ')})`,
  ],
})

/** Conditions on a side that a join keeps whole may wait for WHERE; on the other one they would drop its NULL rows. */
const keptConditions = (
  { engine }: Context,
  how: Extract<From, { kind: 'join' }>['how'],
  left: Rendered,
  right: Rendered,
): readonly string[] => {
  const lost =
    (how === 'RIGHT' || how === 'FULL' ? left.conditions.length : 0) +
    (how === 'LEFT' || how === 'FULL' ? right.conditions.length : 0)
  if (lost > 0) throw new Refused(`a semi join below a ${how} join, on ${engine.title}`, 'make it a subquery')
  return how === 'SEMI' || how === 'ANTI' ? left.conditions : [...left.conditions, ...right.conditions]
}
