import { join } from 'node:path'
import { build } from 'tsdown'
import { root } from './measure.ts'

const folder = join(root, 'node_modules/.cache/millrace-bench')
let built: Promise<unknown> | undefined

/** A script of this folder as the command is built: taking types out of the sources is no work of a user's. */
export const builtScript = async (
  name: 'table-job' | 'append-floor' | 'dedup-100m-floor',
): Promise<string> => {
  built ??= build({
    cwd: root,
    config: false,
    entry: Object.fromEntries(
      ['table-job', 'append-floor', 'dedup-100m-floor'].map((each) => [each, `bench/${each}.ts`]),
    ),
    outDir: folder,
    platform: 'node',
    target: 'node22.18',
    format: 'esm',
    dts: false,
    clean: true,
    fixedExtension: false,
    logLevel: 'silent',
  })
  await built
  return join(folder, `${name}.js`)
}
