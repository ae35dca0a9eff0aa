import { randomUUID } from 'node:crypto'
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Replaces a file by another text at once: whoever reads it sees the one or the other. Its mode stays, and a link goes
 * on pointing at it. Throws what the operating system says.
 */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const file = await realpath(path)
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`)
  try {
    await writeFile(temporary, text, { flag: 'wx' })
    await chmod(temporary, (await stat(file)).mode & 0o7777)
    await rename(temporary, file)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
}
