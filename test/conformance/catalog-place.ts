import type { DatabaseLocation } from '../../src/state/database.ts'
import { type Lake, openLake } from '../lakehouse/lake.ts'
import { parseLocation, printLocation } from './child.ts'

/** Where a lake of the catalog suite is; travels to child processes as text. */
export type Place = {
  readonly folder: string
  readonly location: DatabaseLocation
  /** Of a REST catalog. */
  readonly restUrl?: string
}

export const openPlace = ({ folder, location, restUrl }: Place): Promise<Lake> =>
  openLake(folder, { location, ...(restUrl === undefined ? {} : { rest: { url: restUrl, headers: {} } }) })

export const printPlace = ({ location, ...rest }: Place): string =>
  JSON.stringify({ ...rest, location: printLocation(location) })

export const parsePlace = (text: string): Place => {
  const place = JSON.parse(text) as Omit<Place, 'location'> & { location: string }
  return { ...place, location: parseLocation(place.location) }
}
