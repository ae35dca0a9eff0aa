import { setTimeout as sleep } from 'node:timers/promises'
import { MillraceError } from '../diagnostics/index.ts'
import type { TableMove } from './catalogs/catalog.ts'
import type { Lakehouse } from './lakehouse.ts'
import { removeOldMetadata } from './old-metadata.ts'

/**
 * Moves pointers as the catalog does. Where the catalog cannot say whether it did, it is asked what there is now: what
 * landed counts as done, and what did not is tried again. Throws MR3110, retryable, where another writer was first, and
 * MR3280 where the outcome stays unknown: files of the commit must not be deleted then, see `isUnknown`.
 */
export const commitMoves = async (
  lakehouse: Lakehouse,
  moves: readonly TableMove[],
  settling: Settling,
): Promise<void> => {
  await moveAll(lakehouse, moves, settling)
  await removeOldMetadata(lakehouse, moves)
}

type Settling = { readonly also?: (() => void) | undefined; readonly hasLanded: () => Promise<boolean> }

const moveAll = async (
  { catalog }: Lakehouse,
  moves: readonly TableMove[],
  { also, hasLanded }: Settling,
): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await catalog.commit(moves, also)
      return
    } catch (cause) {
      if (!isUnknown(cause)) throw cause
      const landed = await settle(async () => {
        // Waits for what may still be at work on the catalog's side: transactions come one after the other.
        await catalog.commit([])
        return hasLanded()
      })
      if (landed === true) {
        if (!catalog.transactional) also?.()
        return
      }
      // Without transactions it may land yet.
      if (landed === undefined || !catalog.transactional || attempt >= 3) throw cause
    }
  }
}

/** True of the failure of a commit that may have happened nevertheless. Its files may be a table's by now. */
export const isUnknown = (cause: unknown): boolean =>
  cause instanceof MillraceError && cause.diagnostic.code === 'MR3280'

/** The answer of a catalog that was out of reach just now; undefined where it does not come back within seconds. */
const settle = async (look: () => Promise<boolean>): Promise<boolean | undefined> => {
  for (const waitMs of [100, 200, 400, 800, undefined]) {
    try {
      return await look()
    } catch {
      if (waitMs !== undefined) await sleep(waitMs)
    }
  }
  return undefined
}
