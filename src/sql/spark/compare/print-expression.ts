import { sparkName } from '../spark-types/spark-type.ts'
import type { Call, Expression, Frame, Query, SortKey, Window } from '../tree.ts'

/** Prints a query that stands inside an expression. */
export type PrintQuery = (query: Query) => string

/**
 * An expression in one spelling: key words in capitals, names in lower case, one blank where there must be one. Two
 * expressions that print alike mean the same; two that print differently may still do so.
 */
export const printExpression = (expression: Expression, printQuery: PrintQuery): string => {
  const print = (inner: Expression): string => printExpression(inner, printQuery)
  const operand = (inner: Expression): string => (simple.has(inner.kind) ? print(inner) : `(${print(inner)})`)
  switch (expression.kind) {
    case 'column':
      return expression.parts.map(({ text }) => text.toLowerCase()).join('.')
    case 'star':
      return `${expression.qualifier.map(({ text }) => `${text.toLowerCase()}.`).join('')}*`
    case 'literal':
      return expression.type === 'string' ? quoted(expression.text) : expression.text
    case 'typed':
      return `${expression.type.toUpperCase()} ${quoted(expression.text)}`
    case 'boolean':
      return expression.value ? 'TRUE' : 'FALSE'
    case 'null':
      return 'NULL'
    case 'call':
      return printCall(expression, print)
    case 'binary':
      return `${operand(expression.left)} ${expression.op.toUpperCase()} ${operand(expression.right)}`
    case 'unary':
      return `${expression.op === 'not' ? 'NOT ' : expression.op}${operand(expression.operand)}`
    case 'is':
      return `${operand(expression.operand)} IS ${negated(expression)}${expression.what.toUpperCase()}`
    case 'between':
      return `${operand(expression.operand)} ${negated(expression)}BETWEEN ${operand(expression.low)} AND ${operand(expression.high)}`
    case 'in':
      return `${operand(expression.operand)} ${negated(expression)}IN (${expression.list.map(print).join(', ')})`
    case 'inQuery':
      return `${operand(expression.operand)} ${negated(expression)}IN (${printQuery(expression.query)})`
    case 'exists':
      return `EXISTS (${printQuery(expression.query)})`
    case 'scalar':
      return `(${printQuery(expression.query)})`
    case 'case': {
      const of = expression.operand === undefined ? '' : ` ${print(expression.operand)}`
      const whens = expression.whens.map(([when, then]) => ` WHEN ${print(when)} THEN ${print(then)}`)
      const otherwise = expression.otherwise === undefined ? '' : ` ELSE ${print(expression.otherwise)}`
      return `CASE${of}${whens.join('')}${otherwise} END`
    }
    case 'cast':
      return `${expression.attempt ? 'TRY_CAST' : 'CAST'}(${print(expression.operand)} AS ${sparkName(expression.type).toUpperCase()})`
    case 'subscript':
      return `${operand(expression.operand)}[${print(expression.index)}]`
    case 'field':
      return `${operand(expression.operand)}.${expression.name.text.toLowerCase()}`
    case 'lambda': {
      const parameters = expression.parameters.map(({ text }) => text.toLowerCase())
      return `(${parameters.join(', ')}) -> ${print(expression.body)}`
    }
    case 'rlike':
      return `${operand(expression.operand)} RLIKE ${operand(expression.pattern)}`
    case 'like': {
      const patterns = expression.patterns.map(print)
      const of = expression.quantifier === undefined ? '' : ` ${expression.quantifier.toUpperCase()}`
      const escape = expression.escape === undefined ? '' : ` ESCAPE ${print(expression.escape)}`
      return `${operand(expression.operand)} ${expression.negated ? 'NOT ' : ''}${expression.ignoreCase ? 'ILIKE' : 'LIKE'}${of} ${of === '' ? patterns.join(', ') : `(${patterns.join(', ')})`}${escape}`
    }
    case 'named':
      return `${print(expression.operand)} AS ${expression.name.text.toLowerCase()}`
    case 'tuple':
      return `(${expression.items.map(print).join(', ')})`
    default:
      return printAny(expression, printQuery)
  }
}

const simple = new Set<Expression['kind']>([
  'column',
  'literal',
  'typed',
  'boolean',
  'null',
  'call',
  'cast',
  'scalar',
])

const negated = ({ not }: { readonly not: boolean }): string => (not ? 'NOT ' : '')

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const printCall = (call: Call, print: (inner: Expression) => string): string => {
  const args = `${call.distinct ? 'DISTINCT ' : ''}${call.args.map(print).join(', ')}`
  const filter = call.filter === undefined ? '' : ` FILTER (WHERE ${print(call.filter)})`
  const nulls = call.ignoreNulls ? ' IGNORE NULLS' : ''
  const over = call.over === undefined ? '' : ` OVER (${printWindow(call.over, print)})`
  return `${call.name}(${args})${filter}${nulls}${over}`
}

export const printWindow = (
  { base, partitionBy, orderBy, frame }: Window,
  print: (inner: Expression) => string,
): string =>
  [
    ...(base === undefined ? [] : [base.toLowerCase()]),
    ...(partitionBy.length === 0 ? [] : [`PARTITION BY ${partitionBy.map(print).join(', ')}`]),
    ...(orderBy.length === 0
      ? []
      : [`ORDER BY ${orderBy.map((key) => printSortKey(key, print)).join(', ')}`]),
    ...(frame === undefined ? [] : [printFrame(frame, print)]),
  ].join(' ')

const printFrame = ({ unit, start, end }: Frame, print: (inner: Expression) => string): string => {
  const bound = (side: Frame['start']): string => {
    if (side.kind === 'current') return 'CURRENT ROW'
    return `${side.kind === 'unbounded' ? 'UNBOUNDED' : print(side.amount)} ${side.side}`
  }
  return `${unit} BETWEEN ${bound(start)} AND ${bound(end)}`
}

/** Without what Spark assumes anyway: ascending with NULL first, descending with NULL last. */
export const printSortKey = (
  { by, descending, nullsFirst }: SortKey,
  print: (inner: Expression) => string,
): string => {
  const nulls = nullsFirst === descending ? ` NULLS ${nullsFirst ? 'FIRST' : 'LAST'}` : ''
  return `${print(by)}${descending ? ' DESC' : ''}${nulls}`
}

/** Any other node by its members: where it stands in the text is no part of what it means. */
const printAny = (node: unknown, printQuery: PrintQuery): string => {
  if (Array.isArray(node)) return `[${node.map((item) => printAny(item, printQuery)).join(', ')}]`
  if (typeof node !== 'object' || node === null) return String(node)
  if ('ctes' in node && 'body' in node) return printQuery(node as Query)
  const members = Object.entries(node)
    .filter(([key, value]) => key !== 'span' && key !== 'kind' && value !== undefined)
    .map(([key, value]) => `${key} ${printInner(value, printQuery)}`)
  return `${'kind' in node ? String(node.kind) : ''}(${members.join(', ')})`
}

const printInner = (value: unknown, printQuery: PrintQuery): string =>
  typeof value === 'object' && value !== null && 'kind' in value && known.has(String(value.kind))
    ? printExpression(value as Expression, printQuery)
    : printAny(value, printQuery)

const known = new Set<string>([
  ...simple,
  'binary',
  'unary',
  'is',
  'between',
  'in',
  'case',
  'subscript',
  'field',
])
