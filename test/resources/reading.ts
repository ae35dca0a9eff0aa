import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '../../src/diagnostics/index.ts'
import { load, nodeFiles } from '../../src/manifest/index.ts'
import { type Resource, readResources } from '../../src/resources/index.ts'
import { flareSpec } from '../../src/stacks/flare/spec.ts'
import { mockSpec } from '../../src/stacks/mock/spec.ts'
import { scannerSpec } from '../../src/stacks/scanner/spec.ts'

const stacks = { flare: { spec: flareSpec }, mock: { spec: mockSpec }, scanner: { spec: scannerSpec } }

type Reading = { readonly resources: readonly Resource[]; readonly diagnostics: readonly Diagnostic[] }

type Folder = {
  readonly root: string
  /** Manifests to read; all below the root where absent. */
  readonly paths?: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
  readonly prefixes?: readonly { readonly prefix: string; readonly target: string }[]
}

/** Resources of the manifests in a folder, and all that is wrong with them. */
export const readFolder = async ({
  root,
  paths,
  variables = {},
  prefixes = [],
}: Folder): Promise<Reading> => {
  const settings = { root, stateFolder: join(root, '.millrace'), variables, paths: prefixes }
  const loaded = await load({ settings, ...(paths && { paths }) }, nodeFiles, AbortSignal.timeout(20_000))
  const { value, diagnostics } = readResources(loaded.value, stacks)
  return { resources: value, diagnostics: [...loaded.diagnostics, ...diagnostics] }
}

/** As `readFolder`, from texts: `manifests` are read, `files` only lie beside them. Both map a path to its text. */
export const readTexts = async (
  manifests: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<Reading> => {
  const root = await mkdtemp(join(tmpdir(), 'millrace-resources-'))
  try {
    for (const [path, text] of Object.entries({ ...files, ...manifests })) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
    return await readFolder({ root, paths: Object.keys(manifests) })
  } finally {
    await rm(root, { recursive: true })
  }
}

/** `code line`, in order: enough to compare whole results at a glance. */
export const summaries = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code, place }) => `${code} ${place?.line ?? '-'}`).sort()
