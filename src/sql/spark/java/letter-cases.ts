import { Refused } from '../refusals.ts'

/*
 * What Java takes for the same letter under (?iu): letters whose small letters of their capital letters are one. Its
 * mappings are of single characters, and those of Unicode 13.
 */

/** Greek letters with iota, whose capital letters are two characters in JavaScript. */
const withIota = (code: number): number | undefined => {
  if (code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0) return code + 8
  return code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3 ? code + 9 : undefined
}

const only = (text: string, otherwise: number): number => {
  const [code, more] = Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
  return code === undefined || more !== undefined ? otherwise : code
}

/** Cased letters that came after Unicode 13. */
const isNewer = (code: number): boolean =>
  /[\u1c89\u1c8a\u2c2f\u2c5f\ua7c0\ua7c1\ua7cb-\ua7cd\ua7d0\ua7d1\ua7d6-\ua7dc\u{10570}-\u{105bc}\u{10d50}-\u{10d85}]/u.test(
    String.fromCodePoint(code),
  )

const upper = (code: number): number =>
  isNewer(code) ? code : (withIota(code) ?? only(String.fromCodePoint(code).toUpperCase(), code))

const lower = (code: number): number => {
  if (code === 0x130) return 0x69
  return isNewer(code) ? code : only(String.fromCodePoint(code).toLowerCase(), code)
}

const folded = (code: number): number => lower(upper(code))

/** All letters that have another case, found once. */
let cased: readonly number[] | undefined

const casedLetters = (): readonly number[] => {
  cased ??= Array.from({ length: 0x1f000 }, (_, code) => code).filter(
    (code) => (code < 0xd800 || code > 0xdfff) && (upper(code) !== code || lower(code) !== code),
  )
  return cased
}

/** The letters that a letter stands for, itself among them. */
export const sameLetters = (code: number): readonly number[] => {
  // Alone Java takes the one for itself only, and beside other letters for both.
  if (code === 0xdf || code === 0x1e9e)
    throw new Refused('ß under (?iu) in a regular expression', 'write (?:ß|ẞ), or leave the u out')
  const own = folded(code)
  return [code, ...casedLetters().filter((other) => other !== code && folded(other) === own)]
}

/** The letters outside of a range of which another case is in it. */
export const lettersBeside = (from: number, to: number): readonly number[] => {
  const isIn = (code: number): boolean => code >= from && code <= to
  return casedLetters().filter((code) => !isIn(code) && (isIn(upper(code)) || isIn(folded(code))))
}
