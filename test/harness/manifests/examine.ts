import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderText } from '../../../src/diagnostics/index.ts'
import { type Files, load } from '../../../src/manifest/index.ts'
import { link } from '../../../src/project/index.ts'
import { readResources } from '../../../src/resources/index.ts'
import { stacks } from '../../../src/stacks/index.ts'
import { testSettings } from '../../project/linking.ts'

const root = join(import.meta.dirname, '../../..')

/** Manifests to mutate: our own, and those of public documentation where they are present. */
export const manifestTexts = (): readonly string[] => {
  const folders = ['manifests', 'policies', 'test/corpus/meaning', '../shared/corpus/manifests']
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => readFileSync(join(folder, file), 'utf8')),
    )
}

/** What is wrong with how a manifest was dealt with; undefined where all is as it should be. Throws what was thrown. */
export const examine = async (bytes: Uint8Array): Promise<string | undefined> => {
  const files: Files = {
    read: async (path) => (path === '/project/a.yaml' ? { kind: 'bytes', bytes } : { kind: 'absent' }),
    list: async () => [{ name: 'a.yaml', kind: 'file' }],
    locate: async (path) =>
      path === '/project' || path === '/project/a.yaml'
        ? { kind: path === '/project' ? 'folder' : 'file', realPath: path }
        : undefined,
  }
  const settings = testSettings()
  const loaded = await load({ settings, paths: ['a.yaml'] }, files, new AbortController().signal)
  const read = readResources(loaded.value, stacks)
  const linked = link(read.value, settings)
  const found = [...loaded.diagnostics, ...read.diagnostics, ...linked.diagnostics]
  const lineCount = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/).length
  for (const { code, place, message } of found) {
    if (place === undefined) return `${code} has no place`
    if (!(place.line >= 1 && place.line <= lineCount + 1 && place.column >= 1))
      return `${code} stands at ${place.line}:${place.column} of ${lineCount} lines`
    if (/undefined|\[object|NaN\b(?!")/.test(message) && !/\.nan|NaN/i.test(new TextDecoder().decode(bytes)))
      return `${code} says "${message.slice(0, 200)}"`
  }
  renderText(found.slice(0, 50), { sources: () => new TextDecoder().decode(bytes), colour: false })
  return undefined
}
