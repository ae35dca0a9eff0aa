import { defineConfig } from 'tsdown'

// One entry for the command and one for importers. Every `import()` in cli/ and stacks/ becomes a chunk of its
// own, so a command reads only what it needs. Native and WebAssembly packages stay outside.
export default defineConfig({
  entry: ['src/main.ts', 'src/index.ts'],
  platform: 'node',
  target: 'node22.18',
  format: 'esm',
  dts: true,
  clean: true,
  fixedExtension: false,
})
