import { type Fields, isFields, listOf, only, open, present, startOf, Unsupported } from './node.ts'
import { isPredicate, refusePredicate } from './predicates.ts'
import { readArguments } from './read-arguments.ts'
import { isSmallest, negative, readLiteral } from './read-literal.ts'
import { isMistakenPlus, positiveCall, unaryPlusOf } from './read-plus.ts'
import { readName, type Reader, spanOf } from './reader.ts'
import { Misformed, Refused } from '../refusals.ts'
import { unknownOperator } from './foreign-words.ts'
import { partsOf } from '../tree-walk.ts'
import type { SparkType } from '../spark-types/spark-type.ts'
import type { Token } from './tokens.ts'
import type { BinaryOperator, Bound, Call, Expression, Frame, Name, SortKey, Window } from '../tree.ts'

const binaries: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
  concat: '||',
  bitwise_and: '&',
  bitwise_or: '|',
  bitwise_xor: '^',
  and: 'and',
  or: 'or',
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  null_safe_eq: '<=>',
}

const setOperations = new Set(['union', 'except', 'intersect'])

/** The parser's expression as ours. Throws Unsupported for what is not known. */
export const readExpression = (reader: Reader, node: unknown): Expression => {
  const { kind, fields } = open(node)
  const read = (value: unknown): Expression => readExpression(reader, value)
  const readList = (key: string) => listOf(fields, key).map(read)
  const op = binaries[kind]
  if (op !== undefined) {
    only(fields, kind, ['left', 'right'])
    if (isPredicate(reader, fields['left']) && !/^(?:and|or)$/.test(kind)) refusePredicate(fields['left'])
    return { kind: 'binary', op, left: read(fields['left']), right: read(fields['right']) }
  }
  switch (kind) {
    case 'null':
      return { kind: 'null' }
    case 'boolean':
      return { kind: 'boolean', value: fields['value'] === true }
    case 'literal': {
      const value = readLiteral(reader, fields)
      // The smallest numbers have a sign, which stands before.
      if (value.kind === 'literal' && value.suffixed === true && isSmallest(value))
        throw new Unsupported(`the number ${value.text}`)
      return value
    }
    case 'column':
      only(fields, kind, ['name', 'table', 'join_mark'])
      return {
        kind: 'column',
        parts: [
          ...(present(fields, 'table') ? [readName(reader, fields['table'])] : []),
          readName(reader, fields['name']),
        ],
      }
    case 'dot': {
      const operand = read(fields['this'])
      const name = readName(reader, fields['field'])
      return operand.kind === 'column'
        ? { kind: 'column', parts: [...operand.parts, name] }
        : { kind: 'field', operand, name }
    }
    case 'star':
      for (const word of ['except', 'replace', 'rename'])
        if (present(fields, word))
          throw new Misformed(
            `* ${word.toUpperCase()}, which Spark 3.5 does not have,`,
            'name the columns',
            word,
          )
      only(fields, 'a star', ['table'])
      return { kind: 'star', qualifier: present(fields, 'table') ? starOf(reader, fields['table']) : [] }
    case 'function':
    case 'aggregate_function':
      return likeCall(readCall(reader, fields, undefined))
    case 'window_function': {
      const inner = open(fields['this'])
      if (inner.kind !== 'function' && inner.kind !== 'aggregate_function')
        throw new Unsupported('this window function')
      only(fields, 'a window function', ['this', 'over'])
      return readCall(
        reader,
        inner.fields,
        readWindow(reader, isFields(fields['over']) ? fields['over'] : {}),
      )
    }
    case 'within_group': {
      const inner = open(fields['this'])
      const [key, ...others] = readSortKeys(reader, listOf(fields, 'order_by'))
      if (inner.kind !== 'function' || key === undefined || others.length > 0)
        throw new Unsupported('this WITHIN GROUP', startOf(node))
      const call = readCall(reader, inner.fields, undefined)
      if (!/^percentile_(?:cont|disc)$/.test(call.name)) throw new Unsupported(`WITHIN GROUP of ${call.name}`)
      return { ...call, args: [...call.args, key.by, { kind: 'boolean', value: key.descending }] }
    }
    case 'filter': {
      const call = read(fields['this'])
      if (call.kind !== 'call' || call.over !== undefined) throw new Unsupported('this FILTER', startOf(node))
      return { ...call, filter: read(fields['expression']) }
    }
    case 'paren':
      return read(fields['this'])
    case 'int_div':
      return { kind: 'binary', op: 'div', left: read(fields['this']), right: read(fields['expression']) }
    case 'null_safe_neq':
      return {
        kind: 'unary',
        op: 'not',
        operand: { kind: 'binary', op: '<=>', left: read(fields['left']), right: read(fields['right']) },
      }
    case 'not':
      return { kind: 'unary', op: 'not', operand: read(fields['this']) }
    case 'raw':
      return { kind: 'unary', op: 'not', operand: read(reader.raw(String(fields['sql']))) }
    case 'neg': {
      const positive = unaryPlusOf(node)
      if (positive !== undefined) return positiveCall(read(positive))
      const inner = open(fields['this'])
      const operand = inner.kind === 'literal' ? readLiteral(reader, inner.fields) : read(fields['this'])
      return negative(operand, inner.kind === 'paren')
    }
    case 'bitwise_not':
      if (isMistakenPlus(node))
        throw new Unsupported('+ behind a name that is a word of SQL (quote the name)')
      return { kind: 'unary', op: '~', operand: read(fields['this']) }
    case 'is_null':
    case 'is_true':
    case 'is_false':
      if (isPredicate(reader, fields['this'])) refusePredicate(fields['this'])
      return readIs(reader, read(fields['this']), kind, fields['not'] === true)
    case 'between':
      if (isPredicate(reader, fields['this'])) refusePredicate(fields['this'])
      return {
        kind: 'between',
        operand: read(fields['this']),
        low: read(fields['low']),
        high: read(fields['high']),
        not: fields['not'] === true,
      }
    case 'in': {
      only(fields, 'IN', ['this', 'expressions', 'query', 'not'])
      if (isPredicate(reader, fields['this'])) refusePredicate(fields['this'])
      const not = fields['not'] === true
      const operand = read(fields['this'])
      if (present(fields, 'query'))
        return { kind: 'inQuery', operand, query: reader.query(fields['query']), not }
      const [first, ...others] = listOf(fields, 'expressions')
      if (others.length === 0 && setOperations.has(open(first).kind))
        return { kind: 'inQuery', operand, query: reader.query(first), not }
      return { kind: 'in', operand, list: readList('expressions'), not }
    }
    case 'like':
    case 'i_like': {
      only(fields, 'LIKE', ['left', 'right', 'escape'])
      if (isPredicate(reader, fields['left'])) refusePredicate(fields['left'])
      const right = read(fields['right'])
      const list = right.kind === 'call' && /^(?:any|some|all)$/.test(right.name) ? right : undefined
      if (list?.args.length === 0) throw new Misformed(`LIKE ${list.name.toUpperCase()} of nothing`)
      return {
        kind: 'like',
        operand: read(fields['left']),
        patterns: list?.args ?? [right],
        ...(list === undefined ? { quantifier: undefined, negated: false } : quantifierOf(reader, list)),
        ignoreCase: kind === 'i_like',
        escape: present(fields, 'escape') ? read(fields['escape']) : undefined,
      }
    }
    case 'regexp_like':
      return { kind: 'rlike', operand: read(fields['this']), pattern: read(fields['pattern']) }
    case 'case':
      return {
        kind: 'case',
        operand: present(fields, 'operand') ? read(fields['operand']) : undefined,
        whens: listOf(fields, 'whens').map((when) => {
          const [condition, result] = Array.isArray(when) ? when : []
          return [read(condition), read(result)] as const
        }),
        otherwise: present(fields, 'else_') ? read(fields['else_']) : undefined,
      }
    case 'cast':
    case 'try_cast':
      if (present(fields, 'format')) throw new Refused('CAST with FORMAT', 'write to_date(text, pattern)')
      return {
        kind: 'cast',
        operand: read(fields['this']),
        type: castType(reader, fields['to']),
        span: spanOf(reader, fields['this']),
        attempt: kind === 'try_cast',
      }
    case 'subscript':
      return { kind: 'subscript', operand: read(fields['this']), index: read(fields['index']) }
    case 'lambda':
      return {
        kind: 'lambda',
        parameters: listOf(fields, 'parameters').map((name) => readName(reader, name)),
        body: read(fields['body']),
      }
    case 'exists':
      return { kind: 'exists', query: reader.query(fields['this']) }
    case 'subquery':
      return { kind: 'scalar', query: reader.query(node) }
    case 'tuple':
      return { kind: 'tuple', items: readList('expressions') }
    case 'interval':
      throw new Unsupported('this form of INTERVAL', startOf(node), { word: 'interval' })
    default:
      throw unknownOperator(kind, startOf(node))
  }
}

