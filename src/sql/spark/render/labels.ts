import { decimalLiteral } from '../spark-types/decimal-literal.ts'
import { Refused } from '../refusals.ts'
import type { Rendered } from '../scope.ts'
import { isInteger, isNested, type SparkType, sparkName } from '../spark-types/spark-type.ts'
import type { BinaryOperator, Call, Expression } from '../tree.ts'

/*
 * The names that Spark gives to columns whose author gives none. They become columns of tables, so they are part of
 * what a statement means. Each was asked of Spark 3.5.6; where a label differs from the text, its class prints itself so.
 */

/** In the name of a column that is not known: Spark prints some expressions in another way before a field of each element. */
export const unknownName = '\ufffe'

/** Functions that print themselves under another name. Mathematics is in capitals, aliases are what they stand for. */
const printed: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    `acos acosh asin asinh atan atan2 atanh cbrt cos cosh cot csc degrees exp expm1 hypot log10 log1p log2 radians rint
     sec sin sinh sqrt tan tanh signum power rlike rank dense_rank percent_rank`
      .split(/\s+/)
      .map((name) => [name, name.toUpperCase()]),
  ),
  ceil: 'CEIL',
  floor: 'FLOOR',
  bround: 'bround',
  random: 'rand',
  array_agg: 'collect_list',
  curdate: 'current_date',
  current_schema: 'current_database',
  user: 'current_user',
  to_varchar: 'to_char',
  dateadd: 'date_add',
}

/** Arguments that Spark adds where they are left out, from the first that may be. */
const defaults: Readonly<Record<string, readonly [from: number, ...labels: string[]]>> = {
  aggregate: [3, 'lambdafunction(namedlambdavariable(), namedlambdavariable())'],
  approx_percentile: [2, '10000'],
  bround: [1, '0'],
  from_unixtime: [1, 'yyyy-MM-dd HH:mm:ss'],
  lag: [1, '1', 'NULL'],
  lead: [1, '1', 'NULL'],
  locate: [2, '1'],
  lpad: [2, ' '],
  make_dt_interval: [0, '0', '0', '0', '0.000000'],
  make_interval: [0, '0', '0', '0', '0', '0', '0', '0.000000'],
  make_ym_interval: [0, '0', '0'],
  mask: [1, 'X', 'x', 'n', 'NULL'],
  months_between: [2, 'true'],
  overlay: [3, '-1'],
  percentile: [2, '1'],
  percentile_approx: [2, '10000'],
  position: [2, '1'],
  replace: [2, ''],
  reduce: [3, 'lambdafunction(namedlambdavariable(), namedlambdavariable())'],
  regexp_replace: [3, '1'],
  regexp_extract: [2, '1'],
  regexp_extract_all: [2, '1'],
  regexp_instr: [2, '0'],
  round: [1, '0'],
  rpad: [2, ' '],
  sort_array: [1, 'true'],
  split: [2, '-1'],
  str_to_map: [1, ',', ':'],
  substr: [2, '2147483647'],
  substring: [2, '2147483647'],
  to_unix_timestamp: [1, 'yyyy-MM-dd HH:mm:ss'],
  unix_timestamp: [0, 'current_timestamp()', 'yyyy-MM-dd HH:mm:ss'],
}

/** Functions that are casts under the name of their type. They leave no trace in names. */
export const casts =
  /^(?:bigint|binary|boolean|date|decimal|double|float|int|smallint|string|timestamp|tinyint)$/

/**
 * Whether Spark prints an expression in one way everywhere. Before a field of each element it shows it as its optimizer
 * sees it, where casts stay, IF and IS NULL are other words, and what has a name or is a variable of a lambda has a number.
 */
