import { customerSince } from './customer-since.ts'
import { ageBands, customerKinds, customersOfKind, type KindOptions, minorBand } from './customer-kinds.ts'
import type { Feed } from './csv.ts'
import { timestampText } from './dates.ts'
import { createRandom, hashText, type NonEmpty, shuffle, weighted } from './random.ts'

const campaignEventColumns = ['event_id', 'cust_id', 'campaign', 'archetype', 'stage', 'occurred_at']

export type CampaignEventOptions = KindOptions & {
  readonly campaignEvents: number
  readonly asOfDay: number
}

/**
 * Journeys of customers through the stages of campaigns, each as far as its archetype goes, in the order of time. A
 * campaign reaches a customer once; the last journey may end early because the number of rows is exact.
 */
export const campaignEventFeed = (options: CampaignEventOptions): Feed => ({
  columns: campaignEventColumns,
  rows: () => campaignEvents(options),
})

/** The funnel from its wide end. */
const stages = [
  'Customer Reached',
  'Explored Product',
  'Started to Apply',
  'Engagement',
  'Completed Application',
  'KYC',
  'Onboarded',
] as const

function* campaignEvents(options: CampaignEventOptions): Generator<readonly string[]> {
  const journey = createRandom(options.seed, 'campaign journey')
  const person = createRandom(options.seed, 'campaign archetype')
  const since = customerSince(options.seed, options.asOfDay)
  const people = customersOfKind(
    customerKinds(options),
    (kind) => kind !== minorBand && kind < ageBands.length,
  )
  shuffle(people, createRandom(options.seed, 'campaign audience'))

  let written = 0
  for (let index = 0; written < options.campaignEvents; index++) {
    // Once everybody was reached by every campaign, another wave begins.
    const round = Math.floor(index / people.length)
    const customer = people[index % people.length] ?? 0
    const customerId = options.firstId + customer
    const wave = Math.floor(round / campaigns.length)
    const name = campaigns[(hashText(`${customerId}`) + round) % campaigns.length] ?? campaigns[0]
    person.at(customer)
    const archetype = chooseArchetype(person)
    journey.at(index)
    const start = Math.max(since(customerId), (options.asOfDay - 120 + journey.below(85)) * 86_400)
    let occurredAt = start + 28_800 + journey.below(50_400)
    for (let stage = 0; stage < stages.length && written < options.campaignEvents; stage++) {
      if (stage > 0) {
        if (!journey.chance(archetype.continues[stage - 1] ?? 0)) break
        occurredAt += 600 + journey.below(stage === 1 ? 14_400 : 345_600)
      }
      yield [
        `EV${String(written + 1).padStart(9, '0')}`,
        `${customerId}`,
        wave === 0 ? name : `${name} ${wave + 1}`,
        archetype.name,
        stages[stage] ?? stages[0],
        timestampText(occurredAt),
      ]
      written += 1
    }
  }
}

const campaigns: NonEmpty<string> = [
  'Festive Cashback',
  'Miles for Metros',
  'Fee Free First Year',
  'Grocery Double Points',
]

/** An archetype and the probabilities with which it goes on from each stage to the next. */
type Archetype = { readonly name: string; readonly continues: readonly number[] }

const archetypes: NonEmpty<readonly [Archetype, number]> = [
  [{ name: 'Deal Chasers', continues: [0.72, 0.6, 0.66, 0.62, 0.8, 0.82] }, 0.22],
  [{ name: 'Financially Stressed', continues: [0.55, 0.58, 0.6, 0.48, 0.62, 0.6] }, 0.14],
  [{ name: 'Generic', continues: [0.48, 0.45, 0.55, 0.5, 0.72, 0.75] }, 0.26],
  [{ name: 'Prosperous and Content', continues: [0.35, 0.5, 0.65, 0.7, 0.9, 0.92] }, 0.16],
  [{ name: 'Recovering Credit Users', continues: [0.6, 0.62, 0.64, 0.52, 0.66, 0.7] }, 0.12],
  [{ name: 'Self Aware Avoiders', continues: [0.25, 0.35, 0.45, 0.5, 0.75, 0.8] }, 0.1],
]
const chooseArchetype = weighted(archetypes)