/** The name that stands for the type of a cast. */
const castType = (reader: Reader, node: unknown): SparkType => {
  const name = isFields(node) ? String(node['name'] ?? node['data_type']) : ''
  const found = reader.normalized.typeOf(name)
  if (found === undefined) throw new Unsupported(`the type ${name}`, startOf(node))
  return found
}

/** like(a, b) is a LIKE b. */
const likeCall = (call: Call): Expression => {
  const [operand, pattern, ...others] = call.args
  if (!/^i?like$/.test(call.name) || operand === undefined || pattern === undefined || others.length > 0)
    return call
  return {
    kind: 'like',
    operand,
    patterns: [pattern],
    quantifier: undefined,
    negated: false,
    ignoreCase: call.name === 'ilike',
    escape: undefined,
  }
}

/** The parser reads IS UNKNOWN as IS NULL, as Spark does once it changes the operand, and the name of the column with it. */
const readIs = (reader: Reader, operand: Expression, kind: string, not: boolean): Expression => {
  const what = kind === 'is_null' ? 'null' : kind === 'is_true' ? 'true' : 'false'
  if (
    what === 'null' &&
    operand.kind !== 'null' &&
    !isTruth(operand) &&
    isConstant(operand) &&
    saysUnknown(reader.tokens)
  )
    throw new Refused('IS UNKNOWN of a constant', 'write IS NULL, also in the rest of the statement')
  return { kind: 'is', operand, what, not }
}

