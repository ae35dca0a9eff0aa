import { Refused } from './functions/entry.ts'
import { bracketed, lineEnds, type OneOf, range, readClass, readEscape } from './java-class.ts'

/** A regular expression of Java as the engine's RE2 reads it. */
export type JavaRegex = {
  readonly pattern: string
  /** The engine's number of each group of Java; the first is the whole match. */
  readonly groups: readonly number[]
  /** Groups that hold a line end which is not part of Java's match. */
  readonly ends: readonly number[]
  /** True where it can match nothing at all, which engines repeat differently. */
  readonly maybeEmpty: boolean
  /** True where the engine's `\b` stands in it, which knows of ASCII only. */
  readonly isBounded: boolean
}

/**
 * `search`: matters is only whether there is a match. `replace`: the line end that `$` looks at becomes part of the
 * match, in a group of `ends`. `extract`: as in a search, and the whole match is a group.
 */
type Use = 'search' | 'replace' | 'extract'

const lineEnd = `\\r\\n|[${lineEnds}]`

const around = new Refused(
  'a regular expression with look-around',
  "match more, and take the part that is meant by a group: regexp_extract(x, 'a(b)c', 1)",
)

/** A piece of the pattern: its text, the least number of characters that it matches, and what stands at its edges. */
type Piece = {
  readonly text: string
  readonly least: number
  /** Ends with `$`, so nothing may follow. */
  readonly last?: boolean
  readonly boundary?: boolean
  readonly choice?: boolean
}

