import { isSmallest, numberType, suffixedNumber } from '../read-literal.ts'
import type { Token } from '../tokens.ts'
import type { Call, Expression } from '../../tree.ts'
import {
  type Cursor,
  expect,
  expressions,
  giveUp,
  inside,
  isName,
  mark,
  readNameInPlace,
  skip,
  spanOfToken,
  tokenHere,
} from './cursor.ts'
import { readTypeName } from './read-type-name.ts'
import { readWindow } from './read-window.ts'
import { isCalled, isTypeName } from './reserved-words.ts'

/** A value with what stands behind it: fields, members, a number or a name in brackets. */
export const readValue = (cursor: Cursor): Expression => {
  const isBracketed = mark(cursor) === '('
  let value = isBracketed ? readBracketed(cursor) : readSimple(cursor)
  const hasMembers = !isBracketed && /^(?:column|call|cast)$/.test(value.kind)
  for (let next = mark(cursor); next === '[' || next === '.'; next = mark(cursor)) {
    if (!hasMembers) giveUp()
    cursor.at++
    if (next === '[') {
      const index = cursor.expression()
      expect(cursor, ']')
      value = { kind: 'subscript', operand: value, index }
    } else {
      cursor.named.push(cursor.at)
      const name = readNameInPlace(cursor)
      value =
        value.kind === 'column'
          ? { kind: 'column', parts: [...value.parts, name] }
          : { kind: 'field', operand: value, name }
    }
  }
  return value
}

const readBracketed = (cursor: Cursor): Expression => {
  expect(cursor, '(')
  const isQuery = /^(?:select|with)$/.test(mark(cursor))
  const value: Expression = isQuery ? { kind: 'scalar', query: cursor.query() } : cursor.expression()
  expect(cursor, ')')
  return value
}

const readSimple = (cursor: Cursor): Expression => {
  const token = tokenHere(cursor)
  switch (token.kind) {
    case 'string':
      return readText(cursor)
    case 'number':
      cursor.at++
      return readNumber(token)
    case 'quoted':
      return readColumn(cursor)
    case 'word':
      return readWord(cursor, token)
    default:
      return giveUp()
  }
}

/** Neighbouring literals are one. */
const readText = (cursor: Cursor): Expression => {
  const first = tokenHere(cursor)
  let text = ''
  for (; cursor.tokens[cursor.at]?.kind === 'string'; cursor.at++) text += tokenHere(cursor).text
  return { kind: 'literal', type: 'string', text, span: spanOfToken(first) }
}

const readNumber = (token: Token): Expression => {
  const { text } = token
  if (/^\d+(?:\.\d+)?$/.test(text))
    return { kind: 'literal', type: numberType(text), text, span: { offset: 0, length: 0 } }
  if (!/[^0-9.]/.test(text)) return giveUp()
  const number = suffixedNumber(token)
  return number.suffixed === true && isSmallest(number) ? giveUp() : number
}

const readColumn = (cursor: Cursor): Expression => {
  cursor.named.push(cursor.at)
  const word = mark(cursor)
  const isSure = isName(cursor, cursor.at)
  const name = readNameInPlace(cursor)
  const next = mark(cursor)
  // Of a name in quotes it is not known here whether it can be called.
  if (next === '(' || (next === '[' && !isSure) || (next === '.' && isTypeName(word))) giveUp()
  return { kind: 'column', parts: [name] }
}

const readWord = (cursor: Cursor, token: Token): Expression => {
  const word = mark(cursor)
  const next = cursor.tokens[cursor.at + 1]
  if (next?.kind === 'string') return readTyped(cursor, word, token, next)
  switch (word) {
    case 'null':
      cursor.at++
      return { kind: 'null' }
    case 'true':
    case 'false':
      cursor.at++
      return { kind: 'boolean', value: word === 'true' }
    case 'case':
      cursor.at++
      return inside(cursor, readCase)
    case 'cast':
    case 'try_cast':
      cursor.at++
      return readCast(cursor, word === 'try_cast')
    case 'exists':
      return readExists(cursor)
    case 'current_date':
    case 'current_timestamp':
      return next?.text === '(' ? readCall(cursor, word, token) : readConstant(cursor, word)
    default:
      return next?.kind === 'symbol' && next.text === '(' ? readCall(cursor, word, token) : readColumn(cursor)
  }
}

