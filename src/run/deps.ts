import type { Address, DatasetAddress } from '../address.ts'
import type { Depot } from '../depots/depot.ts'
import type { Engine } from '../engines/index.ts'
import type { Lakehouse } from '../lakehouse/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Database } from '../state/database.ts'

/** The real world as a run uses it. `openDeps` opens it; tests hand in their own parts. */
export type RunDeps = {
  readonly settings: Settings
  readonly database: Database
  readonly lakehouse: Lakehouse
  /** Where tasks read and write; a table that the branch does not have is read on `main`. */
  readonly branch: string
  /** Opens an engine of the settings at first use and keeps it until the deps are disposed. */
  readonly engine: (name: string) => Promise<Engine>
  /** Throws MR3210 for a depot that is not bound. */
  readonly depot: (address: Address) => Depot
  /**
   * The version that a dataset, or a whole depot, has now, on a branch or tag of its own where one is named; undefined
   * where it does not exist.
   */
  readonly version: (address: Address | DatasetAddress, ref?: string) => Promise<string | undefined>
  readonly now: () => Date
  readonly newId: () => string
  /** How many tasks may run at once. Each engine spreads one statement over all cores by itself. */
  readonly parallelism: number
}
