import {
  bracketed,
  type IgnoredCase,
  lineEnds,
  type OneOf,
  range,
  readClass,
  readEscape,
} from './java-class.ts'
import { Lacking, Refused } from '../refusals.ts'

/** A regular expression of Java in the spelling of an engine; RE2's is what `regex-scripts.ts` reads, too. */
export type ParsedRegex = {
  readonly pattern: string
  /** The engine's number of each group of Java; the first is the whole match. */
  readonly groups: readonly number[]
  /** Groups that hold a line end which is not part of Java's match. */
  readonly ends: readonly number[]
  /** True where it can match nothing at all, which RE2 repeats otherwise. */
  readonly maybeEmpty: boolean
  /** True where the engine's `\b` stands in it, which knows of ASCII only. */
  readonly isBounded: boolean
}

/**
 * `search`: matters is only whether there is a match. `replace`: the line end that `$` looks at becomes part of the
 * match, in a group of `ends`. `extract`: as in a search, and the whole match is a group. JavaScript needs none of this.
 */
export type RegexUse = 'search' | 'replace' | 'extract'

const lineEnd = `\\r\\n|[${lineEnds}]`

const around = new Lacking(
  'a regular expression with look-around',
  "match more, and take the part that is meant by a group: regexp_extract(x, 'a(b)c', 1)",
)

/** `^` under (?m): behind a line end, but neither inside of one nor at the end of the text. */
const lineStart = `(?:\\A|(?<=[${lineEnds}])(?<!\\r(?=\\n)))(?!\\z)`
/** `$`, which is at the end and before a last line end; under (?m) before each of them. */
const notBetween = '(?<!\\r(?=\\n))'
const beforeEnd = `${notBetween}(?=(?:${lineEnd})?\\z)`
const beforeLineEnd = `${notBetween}(?=[${lineEnds}]|\\z)`

/** A piece of the pattern: its text, how many characters it matches, and what stands at its edges. */
type Piece = {
  readonly text: string
  readonly least: number
  /** Infinity where nothing bounds it. */
  readonly most: number
  /** Ends with `$`, so nothing may follow. */
  readonly last?: boolean
  readonly boundary?: boolean
  readonly choice?: boolean
}

/**
 * Throws Refused for what the engine lacks or reads otherwise: RE2 look-around, back-references and what matches
 * nothing, JavaScript what bounds its matching otherwise than Java does.
 */
