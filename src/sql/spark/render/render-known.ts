import { boundOnce } from './bound-once.ts'
import { folded } from '../fold-constants.ts'
import { type FunctionEntry, renderingOf } from '../functions/entry.ts'
import { windowOnly } from '../functions/ranks.ts'
import { condition } from '../operators.ts'
import { isRefusal } from '../refusal.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { cast, prepare, unify } from './render-arguments.ts'
import { renderExpression } from './render-expression.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { hasMap, sparkName, types } from '../spark-types/spark-type.ts'
import type { Argument, Typed } from '../spark-types/typed.ts'
import type { Call } from '../tree.ts'

/** A call of a function in the table, with its arguments. */
type Parts = {
  readonly call: Call
  readonly known: FunctionEntry
  readonly args: readonly Rendered[]
  readonly filter: Rendered | undefined
  readonly over: string | undefined
  readonly grouped: boolean
}

/** Functions that know some argument as a literal only, and are NULL where it is. */
const chosen =
  /^(?:date_format|from_unixtime|(?:try_)?to_timestamp(?:_ltz|_ntz)?|to_date|(?:to_)?unix_timestamp|(?:from|to)_utc_timestamp|date_trunc|trunc|rlike|regexp|regexp_\w+|split|get_json_object)$/

/** Functions of which Spark asks that an argument is written as a literal. */
const literally = /^(?:approx_count_distinct|first|first_value|last|last_value|any_value)$/

/** Functions that read a pattern of each row, and do better with one that is known before. */
const readsRows = /^(?:rlike|regexp|regexp_\w+|split)$/

/** A call; one that is refused for what is computed from literals is written with what Spark makes of it. */
export const renderKnown = (context: Context, scope: Scope, parts: Parts): Typed | undefined => {
  const { call, args } = parts
  const isComputed = call.args.some((argument) => folded(argument) !== argument)
  if (!isComputed || literally.test(call.name)) return renderChosen(context, parts)
  const computed = (): Typed | undefined =>
    renderChosen(context, { ...parts, args: withComputed(context, scope, call, args) })
  if (readsRows.test(call.name)) return computed()
  try {
    return renderChosen(context, parts)
  } catch (error) {
    if (!(error instanceof Refused) || error instanceof Mistaken) throw error
    return computed()
  }
}

const withComputed = (
  context: Context,
  scope: Scope,
  call: Call,
  args: readonly Rendered[],
): readonly Rendered[] =>
  args.map((argument, i) => {
    const written = call.args[i]
    const node = written === undefined ? undefined : folded(written)
    if (node === undefined || node === written) return argument
    const value = renderExpression(context, scope, node)
    const sql = context.engine.types.cast(value, argument.type)
    const same = sparkName(value.type) === sparkName(argument.type)
    return {
      ...argument,
      ...(same ? value : { ...value, sql, type: argument.type }),
      label: argument.label,
    }
  })

/** A call; one that is refused for an expression over a few literals is written for each of them. */
const renderChosen = (context: Context, parts: Parts): Typed | undefined => {
  try {
    return renderPlain(context, parts)
  } catch (error) {
    const { args, call } = parts
    const at = args.findIndex(({ literal: text, choices }) => text === undefined && choices !== undefined)
    const choice = args[at]
    if (!isRefusal(error) || choice?.choices === undefined || !chosen.test(call.name)) throw error
    const branches = choice.choices.map((text) => {
      const value = renderPlain(context, {
        ...parts,
        args: args.with(at, {
          ...choice,
          sql: context.engine.constants.text(text),
          type: types.string,
          literal: text,
        }),
      })
      return { text, value }
    })
    const type = branches[0]?.value?.type
    if (type === undefined) throw error
    const whens = branches.map(
      ({ text, value }) => `WHEN ${context.engine.constants.text(text)} THEN ${value?.sql}`,
    )
    return { sql: `CASE ${choice.sql} ${whens.join(' ')} END`, type }
  }
}

/** Functions that can leave NULL out. Source: FunctionResolution. */
const ignoring = /^(?:first|last|first_value|last_value|any_value|nth_value|lag|lead)$/

const renderPlain = (
  context: Context,
  { call, known, args, filter, over, grouped }: Parts,
): Typed | undefined => {
  const texts = prepare(context, call, known, args)
  if (texts === undefined) return undefined
  if (known.aggregate !== true && (call.distinct || call.filter !== undefined || call.over !== undefined))
    throw new Mistaken(`DISTINCT, FILTER or OVER with ${call.name}`)
  if (call.ignoreNulls && !ignoring.test(call.name)) throw new Mistaken(`IGNORE NULLS with ${call.name}`)
  if (over !== undefined && (call.distinct || filter !== undefined))
    throw new Mistaken('DISTINCT or FILTER together with OVER', 'use CASE inside')
  if (call.distinct && args.some(({ type }) => hasMap(type))) throw new Refused('DISTINCT of maps')
  if (windowOnly.has(call.name) && call.over === undefined) throw new Mistaken(`${call.name} without OVER`)
  if (filter?.type.kind === 'null') throw new Refused('NULL as a condition')
  const finish = context.engine.finish({
    distinct: call.distinct,
    ignoreNulls: call.ignoreNulls,
    filter: filter === undefined ? undefined : condition(context.engine, filter),
    over,
  })
  const typed =
    known.common === true
      ? unify(context.engine, args)
      : args.map((argument, i) => ({ ...argument, type: cast(context.engine, known, i, argument).type }))
  const type = typeof known.returns === 'function' ? known.returns(typed) : known.returns
  if (type.kind === 'map' && hasMap(type.key))
    throw new Mistaken(`${call.name} with keys of the type ${sparkName(type.key)}`, 'maps are no keys')
  const render = renderingOf(known, context.engine.id)
  const place = { grouped, windowed: over !== undefined, ordered: !call.distinct }
  if (render === undefined)
    throw new Refused(`the function ${call.name}, which has no rendering for ${context.engine.title},`)
  // The checks of an entry stand where it writes DuckDB's SQL, which nobody sees here.
  if (context.engine.id !== 'duckdb') known.sql(texts, typed, () => '', context.settings, place)
  const write = (own: readonly string[], about: readonly Argument[]): string =>
    render(own, about, finish, context.settings, place)
  const { once } = context.engine
  const sql =
    once === undefined || known.aggregate === true || over !== undefined
      ? write(texts, typed)
      : boundOnce(once, texts, typed, write)
  return { sql, type, volatile: known.volatile === true }
}
