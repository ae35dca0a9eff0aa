import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applyAndKill, applyWhole, chance, contentOf, keepState, smallExample } from './kill-harness.ts'
import { millrace } from './millrace.ts'

const seed = Number(process.env['MILLRACE_KILL_SEED'] ?? 20_260_301)

/** One kill in each of `count` equal slices of the duration, so that every phase of the run gets its turn. */
const instants = (count: number, durationMs: number, random: () => number): readonly number[] =>
  Array.from({ length: count }, (_, i) => ((i + random()) / count) * durationMs)

test('killed at twenty instants, the next apply always ends with exactly the rows of an undisturbed one', async () => {
  const places = [smallExample(), smallExample()]
  const reference = places[0] ?? ''
  await applyWhole(reference)
  const { durationMs } = await applyWhole(places[1] ?? '')
  const expected = await contentOf(reference)
  expect(Object.keys(expected.tables)).toHaveLength(3)

  const waiting = [...instants(20, durationMs, chance(seed)).entries()]
  let killed = 0
  const work = async (place: string) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const i = next[0]
      let delayMs = next[1]
      const forget = () => rmSync(join(place, '.millrace'), { recursive: true, force: true })
      forget()
      for (; !(await applyAndKill(place, delayMs)); delayMs *= 0.8) forget()
      killed += 1
      const where = `seed ${seed}, kill ${i} after ${Math.round(delayMs)} ms`
      await applyWhole(place)
      expect(await contentOf(place), where).toEqual(expected)
      expect((await applyWhole(place)).text, where).toContain('Nothing to run')
    }
  }
  await Promise.all(places.map(work))
  expect(killed).toBe(20)
})

test('killed while it takes in a change, the next apply ends as if nothing had happened', async () => {
  const place = smallExample()
  await applyWhole(place)
  expect(millrace(['mock', 'change', '--percent', '10'], { cwd: place }).code).toBe(0)
  const landed = keepState(place)
  const before = await contentOf(place)
  const { durationMs } = await applyWhole(place)
  const expected = await contentOf(place)
  expect(expected.tables).not.toEqual(before.tables)

  for (const delayMs of instants(2, durationMs, chance(seed + 1))) {
    landed.restore()
    await applyAndKill(place, delayMs)
    await applyWhole(place)
    expect(await contentOf(place), `seed ${seed}, killed after ${Math.round(delayMs)} ms`).toEqual(expected)
    expect((await applyWhole(place)).text).toContain('Nothing to run')
  }
})
