import { DiagnosticsError } from '../diagnostics/index.ts'
import type { Side } from '../review/index.ts'
import type { Invocation } from './command.ts'
import { readProject } from './open-project.ts'
import { withoutRun } from './without-run.ts'

/**
 * The project in a folder as one side of a comparison. One that has errors cannot be compared: what it would do is not
 * known. What this release cannot run, and a depot that lives elsewhere, say what they mean all the same.
 */
export const readSide = async (
  { io, options }: Pick<Invocation, 'io' | 'options'>,
  folder: string,
  what: 'before' | 'after',
  signal: AbortSignal,
): Promise<Side> => {
  const { project, lineage, diagnostics } = await readProject(
    { io: { ...io, cwd: folder }, options: { ...options, project: undefined }, args: [] },
    signal,
  )
  const found = diagnostics.map(withoutRun).filter(({ severity }) => severity === 'error')
  if (found.length === 0) return { project, lineage }
  io.stderr.write(`the project ${what} the change has errors:\n`)
  throw new DiagnosticsError(found)
}
