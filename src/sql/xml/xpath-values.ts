import { stringValue, type Visited, type XmlNode } from './document.ts'

export type XPathValue = number | string | boolean | readonly XmlNode[]

/* What a value of XPath is as another type, and which of two values is the larger one. */

export const toBoolean = (value: XPathValue): boolean => {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'number':
      return value !== 0 && !Number.isNaN(value)
    case 'string':
      return value !== ''
    default:
      return value.length > 0
  }
}

export const toNumber = (document: Visited, value: XPathValue): number => {
  switch (typeof value) {
    case 'boolean':
      return value ? 1 : 0
    case 'number':
      return value
    default:
      return numberOf(toText(document, value))
  }
}

/** Digits with a point and a minus; XPath knows no exponents. */
const numberOf = (text: string): number => {
  const isBlank = (at: number): boolean => /[ \t\r\n]/.test(text[at] ?? '')
  let [start, end] = [0, text.length]
  while (start < end && isBlank(start)) start++
  while (end > start && isBlank(end - 1)) end--
  const trimmed = text.slice(start, end)
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(trimmed) ? Number(trimmed) : Number.NaN
}

export const toText = (document: Visited, value: XPathValue): string => {
  switch (typeof value) {
    case 'boolean':
      return String(value)
    case 'number':
      return numberText(value)
    case 'string':
      return value
    default:
      return value[0] === undefined ? '' : stringValue(document, value[0])
  }
}

/** A number without an exponent. Of large ones Java writes more digits than tell them apart, in ways of its own. */
const numberText = (value: number): string => {
  if (value === 0) return '0'
  if (Number.isFinite(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new Error('xpath of a number of more than 15 digits as text')
  const [digits = '', exponent] = String(value).split('e')
  if (exponent === undefined) return digits
  const sign = digits.startsWith('-') ? '-' : ''
  const [whole = '', part = ''] = digits.replace('-', '').split('.')
  const point = whole.length + Number(exponent)
  const all = whole + part
  return sign + (point <= 0 ? `0.${'0'.repeat(-point)}${all}` : all.padEnd(point, '0'))
}

type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** Of nodes some must compare as asked; numbers count where one side is one, or where the order is asked for. */
export const compareValues = (
  operator: Comparison,
  left: XPathValue,
  right: XPathValue,
  document: Visited,
): boolean => {
  const isOrder = operator !== '=' && operator !== '!='
  if (isOrder && typeof left !== 'object' && typeof right !== 'object')
    return compareNumbers(operator, toNumber(document, left), toNumber(document, right))
  if (typeof left === 'boolean' || typeof right === 'boolean')
    return compareNumbers(operator, Number(toBoolean(left)), Number(toBoolean(right)))
  const each = (value: XPathValue): readonly (string | number)[] => {
    if (typeof value !== 'object') return typeof value === 'boolean' ? [] : [value]
    return value.map((node: XmlNode) => stringValue(document, node))
  }
  const asNumbers = isOrder || typeof left === 'number' || typeof right === 'number'
  const [a, b] = [each(left), each(right)]
  document.spend(a.length * b.length)
  return asNumbers
    ? a.some((x) => {
        const number = toNumber(document, x)
        return b.some((y) => compareNumbers(operator, number, toNumber(document, y)))
      })
    : a.some((x) => b.some((y) => (operator === '=' ? x === y : x !== y)))
}

const compareNumbers = (operator: Comparison, a: number, b: number): boolean => {
  switch (operator) {
    case '=':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}
