import { stringValue, type Visited, type XmlNode } from './document.ts'
import { toBoolean, toNumber, toText, type XPathValue } from './xpath-values.ts'

/** Where an expression stands. */
export type Here = {
  readonly node: XmlNode
  readonly position: number
  readonly size: number
  readonly document: Visited
}

/** A function of XPath 1.0 with its arguments; those that are missing are the node where the call stands. */
export const callXPath = (name: string, args: readonly XPathValue[], here: Here): XPathValue => {
  const { document, node } = here
  const text = (i: number): string =>
    args[i] === undefined ? stringValue(document, node) : toText(document, args[i])
  const number = (i: number): number => toNumber(document, args[i] ?? text(i))
  const nodes = (): readonly XmlNode[] => (typeof args[0] === 'object' ? args[0] : [node])
  switch (name) {
    case 'last':
      return here.size
    case 'position':
      return here.position
    case 'count':
      return nodes().length
    case 'sum':
      return nodes().reduce((total, one) => total + toNumber(document, stringValue(document, one)), 0)
    case 'name':
      return nodes()[0]?.name ?? ''
    case 'local-name':
      return nodes()[0]?.name.replace(/^[^:]*:/, '') ?? ''
    case 'string':
      return text(0)
    case 'concat':
      return args.map((_, i) => text(i)).join('')
    case 'starts-with':
      return text(0).startsWith(text(1))
    case 'contains':
      return text(0).includes(text(1))
    case 'substring-before': {
      const at = text(0).indexOf(text(1))
      return at < 0 ? '' : text(0).slice(0, at)
    }
    case 'substring-after': {
      const at = text(0).indexOf(text(1))
      return at < 0 ? '' : text(0).slice(at + text(1).length)
    }
    case 'substring':
      return part(text(0), number(1), args.length > 2 ? number(2) : undefined)
    case 'string-length':
      return text(0).length
    case 'normalize-space':
      return text(0)
        .replaceAll(/[ \t\r\n]+/g, ' ')
        .replaceAll(/^ | $/g, '')
    case 'translate': {
      const [from, to] = [text(1), text(2)]
      return text(0)
        .split('')
        .map((unit) => {
          const at = from.indexOf(unit)
          return at < 0 ? unit : (to[at] ?? '')
        })
        .join('')
    }
    case 'boolean':
      return toBoolean(args[0] ?? false)
    case 'not':
      return !toBoolean(args[0] ?? false)
    case 'true':
      return true
    case 'false':
      return false
    case 'number':
      return number(0)
    case 'floor':
      return Math.floor(number(0))
    case 'ceiling':
      return Math.ceil(number(0))
    default:
      return rounded(number(0))
  }
}

/** As Java has it: what is no number is far before the start, numbers are cut to 64 and 32 bits, which may wrap around. */
const part = (text: string, from: number, length: number | undefined): string => {
  if (text === '') return ''
  const whole = (value: number): number =>
    Number.isNaN(value) ? 0 : Math.max(-(2 ** 63), Math.min(2 ** 63, Math.floor(value + 0.5)))
  const small = (value: number): number => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(value)))
  const start = Number.isNaN(from) ? -1_000_000 : whole(from)
  const first = start > 0 ? Math.min(small(start) - 1, text.length) : 0
  if (length === undefined) return text.slice(first)
  const last = Math.min(Math.max(0, (small(whole(length) + start) - 1) | 0), text.length)
  if (last < first) throw new Error('xpath of a substring that ends before it begins')
  return text.slice(first, last)
}

/** Halves go up; minus zero stays. */
const rounded = (value: number): number => (value >= -0.5 && value < 0 ? -0 : Math.floor(value + 0.5))
