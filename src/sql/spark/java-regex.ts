import { Refused } from './functions/entry.ts'

/**
 * A regular expression of Java as the engine's RE2 reads it. What RE2 lacks is refused: look-around, references back,
 * possessive and atomic groups.
 */
export const javaRegex = (source: string): string => {
  if (/\(\?<?[=!]|\(\?>|[*+?}]\+|\\[1-9]|\\G|\\k</.test(source.replaceAll('\\\\', '')))
    throw new Refused('a regular expression with look-around, back-references or possessive quantifiers')
  if (/&&\[|\[[^\]]*\[(?!:)/.test(source.replaceAll(/\\./g, '')))
    throw new Refused('a nested character class')
  return source.replaceAll(/\\(.)/g, (escape: string, letter: string) =>
    letter === 'h' ? '[ \\t\\x{A0}]' : letter === 'Z' ? '\\z' : escape,
  )
}

/** `$1` and `\$` of Java's replacement text in RE2's spelling. */
export const javaReplacement = (source: string): string =>
  source.replaceAll(/\\([\s\S])|\$(\d)|\\/g, (whole, escaped?: string, group?: string) => {
    if (group !== undefined) return `\\${group}`
    if (escaped === undefined) throw new Refused(`the replacement ${whole}`)
    return escaped === '\\' ? '\\\\' : escaped
  })
