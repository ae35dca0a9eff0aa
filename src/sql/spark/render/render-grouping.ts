import { diagnose } from '../../../diagnostics/index.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import { renderKey } from './render-key.ts'
import { isOwnColumn, sourceNamed } from './resolve.ts'
import type { Context, Scope } from '../scope.ts'
import { isAggregate, isAggregation, partsOf, someAggregate, someGrouping } from '../tree-walk.ts'
import type { Expression, Grouping, Select } from '../tree.ts'

/**
 * Tells of columns that a SELECT of groups reads outside of them: neither grouped nor aggregated. `keys` are the
 * rendered keys of GROUP BY; an expression is grouped where it renders to one of them.
 */
export const checkGrouping = (
  context: Context,
  { scope, having }: { readonly scope: Scope; readonly having: Scope },
  select: Select,
  keys: ReadonlySet<string>,
): void => {
  const unknown = scope.sources.some((source) => source.columns === undefined)
  if (unknown || (!isAggregation(select) && keys.size === 0)) return
  const aliases = new Map(
    select.items.flatMap(({ value, names }) =>
      names.length === 1 ? [[names[0]?.toLowerCase(), value]] : [],
    ),
  )
  // Rendered once more only to be compared: what is wrong with it has been told.
  const silent: Context = { ...context, report: () => undefined }
  const told = new Set<number>()
  const visit = (node: Expression, parameters: ReadonlySet<string>, within: Scope): void => {
    if (isAggregate(node) || (node.kind === 'call' && /^grouping(?:_id)?$/.test(node.name))) return
    if (node.kind === 'star') return
    if (node.kind === 'column') {
      const [head] = node.parts
      if (head === undefined || parameters.has(head.text.toLowerCase())) return
      // What the SELECT calls so is looked at there.
      if (within.aliasesFirst && node.parts.length === 1 && within.aliases.has(head.text.toLowerCase()))
        return
      const own = isOwnColumn(context, within, node.parts)
      const alias = node.parts.length === 1 ? aliases.get(head.text.toLowerCase()) : undefined
      if (!own || keys.has(renderExpression(silent, within, node).sql)) return
      if (alias !== undefined && alias !== node && alias.kind !== 'column') return
      if (
        node.parts.some(
          (_, i) =>
            i > 0 &&
            keys.has(renderExpression(silent, within, { ...node, parts: node.parts.slice(0, i) }).sql),
        )
      )
        return
      if (told.has(head.span.offset)) return
      told.add(head.span.offset)
      const what = `${node.parts.map((part) => part.text).join('.')}, which is neither in GROUP BY nor in an aggregate`
      const hint = 'group by it, or take any value of it: first(x)'
      // Spark lets columns stand before GROUPING SETS that no set has.
      const code = select.groupBy.some(({ kind }) => kind === 'sets') ? 'MR2008' : 'MR2013'
      context.report(
        diagnose(code, { what, hint }, context.statement.place(head.span.offset, head.span.length)),
      )
      return
    }
    const parts = partsOf(node)
    // A lambda and what reads its parameters mean nothing alone, so they are no keys.
    const isAlone = node.kind !== 'lambda' && !readsOne(node, parameters)
    if (parts.length > 0 && keys.size > 0 && isAlone && keys.has(renderExpression(silent, within, node).sql))
      return
    // Spark makes a column of it before it groups.
    if (node.kind === 'call' && node.name === 'window_time')
      throw new Refused('window_time of a key of GROUP BY', 'group by it too, or select it from the groups')
    const inner =
      node.kind === 'lambda'
        ? new Set([...parameters, ...node.parameters.map(({ text }) => text.toLowerCase())])
        : parameters
    for (const part of parts) visit(part, inner, within)
  }
  const stars = select.items.some(({ value }) => value.kind === 'star')
  if (stars && scope.sources.some((source) => source.columns?.some(({ sql }) => !keys.has(sql)))) {
    const what = 'a star together with GROUP BY or aggregates'
    context.report(diagnose('MR2013', { what, hint: 'name the columns' }, context.statement.place(0)))
  }
  for (const { value } of select.items) visit(value, new Set(), scope)
  if (select.having !== undefined) visit(select.having, new Set(), having)
}

const readsOne = (node: Expression, parameters: ReadonlySet<string>): boolean =>
  parameters.size > 0 &&
  (node.kind === 'column'
    ? parameters.has(node.parts[0]?.text.toLowerCase() ?? '')
    : partsOf(node).some((part) => readsOne(part, parameters)))

/** GROUP BY ALL: every item that has no aggregate in it. */
export const byAll = (select: Select): readonly Grouping[] => {
  if (select.items.some(({ value }) => value.kind === 'star'))
    throw new Refused('GROUP BY ALL together with a star', 'name the columns')
  return select.items.flatMap(({ value }): readonly Grouping[] =>
    someAggregate(value) || value.kind === 'literal' ? [] : [{ kind: 'expression', value }],
  )
}

