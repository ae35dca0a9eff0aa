import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { postgresPrograms } from '../postgres-server.ts'

/** What `npm run services` fills. */
export const servicesFolder =
  process.env['MILLRACE_SERVICES'] ?? join(import.meta.dirname, '../../../.services')

const checks = {
  Spark: () => inServices('python/installed') && inServices('jars/installed'),
  PyIceberg: () => inServices('python/installed'),
  Trino: () => inServices('trino/installed') && inServices('trino-java/bin/java'),
  REST: () => inServices('rest/installed'),
  PostgreSQL: () => postgresPrograms() !== undefined,
} satisfies Readonly<Record<string, () => boolean>>

const inServices = (path: string): boolean => existsSync(join(servicesFolder, path))

type EngineName = keyof typeof checks

/**
 * `describe` for tests that need other engines: skipped, with the reason in the title, where one is not installed.
 * In CI that is an error, since they must run there.
 */
export const describeWith = (engines: readonly EngineName[], title: string, body: () => void): void => {
  const missing = engines.filter((engine) => !checks[engine]())
  if (missing.length > 0 && process.env['CI'] === 'true')
    throw new Error(`not installed: ${missing.join(', ')}; run npm run services`)
  const reason = `${missing.join(', ')} not installed: npm run services`
  describe.skipIf(missing.length > 0)(missing.length === 0 ? title : `${title} (${reason})`, body)
}
