import { join, type Sql } from '../quote.ts'
import { castMacros } from './cast-macros.ts'
import { datePatternMacros } from './functions/date-patterns.ts'
import { arrayMacros } from './functions/arrays.ts'
import { dateMacros } from './functions/dates.ts'
import { higherOrderMacros } from './functions/higher-order.ts'
import { jsonMacros } from './functions/json.ts'
import { mapMacros } from './functions/maps.ts'
import { decimalMacros } from './decimals.ts'
import { bitMacros } from './functions/bits.ts'
import { mathematicalMacros } from './functions/mathematics.ts'
import { roundingMacros } from './functions/rounding.ts'
import { statisticalMacros } from './functions/statistics.ts'
import { stringMacros } from './functions/strings.ts'
import { extractMacros } from './functions/extract.ts'
import { intervalMacros } from './functions/intervals.ts'
import { timestampMacros } from './functions/timestamps.ts'
import { letterMacros } from './functions/letters.ts'
import { textToolMacros } from './functions/text-tools.ts'
import { regexMacros } from './functions/regex-macros.ts'
import { hashMacros } from './functions/hashes.ts'
import { encodingMacros } from './functions/encodings.ts'
import { urlMacros } from './functions/urls.ts'
import { formatMacros } from './functions/formats.ts'
import { ansiMacros } from './engines/duckdb/ansi.ts'
import { numberMacros } from './number-macros.ts'

const listed: readonly Sql[] = [
  ...castMacros,
  ...numberMacros,
  ...letterMacros,
  ...decimalMacros,
  ...stringMacros,
  ...textToolMacros,
  ...regexMacros,
  ...hashMacros,
  ...encodingMacros,
  ...urlMacros,
  ...formatMacros,
  ...dateMacros,
  ...datePatternMacros,
  ...timestampMacros,
  ...extractMacros,
  ...intervalMacros,
  ...arrayMacros,
  ...higherOrderMacros,
  ...mapMacros,
  ...jsonMacros,
  ...mathematicalMacros,
  ...roundingMacros,
  ...bitMacros,
  ...statisticalMacros,
  ...ansiMacros,
]

const named: ReadonlyMap<string, Sql> = new Map(
  listed.map((macro) => [/MACRO (spark_\w+)\(/.exec(macro)?.[1] ?? '', macro]),
)

/** The macros that a piece of SQL calls, directly or through one another, in the order in which they must be made. */
export const sparkMacrosFor = (text: Sql): readonly Sql[] => {
  // The engine looks called macros up when it makes one: those first.
  const needed = new Map<string, Sql>()
  const visit = (piece: string, above: readonly string[]): void => {
    for (const [name] of piece.matchAll(/\bspark_\w+/g)) {
      const macro = named.get(name)
      if (macro === undefined || needed.has(name) || above.includes(name)) continue
      visit(macro, [...above, name])
      needed.set(name, macro)
    }
  }
  visit(text, [])
  return [...needed.values()]
}

/**
 * What Spark means where DuckDB has no operator of the same meaning, as macros that a session runs once. Each has a
 * fast path for text in its usual form, since casts run over every row of raw data. No macro may use IN with a list:
 * the optimizer turns it into a join that evaluates the slow path for every row (ten times the run time, measured).
 */
export const sparkMacros: readonly Sql[] = sparkMacrosFor(join(listed, '; '))
