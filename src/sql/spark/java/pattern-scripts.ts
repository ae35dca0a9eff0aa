import { javaReplacement, type JavaRegex, readScriptRegex } from './java-regex.ts'
import {
  regexExtract,
  regexExtractAll,
  regexMatches,
  regexPosition,
  regexReplace,
  regexSplit,
} from './regex-scripts.ts'
import { Refused } from '../refusals.ts'

/* Regular expressions that stand in the data: each is read where it is met, as one in the statement is before. */

const known = new Map<string, JavaRegex>()
/** Rows may bring as many patterns as there are rows. */
const mostKnown = 1000

/** Data is not shown in messages: who reads them may not see the column. */
const failing = <T>(what: string, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Error(`${what} in a row is wrong, or is not known to mean here what it means in Spark`, {
      cause: error,
    })
  }
}

const regexOf = (source: string): JavaRegex => {
  const found = known.get(source)
  if (found !== undefined) return found
  const read = failing('a regular expression', () => readScriptRegex(source))
  if (known.size >= mostKnown) known.clear()
  known.set(source, read)
  return read
}

const isFound = (text: string, { pattern }: JavaRegex): boolean => regexMatches([text, pattern])

export const patternMatches = ([text = '', source = '']: readonly string[]): boolean =>
  isFound(text, regexOf(source))

export const patternPosition = ([text = '', source = '']: readonly string[]): number =>
  regexPosition([text, regexOf(source).pattern])

/** Java reads the replacement where the first match is, and not before. */
export const patternReplace = ([text = '', source = '', replacement = '']: readonly string[]): string => {
  const regex = regexOf(source)
  if (!isFound(text, regex)) return text
  const written = failing('a replacement', () => javaReplacement(replacement, regex))
  return regexReplace([text, regex.pattern, written])
}

/** Spark looks for the group once something matches. */
const groupOf = (text: string, regex: JavaRegex, index: string): string | undefined => {
  const group = regex.groups[Number(index)]
  if (group !== undefined) return String(group)
  if (!isFound(text, regex)) return undefined
  throw new Error(
    '[INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX] a pattern in a row has no such group; the group 0 is the whole match',
  )
}

export const patternExtract = ([text = '', source = '', index = '0']: readonly string[]): string => {
  const regex = regexOf(source)
  const group = groupOf(text, regex, index)
  return group === undefined ? '' : regexExtract([text, regex.pattern, group])
}

export const patternExtractAll = ([
  text = '',
  source = '',
  index = '0',
]: readonly string[]): readonly string[] => {
  const regex = regexOf(source)
  const group = groupOf(text, regex, index)
  return group === undefined ? [] : regexExtractAll([text, regex.pattern, group])
}

/** Nothing stands between all characters, and is not read as a pattern. */
export const patternSplit = ([text = '', source = '', limit = '']: readonly string[]): readonly string[] => {
  if (source !== '') return regexSplit([text, regexOf(source).pattern, limit])
  const characters = text === '' ? [''] : Array.from(text)
  return Number(limit) > 0 ? characters.slice(0, Number(limit)) : characters
}
