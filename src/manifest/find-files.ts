import { basename, dirname, join, resolve } from 'node:path'
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Files } from './files.ts'
import type { LoadRequest } from './load-request.ts'
import { shownFile } from './read-source.ts'

/** A file to load. One that the user named must hold a manifest; one that was found may be something else. */
export type FoundFile = { readonly absoluteFile: string; readonly isNamed: boolean }

/**
 * The files that a request means, in a fixed order: as the user named them, folders in the order of names. Folders
 * that are hidden, links to folders, node_modules, the state folder and the project file are left out.
 */
export const findFiles = async (
  request: LoadRequest,
  files: Files,
  signal: AbortSignal,
): Promise<{ readonly files: readonly FoundFile[]; readonly diagnostics: readonly Diagnostic[] }> => {
  const { root, resources, stateFolder } = request.settings
  const named = request.paths
  const paths = named ?? resources ?? [root]
  const isRecursive = named === undefined || request.isRecursive === true
  const found = new Map<string, FoundFile>()
  const diagnostics: Diagnostic[] = []

  const walk = async (folder: string): Promise<number> => {
    const entries = await files.list(folder, signal)
    // Left out in silence, its manifests would look deleted.
    if (entries === undefined) {
      diagnostics.push(diagnose('MR1002', { file: shownFile(root, folder) || 'this folder' }))
      return 1
    }
    let count = 0
    for (const { name, kind } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, name)
      if (name.startsWith('.') || name === 'node_modules' || path === stateFolder) continue
      if (kind === 'folder') count += isRecursive ? await walk(path) : 0
      else if ((kind === 'file' || kind === 'link') && /\.ya?ml$/i.test(name) && !isProjectFile(path, root)) {
        if (kind === 'link' && (await files.locate(path, signal))?.kind !== 'file') continue
        if (!found.has(path)) found.set(path, { absoluteFile: path, isNamed: false })
        count++
      }
    }
    return count
  }

  for (const path of paths) {
    const absolute = resolve(root, path)
    const place = await files.locate(absolute, signal)
    if (place === undefined) diagnostics.push(await missing(absolute, root, files, signal))
    else if (place.kind !== 'folder')
      found.set(absolute, { absoluteFile: absolute, isNamed: named !== undefined })
    else if ((await walk(absolute)) === 0)
      diagnostics.push(diagnose('MR1009', { folder: shownFile(root, absolute) || 'this folder' }))
  }
  return { files: [...found.values()], diagnostics }
}

export const projectFileNames = ['millrace.yaml', 'millrace.yml'] as const

const isProjectFile = (path: string, root: string): boolean =>
  dirname(path) === root && projectFileNames.some((name) => name === basename(path))

const missing = async (
  path: string,
  root: string,
  files: Files,
  signal: AbortSignal,
): Promise<Diagnostic> => {
  const siblings = (await files.list(dirname(path), signal)) ?? []
  const near = nearest(
    basename(path),
    siblings.map((entry) => entry.name),
  )
  const file = shownFile(root, path)
  const params = { file, near: near === undefined ? undefined : shownFile(root, join(dirname(path), near)) }
  return diagnose('MR1001', params)
}