const saysUnknown = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }, i) => /^unknown$/i.test(text) && /^(?:is|not)$/i.test(tokens[i - 1]?.text ?? ''))

/** What is a truth value by its form alone, but a literal, whose name keeps UNKNOWN; of others Spark has no UNKNOWN. */
const isTruth = (node: Expression): boolean =>
  /^(?:is|between|in|inQuery|like|rlike|exists)$/.test(node.kind) ||
  (node.kind === 'unary' && node.op === 'not') ||
  (node.kind === 'binary' && /^(?:=|==|<>|!=|<|>|<=|>=|<=>|and|or)$/i.test(node.op))

const isConstant = (node: Expression): boolean =>
  !/^(?:column|call|cast|star)$/.test(node.kind) && partsOf(node).every(isConstant)

/** The parser has one name for what is before the star, with its dots in it. */
const starOf = (reader: Reader, node: unknown): readonly Name[] => {
  const name = readName(reader, node)
  if (!isFields(node)) return [name]
  return String(node['name'])
    .split('.')
    .map((part) => ({ text: reader.normalized.tokenOf(part)?.text ?? part, span: name.span }))
}

/** NOT LIKE ALL is that no pattern fits; the parser puts its NOT around a LIKE, so what is inside must be LIKE ANY. */
const quantifierOf = (
  reader: Reader,
  list: Call,
): { readonly quantifier: 'any' | 'all'; readonly negated: boolean } => {
  const like = reader.tokens.findIndex((token) => token.offset === list.span.offset) - 1
  const negated = /^(?:not|!)$/i.test(reader.tokens[like - 1]?.text ?? '')
  return { quantifier: (list.name === 'all') === negated ? 'any' : 'all', negated }
}

export const readCall = (
  reader: Reader,
  fields: Fields,
  over: Window | undefined,
): Expression & { kind: 'call' } => {
  const written = String(fields['name'])
  const token = reader.normalized.tokenOf(written)
  const name = (token?.text ?? written).toLowerCase()
  only(fields, name, ['name', 'args', 'distinct', 'filter', 'ignore_nulls'])
  const start = startOf({ span: fields['span'] })
  const span =
    token === undefined
      ? reader.normalized.spanAt(start ?? 0)
      : { offset: token.offset, length: token.end - token.offset }
  return {
    kind: 'call',
    name: token === undefined ? name : spelledByGrammar(reader, token, name),
    span,
    args: readArguments(reader, name, listOf(fields, 'args'), readArgument),
    distinct: fields['distinct'] === true,
    ignoreNulls: fields['ignore_nulls'] === true,
    filter: present(fields, 'filter') ? readExpression(reader, fields['filter']) : undefined,
    over,
    ...(token === undefined && present(fields, 'no_parens') && fields['no_parens'] === true
      ? { bare: true }
      : {}),
  }
}

