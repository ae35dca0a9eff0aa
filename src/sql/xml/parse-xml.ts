import type { XmlDocument, XmlNode } from './document.ts'

/** What is wrong with a text that should be XML; nothing of the text, as masks may hide it. */
export class NotXml extends Error {}

type Building = { -readonly [K in Exclude<keyof XmlNode, 'children' | 'attributes'>]: XmlNode[K] } & {
  readonly children: Building[]
  readonly attributes: Building[]
}

// Letters that every edition of XML 1.0 takes for letters, and no others: what is beyond them is not known here.
const letters =
  'A-Za-z_:\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u00FF\\u0391-\\u03A1\\u03A3-\\u03A9\\u03B1-\\u03C9\\u0410-\\u044F\\u3041-\\u3094\\u30A1-\\u30FA\\u4E00-\\u9FA5\\uAC00-\\uD7A3'
const namePattern = new RegExp(`[${letters}][${letters}0-9.\\-]*`, 'uy')
// oxlint-disable-next-line no-control-regex
const notCharacter = /[\0-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/u
const declarationPattern =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.0"|'1\.0')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*\?>/
const blanksPattern = /[ \t\n]*/y
const referencePattern = /&(?:#(\d+)|#x([\da-fA-F]+)|([A-Za-z]+));/g
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** So deep that Java's own parser of paths gives up somewhere beyond, depending on its memory. */
const deepest = 1000

/**
 * The document that a text is, as Java reads it where namespaces are not asked for. Throws NotXml for what is not
 * well-formed, and for what is not read here: a document type, which could name files or grow without end.
 */
export const parseXml = (written: string): XmlDocument => {
  const text = written.includes('\r') ? written.replaceAll(/\r\n?/g, '\n') : written
  if (notCharacter.test(text)) throw new NotXml('a character that XML has not')
  const nodes: Building[] = []
  const open = (kind: XmlNode['kind'], name: string, value: string, parent?: Building): Building => {
    const node: Building = {
      kind,
      name,
      value,
      piece: value,
      isSection: false,
      parent,
      children: [],
      attributes: [],
      order: nodes.length,
      end: nodes.length,
      place: 0,
    }
    nodes.push(node)
    if (parent !== undefined && kind !== 'attribute') {
      node.place = parent.children.length
      parent.children.push(node)
    }
    return node
  }
  const root = open('root', '', '')
  const stack: Building[] = [root]
  let at = 0
  let hasElement = false

  const wrong = (what: string): NotXml => new NotXml(`${what}, at character ${at + 1}`)
  const top = (): Building => stack.at(-1) ?? root
  const until = (mark: string, what: string): string => {
    const end = text.indexOf(mark, at)
    if (end < 0) throw wrong(`${what} without an end`)
    const inside = text.slice(at, end)
    at = end + mark.length
    return inside
  }
  const name = (): string => {
    namePattern.lastIndex = at
    const found = namePattern.exec(text)?.[0]
    if (found === undefined) throw wrong('no name, or a name with a character that is not known here')
    at += found.length
    return found
  }
  const skipBlanks = (): boolean => {
    blanksPattern.lastIndex = at
    const length = blanksPattern.exec(text)?.[0].length ?? 0
    at += length
    return length > 0
  }
  const say = (value: string, isSection: boolean): void => {
    const parent = top()
    const last = parent.children.at(-1)
    if (last?.kind === 'text') last.value += value
    else open('text', '', value, parent).isSection = isSection
  }

  const readTag = (): void => {
    const parent = top()
    if (parent === root && hasElement) throw wrong('a second element outside of all others')
    if (stack.length > deepest) throw wrong(`elements more than ${deepest} deep`)
    const element = open('element', name(), '', parent)
    hasElement = true
    const found = new Map<string, string>()
    for (;;) {
      const blank = skipBlanks()
      if (text.startsWith('/>', at)) {
        at += 2
        break
      }
      if (text[at] === '>') {
        at++
        break
      }
      if (!blank) throw wrong('no blank before an attribute')
      const key = name()
      if (found.has(key)) throw wrong('an attribute that is there twice')
      skipBlanks()
      if (text[at] !== '=') throw wrong('no = behind the name of an attribute')
      at++
      skipBlanks()
      const mark = text[at]
      if (mark !== '"' && mark !== "'") throw wrong('the value of an attribute without quotes')
      at++
      const value = until(mark, 'a value')
      if (value.includes('<')) throw wrong('< in the value of an attribute')
      found.set(key, references(value.replaceAll(/[\t\n]/g, ' ')))
    }
    // Java has the attributes in the order of their names, and declarations of namespaces are none to a path.
    for (const [key, value] of [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      if (key !== 'xmlns' && !key.startsWith('xmlns:'))
        element.attributes.push(open('attribute', key, value, element))
    if (text[at - 2] === '/') element.end = nodes.length - 1
    else stack.push(element)
  }

  const references = (value: string): string => {
    if (!value.includes('&')) return value
    const named = value.replaceAll(
      referencePattern,
      (_: string, decimal?: string, hex?: string, entity?: string) => {
        if (entity !== undefined) {
          const known = Object.hasOwn(entities, entity) ? entities[entity] : undefined
          if (known === undefined) throw wrong('an entity that is not declared')
          return known === '&' ? '\0' : known
        }
        const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
        const character = point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\0'
        if (notCharacter.test(character)) throw wrong('a reference to what is no character')
        return character === '&' ? '\0' : character
      },
    )
    if (named.includes('&')) throw wrong('& without a name and a semicolon')
    return named.replaceAll('\0', '&')
  }

  const readInstruction = (): void => {
    const target = name()
    if (target.toLowerCase() === 'xml') throw wrong('an instruction called xml')
    if (target.includes(':')) throw wrong('an instruction with a colon in its name')
    const blank = skipBlanks()
    const value = until('?>', 'an instruction')
    if (!blank && value !== '') throw wrong('no blank behind the name of an instruction')
    open('instruction', target, value, top())
  }

  const readMarkup = (): void => {
    if (text.startsWith('<!--', at)) {
      at += 4
      const value = until('--', 'a comment')
      if (text[at] !== '>') throw wrong('-- in a comment')
      at++
      open('comment', '', value, top())
    } else if (text.startsWith('<![CDATA[', at)) {
      if (top() === root) throw wrong('text outside of all elements')
      at += 9
      say(until(']]>', 'a CDATA section'), true)
    } else if (text.startsWith('<!', at))
      throw wrong('a document type or another declaration, which is not read here')
    else if (text.startsWith('<?', at)) {
      at += 2
      readInstruction()
    } else if (text.startsWith('</', at)) {
      at += 2
      const element = top()
      const closing = name()
      if (element === root || element.name !== closing)
        throw wrong('the end of an element that is not the one that is open')
      skipBlanks()
      if (text[at] !== '>') throw wrong('no > behind the name of an element that ends')
      at++
      element.end = nodes.length - 1
      stack.pop()
    } else {
      at++
      readTag()
    }
  }

  if (text.startsWith('<?xml') && /^[ \t\n?]/.test(text.slice(5, 6))) {
    const declaration = declarationPattern.exec(text)?.[0]
    if (declaration === undefined) throw wrong('a declaration of XML that is not known here')
    at = declaration.length
  }
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const end = next < 0 ? text.length : next
    if (end > at) {
      const raw = text.slice(at, end)
      if (top() === root) {
        if (/[^ \t\n]/.test(raw)) throw wrong('text outside of all elements')
      } else {
        if (raw.includes(']]>')) throw wrong(']]> in a text')
        say(references(raw), false)
      }
      at = end
    }
    if (next >= 0) readMarkup()
  }
  if (stack.length > 1) throw wrong('an element without an end')
  if (!hasElement) throw wrong('no element')
  root.end = nodes.length - 1
  return { nodes, root }
}
