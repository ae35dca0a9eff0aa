import { literal } from '../../quote.ts'
import {
  type JavaRegex,
  javaReplacement,
  readJavaGroup,
  readJavaRegex,
  readRepeatedRegex,
  readScriptRegex,
} from '../java/java-regex.ts'
import { array, types } from '../spark-types/spark-type.ts'
import { once } from '../engines/duckdb/define-macro.ts'
import { type Argument, entry, type FunctionEntry, type Functions, Refused } from './entry.ts'
import { splitMark } from './regex-macros.ts'

const { string, int, boolean } = types

const sourceOf = (argument: Argument | undefined): string => {
  if (argument?.literal === undefined)
    throw new Refused(
      'a regular expression that is not a literal',
      'write the pattern as text, or use contains, startswith, endswith, replace or split_part',
    )
  return argument.literal
}

/** Whether the pattern is read row by row. */
const isRead = (argument: Argument | undefined): boolean =>
  argument?.literal === undefined && argument?.choices === undefined && argument?.type.kind !== 'null'

/** Whether the pattern or the number of a group is read row by row; what is written of them is looked at before. */
const isReadWithGroup = (argument: Argument | undefined, group: string | undefined): boolean => {
  if (isRead(argument)) return true
  if (argument?.literal === undefined || group === undefined || /^\d+$/.test(group)) return false
  readScriptRegex(argument.literal)
  return true
}

/** NULL where any of them is. */
const readIn = (name: string, texts: readonly (string | undefined)[]): string =>
  `spark_regex_read_${name}(${texts.map((text) => text ?? 'NULL').join(', ')})`

const asText = (number: string | undefined, otherwise: number): string =>
  number === undefined ? `'${otherwise}'` : `CAST(${number} AS VARCHAR)`

/**
 * What a regular expression finds in a text. The engine's `\b` knows no letters beyond ASCII: where it stands in the
 * pattern, texts that have such characters are left to JavaScript, and so are all where the engine lacks more.
 */
const found = (
  regex: JavaRegex,
  text: string,
  byEngine: (text: string) => string,
  byScript: (text: string) => string,
): string => {
  if (regex.lacking !== undefined) return byScript(text)
  return regex.isBounded
    ? once(
        [text],
        ([each = '']) =>
          `CASE WHEN strlen(${each}) = length(${each}) THEN ${byEngine(each)} ELSE ${byScript(each)} END`,
      )
    : byEngine(text)
}

const matched = (regex: JavaRegex, text: string): string => {
  const pattern = literal(regex.pattern)
  return found(
    regex,
    text,
    (each) => `regexp_matches(${each}, ${pattern})`,
    (each) => `spark_regex_matches(${each}, ${pattern})`,
  )
}

const wholeNumber = (text: string | undefined, what: string): number => {
  if (text === undefined || !/^\d+$/.test(text)) throw new Refused(`${what} that is not a literal`)
  return Number(text)
}

/** The engine's number of a group, which is undefined where the pattern has no such group, and the pattern. */
const grouped = (
  args: readonly Argument[],
  texts: readonly string[],
  otherwise: number,
  read: (source: string) => JavaRegex = (source) => readJavaRegex(source, 'extract'),
) => {
  const source = sourceOf(args[1])
  const index = texts[2] === undefined ? otherwise : wholeNumber(texts[2], 'the number of a group')
  const regex = readJavaGroup(read(source), source, index)
  return { regex, group: regex.groups[index], pattern: literal(regex.pattern), index }
}

/** Spark looks for the group once something matches, and fails then. */
const withoutGroup = (
  name: string,
  text: string | undefined,
  { regex, index }: ReturnType<typeof grouped>,
  nothing: string,
): string => {
  const last = regex.groups.length - 1
  const message = `[INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX] ${name} asks for the group ${index} of a pattern with ${last}; the group 0 is the whole match`
  return `CASE WHEN NOT ${matched(regex, text ?? '')} THEN ${nothing} WHEN ${text} IS NOT NULL THEN error(${literal(message)}) END`
}

