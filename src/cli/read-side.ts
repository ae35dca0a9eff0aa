import { DiagnosticsError, hasErrors } from '../diagnostics/index.ts'
import type { Side } from '../review/index.ts'
import type { Invocation } from './command.ts'
import { readProject } from './open-project.ts'

/**
 * The project in a folder as one side of a comparison. One that has errors cannot be compared: what it would do is not
 * known. A policy that this release cannot run says what it means all the same, and other platforms do run it.
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
  const found = diagnostics.filter(({ code }) => code !== 'MR1331')
  if (!hasErrors(found)) return { project, lineage }
  io.stderr.write(`the project ${what} the change has errors:\n`)
  throw new DiagnosticsError(found)
}
