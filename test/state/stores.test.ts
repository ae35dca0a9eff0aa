import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/state/database.ts'
import { acquireRunLock } from '../../src/state/run-lock.ts'
import { storeCases } from './store-cases.ts'

storeCases(() => openDatabase(':memory:'))

test('a second run is told who holds the project, and gets it once that one is done', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'millrace-')), 'run.lock')
  const first = acquireRunLock(path, { command: 'apply', at: '10:00' })
  expect(() => acquireRunLock(path, { command: 'run', at: '10:01' })).toThrow(
    /millrace apply \(process \d+\), since 10:00/,
  )
  first[Symbol.dispose]()
  acquireRunLock(path, { command: 'run', at: '10:02' })[Symbol.dispose]()
})
