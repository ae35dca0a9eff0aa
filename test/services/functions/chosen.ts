import { createHash } from 'node:crypto'
import type { Case } from './cases.ts'

/** One case in so many, chosen by its name, so that the same ones run again; all where the variable says `all`. */
export const chosenCases = (cases: readonly Case[], variable: string, oneIn: number): readonly Case[] => {
  const every = process.env[variable] === 'all' ? 1 : oneIn
  return cases.filter(({ name }) => createHash('sha256').update(name).digest().readUInt32BE(0) % every === 0)
}
