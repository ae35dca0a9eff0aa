import { literal } from '../../../quote.ts'
import { shortRegions } from '../../zones/time-zones.ts'

// Names that mean something to Java without a slash in them.
const regions = `
  CET CST6CDT Cuba EET EST5EDT Egypt Eire GB GB-Eire GMT0 Greenwich Hongkong Iceland Iran Israel Jamaica Japan
  Kwajalein Libya MET MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROK Singapore Turkey Universal W-SU WET`
  .trim()
  .split(/\s+/)

const shortNames = `MAP {${[...shortRegions].map(([name, region]) => `${literal(name)}: ${literal(` ${region}`)}`).join(', ')}}`
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
