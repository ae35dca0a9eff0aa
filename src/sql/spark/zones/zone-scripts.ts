import { Refused } from '../refusals.ts'
import { zoneOf } from './time-zones.ts'

/** The zone that stands in a row: its offset in seconds, or its region. */
export const zoneOfRow = ([text = '']: readonly string[]): string => {
  try {
    const zone = zoneOf(text)
    return zone.kind === 'offset' ? String(zone.seconds) : zone.name
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    // Data is not shown in messages: who reads them may not see the column.
    throw new Error('a time zone in a row that is none to Spark, or is not known here', { cause: error })
  }
}
