import { unreachable } from '../../../base/bug.ts'
import { nearest } from '../../../base/nearest.ts'
import { diagnose } from '../../../diagnostics/index.ts'
import { ident } from '../../quote.ts'
import { bothShown, type FromPart } from './from-part.ts'
import { Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import { type Base, renderGenerator, renderView } from './render-generator.ts'
import { renderJoin } from './render-join.ts'
import { renderPivot, renderUnpivot } from './render-pivot.ts'
import { refuseOtherCount, rename, renderQuery } from './render-query.ts'
import { refuseAround, refuseLimit } from './render-subquery.ts'
import { type Column, type Context, emptyScope, type Scope, type Source } from '../scope.ts'
import { types } from '../spark-types/spark-type.ts'
import { someWindow } from '../tree-walk.ts'
import type { From, Query, Select } from '../tree.ts'

/** FROM and LATERAL VIEW in the engine's SQL, and the names that they bring into scope. */
export const renderFrom = (
  context: Context,
  parent: Scope | undefined,
  select: Select,
): {
  readonly sql: string
  readonly scope: Scope
  readonly conditions: readonly string[]
  /** Where FROM is of one table, what it is. */
  readonly base: Base | undefined
} => {
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
      shown: bothShown(scope.shown, rendered.shown),
    }
  }
  let sql = parts.join(', ')
  const [first, ...others] = scope.sources
  let base: Base | undefined =
    first?.columns === undefined ||
    others.length > 0 ||
    !/^(?:relation|derived)$/.test(select.from[0]?.kind ?? '') ||
    conditions.length > 0
      ? undefined
      : { sql, source: first }
  for (const view of select.lateralViews) {
    const made = renderView(context, scope, view, { sql, base })
    ;({ sql, base } = made)
    const { source } = made
    scope = { ...scope, sources: [...scope.sources, source], shown: bothShown(scope.shown, source.columns) }
  }
  return { sql, scope, conditions, base }
}

/** One thing in FROM. */
const single = (sql: string, source: Source): FromPart => ({
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

const renderSource = (context: Context, scope: Scope, from: From): FromPart => {
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
      // In a subquery, a table of its FROM sees what the subquery sees around it.
      const around = from.lateral
        ? { ...scope, beside: true, asking: false }
        : scope.closed === true
          ? undefined
          : scope.parent
      const unnamed = renderQuery(context, around && { ...around, taken }, from.query)
      if (taken.length > 0 && around !== undefined) {
        refuseInLateral(from.query)
        refuseAround(context, around, from.query, around.asking !== true)
        if (!from.lateral) {
          if (!context.engine.clauses.nestedLateral)
            throw new Refused(
              `a table in a subquery that reads columns from around it, on ${context.engine.title}`,
            )
          const above = around.below ?? around.taken
          above?.push(...taken)
        }
      }
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
      const isOuter = from.call.name.endsWith('_outer')
      const generated = renderGenerator(
        context,
        from.lateral ? scope : { ...emptyScope, parent: scope.parent },
        {
          call: from.call,
          outer: false,
          table: alias,
          columns: from.columns,
        },
      )
      if (!isOuter) return single(`LATERAL ${generated.body}`, generated.source)
      if (!context.engine.clauses.nestedLateral)
        throw new Refused(`${from.call.name} in FROM, on ${context.engine.title}`, 'write LATERAL VIEW OUTER')
      const { source } = generated
      return single(
        `LATERAL (SELECT ${source.sql}.* FROM (SELECT 1)${generated.sql}) AS ${source.sql}`,
        source,
      )
    }
    case 'join':
      return renderJoin(context, scope, from, renderSource)
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
    jsonOf: columns?.[i]?.jsonOf,
  }))

/** What Spark does not take, or not always, in a LATERAL that reads columns from before it. */
const refuseInLateral = (query: Query): void => {
  refuseLimit(query)
  const { body } = query
  if (body.kind !== 'select' || body.items.some(({ value }) => someWindow(value)))
    throw new Refused(
      `${body.kind === 'select' ? 'a window function' : 'a set operation'} in a LATERAL that reads columns from before it`,
      'make it a join',
    )
}
