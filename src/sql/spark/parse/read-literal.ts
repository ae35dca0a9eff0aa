import { type Fields, Unsupported } from './node.ts'
import { intervalAt } from './read-interval.ts'
import type { Reader } from './reader.ts'
import type { Token } from './tokens.ts'
import type { Expression, LiteralType } from '../tree.ts'

const suffixes: Readonly<Record<string, LiteralType>> = {
  l: 'bigint',
  s: 'smallint',
  y: 'tinyint',
  d: 'double',
  f: 'float',
  bd: 'decimal',
}

/** Of the smallest number of a type, what stands behind its sign. */
const smallest: Readonly<Partial<Record<LiteralType, bigint>>> = {
  bigint: 2n ** 63n,
  smallint: 32768n,
  tinyint: 128n,
}

export const isSmallest = ({ type, text }: { readonly type: LiteralType; readonly text: string }): boolean =>
  smallest[type] !== undefined && BigInt(text) === smallest[type]

export const readLiteral = (reader: Reader, fields: Fields): Expression => {
  const value = String(fields['value'])
  const token = reader.normalized.tokenOf(value)
  if (fields['literal_type'] !== 'number' && fields['literal_type'] !== 'string')
    throw new Unsupported(`a literal of type ${String(fields['literal_type'])}`)
  if (fields['literal_type'] === 'number' || token === undefined) {
    const span = { offset: 0, length: 0 }
    if (fields['literal_type'] !== 'number') return { kind: 'literal', type: 'string', text: value, span }
    return { kind: 'literal', type: numberType(value), text: value, span }
  }
  const span = { offset: token.offset, length: token.end - token.offset }
  if (token.kind === 'number') return suffixedNumber(token)
  const index = reader.tokens.indexOf(token)
  if (token.kind === 'word') {
    const body = reader.tokens[index + 1]?.text ?? ''
    const word = token.text.toLowerCase()
    if (word === 'date' || word === 'timestamp' || word === 'timestamp_ntz')
      return { kind: 'typed', type: word, text: body, span }
    if (word === 'timestamp_ltz') return { kind: 'typed', type: 'timestamp', text: body, span }
    const interval = intervalAt(reader.tokens, index)
    if (interval !== undefined) return { kind: 'interval', ...interval.read() }
    if (word === 'x') return { kind: 'typed', type: 'binary', text: body, span }
    return { kind: 'literal', type: 'string', text: word, span }
  }
  let text = ''
  for (let i = index; reader.tokens[i]?.kind === 'string'; i++) text += reader.tokens[i]?.text ?? ''
  return { kind: 'literal', type: 'string', text, span }
}

/** A number with an exponent or with the letter of its type. */
export const suffixedNumber = (token: Token): Extract<Expression, { kind: 'literal' }> => {
  const span = { offset: token.offset, length: token.end - token.offset }
  const suffix = /(?:bd|[lsydf])$/i.exec(token.text)?.[0]?.toLowerCase() ?? ''
  const text = token.text.slice(0, token.text.length - suffix.length)
  const type = suffixes[suffix] ?? numberType(text)
  const most = suffix === '' ? undefined : smallest[type]
  if (most !== undefined && BigInt(text) > most) throw new Unsupported(`the number ${token.text}`)
  return { kind: 'literal', type, text, span, suffixed: suffix !== '' }
}

/** A value behind a minus. The sign belongs to a number that stands right behind it: -2147483648 is an INT. */
export const negative = (operand: Expression, isBracketed: boolean): Expression => {
  const number = !isBracketed && operand.kind === 'literal' && operand.type !== 'string' ? operand : undefined
  if (number === undefined || number.text.startsWith('-')) return { kind: 'unary', op: '-', operand }
  const text = `-${number.text}`
  return { ...number, text, type: number.suffixed === true ? number.type : numberType(text) }
}

export const numberType = (text: string): LiteralType => {
  if (/e/i.test(text)) return 'double'
  if (text.includes('.')) return 'decimal'
  const value = BigInt(text)
  if (value >= -2147483648n && value < 2147483648n) return 'int'
  return value >= -9223372036854775808n && value < 9223372036854775808n ? 'bigint' : 'decimal'
}