/** Throws Refused for what RE2 lacks or reads otherwise. */
export const readJavaRegex = (source: string, use: Use): JavaRegex => {
  const groups: number[] = [0]
  const ends: number[] = []
  let at = 0
  let captures = use === 'extract' ? 1 : 0
  let isBounded = false
  let flags = { ignoreCase: false, dotAll: false }

  const open = (): number => (captures += 1)

  const alternatives = (depth: number): Piece => {
    const kept = flags
    const options: Piece[] = []
    do {
      options.push(sequence(depth))
    } while (source[at] === '|' && ++at > 0)
    flags = kept
    return {
      text: options.map((option) => option.text).join('|'),
      least: Math.min(...options.map((option) => option.least)),
      last: options.some((option) => option.last === true),
      choice: options.length > 1,
    }
  }

  const sequence = (depth: number): Piece => {
    const pieces: Piece[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const piece = quantified(depth)
      if (pieces.at(-1)?.last === true && piece.text !== '')
        throw new Refused(
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
    last: pieces.at(-1)?.last === true,
  })

  const quantified = (depth: number): Piece => {
    const piece = atom(depth)
    const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})([?+]?)/.exec(source.slice(at))
    if (found === null) {
      if (source[at] === '{')
        throw new Refused('{ in a regular expression that is no quantifier', 'write \\{')
      return piece
    }
    at += found[0].length
    if (found[4] === '+')
      throw new Refused('a possessive quantifier', 'leave its second + out if the result is the same')
    if (piece.text === '' || piece.boundary === true || piece.last === true)
      throw new Refused('a quantifier behind what has no length')
    if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(source.slice(at))) throw new Refused('two quantifiers in a row')
    const least = found[0].startsWith('{') ? Number(found[1]) : found[0].startsWith('+') ? 1 : 0
    if (Math.max(least, Number(found[3] ?? 0)) > 1000) throw new Refused('a quantifier of more than 1000')
    if (piece.least === 0 && !found[0].startsWith('?'))
      throw new Refused('a repeated group that can be empty', 'let the group match at least one character')
    return {
      text: piece.text + found[0],
      least: piece.least * least,
    }
  }

  const single = (set: OneOf): Piece => ({ text: bracketed(set), least: 1 })

  const atom = (depth: number): Piece => {
    const char = source[at] ?? ''
    if (char === '\\') return escaped()
    if (char === '[') {
      const { set, end } = readClass(source, at, flags.ignoreCase)
      at = end
      return single(set)
    }
    if (char === '(') return group(depth)
    if (/[*+?{]/.test(char))
      throw new Refused(`${char} in this place of a regular expression`, `write \\${char}`)
    const code = source.codePointAt(at) ?? 0
    at += String.fromCodePoint(code).length
    if (char === '.') return { text: flags.dotAll ? '(?s:.)' : `[^${lineEnds}]`, least: 1 }
    if (char === '^') return { text: '\\A', least: 0 }
    if (char === '$') return end()
    return single(range(code, code, flags.ignoreCase))
  }

  const end = (): Piece => {
    if (use !== 'replace') return { text: `(?:${lineEnd})?\\z`, least: 0, last: true }
    ends.push(open())
    return { text: `(${lineEnd})?\\z`, least: 0, last: true }
  }

  const escaped = (): Piece => {
    if (source.startsWith('\\Q', at)) {
      const close = source.indexOf('\\E', at + 2)
      const text = source.slice(at + 2, close === -1 ? undefined : close)
      at = close === -1 ? source.length : close + 2
      const codes = Array.from(text, (one) =>
        bracketed(range(one.codePointAt(0) ?? 0, one.codePointAt(0) ?? 0, flags.ignoreCase)),
      )
      if (/[*+?{]/.test(source[at] ?? '')) throw new Refused('a quantifier behind \\E')
      return { text: codes.join(''), least: codes.length }
    }
    const read = readEscape(source, at, flags.ignoreCase)
    at = read.end
    if ('set' in read.escape) return single(read.escape.set)
    if ('code' in read.escape) return single(range(read.escape.code, read.escape.code, flags.ignoreCase))
    switch (read.escape.letter) {
      case 'A':
        return { text: '\\A', least: 0 }
      case 'z':
        return { text: '\\z', least: 0, last: true }
      case 'Z':
        return end()
      case 'b':
        isBounded = true
        return { text: '\\b', least: 0, boundary: true }
      case 'R':
        return { text: `(?:\\r\\n|[\\x{B}\\f${lineEnds}])`, least: 1 }
      default:
        if (/[1-9k]/.test(read.escape.letter))
          throw new Refused('a back-reference', 'compare the groups of two regexp_extract')
        throw new Refused(`\\${read.escape.letter} in a regular expression`)
    }
  }

  const group = (depth: number): Piece => {
    const found =
      /^\((?:\?(?:(:)|<([A-Za-z][0-9A-Za-z]*)>|([a-zA-Z]*(?:-[a-zA-Z]*)?)([:)])|(<?[=!])|(>)))?/.exec(
        source.slice(at),
      )
    if (found === null) throw new Refused('this group of a regular expression')
    if (found[5] !== undefined) throw around
    if (found[6] !== undefined) throw new Refused('an atomic group', 'write (?:…) if the result is the same')
    if (found[0] === '(' && source[at + 1] === '?') throw new Refused('this group of a regular expression')
    at += found[0].length
    const kept = flags
    if (found[3] !== undefined) {
      flags = flagged(found[3])
      if (found[4] === ')') return { text: '', least: 0 }
    }
    let head = '(?:'
    if (found[3] === undefined && found[1] === undefined) {
      groups.push(open())
      head = '('
    }
    const body = alternatives(depth + 1)
    flags = kept
    if (source[at] !== ')') throw new Refused('a regular expression with an open group')
    at++
    return { ...body, text: `${head}${body.text})` }
  }

  const flagged = (text: string): typeof flags => {
    const [on = '', off = ''] = text.split('-')
    if (/[^is]/.test(on + off))
      throw new Refused(
        `the flag (?${text}) of a regular expression`,
        'only (?i) and (?s) mean the same here; write the pattern without it',
      )
    return {
      ignoreCase: on.includes('i') || (flags.ignoreCase && !off.includes('i')),
      dotAll: on.includes('s') || (flags.dotAll && !off.includes('s')),
    }
  }

  const body = alternatives(0)
  if (at < source.length) throw new Refused('a regular expression with a ) too many')
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

/** For what asks for no more than RE2 has. */
export const withoutBoundary = (regex: JavaRegex): JavaRegex => {
  if (regex.isBounded)
    throw new Refused(
      '\\b in this place of a regular expression',
      'write what stands there: (^|[^0-9A-Za-z_]) or ($|[^0-9A-Za-z_])',
    )
  return regex
}

/** Java's replacement text in RE2's spelling: `$1` and `\$`. Spark replaces `${name}` before it reads a statement. */
export const javaReplacement = (source: string, regex: JavaRegex): string => {
  const group = (index: number): string => {
    const number = regex.groups[index]
    if (number === undefined || number > 9)
      throw new Refused(`the group $${index} in a replacement`, 'a pattern has at most nine groups here')
    return `\\${number}`
  }
  const text = source.replaceAll(
    /\\([\s\S])|\$(\d+)|[\\$]/g,
    (whole: string, escaped?: string, digits?: string) => {
      if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped
      if (digits === undefined) throw new Refused(`${whole} in a replacement`, `write \\\\${whole}`)
      // As many digits as there are groups for; the rest is text.
      let length = digits.length
      while (length > 1 && Number(digits.slice(0, length)) >= regex.groups.length) length--
      return group(Number(digits.slice(0, length))) + digits.slice(length)
    },
  )
  return text + regex.ends.map((number) => `\\${number}`).join('')
}
