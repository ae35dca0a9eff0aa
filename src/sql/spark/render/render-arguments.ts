import { diagnose } from '../../../diagnostics/index.ts'
import type { Engine } from '../engines/engine.ts'
import type { FunctionEntry } from '../functions/entry.ts'
import { unitFunction } from '../functions/extract.ts'
import { lambdaParameters } from './lambda-parameters.ts'
import { mismatch, Mistaken, Refused } from '../refusals.ts'
import { renderExpression } from './render-expression.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { sessionZone } from '../zones/session-zone.ts'
import { isAnsiInterval } from '../spark-types/interval-type.ts'
import {
  array,
  commonTypeOf,
  isNested,
  isNumeric,
  type SparkType,
  sparkName,
  types,
} from '../spark-types/spark-type.ts'
import type { Call, Expression } from '../tree.ts'
import type { Argument, Typed } from '../spark-types/typed.ts'

export const renderArguments = (context: Context, scope: Scope, call: Call): readonly Rendered[] => {
  const rendered: Rendered[] = []
  for (const [i, argument] of call.args.entries()) {
    if (argument.kind === 'lambda') {
      if (argument.body.kind === 'star') throw new Mistaken('a star as what a lambda gives', 'name a field')
      const names = argument.parameters.map((parameter) => parameter.text)
      const { variables, parameters } = lambdaParameters(context.engine, call.name, rendered, names)
      const lambdas = new Map(scope.lambdas)
      for (const [at, name] of names.entries()) {
        const parameter = parameters[at] ?? { sql: 'NULL', type: types.unknown }
        lambdas.set(name.toLowerCase(), { ...parameter, label: 'namedlambdavariable()', inputs: new Set() })
      }
      const body = renderExpression(context, { ...scope, lambdas }, argument.body)
      const labels = [body.label, ...names.map(() => 'namedlambdavariable()')]
      rendered.push({ ...body, label: `lambdafunction(${labels.join(', ')})`, lambda: variables })
      continue
    }
    // extract(year FROM x): the field is written as a name.
    if (
      i === 0 &&
      argument.kind === 'column' &&
      (call.name === 'extract' || unitFunction(call.name, call.args.length) !== undefined)
    ) {
      const unit = argument.parts[0]?.text ?? ''
      rendered.push({
        sql: context.engine.constants.text(unit),
        type: types.string,
        label: unit,
        inputs: new Set(),
        literal: unit,
      })
      continue
    }
    if (i === 0 && isText(argument) && unitFunction(call.name, call.args.length) !== undefined)
      throw new Refused(
        `a unit in quotes, in ${call.name},`,
        `write ${argument.text.toUpperCase()} without quotes`,
      )
    rendered.push(renderExpression(context, scope, argument))
  }
  return rendered
}

const isText = (node: Expression): node is Extract<Expression, { kind: 'literal' }> =>
  node.kind === 'literal' && node.type === 'string'

export const prepare = (
  context: Context,
  call: Call,
  known: FunctionEntry,
  args: readonly Rendered[],
): readonly string[] | undefined => {
  const [required = '', optional = ''] = known.params.split('?')
  const repeats = known.params.includes('*')
  const least = required.replace('*', '').length - (repeats && !known.params.includes('?') ? 1 : 0)
  const most = repeats ? Number.POSITIVE_INFINITY : least + optional.length
  if (args.length < Math.max(least, 0) || args.length > most) {
    const expected = repeats
      ? `at least ${least} arguments`
      : least === most
        ? `${least} arguments`
        : `${least} to ${most} arguments`
    context.report(
      diagnose(
        'MR2009',
        { name: call.name, expected, given: args.length },
        context.statement.place(call.span.offset, call.span.length),
      ),
    )
    return undefined
  }
  if (known.common === true) return unify(context.engine, args).map((argument) => argument.sql)
  return args.map((argument, i) => {
    const value = cast(context.engine, known, i, argument)
    if (letterAt(known, i) !== 'N') return value.sql
    // What has no zone shows the same in each.
    if (argument.type.kind === 'timestamp_ntz' && sessionZone(context.settings) !== undefined)
      return value.sql
    return value.type.kind === 'timestamp' ? context.engine.time.utc(value.sql) : value.sql
  })
}

export const unify = (engine: Engine, args: readonly Rendered[]): readonly Rendered[] => {
  const all = args.map((argument) => argument.type)
  const type = commonTypeOf(all)
  if (type === undefined) throw mismatch('arguments of types that have nothing in common', all)
  return args.map((argument) =>
    type.kind === 'unknown' ? argument : { ...argument, sql: engine.types.cast(argument, type), type },
  )
}

