import { partsOf } from './tree-walk.ts'
import type { BinaryOperator, Expression, LiteralType } from './tree.ts'

/*
 * What Spark computes before it asks whether an argument is a constant, as in round(x, 1 + 1). Only what is exact here
 * is computed: whole numbers that stay in their type, texts of ASCII, doubles, and decimals of few digits. All else
 * stays as it is written, and is refused where a literal is asked for.
 */

type Literal = Extract<Expression, { kind: 'literal' }>

/** The expression with literals in the place of what is computed from literals alone; itself where there is nothing. */
export const folded = (node: Expression): Expression => {
  if (node.kind === 'call') {
    const args = node.args.map(folded)
    const call = args.every((argument, i) => argument === node.args[i]) ? node : { ...node, args }
    return valueOf(call) ?? call
  }
  // Nothing but an operator or a cast over literals is computed; what stands deeper is of another expression.
  return partsOf(node).length === 0 ? node : (valueOf(node) ?? node)
}

const valueOf = (node: Expression): Literal | undefined => {
  switch (node.kind) {
    case 'literal':
      return node
    case 'unary': {
      const operand = node.op === '-' ? valueOf(node.operand) : undefined
      return operand === undefined ? undefined : negative(operand)
    }
    case 'binary': {
      const [left, right] = [valueOf(node.left), valueOf(node.right)]
      return left === undefined || right === undefined ? undefined : computed(node.op, left, right)
    }
    case 'cast': {
      const operand = valueOf(node.operand)
      return operand === undefined ? undefined : castLiteral(operand, node.type.kind)
    }
    case 'call': {
      if (node.distinct || node.filter !== undefined || node.over !== undefined) return undefined
      const args = node.args.map(valueOf)
      const known = args.filter((argument) => argument !== undefined)
      return known.length < args.length ? undefined : called(node.name, known)
    }
    default:
      return undefined
  }
}

const made = (of: Literal, type: LiteralType, text: string): Literal => ({
  kind: 'literal',
  type,
  text,
  span: of.span,
})

/** From the narrowest to the widest, with their bits. */
const wholes = new Map<LiteralType, number>([
  ['tinyint', 8],
  ['smallint', 16],
  ['int', 32],
  ['bigint', 64],
])

const isWhole = ({ type }: Literal): boolean => wholes.has(type)

/** A whole number of a type; undefined where it has no room there, and Spark wraps it or fails. */
const whole = (of: Literal, type: LiteralType, value: bigint): Literal | undefined =>
  BigInt.asIntN(wholes.get(type) ?? 0, value) === value ? made(of, type, String(value)) : undefined

const double = (of: Literal, value: number): Literal | undefined =>
  Number.isFinite(value) && !Object.is(value, -0) ? made(of, 'double', String(value)) : undefined

const negative = (operand: Literal): Literal | undefined => {
  if (isWhole(operand)) return whole(operand, operand.type, -BigInt(operand.text))
  if (operand.type === 'double') return double(operand, -Number(operand.text))
  if (operand.type !== 'decimal') return undefined
  return decimal(operand, { ...partsOfDecimal(operand), units: -partsOfDecimal(operand).units })
}

const computed = (op: BinaryOperator, left: Literal, right: Literal): Literal | undefined => {
  if (op === '||') return joined([left, right], '')
  if (isWhole(left) && isWhole(right)) return ofWholes(op, left, right)
  const sides = [left, right]
  if (sides.some(({ type }) => type === 'string' || type === 'float')) return undefined
  if (sides.some(({ type }) => type === 'double'))
    return ofDoubles(op, left, Number(left.text), Number(right.text))
  return ofDecimals(op, left, partsOfDecimal(left), partsOfDecimal(right))
}

const ofWholes = (op: BinaryOperator, left: Literal, right: Literal): Literal | undefined => {
  const type = (wholes.get(left.type) ?? 0) > (wholes.get(right.type) ?? 0) ? left.type : right.type
  const [a, b] = [BigInt(left.text), BigInt(right.text)]
  switch (op) {
    case '+':
      return whole(left, type, a + b)
    case '-':
      return whole(left, type, a - b)
    case '*':
      return whole(left, type, a * b)
    case '%':
      return b === 0n ? undefined : whole(left, type, a % b)
    case 'div':
      return b === 0n ? undefined : whole(left, 'bigint', a / b)
    case '/':
      return ofDoubles(op, left, Number(a), Number(b))
    default:
      return undefined
  }
}

const ofDoubles = (op: BinaryOperator, of: Literal, a: number, b: number): Literal | undefined => {
  switch (op) {
    case '+':
      return double(of, a + b)
    case '-':
      return double(of, a - b)
    case '*':
      return double(of, a * b)
    case '/':
      return b === 0 ? undefined : double(of, a / b)
    default:
      return undefined
  }
}

type Decimal = { readonly units: bigint; readonly scale: number }

