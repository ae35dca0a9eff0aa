import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemDiagnostic } from '../../src/diagnostics/index.ts'

const thrown = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (cause) {
    return cause
  }
}
const refusal = (code: string, syscall: string) =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, path: '/data/orders' })

test('what the system refuses is told by its code, with the path', () => {
  expect(systemDiagnostic(refusal('EACCES', 'open'))).toMatchObject({
    code: 'MR3003',
    message: 'no permission to read /data/orders',
  })
  expect(systemDiagnostic(refusal('EROFS', 'open'))).toMatchObject({
    message: 'no permission to write /data/orders',
  })
  expect(systemDiagnostic(refusal('EACCES', 'mkdir'))).toMatchObject({
    message: 'no permission to write /data/orders',
  })
  expect(systemDiagnostic(refusal('ENOSPC', 'write'))).toMatchObject({ code: 'MR3002' })
})

test('any other refusal keeps the words of the system, and a bug stays a bug', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-system-'))
  expect(systemDiagnostic(thrown(() => readFileSync(folder)))).toMatchObject({
    code: 'MR3009',
    message: expect.stringContaining('EISDIR') as string,
  })
  rmdirSync(folder)
  expect(systemDiagnostic(new TypeError('x is not a function'))).toBeUndefined()
  expect(systemDiagnostic('text')).toBeUndefined()
})
