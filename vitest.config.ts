import { defineConfig } from 'vitest/config'

const project = (name: string, include: string[], testTimeout: number) => ({
  extends: true as const,
  test: { name, include, testTimeout, hookTimeout: testTimeout },
})

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/global-setup.ts'],
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      exclude: ['src/**/generated/**'],
      reporter: ['text-summary', 'html'],
    },
    projects: [
      project(
        'unit',
        ['test/**/*.test.{ts,tsx}', '!test/{corpus,e2e,harness,services,conformance,seed}/**'],
        30_000,
      ),
      project('corpus', ['test/corpus/**/*.test.ts'], 60_000),
      project('e2e', ['test/{e2e,harness,seed}/**/*.test.ts'], 300_000),
      project('services', ['test/{services,conformance}/**/*.test.ts'], 600_000),
    ],
  },
})
