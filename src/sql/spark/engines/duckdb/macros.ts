import { once } from '../../../../base/once.ts'
import { join, type Sql, trusted } from '../../../quote.ts'
import { castMacros } from './cast-macros.ts'
import { datePatternMacros } from '../../functions/date-patterns.ts'
import { arrayMacros } from '../../functions/arrays.ts'
import { dateMacros } from '../../functions/dates.ts'
import { higherOrderMacros } from '../../functions/higher-order.ts'
import { jsonMacros } from '../../functions/json.ts'
import { mapMacros } from '../../functions/maps.ts'
import { decimalMacros } from './decimals.ts'
import { wideTotalMacros } from '../../functions/wide-totals.ts'
import { bitMacros } from '../../functions/bits.ts'
import { bitmapMacros } from '../../functions/bitmaps.ts'
import { mathematicalMacros } from '../../functions/mathematics.ts'
import { roundingMacros } from '../../functions/rounding.ts'
import { statisticalMacros } from '../../functions/statistics.ts'
import { stringMacros } from '../../functions/strings.ts'
import { extractMacros } from '../../functions/extract.ts'
import { intervalMacros } from '../../functions/intervals.ts'
import { timestampMacros } from '../../functions/timestamps.ts'
import { letterMacros } from '../../functions/letters.ts'
import { textToolMacros } from '../../functions/text-tools.ts'
import { regexMacros } from '../../functions/regex-macros.ts'
import { hashMacros } from '../../functions/hashes.ts'
import { estimateMacro } from '../../functions/distinct-estimate.ts'
import { encodingMacros } from '../../functions/encodings.ts'
import { urlMacros } from '../../functions/urls.ts'
import { formatMacros } from '../../functions/formats.ts'
import { ansiMacros } from './ansi.ts'
import { numberMacros } from './number-macros.ts'
import { splitMacroName, withZone } from '../../zones/session-zone.ts'
import type { Zone } from '../../zones/time-zones.ts'
import { macrosOfZone, sessionZoneMacros } from './zone-macros.ts'

const listed: readonly Sql[] = [
  ...castMacros,
  ...numberMacros,
  ...letterMacros,
  ...decimalMacros,
  ...wideTotalMacros,
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
  ...bitmapMacros,
  ...statisticalMacros,
  ...ansiMacros,
  ...sessionZoneMacros,
]

const nameOf = (macro: string): string => /MACRO (spark_\w+)\(/.exec(macro)?.[1] ?? ''

/** Of two macros with one name, the later one would be all that there is. */
export const macroNames: readonly string[] = listed.map((macro) => nameOf(macro))

const named: ReadonlyMap<string, Sql> = new Map(listed.map((macro) => [nameOf(macro), macro]))

const calls = (macro: string): readonly string[] =>
  [...macro.matchAll(/\bspark_\w+/g)].map(([name]) => name).filter((name) => name !== nameOf(macro))

/** Macros that read or write local time, directly or through one another: those of which each zone has its own. */
const local = once((): ReadonlySet<string> => {
  const found = new Set(macrosOfZone({ kind: 'offset', seconds: 0 }).map(nameOf))
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const [name, macro] of named) if (calls(macro).some((called) => found.has(called))) found.add(name)
  }
  return found
})

/** A statement that was written for a session in UTC, for one in another zone. */
export const inZone = (sql: string, zone: Zone | undefined): string =>
  zone === undefined ? sql : withZone(sql, zone, (macro) => local().has(macro))

/** The macro of a name, which may be one of a zone's. */
const macroNamed = (name: string): Sql | undefined => {
  const { plain, zone } = splitMacroName(name)
  if (zone === undefined) return named.get(name) ?? estimateMacro(name)
  if (!local().has(plain)) return undefined
  const body = macrosOfZone(zone).find((macro) => nameOf(macro) === plain) ?? named.get(plain)
  return body === undefined ? undefined : trusted(inZone(body, zone))
}

/** The macros that a piece of SQL calls, directly or through one another, in the order in which they must be made. */
export const sparkMacrosFor = (text: Sql): readonly Sql[] => {
  // The engine looks called macros up when it makes one: those first.
  const needed = new Map<string, Sql>()
  const visit = (piece: string, above: readonly string[]): void => {
    for (const [name] of piece.matchAll(/\bspark_\w+/g)) {
      const macro = needed.has(name) || above.includes(name) ? undefined : macroNamed(name)
      if (macro === undefined) continue
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
