import { nearest } from '../../../base/nearest.ts'
import { diagnose } from '../../../diagnostics/index.ts'
import { disclosureOf } from '../disclosure.ts'
import type { Engine } from '../engines/engine.ts'
import { sparkFunctionNames } from '../function-names.ts'
import { unitFunction } from '../functions/extract.ts'
import { timeSequence } from '../functions/intervals.ts'
import { functionNamed, grammarNamed } from '../functions/index.ts'
import { zonedFunctions } from '../functions/zoned.ts'
import { callLabel, casts } from './labels.ts'
import { beneathCase } from './render-letters.ts'
import { choicesOf, joinedTexts } from '../parse/literal-texts.ts'
import { concat, condition } from '../operators.ts'
import { refuseSameNames } from '../functions/structs.ts'
import { isRaising } from './raising.ts'
import { diagnoseRefusal, isRefusal } from '../refusal.ts'
import { mismatch, Mistaken, Refused } from '../refusals.ts'
import { renderArguments } from './render-arguments.ts'
import { isGenerator } from './render-generator.ts'
import { columnBefore } from './resolve.ts'
import { renderExpression } from './render-expression.ts'
import { refuseNamedBeside, timeWindowName } from './render-period.ts'
import { isAggregate, isAggregateName } from '../tree-walk.ts'
import { ansiComplaint, isSameUnderAnsi } from './ansi-functions.ts'
import { withoutStars } from './star-arguments.ts'
import { type Context, narrowed, type Rendered, type Scope, union } from '../scope.ts'
import { sessionZone } from '../zones/session-zone.ts'
import { hasInstant, isSameInZone } from './zone-functions.ts'
import { array, commonType, decimal, sparkName, typeOfWord, types } from '../spark-types/spark-type.ts'
import type { Call, Expression } from '../tree.ts'
import { beyondLambda, takenSoFar } from './render-around-lambda.ts'
import { renderKnown } from './render-known.ts'
import { renderOver } from './render-window.ts'
import type { Argument, Typed } from '../spark-types/typed.ts'

