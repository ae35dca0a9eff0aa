import { expect, test } from 'vitest'
import { python } from '../../services/python.ts'
import { pyiceberg } from '../other-reader.ts'
import { crash } from './crash.ts'

const seed = Number(process.env['MILLRACE_KILL_SEED'] ?? 20_260_301)

test('a writer that is killed again and again loses and repeats no row, and PyIceberg agrees', async () => {
  const executable = python()
  using reader = executable === undefined ? undefined : pyiceberg(executable)
  const report = await crash({ kills: 25, seed, ...(reader === undefined ? {} : { reader }) })
  expect(report.kills).toBe(25)
  expect(report.before + report.between + report.after).toBeGreaterThan(15)
  expect(report.snapshotsRead).toBeGreaterThan(0)
})
