import { literal } from '../quote.ts'
import { Refused } from './functions/entry.ts'
import { zoneNames } from './zone-names.ts'

// Names that mean something to Java: its regions without a slash, and three letters that Spark maps to regions.
const regions = `
  CET CST6CDT Cuba EET EST5EDT Egypt Eire GB GB-Eire GMT0 Greenwich Hongkong Iceland Iran Israel Jamaica Japan
  Kwajalein Libya MET MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROK Singapore Turkey Universal W-SU WET`
  .trim()
  .split(/\s+/)

const short = `
  ACT=Australia/Darwin AET=Australia/Sydney AGT=America/Argentina/Buenos_Aires ART=Africa/Cairo
  AST=America/Anchorage BET=America/Sao_Paulo BST=Asia/Dhaka CAT=Africa/Harare CNT=America/St_Johns
  CST=America/Chicago CTT=Asia/Shanghai EAT=Africa/Addis_Ababa ECT=Europe/Paris IET=America/Indiana/Indianapolis
  IST=Asia/Kolkata JST=Asia/Tokyo MIT=Pacific/Apia NET=Asia/Yerevan NST=Pacific/Auckland PLT=Asia/Karachi
  PNT=America/Phoenix PRT=America/Puerto_Rico PST=America/Los_Angeles SST=Pacific/Guadalcanal
  VST=Asia/Ho_Chi_Minh EST=Etc/GMT+5 MST=Etc/GMT+7 HST=Etc/GMT+10`
  .trim()
  .split(/\s+/)
  .map((pair) => pair.split('='))

const shortRegions: ReadonlyMap<string, string> = new Map(
  short.map(([name = '', region = '']) => [name, region]),
)

const shortNames = `MAP {${short.map(([name, region]) => `${literal(name ?? '')}: ${literal(` ${region}`)}`).join(', ')}}`
const regionPattern = `${regions.join('|')}|[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)+`
const offsetPattern =
  '[+-](0\\d|1[0-7])(:[0-5]\\d(:[0-5]\\d)?|[0-5]\\d([0-5]\\d)?)?|[+-]18(:00(:00)?|00(00)?)?'

/**
 * Bodies of macros. `zone(z)`: what stands after a time, as a suffix that the engine's cast understands; NULL for
 * what Java does not know. `offset(o)`: an offset with two digits of hours, with colons.
 */
export const zoneMacros = {
  offset: `CASE WHEN regexp_full_match(o, ${literal(offsetPattern)}) THEN left(o, 3)
    || coalesce(':' || nullif(substr(replace(o, ':', ''), 4, 2), ''), '')
    || coalesce(':' || nullif(substr(replace(o, ':', ''), 6, 2), ''), '') END`,
  // One digit of hours or, at the end, of minutes is enough for Spark.
  zone: `CASE WHEN regexp_full_match(z, '(Z|UTC|GMT|UT|UCT|Zulu)?') THEN '+00'
    WHEN regexp_full_match(z, '(UTC|GMT|UT)?[+-].+') THEN spark_offset(regexp_replace(regexp_replace(
      regexp_extract(z, '[+-].*'), '^([+-])(\\d)(:|$)', '\\10\\2\\3'), '^([+-]\\d\\d):(\\d)$', '\\1:0\\2'))
    WHEN regexp_full_match(z, ${literal(regionPattern)}) THEN ' ' || z
    ELSE ${shortNames}[z] END`,
}

export type Zone =
  | { readonly kind: 'offset'; readonly seconds: number }
  | { readonly kind: 'region'; readonly name: string }

/**
 * The zone that a literal names to Spark: a region, a short name that Java has a region for, or an offset. Throws Refused
 * for what Java does not know, and for expressions, whose values might be anything.
 */
export const zoneOf = (text: string | undefined): Zone => {
  if (text === undefined) throw new Refused('a time zone that is not a literal')
  if (/^(?:Z|UTC|GMT|UT)$/.test(text)) return { kind: 'offset', seconds: 0 }
  const offset = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/.exec(text)
  if (offset !== null) {
    const [hours, minutes, seconds] = [offset[2], offset[3], offset[4]].map((part) => Number(part ?? 0))
    const total = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
    // Without colons every part has two digits; Spark adds a digit of the hour only where a colon or nothing follows.
    const spelt = /^(?:UTC|GMT|UT)?[+-](?:\d{1,2}|\d{1,2}:\d{2}|\d{2}:\d{2}:\d{2}|\d{4}|\d{6})$/.test(text)
    if (!spelt || (minutes ?? 0) > 59 || (seconds ?? 0) > 59 || total > 18 * 3600)
      throw new Refused(`the time zone "${text}"`)
    return { kind: 'offset', seconds: offset[1] === '-' ? -total : total }
  }
  const name = shortRegions.get(text) ?? text
  if (!zoneNames.has(name))
    throw new Refused(
      `the time zone "${text}"`,
      'write a region such as Europe/Berlin, or an offset such as +02:00',
    )
  return { kind: 'region', name }
}