/** A function call in the engine's SQL. Reports functions that Spark has not, and those that are not known here. */
export const renderCall = (context: Context, around: Scope, written: Call): Rendered => {
  if (timeWindowName(written) !== undefined && written.name === around.timeWindow?.label)
    return around.timeWindow
  const column = columnBefore(context, around, written)
  if (column !== undefined) return column
  const call = withoutStars(context, around, written)
  const aggregating = isAggregateName(call.name) || call.over !== undefined
  const own: Scope = call.args.some(({ kind }) => kind === 'lambda')
    ? { ...around, besideLambda: true }
    : around
  const scope: Scope =
    aggregating && (around.lateral || around.aliasesFirst)
      ? { ...own, aliasesFirst: false, ...(around.lateral ? { aliases: new Map(), lateral: false } : {}) }
      : own
  const before = takenSoFar(around)
  const args = renderArguments(
    context,
    // What is grouped still has its sign, and is no key there.
    isAggregateName(call.name) && call.over === undefined
      ? { ...scope, zeroless: undefined, groupKeys: [] }
      : scope,
    call,
  )
  const ofUnit = unitFunction(call.name, call.args.length)
  const inZone = sessionZone(context.settings) !== undefined
  const known =
    ofUnit?.known ??
    timeSequence(call.name, args) ??
    (inZone ? zonedFunctions[call.name] : undefined) ??
    functionNamed(call.name)
  const over = call.over === undefined ? undefined : renderOver(context, scope, call, call.over)
  const ofValue: Expression | undefined =
    scope.pivoting === true && isAggregate(call) ? { kind: 'mark' } : undefined
  const rows = call.filter ?? ofValue
  const filter = rows === undefined ? undefined : renderExpression(context, scope, rows)
  const label =
    known !== undefined && 'label' in known && known.label !== undefined
      ? known.label(args.map((argument) => argument.label))
      : callLabel(ofUnit === undefined ? call : { ...call, name: ofUnit.label ?? call.name }, args)
  const values = union([...args, ...(filter === undefined ? [] : [filter])].map((part) => part.inputs))
  // Where a row stands among others is no value of the columns that say so.
  const order = narrowed(union(over?.inputs ?? []), 'nothing')
  const inputs = union([narrowed(values, disclosureOf(call.name, label)), order])
  const volatile = args.some((argument) => argument.volatile)
  const result = (value: Typed): Rendered => ({
    sql: value.sql,
    type: value.type,
    label: `${label}${filter === undefined ? '' : ` FILTER (WHERE ${filter.label})`}${over === undefined ? '' : ` OVER ${over.label}`}`,
    inputs,
    ...(volatile || value.volatile ? { volatile: true } : {}),
  })
  const refused = result({ sql: 'NULL', type: types.unknown })
  const place = context.statement.place(call.span.offset, call.span.length)
  if (known !== undefined && 'refused' in known) {
    context.report(diagnose('MR2014', { what: `the function ${call.name}`, hint: known.refused }, place))
    return refused
  }
  try {
    if (call.name === 'window_time' && args[0] !== undefined) refuseNamedBeside(args[0])
    if (isRaising(written) && around.raising?.has(written) !== true)
      throw new Refused(
        `${call.name} in such a place`,
        'select it as a column of the result, or behind THEN or ELSE; or write an assertion of the output',
      )
    if (context.settings.ansi && known !== undefined && !isSameUnderAnsi(call.name, args))
      throw new Refused(
        `the function ${call.name} under spark.sql.ansi.enabled`,
        'it fails in other cases there than without; leave the setting out, or write it another way',
      )
    if (inZone && known !== undefined && !isSameInZone(call.name, args))
      throw new Refused(
        `the function ${call.name} in a session that is not in UTC`,
        'it is not known to mean there what it means in UTC; leave spark.sql.session.timeZone out, or write it another way',
      )
    const [only] = args
    if (context.settings.ansi && only !== undefined && args.length === 1 && casts.test(call.name)) {
      const type = call.name === 'decimal' ? decimal(10, 0) : typeOfWord(call.name)
      const explicit = context.engine.types.explicitCast ?? context.engine.types.cast
      if (type !== undefined) return result({ sql: explicit(only, type), type })
    }
    const special = renderSpecial(context.engine, scope, call, args)
    if (
      special !== undefined &&
      (call.distinct || call.ignoreNulls || call.filter !== undefined || over !== undefined)
    )
      throw new Mistaken(`DISTINCT, FILTER, IGNORE NULLS or OVER with ${call.name}`)
    if (special !== undefined) return { ...result(special), ...literalsOf(call, args) }
    if (known !== undefined) {
      const grouped = scope.inGroups === true && over === undefined
      const read = beneathCase(context, scope, call, args)
      const parts = { call, known, args: read, filter, over: over?.sql, grouped }
      const computed = renderKnown(context, scope, parts)
      if (computed === undefined) return refused
      const value = beyondLambda(context, around, { call, args, value: computed, before })
      refuseReadBack(call, args, value)
      const complaint = context.settings.ansi ? ansiComplaint(call.name, args) : undefined
      const { failing } = context.engine.types
      if (complaint !== undefined && failing !== undefined) {
        const sql = failing(value.sql, args, complaint)
        return { ...result({ ...value, sql }), ...literalsOf(call, args) }
      }
      if (known.status !== undefined && known.status.leaves?.(args) !== false)
        context.limit({ name: call.name, within: known.status.within, ...call.span })
      return { ...result(value), ...literalsOf(call, args), ...jsonOf(call, args) }
    }
  } catch (error) {
    // Told at the call, not at the statement, and the rest of the statement is still looked at.
    if (!isRefusal(error)) throw error
    context.report(diagnoseRefusal(error, context.statement, place))
    return refused
  }
  if (isGenerator(call.name))
    context.report(
      diagnose(
        'MR2015',
        {
          what: `the generator ${call.name} inside another expression, or outside of SELECT`,
          hint: 'write it as a column of its own, or in LATERAL VIEW',
        },
        place,
      ),
    )
  else if (grammarNamed(call.name) !== undefined)
    context.report(
      diagnose(
        'MR2014',
        { what: `${call.name} with ${call.args.length} argument${call.args.length === 1 ? '' : 's'}` },
        place,
      ),
    )
  else if (sparkFunctionNames.has(call.name) || unlisted.has(call.name))
    context.report(diagnose('MR2014', { what: `the function ${call.name}` }, place))
  else
    context.report(
      diagnose('MR2004', { name: call.name, near: nearest(call.name, sparkFunctionNames) }, place),
    )
  return refused
}

const jsonOf = (call: Call, [value, options]: readonly Rendered[]): Pick<Rendered, 'jsonOf'> =>
  call.name === 'to_json' && value !== undefined && options === undefined ? { jsonOf: value.type } : {}

/**
 * What was written by to_json and is read by from_json with the same schema: Spark may take the struct itself, and keeps
 * the microseconds that JSON cuts. Whether it does depends on what may be NULL in it, and on what else reads the text.
 */
