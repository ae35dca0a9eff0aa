import type { NonEmpty } from './random.ts'

/** What the feeds call people and streets. Drawn once and then sampled: drawing every name would dominate a feed. */
export type Names = {
  readonly male: NonEmpty<string>
  readonly female: NonEmpty<string>
  readonly either: NonEmpty<string>
  readonly last: NonEmpty<string>
  readonly streets: NonEmpty<string>
}

/** The pools, the same in every run: they depend on the release of the name library only, which is pinned. */
export const drawNames = async (): Promise<Names> => {
  // 20 ms and 2 MB of names: loaded only by a task that writes customers.
  const { faker } = await import('@faker-js/faker/locale/en_IN')
  faker.seed(20_231_111)
  const male = draws(600, 'Arun', () => faker.person.firstName('male'))
  const female = draws(600, 'Asha', () => faker.person.firstName('female'))
  return {
    male,
    female,
    either: [...male, ...female],
    last: draws(600, 'Rao', () => faker.person.lastName()),
    streets: draws(800, 'Station Road', () => faker.location.street()),
  }
}

// Repetitions stay: they keep the library's proportion of plain to hyphenated names.
const draws = (count: number, first: string, draw: () => string): NonEmpty<string> => [
  first,
  ...Array.from({ length: count - 1 }, draw).filter((name) => name.length <= 30),
]
