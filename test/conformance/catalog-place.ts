import { parseLocation, printLocation } from './child.ts'
import type { DatabaseLocation } from '../../src/state/database.ts'
import { type Lake, openLake } from '../lakehouse/lake.ts'

/** Where a lake of the catalog suite is; travels to child processes as text. */
export type Place = { readonly folder: string; readonly location: DatabaseLocation }

export const openPlace = ({ folder, location }: Place): Promise<Lake> => openLake(folder, location)

export const printPlace = ({ folder, location }: Place): string =>
  JSON.stringify({ folder, location: printLocation(location) })

export const parsePlace = (text: string): Place => {
  const { folder, location } = JSON.parse(text) as { folder: string; location: string }
  return { folder, location: parseLocation(location) }
}
