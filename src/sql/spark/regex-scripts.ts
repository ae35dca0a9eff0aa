/*
 * Regular expressions with `\b` over texts beyond ASCII. Patterns are those of `readJavaRegex`, in RE2's spelling: here
 * they are respelled for JavaScript, with the word boundary of Java 17.
 */

/** Java looks for the base of a mark by halves of characters, and finds none beyond U+FFFF. */
const narrow = '(?![\\u{10000}-\\u{10FFFF}])'
const letter = `${narrow}[\\p{L}\\p{Nd}]`
const mark = `${narrow}\\p{Mn}`
const before = `(?:(?<=[\\p{L}\\p{Nd}_])|(?<=${letter}(?:${mark})+))`
const behind = `(?:(?=[\\p{L}\\p{Nd}_])|(?=\\p{Mn})(?<=${letter}(?:${mark})*))`
const notBefore = `(?<![\\p{L}\\p{Nd}_])(?<!${letter}(?:${mark})+)`
const notBehind = `(?![\\p{L}\\p{Nd}_])(?!(?=\\p{Mn})(?<=${letter}(?:${mark})*))`
const boundary = `(?:${before}${notBehind}|${notBefore}${behind})`

const respelled = (pattern: string): string =>
  pattern.replaceAll(
    /\\x\{([0-9A-F]+)\}|\\([pP])(?:([A-Z])|\{(\w+)\})|\(\?s:\.\)|\\([Azb])|\\[\s\S]/g,
    (
      whole: string,
      code?: string,
      property?: string,
      short?: string,
      name?: string,
      place?: string,
    ): string => {
      if (code !== undefined) return `\\u{${code}}`
      if (property !== undefined) {
        const known = short ?? name ?? ''
        return `\\${property}{${known.length > 2 ? `Script=${known}` : known}}`
      }
      if (place === 'A') return '(?<![\\s\\S])'
      if (place === 'z') return '(?![\\s\\S])'
      if (place === 'b') return boundary
      return whole === '(?s:.)' ? '[\\s\\S]' : whole
    },
  )

const compiled = new Map<string, RegExp>()

/** The patterns of a statement are few. */
const regexOf = (pattern: string): RegExp => {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const made = new RegExp(respelled(pattern), 'gu')
  compiled.set(pattern, made)
  return made
}

export const regexMatches = ([text = '', pattern = '']: readonly string[]): boolean =>
  text.search(regexOf(pattern)) >= 0

/** Where the first match begins, from 1 on and in halves of characters as Java counts; 0 where there is none. */
export const regexPosition = ([text = '', pattern = '']: readonly string[]): number =>
  text.search(regexOf(pattern)) + 1

/** The group, by its number, of the first match; an empty text where there is none. */
export const regexExtract = ([text = '', pattern = '', group = '0']: readonly string[]): string => {
  const [first] = text.matchAll(regexOf(pattern))
  return first?.[Number(group)] ?? ''
}

export const regexExtractAll = ([
  text = '',
  pattern = '',
  group = '0',
]: readonly string[]): readonly string[] =>
  Array.from(text.matchAll(regexOf(pattern)), (match) => match[Number(group)] ?? '')

/** `replacement` is RE2's: groups are `\1`, and a backslash is two. */
export const regexReplace = ([text = '', pattern = '', replacement = '']: readonly string[]): string =>
  text.replaceAll(regexOf(pattern), (...match: readonly unknown[]) =>
    replacement.replaceAll(/\\([\s\S])/g, (_, escaped: string) =>
      /\d/.test(escaped) ? String(match[Number(escaped)] ?? '') : escaped,
    ),
  )