const readTyped = (cursor: Cursor, word: string, token: Token, { text }: Token): Expression => {
  if (word !== 'date' && word !== 'timestamp') return giveUp()
  cursor.at += 2
  // What stands behind it is not joined to it by everybody.
  if (cursor.tokens[cursor.at]?.kind === 'string') giveUp()
  return { kind: 'typed', type: word, text, span: spanOfToken(token) }
}

const readCase = (cursor: Cursor): Expression => {
  const operand = mark(cursor) === 'when' ? undefined : cursor.expression()
  const whens: (readonly [Expression, Expression])[] = []
  while (skip(cursor, 'when')) {
    const condition = cursor.expression()
    expect(cursor, 'then')
    whens.push([condition, cursor.expression()])
  }
  if (whens.length === 0) giveUp()
  const otherwise = skip(cursor, 'else') ? cursor.expression() : undefined
  expect(cursor, 'end')
  return { kind: 'case', operand, whens, otherwise }
}

const readCast = (cursor: Cursor, attempt: boolean): Expression => {
  expect(cursor, '(')
  const { length } = cursor.named
  const { queries } = cursor
  const operand = cursor.expression()
  expect(cursor, 'as')
  const type = readTypeName(cursor)
  expect(cursor, ')')
  if (cursor.queries > queries) giveUp()
  // It stands where its first name stands, or at the beginning of the statement.
  const token = cursor.tokens[cursor.named[length] ?? 0] ?? giveUp()
  return { kind: 'cast', operand, type, span: spanOfToken(token), attempt }
}

/** A call without brackets, which counts as standing at the beginning of the statement. */
const readConstant = (cursor: Cursor, name: string): Call => {
  cursor.at++
  if (/^[[.]$/.test(mark(cursor))) giveUp()
  const span = spanOfToken(cursor.tokens[0] ?? giveUp())
  return { kind: 'call', name, span, ...plainCall, bare: true }
}

const plainCall = {
  args: [],
  distinct: false,
  ignoreNulls: false,
  filter: undefined,
  over: undefined,
} as const

const readExists = (cursor: Cursor): Expression => {
  cursor.at++
  expect(cursor, '(')
  if (!/^(?:select|with)$/.test(mark(cursor))) giveUp()
  const query = cursor.query()
  expect(cursor, ')')
  return { kind: 'exists', query }
}

const readCall = (cursor: Cursor, name: string, token: Token): Call => {
  if (!isCalled(name)) giveUp()
  cursor.at += 2
  const distinct = skip(cursor, 'distinct')
  const args = mark(cursor) === ')' && !distinct ? [] : readArguments(cursor, name, distinct)
  expect(cursor, ')')
  const filter = mark(cursor) === 'filter' ? readFilter(cursor) : undefined
  const over = skip(cursor, 'over') ? readWindow(cursor) : undefined
  if (filter !== undefined && over !== undefined) giveUp()
  return {
    kind: 'call',
    name,
    span: spanOfToken(token),
    args,
    distinct,
    ignoreNulls: false,
    filter,
    over,
  }
}

const readArguments = (cursor: Cursor, name: string, distinct: boolean): readonly Expression[] => {
  if (distinct || cursor.marks[cursor.at] !== '*') {
    const args = expressions(cursor)
    // substr(a FROM b) has words of its own, of which IN is one that is read here.
    return name.startsWith('substr') && args.some(({ kind }) => kind === 'in' || kind === 'inQuery')
      ? giveUp()
      : args
  }
  cursor.at++
  return [{ kind: 'star', qualifier: [] }]
}

const readFilter = (cursor: Cursor): Expression => {
  cursor.at++
  expect(cursor, '(')
  expect(cursor, 'where')
  const condition = cursor.expression()
  expect(cursor, ')')
  return condition
}