export const printedAlike = (node: Expression): boolean => {
  switch (node.kind) {
    case 'column':
    case 'literal':
      return true
    case 'field':
      return printedAlike(node.operand)
    case 'subscript':
      return printedAlike(node.operand) && printedAlike(node.index)
    case 'call':
      return (
        !casts.test(node.name) &&
        !/^(?:if|iff|isnull|isnotnull|struct|named_struct)$/.test(node.name) &&
        node.filter === undefined &&
        node.over === undefined &&
        node.args.every(printedAlike)
      )
    default:
      return false
  }
}

/** The name of a call without its OVER. */
export const callLabel = (call: Call, args: readonly Rendered[]): string => {
  const labels = args.map(({ label }) => label)
  const [first = '', second = ''] = labels
  const { name } = call
  if (casts.test(name) && labels.length === 1) return first
  switch (name) {
    case 'if':
      return `(IF(${labels.join(', ')}))`
    case 'percentile_cont':
    case 'percentile_disc':
      return `${name}(${first}) WITHIN GROUP (ORDER BY ${second}${labels[2] === 'true' ? ' DESC' : ''})`
    case 'array_sort':
      return labels.length === 1 ? `array_sort(${first}, ${ascending})` : `array_sort(${labels.join(', ')})`
    case 'aggregate':
    case 'reduce':
      return `${name}(${[...labels, ...(labels.length === 3 ? [`lambdafunction(${parameter}, ${parameter})`] : [])].join(', ')})`
    case 'approx_count_distinct':
      return `${name}(${call.distinct ? 'DISTINCT ' : ''}${first})`
    case 'isnull':
      return `(${first} IS NULL)`
    case 'isnotnull':
      return `(${first} IS NOT NULL)`
    case 'positive':
      return `(+ ${first})`
    case 'log':
      return labels.length === 1 ? `LOG(E(), ${first})` : `LOG(${labels.join(', ')})`
    case 'extract':
    case 'datepart':
      return `${name}(${first} FROM ${second})`
    case 'trim':
      return trimLabel(call, labels)
    case 'ltrim':
    case 'rtrim':
      return labels.length === 1
        ? `${name}(${first})`
        : `TRIM(${name === 'ltrim' ? 'LEADING' : 'TRAILING'} ${first} FROM ${second})`
    case 'first':
    case 'last':
    case 'any_value':
    case 'first_value':
    case 'last_value':
      return `${call.ignoreNulls ? name.replace(/^(first|last)_value$/, '$1') : name}(${call.distinct ? 'DISTINCT ' : ''}${first})`
    case 'ceil':
    case 'ceiling':
    case 'floor':
      return labels.length === 1
        ? `${printed[name] ?? name}(${first})`
        : `${name === 'ceiling' ? 'ceil' : name}(${labels.join(', ')})`
    default: {
      const padded = /^[lr]pad$/.test(name) && args[0]?.type.kind === 'binary'
      const [from, ...added] = padded ? [2, "X'00'"] : (defaults[name] ?? [0])
      const all = [...labels, ...added.slice(Math.max(labels.length - from, 0))]
      const nulls = name === 'nth_value' && call.ignoreNulls ? ' ignore nulls' : ''
      return `${printed[name] ?? name}(${call.distinct ? 'DISTINCT ' : ''}${all.join(', ')})${nulls}`
    }
  }
}

// How Spark prints the comparison that array_sort uses when none is given.
const parameter = 'namedlambdavariable()'
const otherwise = (test: string, then: string, or: string): string => `(IF(${test}, ${then}, ${or}))`
const isNull = `(${parameter} IS NULL)`
const ascending = `lambdafunction(${otherwise(
  `(${isNull} AND ${isNull})`,
  '0',
  otherwise(
    isNull,
    '1',
    otherwise(
      isNull,
      '-1',
      otherwise(`(${parameter} < ${parameter})`, '-1', otherwise(`(${parameter} > ${parameter})`, '1', '0')),
    ),
  ),
)}, ${parameter}, ${parameter})`

