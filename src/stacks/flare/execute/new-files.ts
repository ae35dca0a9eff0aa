import type { StoredFile } from '../../../depots/index.ts'
import { mainBranch } from '../../../lakehouse/index.ts'
import { type WatermarkScope, watermarks } from '../../../state/watermark-store.ts'
import type { FlareInput } from '../job.ts'
import type { MovedWatermarks } from '../../../state/watermark-store.ts'
import type { Session } from './session.ts'

type NewFiles = { readonly files: readonly StoredFile[]; readonly seen: MovedWatermarks }

/**
 * Of the files of an input those that no successful run has read, and what to remember of them. Undefined where the
 * input reads all files. A file that changed counts as new: all of it is read again.
 */
export const newFiles = (
  { context }: Session,
  { name, newFiles: wanted }: FlareInput,
  files: readonly StoredFile[],
): NewFiles | undefined => {
  if (wanted === undefined) return undefined
  // No context view has this name: it is kept apart from the values of `incremental`.
  const scope: WatermarkScope = { task: context.task, input: name, context: `new files/${wanted.checkpoint}` }
  const { database, branch, fullRefresh } = context
  const known = fullRefresh ? new Map<string, string>() : watermarks(database, scope, branch)
  const fresh = files.filter((file) => known.get(file.path) !== stateOf(file))
  // What a branch knows it knows alone: from its first run on it does not ask `main`.
  const values = new Map(branch === mainBranch ? [] : known)
  for (const file of fresh) values.set(file.path, stateOf(file))
  return { files: fresh, seen: { scope, values } }
}

const stateOf = ({ sizeBytes, modifiedAtMs }: StoredFile): string => `${sizeBytes} ${modifiedAtMs}`
