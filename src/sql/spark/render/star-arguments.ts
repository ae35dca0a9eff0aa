import { Mistaken, Refused } from '../refusals.ts'
import { columnNamed, resolveColumn, sourceNamed } from './resolve.ts'
import type { Context, Scope } from '../scope.ts'
import type { Call } from '../tree.ts'

/** Stars among arguments are columns, but for count(*). */
export const withoutStars = (context: Context, scope: Scope, call: Call): Call => {
  const [first] = call.args
  if (call.args.every(({ kind }) => kind !== 'star')) return call
  if (call.name === 'count' && call.args.some((arg) => arg.kind === 'star' && arg.qualifier.length > 0))
    throw new Refused('count of the columns of one table', 'write count(*), or name the columns')
  if (call.name === 'count' && call.args.length === 1 && !call.distinct && first?.kind === 'star')
    if (first.qualifier.length === 0) return call
  return { ...call, args: call.args.flatMap((argument) => columnsOfStar(context, scope, call, argument)) }
}

const columnsOfStar = (
  context: Context,
  scope: Scope,
  call: Call,
  star: Call['args'][number],
): Call['args'] => {
  if (star.kind !== 'star') return [star]
  const [qualifier] = star.qualifier
  const column = (...names: readonly string[]): Call['args'][number] => ({
    kind: 'column',
    parts: names.map((text) => ({ text, span: call.span })),
  })
  if (qualifier !== undefined && scope.lambdas.has(qualifier.text.toLowerCase()))
    throw new Mistaken('a star over the parameter of a lambda', 'name its fields')
  const named = qualifier === undefined ? undefined : sourceNamed(scope, qualifier.text)
  if (qualifier !== undefined && (named === undefined || star.qualifier.length > 1)) {
    const { type } = resolveColumn(context, scope, star.qualifier)
    if (type.kind !== 'struct')
      throw new Refused(`${call.name} of the fields of what is not known to be a struct`, 'name the fields')
    return type.fields.map(({ name }) => ({
      kind: 'column',
      parts: [...star.qualifier, { text: name, span: call.span }],
    }))
  }
  const sources = named === undefined ? scope.sources : [named]
  const merged = named === undefined ? scope.merged : []
  const columns = [
    ...merged.map(({ name }) => column(name)),
    ...sources.flatMap((source) => {
      if (source.columns === undefined)
        throw new Refused(`${call.name} of all columns of a table whose columns are not known`)
      return source.columns
        .filter(({ name }) => columnNamed(merged, name) === undefined)
        .map(({ name }) => column(source.alias, name))
    }),
  ]
  if (named === undefined && merged.length > 0 && scope.shown?.length !== columns.length)
    throw new Refused(`${call.name} of all columns of such joins`, 'name the columns')
  return columns
}
