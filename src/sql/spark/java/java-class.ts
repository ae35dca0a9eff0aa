import { Lacking, Refused } from '../refusals.ts'
import { lettersBeside, sameLetters } from './letter-cases.ts'

/** Something that matches one character, in RE2's spelling. */
export type OneOf = {
  /** What stands between the brackets of a class. */
  readonly inside: string
  readonly negated?: boolean
}

export const lineEnds = '\\n\\r\\x{85}\\x{2028}\\x{2029}'

const blanks = ' \\t\\n\\x{B}\\f\\r'
const escapes: Readonly<Record<string, OneOf>> = {
  d: { inside: '0-9' },
  D: { inside: '0-9', negated: true },
  w: { inside: '0-9A-Za-z_' },
  W: { inside: '0-9A-Za-z_', negated: true },
  s: { inside: blanks },
  S: { inside: blanks, negated: true },
  h: { inside: ' \\t\\x{A0}\\x{1680}\\x{180E}\\x{2000}-\\x{200A}\\x{202F}\\x{205F}\\x{3000}' },
  H: {
    inside: ' \\t\\x{A0}\\x{1680}\\x{180E}\\x{2000}-\\x{200A}\\x{202F}\\x{205F}\\x{3000}',
    negated: true,
  },
  v: { inside: `\\x{B}\\f${lineEnds}` },
  V: { inside: `\\x{B}\\f${lineEnds}`, negated: true },
}

/** The characters that are in none of these classes. */
const outside: Readonly<Record<string, string>> = {
  '0-9': '\\x{0}-\\x{2F}\\x{3A}-\\x{10FFFF}',
  '0-9A-Za-z_': '\\x{0}-\\x{2F}\\x{3A}-\\x{40}\\x{5B}-\\x{5E}\\x{60}\\x{7B}-\\x{10FFFF}',
  [blanks]: '\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{21}-\\x{10FFFF}',
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 }

/** Java's names of ASCII classes. */
const posix: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x{0}-\\x{7F}',
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Alnum: '0-9A-Za-z',
  Punct: '\\x{21}-\\x{2F}\\x{3A}-\\x{40}\\x{5B}-\\x{60}\\x{7B}-\\x{7E}',
  Graph: '\\x{21}-\\x{7E}',
  Print: ' -\\x{7E}',
  Blank: ' \\t',
  Cntrl: '\\x{0}-\\x{1F}\\x{7F}',
  XDigit: '0-9A-Fa-f',
  Space: blanks,
}
const categories =
  /^(?:Is)?(L|Lu|Ll|Lt|Lm|Lo|M|Mn|Mc|Me|N|Nd|Nl|No|P|Pc|Pd|Ps|Pe|Pi|Pf|Po|S|Sm|Sc|Sk|So|Z|Zs|Zl|Zp)$/
const scripts =
  /^Is(Latin|Greek|Cyrillic|Han|Hiragana|Katakana|Arabic|Hebrew|Thai|Hangul|Armenian|Georgian|Devanagari)$/

const one = (code: number): string =>
  /[0-9A-Za-z_]/.test(String.fromCodePoint(code))
    ? String.fromCodePoint(code)
    : `\\x{${code.toString(16).toUpperCase()}}`

/** Of which letters the case counts for nothing: (?i) is about those of ASCII, (?iu) about all. */
export type IgnoredCase = 'none' | 'ascii' | 'all'

/** Characters of a range, and those of another case where that counts for nothing. */
export const range = (from: number, to: number, ignoreCase: IgnoredCase): OneOf => {
  const cover = (low: number, high: number, shift: number): string => {
    const [a, b] = [Math.max(from, low), Math.min(to, high)]
    return a > b ? '' : `${one(a + shift)}-${one(b + shift)}`
  }
  if (ignoreCase === 'all') {
    if (from === to) return { inside: sameLetters(from).map(one).join('') }
    return { inside: `${one(from)}-${one(to)}${lettersBeside(from, to).map(one).join('')}` }
  }
  const other = ignoreCase === 'ascii' ? cover(65, 90, 32) + cover(97, 122, -32) : ''
  return {
    inside: (from === to ? one(from) : `${one(from)}-${one(to)}`) + other,
  }
}

export type Escape = { readonly set: OneOf } | { readonly code: number } | { readonly letter: string }

