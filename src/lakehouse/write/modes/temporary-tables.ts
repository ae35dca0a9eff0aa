import type { Connection } from '../../../engines/index.ts'
import { ident, type Sql, sql } from '../../../sql/quote.ts'
import type { Lakehouse } from '../../lakehouse.ts'

/** Temporary tables of an engine's session; disposing drops those that were not handed on. */
export type TemporaryTables = AsyncDisposable & {
  /** A name that nothing else in the session has; what is made under it is dropped in the end. */
  readonly name: (what: string) => Sql
  /** Hands all of them on: who disposes the result drops them. */
  readonly keep: () => AsyncDisposable
}

export const temporaryTables = (lakehouse: Lakehouse, connection: Connection): TemporaryTables => {
  const id = lakehouse.uuid().replaceAll('-', '')
  let names: readonly Sql[] = []
  // Best effort: where the session is gone, so are its tables.
  const drop = async (some: readonly Sql[]): Promise<void> => {
    for (const name of some) await connection.run(sql`DROP TABLE IF EXISTS ${name}`).catch(() => undefined)
  }
  return {
    name: (what) => {
      const name = ident(`millrace_${what}_${id}`)
      names = [...names, name]
      return name
    },
    keep: () => {
      const kept = names
      names = []
      return { [Symbol.asyncDispose]: () => drop(kept) }
    },
    [Symbol.asyncDispose]: () => drop(names),
  }
}