export const cast = (engine: Engine, known: FunctionEntry, index: number, argument: Argument): Typed => {
  const letter = letterAt(known, index)
  const argumentCast = engine.types.argumentCast ?? engine.types.cast
  if (/[TNu]/.test(letter) && !isTime(argument.type))
    throw new Mistaken(`an argument of type ${sparkName(argument.type)} where a timestamp is needed`)
  const target = targets[letter]
  const nested = isNested(argument.type) && argument.lambda === undefined
  if (nested && (target !== undefined || letter === 'x'))
    throw new Mistaken(`an argument of type ${sparkName(argument.type)} where a single value is needed`)
  // Nothing but a number or a text becomes a number by itself.
  if (
    /[ild]/.test(letter) &&
    !/^(?:string|null|unknown)$/.test(argument.type.kind) &&
    !isNumeric(argument.type)
  )
    throw new Mistaken(`an argument of type ${sparkName(argument.type)} where a number is needed`)
  // Nothing else becomes a boolean, not even text.
  if (letter === 'b' && !/^(?:boolean|null|unknown)$/.test(argument.type.kind))
    throw new Mistaken(`an argument of type ${sparkName(argument.type)} where a boolean is needed`)
  if (target !== undefined)
    return {
      sql: argument.lambda === undefined ? argumentCast(argument, target) : argument.sql,
      type: target,
    }
  switch (letter) {
    case 'S':
      if (/^(?:string|null|unknown)$/.test(argument.type.kind))
        return { sql: argumentCast(argument, types.string), type: types.string }
      throw new Mistaken(
        `an argument of type ${sparkName(argument.type)} where text is needed`,
        'cast it to string',
      )
    case 'q':
      if (isAnsiInterval(argument.type)) return argument
      return cast(engine, { ...known, params: known.params.replace('q', 'n') }, index, argument)
    case 'm':
      if (/^(?:string|null)$/.test(argument.type.kind)) return argument
      return cast(engine, { ...known, params: 'n' }, 0, argument)
    case 'n':
      if (isNumeric(argument.type) || argument.type.kind === 'unknown') return argument
      if (argument.type.kind !== 'string' && argument.type.kind !== 'null') {
        const what = `an argument of type ${sparkName(argument.type)} where a number is needed`
        // Some functions of numbers take intervals and instants in Spark.
        throw isAnsiInterval(argument.type) || argument.type.kind === 'timestamp'
          ? new Refused(what, 'cast it to a number')
          : new Mistaken(what)
      }
      return { sql: argumentCast(argument, types.double), type: types.double }
    case 'X':
      if (!/^(?:binary|string|null|unknown)$/.test(argument.type.kind))
        throw new Mistaken(
          `an argument of type ${sparkName(argument.type)} where bytes are needed`,
          'cast it to string',
        )
      return cast(engine, { ...known, params: known.params.replace('X', 'x') }, index, argument)
    case 'x':
      return argument.type.kind === 'binary'
        ? argument
        : { sql: argumentCast(argument, types.string), type: types.string }
    case 'N': {
      // A timestamp without zone, in UTC: what DuckDB's date parts read without asking the calendar.
      if (argument.type.kind === 'date')
        return { sql: engine.time.midnight(argument.sql), type: types.timestamp_ntz }
      return {
        sql: argumentCast(
          argument,
          types.timestamp_ntz.kind === argument.type.kind ? argument.type : types.timestamp,
        ),
        type: types.timestamp,
      }
    }
    case 'u':
      return argument.type.kind === 'date'
        ? argument
        : { sql: argumentCast(argument, types.timestamp), type: types.timestamp }
    case 'L':
      if (argument.type.kind === 'null')
        throw new Mistaken('NULL where an array is needed', 'cast it to an array')
      return cast(engine, { ...known, params: 'A' }, 0, argument)
    case 'A':
      if (argument.type.kind === 'array' || argument.type.kind === 'unknown') return argument
      if (argument.type.kind === 'null')
        return { sql: argumentCast(argument, array(types.string)), type: array(types.string) }
      throw new Mistaken(`an argument of type ${sparkName(argument.type)} where an array is needed`)
    case 'M':
      if (argument.type.kind === 'map' || argument.type.kind === 'unknown') return argument
      if (argument.type.kind === 'null') throw new Refused('NULL where a map is needed')
      throw new Mistaken(`an argument of type ${sparkName(argument.type)} where a map is needed`)
    default:
      return argument
  }
}

/** The parameter letter that an argument stands at. */
const letterAt = (known: FunctionEntry, index: number): string => {
  const letters = known.params.replace('?', '').replace('*', '')
  return letters[Math.min(index, letters.length - 1)] ?? 'a'
}

const targets: Readonly<Record<string, SparkType>> = {
  s: types.string,
  i: types.int,
  l: types.bigint,
  d: types.double,
  D: types.date,
  T: types.timestamp,
  b: types.boolean,
}

/** What Spark reads as a timestamp without being told to; a number needs a cast. */
const isTime = (type: SparkType): boolean =>
  /^(?:date|timestamp|timestamp_ntz|string|null|unknown)$/.test(type.kind)