const regexpReplace: FunctionEntry = entry('sss?i', string, (a, args) => {
  if (isRead(args[1])) {
    if (a[3] !== undefined && a[3] !== '1')
      throw new Refused('regexp_replace from a position with a pattern that is not a literal')
    return readIn('replace', a.slice(0, 3))
  }
  const source = sourceOf(args[1])
  const replacement = args[2]?.literal
  // Nothing replaced by nothing, or a pattern that never matches more than nothing, is the same everywhere.
  const isSame = replacement === '' || source === '' || source === '^'
  const regex = isSame
    ? readJavaRegex(source, 'replace')
    : readRepeatedRegex(source, 'replace', 'regexp_replace')
  const write = (text = ''): string => {
    if (replacement !== undefined) {
      const parts = `${literal(regex.pattern)}, ${literal(javaReplacement(replacement, regex))}`
      return found(
        regex,
        text,
        (each) => `regexp_replace(${each}, ${parts}, 'g')`,
        (each) => `spark_regex_replace(${each}, ${parts})`,
      )
    }
    return once([text, a[2] ?? ''], (parts) => {
      const [whole = '', by = ''] = parts
      const end = regex.ends.length === 0 ? by : `${by} || ${literal(javaReplacement('', regex))}`
      const replaced = found(
        regex,
        whole,
        (each) => `regexp_replace(${each}, ${literal(regex.pattern)}, ${end}, 'g')`,
        (each) => `spark_regex_replace(${each}, ${literal(regex.pattern)}, ${end})`,
      )
      return `CASE WHEN regexp_matches(${by}, '[$\\\\]') AND ${matched(regex, whole)}
        THEN ${readIn('replace', [whole, literal(source), by])}
        ELSE ${replaced} END`
    })
  }
  const between = source === '' && replacement !== ''
  if (a[3] === undefined || a[3] === '1') return write(between ? `spark_narrow(${a[0]})` : a[0])
  if (between) throw new Refused('regexp_replace of nothing from a position')
  const start = wholeNumber(a[3], 'the position of regexp_replace')
  if (start < 1) throw new Refused('regexp_replace from a position below 1')
  const before = `CAST(spark_characters_before(${a[0]}, ${start - 1}) AS BIGINT)`
  return `CASE WHEN spark_units(${a[0]}) < ${start} THEN ${a[0]} ELSE left(${a[0]}, ${before}) || ${write(`substring(${a[0]}, ${before} + 1)`)} END`
})

const rlike = entry('ss', boolean, (a, args) => {
  if (args[1]?.sql === 'NULL') return `CAST(NULL AS BOOLEAN)`
  if (isRead(args[1])) return readIn('matches', a)
  return matched(readJavaRegex(sourceOf(args[1]), 'search'), a[0] ?? '')
})

const extracted = (regex: JavaRegex, text: string, pattern: string, group: number): string =>
  found(
    regex,
    text,
    (each) => `regexp_extract(${each}, ${pattern}, ${group})`,
    (each) => `spark_regex_extract(${each}, ${pattern}, '${group}')`,
  )

const regexpExtract = entry('ss?i', string, (a, args) => {
  if (isReadWithGroup(args[1], a[2])) return readIn('extract', [a[0], a[1], asText(a[2], 1)])
  const asked = grouped(args, a, 1)
  const { regex, pattern, group } = asked
  if (group === undefined) return withoutGroup('regexp_extract', a[0], asked, "''")
  return extracted(regex, a[0] ?? '', pattern, group)
})

