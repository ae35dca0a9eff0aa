import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes begins first, so that nobody waits for it alone in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.endsWith(name))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

const longest = ['interop/interop.test.ts', 'services/csv-reader.test.ts', 'services/merge-truth.test.ts']

const project = (name: string, include: string[], testTimeout: number) => ({
  extends: true as const,
  test: { name, include, testTimeout, hookTimeout: testTimeout },
})

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    // Every core: many files mostly wait for Spark, Trino or a process that they started.
    maxWorkers: '100%',
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
