import { expect, test } from 'vitest'
import { examine, manifestTexts } from '../harness/manifests/examine.ts'
import { mutate, seeded } from '../harness/manifests/mutate.ts'

// A sample; `npm run harness:manifests` examines 10,000.
test('mutated manifests crash nothing, and each finding has a place', async () => {
  const texts = manifestTexts()
  const problems: string[] = []
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed)
    const { kind, bytes } = mutate(texts[Math.floor(random() * texts.length)] ?? '', random)
    const problem = await examine(bytes).catch(String)
    if (problem !== undefined) problems.push(`seed ${seed} (${kind}): ${problem}`)
  }
  expect(problems).toEqual([])
})

test('a mutation is the same for the same seed, and another for another', () => {
  const text = 'name: a\nversion: v1\ntype: depot\ndepot: {type: FILE}\n'
  const made = (seed: number) => new TextDecoder().decode(mutate(text, seeded(seed)).bytes)
  expect(made(7)).toBe(made(7))
  expect(new Set([1, 2, 3, 4, 5, 6].map(made)).size).toBeGreaterThan(3)
})