const refuseReadBack = (call: Call, [text, , options]: readonly Rendered[], { type }: Typed): void => {
  const written = text?.jsonOf
  if (call.name !== 'from_json' || written === undefined || options !== undefined) return
  if (hasInstant(type) && sparkName(type) === sparkName(written))
    throw new Refused('from_json of to_json with timestamps, by the same schema,', 'use the struct itself')
}

/** What is known of the texts that concat, if and map make of literals. */
const literalsOf = (
  call: Call,
  args: readonly Rendered[],
): Pick<Rendered, 'literal' | 'choices' | 'entries'> => {
  if (call.name === 'map' && args.every(({ literal }) => literal !== undefined)) {
    const texts = args.map(({ literal }) => literal ?? '')
    const entries = new Map(
      texts.flatMap((text, i) => (i % 2 === 0 ? [[text, texts[i + 1] ?? ''] as const] : [])),
    )
    // Spark refuses a map with a key that is there twice.
    return 2 * entries.size === texts.length ? { entries } : {}
  }
  if (call.name === 'concat' && args.length > 0) return joinedTexts(args)
  return call.name === 'if' ? { choices: choicesOf(args.slice(1)) } : {}
}

/** What the grammar reads as functions, so that SHOW FUNCTIONS has no row for it. */
const unlisted = new Set(['identifier', 'timestampdiff', 'timestampadd', 'timediff', 'overlay', 'try_cast'])

/** Functions whose form depends on more than their arguments' types. */
const renderSpecial = (
  engine: Engine,
  scope: Scope,
  call: Call,
  args: readonly Rendered[],
): Typed | undefined => {
  const [first, second, third] = args
  switch (call.name) {
    case 'concat':
      return concat(engine, args)
    case 'if': {
      if (first === undefined || second === undefined || third === undefined || args.length > 3)
        return undefined
      const type = commonType(second.type, third.type)
      if (type === undefined) throw mismatch('IF with results of such types', [second.type, third.type])
      const as = (value: Rendered) => (type.kind === 'unknown' ? value.sql : engine.types.cast(value, type))
      return {
        sql: `CASE WHEN ${condition(engine, first)} THEN ${as(second)} ELSE ${as(third)} END`,
        type,
      }
    }
    case 'grouping_id': {
      if (call.over !== undefined || scope.groupKeys.length === 0)
        throw new Mistaken('grouping_id without GROUP BY')
      const keys = args.length === 0 ? scope.groupKeys : args.map(({ sql }) => sql)
      if (keys.join() !== scope.groupKeys.join())
        throw new Mistaken('grouping_id of other columns than those of GROUP BY', 'write grouping_id()')
      return { sql: `CAST(grouping(${keys.join(', ')}) AS BIGINT)`, type: types.bigint }
    }
    case 'struct': {
      if (args.length === 0) throw new Refused('a struct without fields')
      const names = args.map((argument, i) => memberName(call, argument, i) ?? `col${i + 1}`)
      refuseSameNames(names)
      return {
        sql: engine.nested.struct(args.map(({ sql, type }, i) => ({ name: names[i] ?? '', sql, type }))),
        type: { kind: 'struct', fields: args.map(({ type }, i) => ({ name: names[i] ?? '', type })) },
      }
    }
    case 'arrays_zip':
      return zipArrays(
        engine,
        args,
        args.map((argument, i) => memberName(call, argument, i) ?? String(i)),
      )
    default:
      return undefined
  }
}

/** Columns and names given by AS name the fields of a struct. */
const memberName = (call: Call, argument: Rendered, at: number): string | undefined => {
  const written = call.args[at]
  if (written?.kind === 'named') return written.name.text
  if (written?.kind === 'column' && argument.label === 'namedlambdavariable()')
    return written.parts.at(-1)?.text
  return written?.kind === 'column' || written?.kind === 'field'
    ? argument.label.split('.').at(-1)
    : undefined
}

/** arrays_zip: a struct of the elements at each place, under the names of the arrays. */
const zipArrays = (engine: Engine, args: readonly Argument[], names: readonly string[]): Typed => {
  if (args.length === 0) throw new Refused('arrays_zip of nothing')
  const elements = args.map(({ type }) => {
    if (type.kind !== 'array') throw new Refused(`arrays_zip of a ${type.kind}`)
    return type.element
  })
  refuseSameNames(names)
  return {
    sql: engine.nested.zip(args, names),
    type: array({
      kind: 'struct',
      fields: names.map((name, i) => ({ name, type: elements[i] ?? types.unknown })),
    }),
  }
}
