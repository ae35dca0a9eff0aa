/*
 * Regular expressions that RE2 has no word for, and those with `\b` over texts beyond ASCII. Patterns are those of
 * `readJavaRegex`, in RE2's spelling: here they are respelled for JavaScript, with the word boundary of Java 17.
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
    /\\x\{([0-9A-F]+)\}|\\([pP])(?:([A-Z])|\{(\w+)\})|\(\?s:\.\)|\\([AzbB])|\\[\s\S]/g,
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
      if (place === 'B') return `(?!${boundary})`
      return whole === '(?s:.)' ? '[\\s\\S]' : whole
    },
  )

const compiled = new Map<string, RegExp>()

/** The patterns of a statement are few, those of a column may be many. */
const regexOf = (pattern: string): RegExp => {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const made = new RegExp(respelled(pattern), 'gv')
  if (compiled.size >= 1000) compiled.clear()
  compiled.set(pattern, made)
  return made
}

/** Java looks behind an empty match for the next one by halves of characters, and would break some. */
const checked = (text: string, found: string, at: number): void => {
  if (found === '' && (text.codePointAt(at) ?? 0) > 0xffff)
    throw new Error(
      'a regular expression matches nothing before a character beyond U+FFFF, which Java would break',
    )
}

/** V8 looks for what matches nothing between the halves of a character, too, and takes `(?![\s\S])` for true there. */
const isInside = (text: string, at: number): boolean => at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff

const matchesIn = (text: string, pattern: string): readonly RegExpExecArray[] => {
  const all = Array.from(text.matchAll(regexOf(pattern))).filter(({ index }) => !isInside(text, index))
  for (const match of all) checked(text, match[0], match.index)
  return all
}

const firstIn = (text: string, pattern: string): RegExpExecArray | undefined => {
  for (const match of text.matchAll(regexOf(pattern))) if (!isInside(text, match.index)) return match
  return undefined
}

export const regexMatches = ([text = '', pattern = '']: readonly string[]): boolean =>
  firstIn(text, pattern) !== undefined

/** Where the first match begins, from 1 on and in halves of characters as Java counts; 0 where there is none. */
export const regexPosition = ([text = '', pattern = '']: readonly string[]): number =>
  (firstIn(text, pattern)?.index ?? -1) + 1

/** The group, by its number, of the first match; an empty text where there is none. */
export const regexExtract = ([text = '', pattern = '', group = '0']: readonly string[]): string =>
  firstIn(text, pattern)?.[Number(group)] ?? ''

export const regexExtractAll = ([
  text = '',
  pattern = '',
  group = '0',
]: readonly string[]): readonly string[] =>
  matchesIn(text, pattern).map((match) => match[Number(group)] ?? '')

/** The parts between the matches, as many as a limit above 0 says; an empty match at the beginning parts nothing. */
export const regexSplit = ([text = '', pattern = '', limit = '']: readonly string[]): readonly string[] => {
  const most = Number(limit) > 0 ? Number(limit) : Infinity
  const parts: string[] = []
  let from = 0
  for (const match of matchesIn(text, pattern)) {
    const until = match.index + match[0].length
    if (until === 0 || parts.length + 1 >= most) continue
    parts.push(text.slice(from, match.index))
    from = until
  }
  return [...parts, text.slice(from)]
}

/** `replacement` is RE2's: groups are `\1`, and a backslash is two. */
export const regexReplace = ([text = '', pattern = '', replacement = '']: readonly string[]): string => {
  let from = 0
  const parts: string[] = []
  for (const match of matchesIn(text, pattern)) {
    const written = replacement.replaceAll(/\\([\s\S])/g, (_, escaped: string) =>
      /\d/.test(escaped) ? (match[Number(escaped)] ?? '') : escaped,
    )
    parts.push(text.slice(from, match.index), written)
    from = match.index + match[0].length
  }
  return parts.join('') + text.slice(from)
}
