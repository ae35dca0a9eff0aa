import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'tsdown'

/** A mark of all that the build is made of: what one build keeps about manifests, another does not use. */
const build = (): string => {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'))
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.[jt]sx?$/.test(path),
  )
  for (const path of files.sort()) hash.update(path).update(readFileSync(join('src', path)))
  return hash.digest('hex').slice(0, 16)
}

// One entry for the command and one for importers. Every `import()` in cli/ and stacks/ becomes a chunk of its
// own, so a command reads only what it needs. Threads start from files of names that are known. Native and WebAssembly packages stay outside.
export default defineConfig({
  entry: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    'postgres-worker': 'src/state/postgres/worker.ts',
    'statements-worker': 'src/cli/statements-ahead/worker.ts',
  },
  platform: 'node',
  define: { MILLRACE_BUILD: JSON.stringify(build()) },
  target: 'node22.18',
  format: 'esm',
  dts: true,
  clean: true,
  fixedExtension: false,
})