export const parseJavaRegex = (source: string, use: RegexUse | 'script'): ParsedRegex => {
  const inScript = use === 'script'
  const groups: number[] = [0]
  const names = new Map<string, number>()
  const ends: number[] = []
  let at = 0
  let captures = use === 'extract' ? 1 : 0
  let isBounded = false
  let flags = { ignoreCase: false, allLetters: false, dotAll: false, multiline: false }
  const ignored = (): IgnoredCase => (!flags.ignoreCase ? 'none' : flags.allLetters ? 'all' : 'ascii')
  /** Groups that took part in every match that comes to this place, and what they match. */
  let sure: ReadonlyMap<number, { readonly least: number }> = new Map()
  /** Groups that a later turn of a loop empties in JavaScript, and not in Java. */
  let hasLoopedGroup = false
  /** Look-behind, whose groups JavaScript finds backwards, or a look-around that must not match. */
  let isAround = false

  const open = (): number => {
    if (isAround)
      throw new Refused('a group inside of (?<=…), (?<!…) or (?!…) of a regular expression', 'write (?:…)')
    return (captures += 1)
  }

  const alternatives = (depth: number): Piece => {
    const kept = flags
    const before = sure
    const options: Piece[] = []
    do {
      sure = before
      options.push(sequence(depth))
    } while (source[at] === '|' && ++at > 0)
    flags = kept
    if (options.length > 1) sure = before
    return {
      text: options.map((option) => option.text).join('|'),
      least: Math.min(...options.map((option) => option.least)),
      most: Math.max(...options.map((option) => option.most)),
      last: options.some((option) => option.last === true),
      choice: options.length > 1,
    }
  }

  const sequence = (depth: number): Piece => {
    const pieces: Piece[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const piece = quantified(depth)
      if (pieces.at(-1)?.last === true && piece.text !== '')
        throw new Lacking(
          'a regular expression with more behind $',
          'write \\z for the end, or leave the rest out',
        )
      if (piece.text !== '') pieces.push(piece)
    }
    return joined(pieces)
  }

  const joined = (pieces: readonly Piece[]): Piece => ({
    text: pieces.map((piece) => piece.text).join(''),
    least: pieces.reduce((sum, piece) => sum + piece.least, 0),
    most: pieces.reduce((sum, piece) => sum + piece.most, 0),
    last: pieces.at(-1)?.last === true,
  })

  const quantified = (depth: number): Piece => {
    const [opened, known] = [groups.length, sure]
    const piece = atom(depth)
    const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})([?+]?)/.exec(source.slice(at))
    if (found === null) {
      if (source[at] === '{')
        throw new Refused('{ in a regular expression that is no quantifier', 'write \\{')
      return piece
    }
    at += found[0].length
    if (found[4] === '+' && !inScript)
      throw new Lacking('a possessive quantifier', 'leave its second + out if the result is the same')
    if (piece.text === '' || piece.boundary === true || piece.last === true)
      throw new Refused('a quantifier behind what has no length')
    if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(source.slice(at))) throw new Refused('two quantifiers in a row')
    const least = found[0].startsWith('{') ? Number(found[1]) : found[0].startsWith('+') ? 1 : 0
    if (Math.max(least, Number(found[3] ?? 0)) > 1000) throw new Refused('a quantifier of more than 1000')
    if (piece.least === 0 && !found[0].startsWith('?'))
      throw new Refused('a repeated group that can be empty', 'let the group match at least one character')
    const most = found[0].startsWith('?')
      ? 1
      : !found[0].startsWith('{')
        ? Infinity
        : found[2] === undefined
          ? least
          : found[3] === ''
            ? Infinity
            : Number(found[3])
    const within = groups.slice(opened)
    if (most > 1 && within.some((_, i) => !sure.has(opened + i))) hasLoopedGroup = true
    if (least === 0) sure = known
    const size = { least: piece.least * least, most: piece.most === 0 ? 0 : piece.most * most }
    if (found[4] !== '+') return { text: piece.text + found[0], ...size }
    if (within.length > 0) throw new Refused('a possessive quantifier behind a group', 'write (?:…)')
    return { text: atomic(piece.text + found[0].slice(0, -1)), ...size }
  }

  /** What look-ahead has found is not looked for again. It must have no groups of Java's. */
  const atomic = (text: string): string => `(?=(${text}))\\${open()}`

  const single = (set: OneOf): Piece => ({ text: bracketed(set), least: 1, most: 1 })

  const atom = (depth: number): Piece => {
    const char = source[at] ?? ''
    if (char === '\\') return escaped()
    if (char === '[') {
      const { set, end } = readClass(source, at, ignored(), inScript)
      at = end
      return single(set)
    }
    if (char === '(') return group(depth)
    if (/[*+?{]/.test(char))
      throw new Refused(`${char} in this place of a regular expression`, `write \\${char}`)
    const code = source.codePointAt(at) ?? 0
    at += String.fromCodePoint(code).length
    if (char === '.') return { text: flags.dotAll ? '(?s:.)' : `[^${lineEnds}]`, least: 1, most: 1 }
    if (char === '^') return empty(flags.multiline ? lineStart : '\\A')
    if (char === '$') return flags.multiline ? empty(beforeLineEnd) : end()
    return single(range(code, code, ignored()))
  }

  const empty = (text: string): Piece => ({ text, least: 0, most: 0 })

  const end = (): Piece => {
    if (inScript) return empty(beforeEnd)
    if (use !== 'replace') return { text: `(?:${lineEnd})?\\z`, least: 0, most: 0, last: true }
    ends.push(open())
    return { text: `(${lineEnd})?\\z`, least: 0, most: 0, last: true }
  }

  const escaped = (): Piece => {
    if (source.startsWith('\\Q', at)) {
      const close = source.indexOf('\\E', at + 2)
      const text = source.slice(at + 2, close === -1 ? undefined : close)
      at = close === -1 ? source.length : close + 2
      const codes = Array.from(text, (one) =>
        bracketed(range(one.codePointAt(0) ?? 0, one.codePointAt(0) ?? 0, ignored())),
      )
      if (/[*+?{]/.test(source[at] ?? '')) throw new Refused('a quantifier behind \\E')
      return { text: codes.join(''), least: codes.length, most: codes.length }
    }
    const read = readEscape(source, at, ignored())
    at = read.end
    if ('set' in read.escape) return single(read.escape.set)
    if ('code' in read.escape) return single(range(read.escape.code, read.escape.code, ignored()))
    switch (read.escape.letter) {
      case 'A':
        return empty('\\A')
      case 'z':
        return inScript ? empty('\\z') : { ...empty('\\z'), last: true }
      case 'Z':
        return end()
      case 'b':
        isBounded = true
        return { ...empty('\\b'), boundary: true }
      case 'B':
        isBounded = true
        return { ...empty('\\B'), boundary: true }
      case 'R':
        return { text: `(?:\\r\\n|[\\x{B}\\f${lineEnds}])`, least: 1, most: 2 }
      default:
        if (/[1-9k]/.test(read.escape.letter)) return backReference(read.escape.letter)
        throw new Refused(`\\${read.escape.letter} in a regular expression`)
    }
  }

  const backReference = (letter: string): Piece => {
    if (!inScript) throw new Lacking('a back-reference', 'compare the groups of two regexp_extract')
    let number = Number(letter)
    if (letter === 'k') {
      const name = /^<([A-Za-z][0-9A-Za-z]*)>/.exec(source.slice(at))
      number = names.get(name?.[1] ?? '') ?? 0
      at += name?.[0].length ?? 0
    } else
      while (/[0-9]/.test(source[at] ?? '') && number * 10 + Number(source[at]) < groups.length)
        number = number * 10 + Number(source[at++])
    // A group that took no part matches nothing in Java, and everywhere in JavaScript.
    const found = sure.get(number)
    if (found === undefined)
      throw new Refused('a back-reference to a group that may have no part in the match')
    if (flags.ignoreCase) throw new Refused('a back-reference under (?i)')
    return { text: `(?:\\${groups[number]})`, least: found.least, most: Infinity }
  }

  /** Only what it finds at this place counts, so it has no length. */
  const lookAround = (sign: string, depth: number): Piece => {
    if (!inScript) throw around
    const kept = { flags, isAround }
    isAround ||= sign !== '='
    const body = alternatives(depth + 1)
    ;({ flags, isAround } = kept)
    if (sign.startsWith('<') && body.most === Infinity)
      throw new Refused('a regular expression that looks behind without bounds', 'write {0,100} for *')
    close()
    return { ...empty(`(?${sign}${body.text})`), boundary: true }
  }

  const close = (): void => {
    if (source[at] !== ')') throw new Refused('a regular expression with an open group')
    at++
  }

  const group = (depth: number): Piece => {
    const found =
      /^\((?:\?(?:(:)|<([A-Za-z][0-9A-Za-z]*)>|([a-zA-Z]*(?:-[a-zA-Z]*)?)([:)])|(<?[=!])|(>)))?/.exec(
        source.slice(at),
      )
    if (found === null) throw new Refused('this group of a regular expression')
    if (found[6] !== undefined && !inScript)
      throw new Lacking('an atomic group', 'write (?:…) if the result is the same')
    if (found[0] === '(' && source[at + 1] === '?') throw new Refused('this group of a regular expression')
    at += found[0].length
    if (found[5] !== undefined) return lookAround(found[5], depth)
    const kept = flags
    if (found[3] !== undefined) {
      flags = flagged(found[3])
      if (found[4] === ')') return empty('')
    }
    const own = groups.length
    const isGroup = found[1] === undefined && found[3] === undefined && found[6] === undefined
    if (isGroup) {
      groups.push(open())
      if (found[2] !== undefined) names.set(found[2], own)
    }
    const body = alternatives(depth + 1)
    flags = kept
    close()
    if (isGroup) sure = new Map([...sure, [own, body]])
    if (found[6] === undefined) return { ...body, text: `${isGroup ? '(' : '(?:'}${body.text})` }
    if (groups.length > own) throw new Refused('a group inside of an atomic group', 'write (?:…)')
    return { ...body, text: atomic(body.text) }
  }

  const flagged = (text: string): typeof flags => {
    const [on = '', off = ''] = text.split('-')
    if (/[^ismu]/.test(on + off))
      throw new Refused(
        `the flag (?${text}) of a regular expression`,
        'only (?i), (?m), (?s) and (?u) mean the same here; write the pattern without it',
      )
    if (on.includes('m') && !inScript) throw new Lacking('the flag (?m) of a regular expression')
    const now = (letter: string, kept: boolean): boolean =>
      (on.includes(letter) || kept) && !off.includes(letter)
    return {
      multiline: now('m', flags.multiline),
      allLetters: now('u', flags.allLetters),
      ignoreCase: now('i', flags.ignoreCase),
      dotAll: now('s', flags.dotAll),
    }
  }

  const body = alternatives(0)
  if (at < source.length) throw new Refused('a regular expression with a ) too many')
  if (hasLoopedGroup && (inScript || isBounded))
    throw new Refused('a group of a regular expression that not every turn of a loop matches', 'write (?:…)')
  const done = { groups, ends, maybeEmpty: body.least === 0, isBounded }
  if (use !== 'extract') return { ...done, pattern: body.text }
  // The line end behind `$` is left out of the group of the whole match.
  const tail = `(?:${lineEnd})?\\z`
  const outside = body.last === true && body.text.endsWith(tail)
  if (outside && body.choice !== true)
    return {
      ...done,
      groups: [1, ...groups.slice(1)],
      pattern: `(${body.text.slice(0, -tail.length)})${tail}`,
    }
  return {
    ...done,
    groups: [body.last === true ? -1 : 1, ...groups.slice(1)],
    pattern: `(${body.text})`,
  }
}
