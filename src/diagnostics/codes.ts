import { branchCodes } from './codes/branch.ts'
import { checkCodes } from './codes/checks.ts'
import { chooseCodes } from './codes/choose.ts'
import { commandCodes } from './codes/command.ts'
import { databaseCodes } from './codes/database.ts'
import { flareCodes, flareRunCodes } from './codes/flare.ts'
import { linkCodes, projectCodes } from './codes/link.ts'
import { loadCodes } from './codes/load.ts'
import { maintenanceCodes } from './codes/maintenance.ts'
import { meaningCodes } from './codes/meaning.ts'
import { policyCodes } from './codes/policy.ts'
import { qualityCodes } from './codes/quality.ts'
import { registeredCodes } from './codes/registered.ts'
import { reviewCodes } from './codes/review.ts'
import { runCodes } from './codes/run.ts'
import { shapeCodes } from './codes/shape.ts'
import { sqlCodes } from './codes/sql.ts'
import { tableReadCodes } from './codes/table-reads.ts'
import { tableWriteCodes } from './codes/table-writes.ts'
import type { Diagnostic, Place } from './diagnostic.ts'
import { fixAt, type Replacement } from './fix.ts'

/**
 * Every code that Millrace can report. A code is stable: it is never given another meaning, and never removed
 * outside a major release. To add one, append it to the file of its area.
 */
export const codes = {
  ...loadCodes, // MR10xx reading files, YAML, variables
  ...shapeCodes, // MR12xx JSON Schema
  ...meaningCodes, // MR13xx what a resource says
  ...registeredCodes, // MR132x, MR134x, MR135x resources that are only registered, plain values
  ...flareCodes, // MR1398 to MR1400, MR142x to MR144x tables of Flare jobs
  ...flareRunCodes,
  ...linkCodes, // MR14xx references between resources
  ...checkCodes, // MR1451 to MR1466 what never means what it says
  ...projectCodes, // MR1450 to MR1467 a whole project
  ...sqlCodes, // MR20xx SQL
  ...databaseCodes, // MR3010 to MR3029 the project database on a server, leases; MR328x catalogs
  ...runCodes, // MR30xx running: storage, engines, tables
  ...branchCodes, // MR316x branches of tables
  ...tableWriteCodes, // MR3100 to MR3109, MR3122 to MR3129 columns, partitions and files of tables
  ...tableReadCodes, // MR313x reading tables
  ...maintenanceCodes, // MR315x maintenance of tables
  ...policyCodes, // MR40xx policies and admission of queries
  ...qualityCodes, // MR50xx checks and profiles
  ...reviewCodes, // MR600x reviews of changes
  ...commandCodes, // MR90xx the command line
  ...chooseCodes, // MR9014 to MR9039 selectors, and deleting
} as const

export type Code = keyof typeof codes

/** The parameters that an entry's sentence needs; a wrong one does not compile. */
export type Params<C extends Code> = Parameters<(typeof codes)[C]['message']>[0]

/** A diagnostic from its code. `related` points at other places that explain it. */
export const diagnose = <C extends Code>(
  code: C,
  params: Params<C>,
  place?: Place,
  related?: Diagnostic['related'],
): Diagnostic => {
  const entry: {
    severity: Diagnostic['severity']
    message: (p: never) => string
    hint?: (p: never) => string | undefined
    fix?: (p: never) => Replacement | undefined
  } = codes[code]
  const hint = entry.hint?.(params as never)
  return {
    severity: entry.severity,
    code,
    message: entry.message(params as never),
    ...(hint === undefined ? {} : { hint }),
    ...(place === undefined ? {} : { place }),
    ...fixAt(place, entry.fix?.(params as never)),
    ...(related === undefined || related.length === 0 ? {} : { related }),
  }
}