/** struct(x AS name, …) is the one function whose arguments have names. */
const readArgument = (reader: Reader, call: string, node: unknown): Expression => {
  const { kind, fields } = open(node)
  const mark = call === 'struct' && kind === 'or' ? open(fields['right']) : undefined
  const token = mark?.kind === 'literal' ? reader.normalized.tokenOf(String(mark.fields['value'])) : undefined
  if (token === undefined || token.kind !== 'word') return readExpression(reader, node)
  const name = reader.tokens[reader.tokens.indexOf(token) + 1]
  return {
    kind: 'named',
    operand: readExpression(reader, fields['left']),
    name: {
      text: name?.text ?? '',
      span: { offset: token.offset, length: (name?.end ?? token.end) - token.offset },
    },
  }
}

/** position(a IN b) and substr(a FROM b) are other functions than with commas, and are called so. */
const spelledByGrammar = (reader: Reader, token: Token, name: string): string => {
  if (name !== 'position' && name !== 'substr') return name
  const start = reader.tokens.indexOf(token) + 1
  let depth = 0
  for (const inner of reader.tokens.slice(start)) {
    if (inner.kind === 'symbol' && inner.text === '(') depth++
    if (inner.kind === 'symbol' && inner.text === ')') depth--
    if (depth === 0) break
    if (depth === 1 && inner.kind === 'word' && /^(?:in|from|for)$/i.test(inner.text))
      return name === 'position' ? 'locate' : 'substring'
  }
  return name
}

/** Spark: ASC puts NULL first, DESC last, unless said otherwise. */
export const readSortKeys = (reader: Reader, keys: readonly unknown[]): readonly SortKey[] =>
  keys.map((key) => {
    const fields = isFields(key) ? key : {}
    only(fields, 'ORDER BY', ['this', 'desc', 'nulls_first'])
    const descending = fields['desc'] === true
    const nulls = fields['nulls_first']
    const by = readExpression(reader, fields['this'])
    if (by.kind === 'star')
      throw new Misformed('* as a key of the order', 'name the columns, or write ORDER BY ALL')
    return {
      by,
      descending,
      nullsFirst: typeof nulls === 'boolean' ? nulls : !descending,
    }
  })

export const readWindow = (reader: Reader, fields: Fields): Window => {
  only(fields, 'a window', ['window_name', 'partition_by', 'order_by', 'frame'])
  if (
    present(fields, 'window_name') &&
    ['partition_by', 'order_by', 'frame'].some((key) =>
      Array.isArray(fields[key]) ? listOf(fields, key).length > 0 : present(fields, key),
    )
  )
    throw new Misformed('a window that extends another', 'write the whole window')
  return {
    base: present(fields, 'window_name') ? readName(reader, fields['window_name']).text : undefined,
    partitionBy: listOf(fields, 'partition_by').map((key) => readExpression(reader, key)),
    orderBy: readSortKeys(reader, listOf(fields, 'order_by')),
    frame: isFields(fields['frame']) ? readFrame(reader, fields['frame']) : undefined,
  }
}

const readFrame = (reader: Reader, fields: Fields): Frame => {
  only(fields, 'a window frame', ['kind', 'start', 'end'])
  if (fields['kind'] !== 'Rows' && fields['kind'] !== 'Range')
    throw new Refused('a frame of GROUPS, which Spark does not have,', 'count ROWS or RANGE')
  const unit = fields['kind'] === 'Rows' ? 'ROWS' : 'RANGE'
  return {
    unit,
    start: readBound(reader, fields['start']),
    end: present(fields, 'end') ? readBound(reader, fields['end']) : { kind: 'current' },
  }
}

const readBound = (reader: Reader, bound: unknown): Bound => {
  if (bound === 'CurrentRow') return { kind: 'current' }
  if (bound === 'UnboundedPreceding') return { kind: 'unbounded', side: 'PRECEDING' }
  if (bound === 'UnboundedFollowing') return { kind: 'unbounded', side: 'FOLLOWING' }
  const { kind, fields } = open(bound)
  if (kind !== 'Preceding' && kind !== 'Following')
    throw new Misformed('a bound of a frame without PRECEDING and FOLLOWING')
  return {
    kind: 'offset',
    amount: readExpression(reader, fields),
    side: kind === 'Preceding' ? 'PRECEDING' : 'FOLLOWING',
  }
}
