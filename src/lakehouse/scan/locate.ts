import type { Lakehouse } from '../lakehouse.ts'
import { fromLocation } from '../location.ts'
import type { Located, ScanFile } from './scan-file.ts'

/** Files with the paths under which an engine on this machine opens them. Throws MR3111. */
export const locate = async <F extends ScanFile>(
  { storage }: Lakehouse,
  files: readonly F[],
): Promise<readonly Located<F>[]> => {
  const located: Located<F>[] = []
  for (const each of files)
    located.push({ ...each, localPath: storage.location(await fromLocation(storage, each.file.path)) })
  return located
}
