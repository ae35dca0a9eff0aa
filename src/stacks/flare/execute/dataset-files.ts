import type { StoredFile } from '../../../depots/index.ts'
import { failure } from '../../../diagnostics/index.ts'

/**
 * The files that Spark would read as the dataset at `path`: none whose name or folder begins with _ or a dot. Throws
 * MR3231 where Spark would leave out the files of a folder, make columns of its name, or unpack them.
 */
export const datasetFiles = (
  path: string,
  files: readonly StoredFile[],
  options: Readonly<Record<string, string>>,
): readonly StoredFile[] => {
  const isRecursive = Object.entries(options).some(
    ([key, value]) => key.toLowerCase() === 'recursivefilelookup' && value.trim().toLowerCase() === 'true',
  )
  const root = path.replace(/\/+$/, '')
  const shown = files.filter(
    (file) => file.path === root || !below(root, file.path).some((part) => isHidden(part)),
  )
  for (const file of shown) {
    const folders = file.path === root ? [] : below(root, file.path).slice(0, -1)
    const refuse = (reason: string, next: string) => failure('MR3231', { path: file.path, reason, next })
    if (!isRecursive && folders.some((part) => part.includes('=')))
      throw refuse(
        'is in a folder whose name is a value of a column in Spark',
        'read one such folder, or set the option recursiveFileLookup: true to read the files without that column',
      )
    if (!isRecursive && folders.length > 0)
      throw refuse(
        'is in a folder below the dataset, where Spark does not look',
        'set the option recursiveFileLookup: true to read it, or name the folder in the address',
      )
    if (/\.(?:gz|bz2|deflate|snappy|lz4|zst)$/i.test(file.path))
      throw refuse('is compressed', 'unpack it: this release reads files as they are')
  }
  return shown
}

const below = (root: string, path: string): readonly string[] =>
  (root === '' ? path : path.slice(root.length + 1)).split('/')

const isHidden = (name: string): boolean =>
  (name.startsWith('_') && !name.includes('=')) || name.startsWith('.') || name.endsWith('._COPYING_')