/** trim(BOTH FROM x) and its kin are other functions, or print themselves as the grammar has them. */
const trimLabel = (call: Call, labels: readonly string[]): string => {
  const side = call.args[0]
  const word = side?.kind === 'literal' && side.span.length > 0 ? labels[0]?.toLowerCase() : undefined
  const said = /^(?:both|leading|trailing)$/.test(word ?? '') && labels.length > 1 ? word : undefined
  const rest = said === undefined ? labels : labels.slice(1)
  if (rest.length === 1)
    return `${said === 'leading' ? 'ltrim' : said === 'trailing' ? 'rtrim' : 'trim'}(${rest[0]})`
  return `TRIM(${(said ?? 'both').toUpperCase()} ${rest.join(' FROM ')})`
}

export const binaryLabel = (op: BinaryOperator, left: Rendered, right: Rendered): string => {
  const [l, r] = [left.label, right.label]
  const kinds = [left.type.kind, right.type.kind]
  switch (op) {
    case '<>':
      return `(NOT (${l} = ${r}))`
    case '||':
      return `concat(${l}, ${r})`
    case 'and':
    case 'or':
      return `(${l} ${op.toUpperCase()} ${r})`
    case '+':
    case '-':
      if (kinds.includes('interval') && kinds.some((kind) => kind !== 'interval')) return `${l} ${op} ${r}`
      if (left.type.kind === 'date' && isInteger(right.type))
        return `date_${op === '+' ? 'add' : 'sub'}(${l}, ${r})`
      if (right.type.kind === 'date' && isInteger(left.type)) return `date_add(${r}, ${l})`
      return `(${l} ${op} ${r})`
    default:
      return `(${l} ${op} ${r})`
  }
}

/** A decimal literal without exponent, if a node is one. */
const decimalOf = (node: Expression): string | undefined =>
  node.kind === 'literal' && node.type === 'decimal' ? decimalLiteral(node.text).text : undefined

const wholeBeside = (text: string, down: boolean): bigint => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole)
  const some = /[1-9]/.test(fraction) ? 1n : 0n
  if (text.startsWith('-')) return -(down ? size + some : size)
  return down ? size : size + some
}

/** Spark compares whole numbers with the whole number beside a decimal literal: i > 0.5 is i > 0. */
export const comparisonLabel = (
  op: BinaryOperator,
  [leftNode, left]: readonly [Expression, Rendered],
  [rightNode, right]: readonly [Expression, Rendered],
): string => {
  const [a, b] = [decimalOf(leftNode), decimalOf(rightNode)]
  const ofLeft = b !== undefined && isInteger(left.type)
  const ofRight = a !== undefined && isInteger(right.type)
  if (!/^[<>]=?$/.test(op) || (!ofLeft && !ofRight)) return binaryLabel(op, left, right)
  const number = (ofLeft ? b : a) ?? ''
  const whole = wholeBeside(number, ofLeft ? /^(?:>|<=)$/.test(op) : /^(?:<|>=)$/.test(op))
  // There Spark does not even look whether the other side is NULL.
  if (BigInt.asIntN(64, whole) !== whole)
    throw new Refused(
      'a whole number compared with a decimal that no BIGINT reaches',
      'cast it to decimal first',
    )
  return ofLeft ? `(${left.label} ${op} ${whole})` : `(${whole} ${op} ${right.label})`
}

/** A cast to something nested leaves no trace. */
export const castLabel = (operand: string, type: SparkType, attempt: boolean): string =>
  isNested(type) ? operand : `${attempt ? 'TRY_' : ''}CAST(${operand} AS ${sparkName(type).toUpperCase()})`

/** A double as Java prints it: 1.0E10, 0.001, 100.0. */
export const doubleLabel = (text: string): string => {
  const value = Number(text)
  if (value === 0) return text.startsWith('-') ? '-0.0' : '0.0'
  const [digits = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -3 || exponent >= 7) return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`
  const plain = String(value)
  return plain.includes('.') ? plain : `${plain}.0`
}
