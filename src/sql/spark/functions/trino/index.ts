// Trino's renderings of functions, by name. An entry of the same name says what a function takes and gives; what Spark
// refuses, the entry refuses before its rendering here is asked.
import type { Routine } from '../../engines/trino/routines.ts'
import { aggregateRenderings } from './aggregates.ts'
import { collectionRenderings } from './collections.ts'
import { conditionalRenderings, type TrinoRenderings } from './conditionals.ts'
import { dateRenderings, dateRoutines } from './dates.ts'
import { encodingRenderings } from './encodings.ts'
import { instantRenderings, instantRoutines } from './instants.ts'
import { mathematicalRenderings, mathematicalRoutines } from './mathematics.ts'
import { numberRenderings, numberRoutines } from './numbers.ts'
import { statisticalRenderings, statisticalRoutines } from './statistics.ts'
import { stringRenderings, stringRoutines } from './strings.ts'
import { textToolRenderings, textToolRoutines } from './text-tools.ts'

export const trinoRenderings: TrinoRenderings = {
  ...conditionalRenderings,
  ...numberRenderings,
  ...aggregateRenderings,
  ...stringRenderings,
  ...dateRenderings,
  ...collectionRenderings,
  ...encodingRenderings,
  ...instantRenderings,
  ...mathematicalRenderings,
  ...statisticalRenderings,
  ...textToolRenderings,
}

export const functionRoutines: readonly Routine[] = [
  ...numberRoutines,
  ...stringRoutines,
  ...dateRoutines,
  ...instantRoutines,
  ...mathematicalRoutines,
  ...statisticalRoutines,
  ...textToolRoutines,
]
