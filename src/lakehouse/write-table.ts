import { MillraceError } from '../diagnostics/index.ts'
import type { Lakehouse } from './lakehouse.ts'
import { publishOrDiscard, type PublishOptions } from './publish.ts'
import { inTurn } from './turns.ts'
import type { WriteRequest } from './write/request.ts'
import type { StagedCommit } from './write/staged-commit.ts'
import { stageWrite } from './write/write.ts'

/**
 * Stages a write and publishes it. Where others have changed what it depends on, all of it is computed again on the
 * rows that there are now. Returns what was published. Throws what `stageWrite` and `publishAudited` throw; then no file
 * of it is left, unless its outcome is not known.
 */
export const writeTable = async (
  lakehouse: Lakehouse,
  request: WriteRequest,
  options: PublishOptions = {},
  signal?: AbortSignal,
): Promise<StagedCommit> => {
  const { attempts = 20 } = options
  const tables = [request.identity]
  const { turns } = lakehouse
  const dependsOnRows = request.mode.kind === 'merge' || request.mode.kind === 'delete'
  // What others would outdate is computed while they wait: from the beginning where they stand in line already.
  let wantsTurn = dependsOnRows && (await turns.wait(tables, signal))
  for (let attempt = 1; ; attempt++) {
    using turn = wantsTurn ? await turns.take(tables, signal) : undefined
    const place = inTurn(lakehouse, turn)
    const staged = await stageWrite(place, request, signal)
    try {
      return await publishOrDiscard(place, staged, options, signal)
    } catch (cause) {
      const isConflict = cause instanceof MillraceError && cause.diagnostic.code === 'MR3119'
      if (!isConflict || attempt >= attempts) throw cause
      wantsTurn = true
    }
  }
}
