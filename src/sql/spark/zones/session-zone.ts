import { Refused } from '../refusals.ts'
import type { SparkSettings } from '../spark-settings.ts'
import { type Zone, zoneOf } from './time-zones.ts'

/*
 * Renderings are written for a session in UTC. In another zone the same SQL calls macros of that zone: each macro that
 * reads or writes local time, directly or through another one, has a sister for each zone, whose name ends with it. So
 * there is one place where the clock of the session is looked at, and a session in UTC pays nothing.
 */

/** The zone that the session's clocks show; undefined where they show UTC, under whatever name. Throws Refused. */
export const sessionZone = ({ timeZone }: SparkSettings): Zone | undefined => {
  const zone = zoneNamed(timeZone)
  if (zone.kind === 'offset') return zone.seconds === 0 ? undefined : zone
  if (utcNames.test(zone.name)) return undefined
  if (differing.has(zone.name))
    throw new Refused(
      `spark.sql.session.timeZone = ${timeZone}`,
      'its rules have changed between the versions that Spark and the engine know; run the session in another zone, and use from_utc_timestamp',
    )
  return zone
}

const zoneNamed = (timeZone: string): Zone => {
  try {
    return zoneOf(timeZone)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Refused(`spark.sql.session.timeZone = ${timeZone}`, error.hint)
  }
}

const utcNames = /^(?:(?:Etc\/)?(?:UTC|UCT|GMT|Greenwich|Universal|Zulu|GMT0|GMT[+]0|GMT-0))$/

/*
 * Zones of which Java 17.0.15 (rules of 2025a) and the engine show another time at some instant from the year 1 on, of
 * those that functions take: laws of 2025 and later, and one hour of 1992. Compared a second before and at each jump.
 */
const differing = new Set(
  `Africa/Casablanca Africa/El_Aaiun America/Bogota America/Edmonton America/Inuvik America/Vancouver
   America/Yellowknife Canada/Mountain Canada/Pacific`.split(/\s+/),
)

const mark = '__z'

/** What the names of a zone's macros end with. */
export const zoneSuffix = (zone: Zone): string => {
  const text = zone.kind === 'offset' ? String(zone.seconds) : zone.name
  return `${mark}${text.replaceAll(/[^A-Za-z0-9]/g, (letter) => `_${letter.charCodeAt(0).toString(16)}`)}`
}

/** The macro's name in a session in UTC, and the zone that it is of. */
export const splitMacroName = (name: string): { readonly plain: string; readonly zone: Zone | undefined } => {
  const at = name.indexOf(mark)
  if (at === -1) return { plain: name, zone: undefined }
  const text = name
    .slice(at + mark.length)
    .replaceAll(/_([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  const zone: Zone = /^-?\d+$/.test(text)
    ? { kind: 'offset', seconds: Number(text) }
    : { kind: 'region', name: text }
  return { plain: name.slice(0, at), zone }
}

/** SQL with the macros of a zone in place of those that `isLocal` names; texts and quoted names stay. */
export const withZone = (sql: string, zone: Zone, isLocal: (macro: string) => boolean): string => {
  const suffix = zoneSuffix(zone)
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\bspark_\w+/g, (piece) =>
    piece.startsWith('spark_') && isLocal(piece) ? `${piece}${suffix}` : piece,
  )
}
