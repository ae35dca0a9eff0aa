import { DiagnosticsError } from '../diagnostics/index.ts'
import type { Side } from '../review/index.ts'
import type { Invocation } from './command.ts'
import { createVersionReader } from './open-project.ts'
import { withoutRun } from './without-run.ts'

type SideReader = (folder: string, what: 'before' | 'after', signal: AbortSignal) => Promise<Side>

/**
 * Reads the projects in folders as sides of a comparison. One that has errors cannot be compared: what it would do is
 * not known. What this release cannot run, and a depot that lives elsewhere, say what they mean all the same.
 */
export const createSideReader = ({ io, options }: Pick<Invocation, 'io' | 'options'>): SideReader => {
  const readVersion = createVersionReader()
  return async (folder, what, signal) => {
    const { project, lineage, diagnostics } = await readVersion(
      { io: { ...io, cwd: folder }, options: { ...options, project: undefined }, args: [] },
      signal,
    )
    const found = diagnostics.map(withoutRun).filter(({ severity }) => severity === 'error')
    if (found.length === 0) return { project, lineage }
    io.stderr.write(`the project ${what} the change has errors:\n`)
    throw new DiagnosticsError(found)
  }
}