const matches = (
  a: readonly string[],
  args: readonly Argument[],
  otherwise: number,
  name: string,
): string => {
  if (isReadWithGroup(args[1], a[2])) return readIn('extract_all', [a[0], a[1], asText(a[2], otherwise)])
  const asked = grouped(args, a, otherwise, (source) => readRepeatedRegex(source, 'extract', name))
  const { regex, pattern, group } = asked
  if (group === undefined) return withoutGroup(name, a[0], asked, '[]::VARCHAR[]')
  const all = found(
    regex,
    a[0] ?? '',
    (each) => `regexp_extract_all(${each}, ${pattern}, ${group})`,
    (each) => `spark_regex_extract_all(${each}, ${pattern}, '${group}')`,
  )
  // A group that takes no part in a match is an empty text.
  return regex.lacking === undefined && group > 1 && /[|?*{]/.test(regex.pattern)
    ? `list_transform(${all}, lambda e: coalesce(e, ''))`
    : all
}

const split = entry('ss?i', array(string), (a, args) => {
  if (isRead(args[1])) return readIn('split', [a[0], a[1], asText(a[2], -1)])
  const limit = a[2] === undefined || /^\(?-\d+\)?$|^0$/.test(a[2]) ? undefined : a[2]
  if (limit === undefined || /^\d+$/.test(limit)) return splitInto(a[0], args, limit)
  return once([a[0] ?? '', limit], ([text = '', n = '']) => {
    const [some, all] = [splitInto(text, args, n), splitInto(text, args, undefined)]
    return `CASE WHEN ${n} > 0 THEN ${some} WHEN ${n} IS NOT NULL THEN ${all} END`
  })
})

/** The parts of a text, in a limited number if there is one, which is above 0. */
export const splitInto = (
  text: string | undefined,
  args: readonly Argument[],
  limit: string | undefined,
): string => {
  const source = sourceOf(args[1])
  if (source === '') {
    if (limit !== undefined)
      return `CASE WHEN ${text} = '' THEN [''] ELSE string_split(${text}, '')[1:${limit}] END`
    return `CASE WHEN ${text} = '' THEN [''] ELSE string_split(${text}, '') END`
  }
  const plain = plainText(source)
  if (plain !== undefined) {
    if (limit === undefined) return `string_split(${text}, ${literal(plain)})`
    return `spark_split_plain(${text}, ${literal(plain)}, ${limit})`
  }
  const regex = readRepeatedRegex(source, 'replace', 'split')
  const pattern = literal(regex.pattern)
  if (regex.isBounded && regex.ends.length > 0) throw new Refused('split at \\b and $ in one pattern')
  const scripted = (each: string): string =>
    `spark_regex_split(${each}, ${pattern}, ${limit === undefined ? `''` : `CAST(${limit} AS VARCHAR)`})`
  return found(regex, text ?? '', (each) => splitByEngine(each, args, regex, limit), scripted)
}

const splitByEngine = (
  text: string,
  args: readonly Argument[],
  regex: JavaRegex,
  limit: string | undefined,
): string => {
  const pattern = literal(regex.pattern)
  // The engine looks for each separator in what is left, as if the text began there.
  const marked = regex.isBounded || regex.ends.length > 0 || /\\A|(?<!\[)\^/.test(regex.pattern)
  const parts = marked
    ? `spark_split_marked(${text}, ${pattern}, ${literal(javaReplacement(splitMark, regex))})`
    : `string_split_regex(${text}, ${pattern})`
  if (limit === undefined) return parts
  return `spark_split_limited(${text}, ${parts}, ${grouped(args, [], 0).pattern}, ${limit})`
}

/** The text that a pattern stands for, where it has nothing special. */
const plainText = (source: string): string | undefined => {
  if (/[\ue000\0]/.test(source)) return undefined
  const unescaped = source.replaceAll(
    /\\([^0-9A-Za-z])|\[([^\]\\^[&])\]/g,
    (_, one?: string, other?: string) => `\ue000${(one ?? other ?? '').codePointAt(0)}\ue000`,
  )
  if (/[.$|()[{^?*+\\]/.test(unescaped)) return undefined
  return unescaped.replaceAll(/\ue000(\d+)\ue000/g, (_, code: string) => String.fromCodePoint(Number(code)))
}

export const regexFunctions: Functions = {
  rlike,
  regexp_like: rlike,
  regexp_replace: regexpReplace,
  regexp_extract: regexpExtract,
  regexp_extract_all: entry('ss?i', array(string), (a, args) => matches(a, args, 1, 'regexp_extract_all')),
  regexp_count: entry('ss', int, (a, args) => `CAST(len(${matches(a, args, 0, 'regexp_count')}) AS INTEGER)`),
  regexp_substr: entry('ss', string, (a, args) => {
    if (isRead(args[1])) return `nullif(${readIn('extract', [a[0], a[1], "'0'"])}, '')`
    const { regex, pattern, group } = grouped(args, a, 0)
    return `nullif(${extracted(regex, a[0] ?? '', pattern, group ?? 0)}, '')`
  }),
  regexp_instr: entry('ss?i', int, (a, args) => {
    if (isRead(args[1])) return `CAST(${readIn('position', a.slice(0, 2))} AS INTEGER)`
    const regex = readJavaRegex(sourceOf(args[1]), 'search')
    const parts = `${literal(regex.pattern)}, ${literal(`\\A((?s:.*?))(?:${regex.pattern})`)}`
    // Which group is asked for is all the same to Spark, unless it is NULL.
    const place = found(
      regex,
      a[0] ?? '',
      (each) => `spark_regexp_instr(${each}, ${parts})`,
      (each) => `CAST(spark_regex_position(${each}, ${literal(regex.pattern)}) AS INTEGER)`,
    )
    return a[2] === undefined || /^\d+$/.test(a[2])
      ? place
      : `CASE WHEN ${a[2]} IS NOT NULL THEN ${place} END`
  }),
  split,
}
