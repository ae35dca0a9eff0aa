import { type ParsedRegex, parseJavaRegex, type RegexUse } from './java-regex-parse.ts'
import { Lacking, Refused } from '../refusals.ts'

export type JavaRegex = ParsedRegex & {
  /** What the engine lacks for it, so that it runs in JavaScript. */
  readonly lacking: Refused | undefined
}

/** Throws Refused for what neither the engine nor JavaScript reads as Java does. */
export const readJavaRegex = (source: string, use: RegexUse): JavaRegex => {
  try {
    return { ...parseJavaRegex(source, use), lacking: undefined }
  } catch (error) {
    if (!(error instanceof Lacking)) throw error
    return readInScript(source, error)
  }
}

/** As JavaScript reads it, whose whole match never has more than Java's. */
const readInScript = (source: string, lacking: Refused | undefined): JavaRegex => ({
  ...parseJavaRegex(source, 'script'),
  lacking,
})

/** For one that runs in JavaScript, whatever the engine has. Throws as `readJavaRegex` does. */
export const readScriptRegex = (source: string): JavaRegex => readInScript(source, undefined)

/** What shows the group, or the whole match, which RE2 cannot where `$` stands in one of several alternatives. */
export const readJavaGroup = (regex: JavaRegex, source: string, index: number): JavaRegex =>
  (regex.groups[index] ?? 0) < 0
    ? readInScript(
        source,
        new Refused(
          'the whole match of a pattern with $ in one of its alternatives',
          'write \\z instead of $',
        ),
      )
    : regex

/** What finds more than one match: RE2 goes on otherwise behind a match that is empty. */
export const readRepeatedRegex = (source: string, use: RegexUse, name: string): JavaRegex => {
  const regex = readJavaRegex(source, use)
  if (!regex.maybeEmpty || regex.lacking !== undefined) return regex
  const lacking = new Refused(
    `${name} with a pattern that can match nothing`,
    'let it match at least one character: + instead of *',
  )
  return readInScript(source, lacking)
}

/** For what asks for no more than RE2 has. */
export const withinRe2 = (regex: JavaRegex): JavaRegex => {
  if (regex.lacking !== undefined) throw regex.lacking
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
