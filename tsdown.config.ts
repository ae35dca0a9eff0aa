import { defineConfig } from 'tsdown'

// One entry for the command and one for importers. Every `import()` in cli/ and stacks/ becomes a chunk of its
// own, so a command reads only what it needs. The thread for PostgreSQL starts from a file of a name that it knows. Native and WebAssembly packages stay outside.
export default defineConfig({
  entry: { main: 'src/main.ts', index: 'src/index.ts', 'postgres-worker': 'src/state/postgres/worker.ts' },
  platform: 'node',
  target: 'node22.18',
  format: 'esm',
  dts: true,
  clean: true,
  fixedExtension: false,
})
