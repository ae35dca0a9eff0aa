import { Refused } from '../spark/refusals.ts'

const axes = [
  'child',
  'descendant',
  'descendant-or-self',
  'self',
  'parent',
  'ancestor',
  'ancestor-or-self',
  'following-sibling',
  'preceding-sibling',
  'following',
  'preceding',
  'attribute',
] as const

export type Axis = (typeof axes)[number]

export type NodeTest =
  | { readonly kind: 'name'; readonly name: string }
  /** A star: every element, or every attribute. */
  | { readonly kind: 'any' }
  | { readonly kind: 'node' | 'text' | 'comment' | 'instruction' }

export type Step = { readonly axis: Axis; readonly test: NodeTest; readonly predicates: readonly XPath[] }

export type Operator =
  | 'or'
  | 'and'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | 'div'
  | 'mod'
  | '|'

/** An expression of XPath 1.0 without prefixes and variables. */
export type XPath =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: XPath; readonly right: XPath }
  | { readonly kind: 'negative'; readonly of: XPath }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly XPath[] }
  | { readonly kind: 'filter'; readonly of: XPath; readonly predicates: readonly XPath[] }
  | { readonly kind: 'path'; readonly from: 'root' | 'here' | XPath; readonly steps: readonly Step[] }

export type XPathType = 'nodes' | 'number' | 'text' | 'boolean'

const isAxis = (text: string): text is Axis => axes.some((axis) => axis === text)

/** The functions that are known, with their result and how many arguments they take. */
const functions: Readonly<Record<string, readonly [XPathType, number, number]>> = {
  last: ['number', 0, 0],
  position: ['number', 0, 0],
  count: ['number', 1, 1],
  sum: ['number', 1, 1],
  name: ['text', 0, 1],
  'local-name': ['text', 0, 1],
  string: ['text', 0, 1],
  concat: ['text', 2, 99],
  'starts-with': ['boolean', 2, 2],
  contains: ['boolean', 2, 2],
  'substring-before': ['text', 2, 2],
  'substring-after': ['text', 2, 2],
  substring: ['text', 2, 3],
  'string-length': ['number', 0, 1],
  'normalize-space': ['text', 0, 1],
  translate: ['text', 3, 3],
  boolean: ['boolean', 1, 1],
  not: ['boolean', 1, 1],
  true: ['boolean', 0, 0],
  false: ['boolean', 0, 0],
  number: ['number', 0, 1],
  floor: ['number', 1, 1],
  ceiling: ['number', 1, 1],
  round: ['number', 1, 1],
}

const takesNodes = new Set(['count', 'sum', 'name', 'local-name'])

export const typeOfXPath = (path: XPath): XPathType => {
  switch (path.kind) {
    case 'number':
    case 'negative':
      return 'number'
    case 'text':
      return 'text'
    case 'path':
    case 'filter':
      return 'nodes'
    case 'call':
      return functions[path.name]?.[0] ?? 'nodes'
    case 'binary':
      if (path.operator === '|') return 'nodes'
      return /^(?:[+*-]|div|mod)$/.test(path.operator) ? 'number' : 'boolean'
  }
}

// A letter of a name as in documents; a colon would begin a prefix.
const nameLetters =
  'A-Za-z_\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u00FF\\u0391-\\u03A1\\u03A3-\\u03A9\\u03B1-\\u03C9\\u0410-\\u044F\\u3041-\\u3094\\u30A1-\\u30FA\\u4E00-\\u9FA5\\uAC00-\\uD7A3'
const tokenPattern = new RegExp(
  `\\s*(?:(\\d+(?:\\.\\d+)?|\\.\\d+)|("[^"]*"|'[^']*')|([${nameLetters}][${nameLetters}0-9.\\-]*)|(//|::|\\.\\.|!=|<=|>=|[/@.()\\[\\],|+\\-=<>*]))`,
  'uy',
)

type Token = { readonly kind: 'number' | 'text' | 'name' | 'mark'; readonly text: string }

const refuse = (what: string): Refused =>
  new Refused(
    `an XPath with ${what}`,
    'paths of names, axes and predicates with the functions of XPath 1.0 are known, without prefixes and variables',
  )