/** Keys as they are rendered in items, each once, in the order in which they are named. */
export const groupKeys = (
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
  const readsAlias = (value: Expression): boolean =>
    value.kind === 'column'
      ? value.parts.length === 1 &&
        !isOwnColumn(context, scope, value.parts) &&
        aliases.has(value.parts[0]?.text.toLowerCase())
      : partsOf(value).some(readsAlias)
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
    if (alias !== undefined && alias !== value) return keyOf(alias)
    if (readsAlias(value))
      throw new Refused('GROUP BY of a value that reads another name of the list', 'write its value out')
    return renderExpression(silent, scope, value).sql
  }
  const all = grouping.flatMap((one) => (one.kind === 'expression' ? [one.value] : one.sets.flat()))
  return [...new Set(all.map(keyOf))]
}

/** A set with the numbers of items in it, which are these items; elsewhere the engine knows numbers itself. */
export const withoutNumbers = (select: Select, grouping: readonly Grouping[]): readonly Grouping[] => {
  const isNumber = (value: Expression): boolean => value.kind === 'literal' && value.type === 'int'
  const stars = select.items.some(({ value }) => value.kind === 'star')
  return grouping.map((one) => {
    if (one.kind === 'expression') {
      if (stars && isNumber(one.value))
        throw new Refused('GROUP BY a number together with a star', 'name the columns')
      return one
    }
    const sets = one.sets.map((set) =>
      set.map((value) => {
        if (value.kind !== 'literal' || value.type !== 'int') return value
        const item = select.items[Number(value.text) - 1]?.value
        if (item === undefined || item.kind === 'star' || someAggregate(item))
          throw new Refused(`GROUP BY ${value.text} here`, 'write the expression')
        return item
      }),
    )
    return { ...one, sets }
  })
}

/** Spark asks for sets of groups where their set is asked for. */
export const refuseNoSets = (
  select: Select,
  orderBy: readonly Expression[],
  grouping: readonly Grouping[],
): void => {
  const values = [...select.items.map(({ value }) => value), select.having, ...orderBy]
  if (
    !grouping.some(({ kind }) => kind === 'sets') &&
    values.some((value) => value !== undefined && someGrouping(value))
  )
    throw new Mistaken('grouping() without GROUPING SETS, CUBE or ROLLUP')
}

/**
 * In HAVING and ORDER BY, Spark finds what grouping() is asked of among the columns that are selected: those whose
 * name is that of a key, not values that are computed, and no column that bears another name there.
 */
export const refuseFarGrouping = (
  context: Context,
  scope: Scope,
  select: Select,
  orderBy: readonly Expression[],
  grouping: readonly Grouping[],
): void => {
  const values = [select.having, ...orderBy].filter((value) => value !== undefined)
  if (!values.some(someGrouping)) return
  const nameOf = (value: Expression): string | undefined => {
    if (value.kind !== 'column') return undefined
    const [head, second] = value.parts
    if (value.parts.length === 1) return head?.text.toLowerCase()
    const ofTable = value.parts.length === 2 && sourceNamed(scope, head?.text ?? '') !== undefined
    return ofTable ? second?.text.toLowerCase() : undefined
  }
  const keys = new Set(
    grouping.flatMap((one) => (one.kind === 'expression' ? [one.value] : one.sets.flat())).map(nameOf),
  )
  // Another name is a key only where no column of the tables has it.
  const selected = new Set(
    select.items.map(({ value, names: [name] }) => {
      if (name === undefined) return nameOf(value)
      const own = isOwnColumn(context, scope, [{ text: name, span: { offset: 0, length: 0 } }])
      return own ? undefined : name.toLowerCase()
    }),
  )
  const visit = (node: Expression): void => {
    if (node.kind === 'call' && /^grouping(?:_id)?$/.test(node.name)) {
      const names = node.args.map(nameOf)
      if (names.some((name) => name === undefined || !keys.has(name) || !selected.has(name)))
        throw new Refused(
          `${node.name} in HAVING or ORDER BY of what is not both a key and a column of the result`,
          `select ${node.name}(…) AS a name, and use that`,
        )
      return
    }
    for (const part of partsOf(node)) visit(part)
  }
  for (const value of values) visit(value)
}

/** Keys of sets that are one key for Spark, such as a + b and b + a. */
const refuseAlike = (keys: readonly string[]): void => {
  const bag = (key: string): string => Array.from(key).sort().join('')
  if (new Set(keys.map(bag)).size < new Set(keys).size)
    throw new Refused(
      'sets of groups by values that differ in the order of their operands only',
      'write them alike',
    )
}

export const renderGrouping = (context: Context, scope: Scope, grouping: Grouping): string => {
  const one = (value: Expression): string => renderKey(context, scope, value)
  if (grouping.kind === 'expression') return one(grouping.value)
  const key = (value: Expression): string => context.engine.clauses.setKey(one(value))
  // Spark has NULL for it in the rows of other sets, wherever it is selected; for the engine it stays a constant.
  if (grouping.sets.flat().some((value) => one(value) !== renderExpression(context, scope, value).sql))
    throw new Refused(`a constant among the keys of ${grouping.how}`, 'group by it in a subquery')
  refuseAlike(grouping.sets.flat().map(one))
  const sets = grouping.sets.map((set) =>
    set.length === 1 && grouping.how !== 'GROUPING SETS'
      ? set.map(key).join('')
      : `(${set.map(key).join(', ')})`,
  )
  return `${grouping.how} (${sets.join(', ')})`
}
