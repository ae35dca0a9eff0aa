import { Refused } from './functions/entry.ts'

/**
 * A regular expression of Java as the engine's RE2 reads it. What RE2 lacks is refused: look-around, references back,
 * possessive and atomic groups. `use` is a search where only matters whether there is a match.
 */
export const javaRegex = (source: string, use?: 'search'): string => {
  if (/\(\?<?[=!]|\(\?>|[*+?}]\+|\\[1-9]|\\G|\\k</.test(source.replaceAll('\\\\', '')))
    throw new Refused('a regular expression with look-around, back-references or possessive quantifiers')
  if (/&&\[|\[[^\]]*\[(?!:)/.test(source.replaceAll(/\\./g, '')))
    throw new Refused('a nested character class')
  const flagged = /\(\?[a-z]*[ms]/.test(source)
  return source.replaceAll(tokens, (token: string) => {
    if (token.startsWith('[')) return token.replaceAll(/\\[\s\S]/g, (escape) => inClass[escape] ?? escape)
    if (flagged && (token === '.' || token === '$')) return token
    return (use === 'search' ? searched[token] : undefined) ?? spelled[token] ?? token
  })
}

/** Quoted text, a class of characters, an escape, or one of the signs that mean something else in RE2. */
const tokens = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[.$]/g

const lineEnds = '\\n\\r\\x{85}\\x{2028}\\x{2029}'
const spelled: Readonly<Record<string, string>> = {
  '.': `[^${lineEnds}]`,
  '\\h': '[ \\t\\x{A0}]',
  '\\s': '[\\s\\x0B]',
  '\\S': '[^\\s\\x0B]',
  '\\Z': '\\z',
}
const inClass: Readonly<Record<string, string>> = { '\\h': ' \\t\\x{A0}', '\\s': '\\s\\x0B' }

// In Java the end is also before a last line end. Here that line end becomes part of the match, which a search for
// any match does not show.
const end = `(?:(?:\\r\\n|[${lineEnds}])?\\z)`
const searched: Readonly<Record<string, string>> = { $: end, '\\Z': end }

/** `$1` and `\$` of Java's replacement text in RE2's spelling. */
export const javaReplacement = (source: string): string =>
  source.replaceAll(/\\([\s\S])|\$(\d)|\\/g, (whole, escaped?: string, group?: string) => {
    if (group !== undefined) return `\\${group}`
    if (escaped === undefined) throw new Refused(`the replacement ${whole}`)
    return escaped === '\\' ? '\\\\' : escaped
  })
