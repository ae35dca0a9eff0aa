import { Refused } from '../refusals.ts'
import { zoneNames } from './zone-names.ts'

// Three letters that Spark maps to regions, as Java once did.
const short: readonly (readonly [string, string])[] = `
  ACT=Australia/Darwin AET=Australia/Sydney AGT=America/Argentina/Buenos_Aires ART=Africa/Cairo
  AST=America/Anchorage BET=America/Sao_Paulo BST=Asia/Dhaka CAT=Africa/Harare CNT=America/St_Johns
  CST=America/Chicago CTT=Asia/Shanghai EAT=Africa/Addis_Ababa ECT=Europe/Paris IET=America/Indiana/Indianapolis
  IST=Asia/Kolkata JST=Asia/Tokyo MIT=Pacific/Apia NET=Asia/Yerevan NST=Pacific/Auckland PLT=Asia/Karachi
  PNT=America/Phoenix PRT=America/Puerto_Rico PST=America/Los_Angeles SST=Pacific/Guadalcanal
  VST=Asia/Ho_Chi_Minh EST=Etc/GMT+5 MST=Etc/GMT+7 HST=Etc/GMT+10`
  .trim()
  .split(/\s+/)
  .map((pair) => {
    const [name = '', region = ''] = pair.split('=')
    return [name, region]
  })

export const shortRegions: ReadonlyMap<string, string> = new Map(short)

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
