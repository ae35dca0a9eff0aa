import type { Sql } from '../../../quote.ts'
import { functionRoutines } from '../../functions/trino/index.ts'
import { castRoutines } from './cast-routines.ts'
import { letterRoutines } from './letter-routines.ts'
import { withRoutines } from './routines.ts'

const routines = new Map(
  [...castRoutines, ...letterRoutines, ...functionRoutines].map((one) => [one.name, one]),
)

/** A translated statement as Trino runs it: with the routines that it calls at its head. */
export const trinoStatement = (statement: Sql): Sql => withRoutines(statement, routines)