const tokensOf = (path: string): readonly Token[] => {
  const tokens: Token[] = []
  let at = 0
  const whole = path.trimEnd()
  while (at < whole.length) {
    tokenPattern.lastIndex = at
    const found = tokenPattern.exec(whole)
    if (found === null) throw refuse(`${JSON.stringify(whole.slice(at, at + 10))} at character ${at + 1}`)
    at = tokenPattern.lastIndex
    const [, number, text, name, mark] = found
    // A prefix, or a number that goes on as a name.
    if ((name !== undefined || mark === '*') && /^:(?!:)/.test(whole.slice(at)))
      throw refuse('a name with a prefix')
    if (number !== undefined && /^[\w.]/.test(whole.slice(at)))
      throw refuse(`the number ${whole.slice(at - number.length, at + 1)}`)
    if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1) })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else tokens.push({ kind: 'mark', text: mark ?? '' })
  }
  return tokens
}

const levels: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
]

/** An expression of XPath 1.0. Throws Refused for what is not known to mean what it means to Java. */
export const parseXPath = (path: string): XPath => {
  const tokens = tokensOf(path)
  let at = 0
  let depth = 0
  let predicateDepth = 0

  const peek = (ahead = 0): Token | undefined => tokens[at + ahead]
  const isMark = (text: string, ahead = 0): boolean =>
    peek(ahead)?.kind === 'mark' && peek(ahead)?.text === text
  const take = (text: string): boolean => {
    if (!isMark(text)) return false
    at++
    return true
  }
  const need = (text: string): void => {
    if (!take(text)) throw refuse(`no ${text} before ${JSON.stringify(peek()?.text ?? 'its end')}`)
  }

  const binary = (level: number): XPath => {
    const operators = levels[level]
    if (operators === undefined) return unary()
    let left = binary(level + 1)
    for (;;) {
      const token = peek()
      const operator = operators.find((one) => one === token?.text)
      if (operator === undefined || token?.kind === 'text') return left
      at++
      const right = binary(level + 1)
      // Java fails at run time.
      const isCompared = level === 2 || level === 3
      if (isCompared && [left, right].some(isUnion) && [left, right].some(isBoolean))
        throw refuse('| compared with a boolean')
      left = { kind: 'binary', operator, left, right }
    }
  }

  const unary = (): XPath => {
    if (!take('-')) return union()
    if (isMark('-')) throw refuse('two signs')
    return { kind: 'negative', of: union() }
  }

  const union = (): XPath => {
    let left = pathOf()
    while (take('|')) {
      const right = pathOf()
      if (typeOfXPath(left) !== 'nodes' || typeOfXPath(right) !== 'nodes') throw refuse('| between values')
      left = { kind: 'binary', operator: '|', left, right }
    }
    return left
  }

  const pathOf = (): XPath => {
    const token = peek()
    const isCall = token?.kind === 'name' && isMark('(', 1) && !isNodeType(token.text)
    const isPrimary = isMark('(') || token?.kind === 'number' || token?.kind === 'text' || isCall
    if (!isPrimary) return location()
    let primary = primaryOf()
    if (isMark('[')) {
      if (typeOfXPath(primary) !== 'nodes') throw refuse('a predicate of a value')
      primary = { kind: 'filter', of: primary, predicates: predicates() }
    }
    if (!isMark('/') && !isMark('//')) return primary
    if (typeOfXPath(primary) !== 'nodes') throw refuse('a step from a value')
    // Java loses nodes of such.
    if (hasUnion(primary)) throw refuse('a step from nodes that | has put together')
    return { kind: 'path', from: primary, steps: steps([]) }
  }

  const primaryOf = (): XPath => {
    if (++depth > 50) throw refuse('more than fifty brackets in one another')
    const token = peek()
    at++
    let result: XPath
    if (token?.kind === 'number') result = { kind: 'number', value: Number(token.text) }
    else if (token?.kind === 'text') result = { kind: 'text', value: token.text }
    else if (token?.kind === 'mark') {
      result = binary(0)
      need(')')
    } else result = call(token?.text ?? '')
    depth--
    return result
  }

  const call = (name: string): XPath => {
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined
    if (known === undefined) throw refuse(`the function ${name}`)
    need('(')
    const args: XPath[] = []
    if (!isMark(')'))
      do args.push(binary(0))
      while (take(','))
    need(')')
    const [, least, most] = known
    if ((name === 'last' || name === 'position') && predicateDepth === 0)
      throw refuse(`${name}() outside of brackets`)
    if (args.length < least || args.length > most) throw refuse(`${args.length} arguments of ${name}`)
    if (takesNodes.has(name) && args[0] !== undefined && typeOfXPath(args[0]) !== 'nodes')
      throw refuse(`${name} of a value`)
    // Java takes the first node that it comes to, which need not be the first of the document.
    if ((name === 'name' || name === 'local-name') && args[0] !== undefined && !isStraight(args[0]))
      throw refuse(`${name} of a path with other steps than from parents to children`)
    return { kind: 'call', name, args }
  }

  const location = (): XPath => {
    if (isMark('//')) return { kind: 'path', from: 'root', steps: steps([]) }
    if (isMark('/')) {
      const next = peek(1)
      const begins = next?.kind === 'name' || (next?.kind === 'mark' && /^(?:[.@*]|\.\.)$/.test(next.text))
      if (begins) return { kind: 'path', from: 'root', steps: steps([]) }
      at++
      return { kind: 'path', from: 'root', steps: [] }
    }
    return { kind: 'path', from: 'here', steps: steps([step()]) }
  }

  const anywhere: Step = { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [] }

  const steps = (first: readonly Step[]): readonly Step[] => {
    const made = [...first]
    for (;;) {
      if (take('//')) made.push(anywhere, step())
      else if (take('/')) made.push(step())
      else return made
    }
  }

  const step = (): Step => {
    if (take('.')) return { axis: 'self', test: { kind: 'node' }, predicates: [] }
    if (take('..')) return { axis: 'parent', test: { kind: 'node' }, predicates: [] }
    let axis: Axis = 'child'
    const token = peek()
    if (take('@')) axis = 'attribute'
    else if (token?.kind === 'name' && isMark('::', 1)) {
      if (!isAxis(token.text)) throw refuse(`the axis ${token.text}`)
      axis = token.text
      at += 2
    }
    return { axis, test: nodeTest(), predicates: predicates() }
  }

  const nodeTest = (): NodeTest => {
    if (take('*')) return { kind: 'any' }
    const token = peek()
    if (token?.kind !== 'name')
      throw refuse(`${JSON.stringify(token?.text ?? 'its end')} where a name is needed`)
    at++
    if (!isMark('(')) return { kind: 'name', name: token.text }
    if (!isNodeType(token.text)) throw refuse(`the node test ${token.text}()`)
    need('(')
    need(')')
    return { kind: token.text === 'processing-instruction' ? 'instruction' : token.text }
  }

  const predicates = (): readonly XPath[] => {
    const found: XPath[] = []
    while (take('[')) {
      if (++depth > 50) throw refuse('more than fifty brackets in one another')
      predicateDepth++
      const predicate = binary(0)
      predicateDepth--
      if (typeOfXPath(predicate) === 'number' && !isPlace(predicate))
        throw refuse('a number in brackets other than 1, last() or last() - 1')
      found.push(predicate)
      depth--
      need(']')
    }
    return found
  }

  const result = binary(0)
  if (at < tokens.length) throw refuse(`${JSON.stringify(peek()?.text)} where an operator is needed`)
  return result
}

const isUnion = (path: XPath): boolean => path.kind === 'binary' && path.operator === '|'

const isBoolean = (path: XPath): boolean => typeOfXPath(path) === 'boolean'

/** Behind // Java takes other numbers for places among all nodes, not among those of one parent. */
const isPlace = (path: XPath): boolean => {
  if (path.kind === 'number') return Number.isInteger(path.value)
  if (path.kind === 'call') return path.name === 'last'
  return path.kind === 'binary' && path.operator === '-' && isPlace(path.left) && path.right.kind === 'number'
}

const hasUnion = (path: XPath): boolean =>
  isUnion(path) ||
  (path.kind === 'filter' && hasUnion(path.of)) ||
  (path.kind === 'path' && typeof path.from === 'object' && hasUnion(path.from))

/** Whether a path comes to its nodes in the order of the document by itself. */
const isStraight = (path: XPath): boolean =>
  path.kind === 'path' &&
  typeof path.from === 'string' &&
  path.steps.every(({ axis }) => /^(?:child|attribute|self|parent)$/.test(axis))

const isNodeType = (name: string): name is 'node' | 'text' | 'comment' | 'processing-instruction' =>
  /^(?:node|text|comment|processing-instruction)$/.test(name)
