import { join } from 'node:path'
import type { Address } from '../../../src/address.ts'
import type { Depot } from '../../../src/depots/depot.ts'
import { openLocalStorage } from '../../../src/depots/index.ts'
import type { Engine } from '../../../src/engines/index.ts'
import type { TaskEvent } from '../../../src/events.ts'
import { openLakehouse } from '../../../src/lakehouse/index.ts'
import type { TaskContext } from '../../../src/stacks/stack.ts'
import type { Database } from '../../../src/state/database.ts'

/** A project in a folder: file depots by their names, and a depot `lake` of tables. */
export const taskContext = (
  folder: string,
  engine: Engine,
  database: Database,
): { readonly context: TaskContext; readonly events: TaskEvent[] } => {
  const events: TaskEvent[] = []
  const depot = ({ depot: name }: Address): Depot =>
    name === 'lake'
      ? { kind: 'lakehouse', name }
      : { kind: 'file', name, storage: openLocalStorage(join(folder, name)) }
  const context: TaskContext = {
    run: 'r1',
    task: 'public/feed/customer',
    settings: {
      name: 'test',
      root: folder,
      stateFolder: folder,
      variables: {},
      paths: [],
      lakehouse: { warehouse: join(folder, 'warehouse'), catalog: { type: 'sqlite' } },
      engines: {},
      computes: {},
      depots: {},
      users: {},
      quality: { failedAssertions: 'fail' },
      masking: { strict: false },
    },
    engine,
    database,
    lakehouse: openLakehouse({ database, warehouse: join(folder, 'warehouse') }),
    branch: 'main',
    depot,
    now: () => new Date('2023-11-12T10:00:00Z'),
    emit: (event) => events.push(event),
    fullRefresh: false,
    conclude: async (result) => ({ concluded: result }),
  }
  return { context, events }
}