const partsOfDecimal = ({ text }: Literal): Decimal => {
  const [before = '', behind = ''] = text.split('.')
  return { units: BigInt(`${before}${behind}`), scale: behind.length }
}

/** Of so few digits that Spark cuts none of them. */
const decimal = (of: Literal, { units, scale }: Decimal): Literal | undefined => {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  if (digits.length > 18) return undefined
  const point = digits.length - scale
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return made(of, 'decimal', units < 0n ? `-${text}` : text)
}

const ofDecimals = (op: BinaryOperator, of: Literal, a: Decimal, b: Decimal): Literal | undefined => {
  const scale = Math.max(a.scale, b.scale)
  const [left, right] = [a, b].map((side) => side.units * 10n ** BigInt(scale - side.scale))
  switch (op) {
    case '+':
      return decimal(of, { units: (left ?? 0n) + (right ?? 0n), scale })
    case '-':
      return decimal(of, { units: (left ?? 0n) - (right ?? 0n), scale })
    case '*':
      return decimal(of, { units: a.units * b.units, scale: a.scale + b.scale })
    default:
      return undefined
  }
}

const castLiteral = (of: Literal, to: string): Literal | undefined => {
  const text = isText(of) || isWhole(of) ? of.text.trim() : undefined
  if (text === undefined) return undefined
  if (to === 'string') return made(of, 'string', of.text)
  if (!/^[-+]?\d{1,15}$/.test(text)) return undefined
  const value = BigInt(text.replace('+', ''))
  if (to === 'double') return made(of, 'double', String(value))
  const type = [...wholes.keys()].find((known) => known === to)
  return type === undefined ? undefined : whole(of, type, value)
}

/** In other texts letters, and what counts as one, are more than these rules say. */
const isText = ({ type, text }: Literal): boolean => type === 'string' && /^\p{ASCII}*$/u.test(text)

const joined = (parts: readonly Literal[], between: string): Literal | undefined => {
  const [first] = parts
  return first !== undefined && parts.every((part) => part.type === 'string' || isWhole(part))
    ? made(first, 'string', parts.map(({ text }) => text).join(between))
    : undefined
}

type Calls = Readonly<Record<string, (text: string, ...args: readonly Literal[]) => string | undefined>>

const numberOf = (literal: Literal | undefined): number =>
  literal !== undefined && isWhole(literal) ? Number(literal.text) : Number.NaN

/** No text of a pattern is longer. */
const longest = 10_000

const substring = (text: string, from?: Literal, length?: Literal): string | undefined => {
  const [start, count] = [numberOf(from), length === undefined ? longest : numberOf(length)]
  return start >= 1 && count >= 0 ? text.slice(start - 1, start - 1 + count) : undefined
}

/** Texts of a text, and of other literals behind it. */
const ofText: Calls = {
  lower: (text) => text.toLowerCase(),
  lcase: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  ucase: (text) => text.toUpperCase(),
  trim: (text, ...others) => (others.length === 0 ? text.replaceAll(/^ +| +$/g, '') : undefined),
  ltrim: (text, ...others) => (others.length === 0 ? text.replace(/^ +/, '') : undefined),
  rtrim: (text, ...others) => (others.length === 0 ? text.replace(/ +$/, '') : undefined),
  reverse: (text) => text.split('').toReversed().join(''),
  substring,
  substr: substring,
  left: (text, count) => (numberOf(count) >= 0 ? text.slice(0, numberOf(count)) : undefined),
  repeat: (text, count) => {
    const times = numberOf(count)
    return times >= 0 && times * text.length <= longest ? text.repeat(times) : undefined
  },
  replace: (text, from, to) => {
    if (from === undefined || !isText(from) || from.text === '') return undefined
    if (to !== undefined && !isText(to)) return undefined
    return text.replaceAll(from.text, () => to?.text ?? '')
  },
}

const called = (name: string, args: readonly Literal[]): Literal | undefined => {
  const [first, ...rest] = args
  if (first === undefined) return undefined
  if (name === 'concat') return joined(args, '')
  if (name === 'concat_ws') return first.type === 'string' ? joinedBy(first, rest) : undefined
  if (name === 'abs' && isWhole(first)) return first.text.startsWith('-') ? negative(first) : first
  if ((name === 'chr' || name === 'char') && rest.length === 0) {
    const code = numberOf(first)
    return code >= 1 && code <= 127 ? made(first, 'string', String.fromCharCode(code)) : undefined
  }
  if (rest.length === 0 && /^(?:string|tinyint|smallint|int|bigint|double)$/.test(name))
    return castLiteral(first, name)
  if (!isText(first) || !Object.hasOwn(ofText, name)) return undefined
  const text = ofText[name]?.(first.text, ...rest)
  return text === undefined ? undefined : made(first, 'string', text)
}

const joinedBy = (between: Literal, parts: readonly Literal[]): Literal | undefined =>
  parts.length === 0 ? made(between, 'string', '') : joined(parts, between.text)
