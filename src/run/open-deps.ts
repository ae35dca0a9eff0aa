import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Address, printAddress } from '../address.ts'
import { nearest } from '../base/nearest.ts'
import { type Depot, openLocalStorage } from '../depots/index.ts'
import { failure } from '../diagnostics/index.ts'
import type { Engine } from '../engines/index.ts'
import { type Lakehouse, mainBranch, openLakehouse } from '../lakehouse/index.ts'
import type { DepotBinding, Settings } from '../settings/index.ts'
import { type Database, type DatabaseLocation, openDatabase, openForReading } from '../state/database.ts'
import { datasetVersion } from './dataset-version.ts'
import type { RunDeps } from './deps.ts'

export type OpenedDeps = RunDeps & AsyncDisposable

export type DepsRequest = {
  readonly settings: Settings
  /** Bindings of the project's own depot resources; those of the project file win. */
  readonly depots?: Readonly<Record<string, DepotBinding>>
  /** Default: `main`. */
  readonly branch?: string
  /** Nothing is changed: a state folder that cannot be written will do. */
  readonly isReading?: boolean
}

/** The project database: on a server where the catalog is in PostgreSQL, otherwise a file of the state folder. */
export const databaseLocation = ({ lakehouse: { catalog }, stateFolder }: Settings): DatabaseLocation =>
  catalog.type === 'postgres' ? catalog.url : join(stateFolder, 'millrace.db')

/** Opens the real world: the project database at once, engines when a task first needs one. */
export const openDeps = ({
  settings,
  depots = {},
  branch = 'main',
  isReading = false,
}: DepsRequest): OpenedDeps => {
  const location = databaseLocation(settings)
  const database = isReading ? openForReading(location) : openDatabase(location)
  const lakehouse = openProjectLakehouse(settings, database)
  const bindings = { ...depots, ...settings.depots }
  const engines = new Map<string, Promise<Engine>>()
  const depot = (address: Address): Depot => openDepot(address, bindings)
  return {
    settings,
    database,
    lakehouse,
    branch,
    depot,
    engine: (name) => {
      const opened = engines.get(name) ?? openEngine(name, settings)
      engines.set(name, opened)
      return opened
    },
    version: (address, ref) => {
      // A run on a branch of its own reads and writes there whatever a manifest names.
      const on = branch === mainBranch ? (ref ?? branch) : branch
      return datasetVersion(address, depot(address), { lakehouse, branch: on })
    },
    now: () => new Date(),
    newId: newRunId,
    parallelism: Math.max(2, Math.min(4, availableParallelism())),
    [Symbol.asyncDispose]: async () => {
      for (const engine of engines.values()) await (await engine)[Symbol.asyncDispose]()
      closeDatabase(database)
    },
  }
}

/** The tables of the project, wherever its catalog is. */
export const openProjectLakehouse = ({ lakehouse }: Settings, database: Database): Lakehouse =>
  openLakehouse({
    database,
    warehouse: lakehouse.warehouse,
    ...(lakehouse.catalog.type === 'rest' ? { rest: lakehouse.catalog } : {}),
  })

/** Throws MR3210 for a depot that is not bound. */
export const openDepot = (address: Address, bindings: Readonly<Record<string, DepotBinding>>): Depot => {
  const binding = bindings[address.depot]
  switch (binding?.type) {
    case 'FILE':
      return { kind: 'file', name: address.depot, storage: openLocalStorage(binding.path) }
    case 'LAKEHOUSE':
      return { kind: 'lakehouse', name: address.depot }
    case undefined:
      throw failure('MR3210', {
        address: printAddress(address),
        depot: address.depot,
        near: nearest(address.depot, Object.keys(bindings)),
      })
  }
}

const openEngine = async (name: string, settings: Settings): Promise<Engine> => {
  const { openDuckdb } = await import('../engines/index.ts')
  const { sparkMacrosFor } = await import('../sql/index.ts')
  const declared = settings.engines[name]
  const options = declared?.type === 'duckdb' ? declared : undefined
  const temporaryDirectory = join(settings.stateFolder, 'tmp')
  mkdirSync(temporaryDirectory, { recursive: true })
  return openDuckdb({
    ...(options?.memory === undefined ? {} : { memory: options.memory }),
    ...(options?.threads === undefined ? {} : { threads: options.threads }),
    temporaryDirectory,
    library: sparkMacrosFor,
  })
}

const closeDatabase = (database: Database): void => database[Symbol.dispose]()

/** Sorts by time: milliseconds, then chance, both in base 36. */
const newRunId = (): string =>
  `${Date.now().toString(36)}-${randomBytes(4).readUInt32BE().toString(36).padStart(7, '0')}`