/** What a backslash at `at` begins, and where it ends. Letters that are no characters are left to the caller. */
export const readEscape = (
  source: string,
  at: number,
  ignoreCase: IgnoredCase,
): { readonly escape: Escape; readonly end: number } => {
  const letter = String.fromCodePoint(source.codePointAt(at + 1) ?? 0x5c)
  const rest = source.slice(at + 2)
  if (at + 1 >= source.length) throw new Refused('a regular expression that ends with a backslash')
  const set = escapes[letter]
  if (set !== undefined) return { escape: { set }, end: at + 2 }
  const control = controls[letter]
  if (control !== undefined) return { escape: { code: control }, end: at + 2 }
  if (letter === 'p' || letter === 'P') return property(letter, rest, at, ignoreCase)
  const digits =
    letter === 'x'
      ? /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest)
      : letter === 'u'
        ? /^([0-9A-Fa-f]{4})/.exec(rest)
        : letter === '0'
          ? /^([0-3][0-7]{2}|[0-7]{1,2})/.exec(rest)
          : null
  if (digits !== null) {
    const code = Number.parseInt(digits[1] ?? digits[2] ?? '', letter === '0' ? 8 : 16)
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      throw new Refused('half a character in a regular expression', 'write the whole character')
    return { escape: { code }, end: at + 2 + digits[0].length }
  }
  if (/[0-9A-Za-z]/.test(letter)) return { escape: { letter }, end: at + 2 }
  return { escape: { code: letter.codePointAt(0) ?? 0 }, end: at + 1 + letter.length }
}

const property = (
  letter: string,
  rest: string,
  at: number,
  ignoreCase: IgnoredCase,
): { readonly escape: Escape; readonly end: number } => {
  const found = /^(?:\{(\w+)\}|([A-Z]))/.exec(rest)
  const name = found?.[1] ?? found?.[2] ?? ''
  const ascii = posix[name]
  const known = categories.exec(name)?.[1] ?? scripts.exec(name)?.[1]
  if (found === null || (ascii === undefined && known === undefined))
    throw new Refused(
      `\\${letter}${rest.slice(0, 12)} in a regular expression`,
      'write the characters as a class in brackets',
    )
  if (ignoreCase !== 'none' && /^(?:Is)?(?:Lu|Ll|Lt|Lower|Upper)$/.test(name))
    throw new Refused('a class of upper or lower case under (?i)', 'write [A-Za-z] or \\p{L}')
  const negated = letter === 'P'
  const inside = ascii ?? `\\p{${known}}`
  return {
    escape: {
      set: { inside, negated },
    },
    end: at + 2 + found[0].length,
  }
}

/** A class in brackets that begins at `at`. Of classes in one another, RE2 has only those that are one list. */
export const readClass = (
  source: string,
  start: number,
  ignoreCase: IgnoredCase,
  inScript: boolean,
): { readonly set: OneOf; readonly end: number } => {
  let at = start + 1
  const negated = source[at] === '^'
  if (negated) at++
  let inside = ''
  /** What stands before each `&&`. */
  const met: string[] = []
  const add = (set: OneOf): void => {
    if (set.negated === true) {
      const spelled =
        outside[set.inside] ?? (set.inside.startsWith('\\p{') ? set.inside.replace('\\p', '\\P') : undefined)
      if (spelled === undefined && !inScript)
        throw new Lacking(
          'a negated class inside a class of a regular expression',
          'write the characters that it may match',
        )
      inside += spelled ?? bracketed(set)
    } else inside += set.inside
  }
  for (let first = true; ; first = false) {
    const char = source[at]
    if (char === undefined) throw new Refused('a class without its end in a regular expression')
    if (char === ']' && !first) {
      const all = met.length === 0 ? inside : [...met, inside].map((list) => `[${list}]`).join('&&')
      return { set: { inside: all, negated }, end: at + 1 }
    }
    if (char === '[') {
      const inner = readClass(source, at, ignoreCase, inScript)
      at = inner.end
      if (inScript) inside += bracketed(inner.set)
      else add(inner.set)
      continue
    }
    if (source.startsWith('&&', at)) {
      if (!inScript)
        throw new Lacking('&& in a class of a regular expression', 'write one class with all its characters')
      at += 2
      if (inside === '' || source[at] === ']' || source[at] === '&')
        throw new Refused('&& without characters on both sides')
      met.push(inside)
      inside = ''
      continue
    }
    const low = readMember(source, at, ignoreCase)
    at = low.end
    if (!('code' in low)) {
      add(low.set)
      if (source[at] === '-' && source[at + 1] !== ']')
        throw new Refused('a range from a class in a regular expression')
      continue
    }
    if (source[at] === '-' && source[at + 1] !== ']' && source[at + 1] !== undefined) {
      if (source[at + 1] === '[' || source.startsWith('&&', at + 1))
        throw new Refused('a class inside a class of a regular expression')
      const high = readMember(source, at + 1, ignoreCase)
      if (!('code' in high) || high.code < low.code)
        throw new Refused('this range in a class of a regular expression')
      add(range(low.code, high.code, ignoreCase))
      at = high.end
    } else add(range(low.code, low.code, ignoreCase))
  }
}

const readMember = (
  source: string,
  at: number,
  ignoreCase: IgnoredCase,
): { readonly end: number } & ({ readonly code: number } | { readonly set: OneOf }) => {
  if (source[at] !== '\\') {
    const code = source.codePointAt(at) ?? 0
    return { code, end: at + String.fromCodePoint(code).length }
  }
  const { escape, end } = readEscape(source, at, ignoreCase)
  if ('letter' in escape) throw new Refused(`\\${escape.letter} in a class of a regular expression`)
  return { ...escape, end }
}

export const bracketed = (set: OneOf): string => `[${set.negated === true ? '^' : ''}${set.inside}]`
