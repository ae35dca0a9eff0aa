import { customerSince } from './customer-since.ts'
import {
  ageBands,
  corporate,
  customerKinds,
  type KindOptions,
  lowestCustomerId,
  merchant,
  minorBand,
  seniorBand,
} from './customer-kinds.ts'
import type { Feed } from './csv.ts'
import { dayNumber, dayText, timestampText, yearsBefore } from './dates.ts'
import type { Names } from './names.ts'
import { dialCodes, indianPlaces, type Nationality, type Place, placesByNationality } from './places.ts'
import { createRandom, type NonEmpty, pick, type Random, weighted } from './random.ts'

/** Columns of the customer feed, in the order of the file. The first one, without a name, numbers the rows. */
export const customerColumns = [
  '',
  'cust_id',
  'cust_dob',
  'cust_first_name',
  'cust_last_name',
  'cust_middle_name',
  'cust_segment',
  'cust_title',
  'customer_category',
  'customer_privelege',
  'customer_type',
  'email_addr',
  'gender',
  'marital_status',
  'minor_flag',
  'mobile_number1',
  'nationality',
  'occupation',
  'senior_citizen_flag',
  'sourcing_channel',
  'customer_risk_category',
  'afflunce_level',
  'customer_status',
  'customer_addressline1',
  'customer_addressline2',
  'customer_addressline3',
  'city',
  'state',
  'country',
  'pin',
  'created_at',
  'modified_at',
  'cibil_check_date',
  'cibil_score',
  'country_code',
] as const

export type CustomerOptions = KindOptions & {
  /** Day number of the reference date: ages are those of this day, and nothing happened later. */
  readonly asOfDay: number
  /** What the third segment is called. */
  readonly semiUrbanSegment: string
  /** Share of merchants and corporates whose date of incorporation is unknown. */
  readonly merchantEmptyDobShare: number
}

/** Customers with consecutive ids from `firstId`. A customer depends on seed, id, kind and reference date only. */
export const customerFeed = (options: CustomerOptions, names: Names): Feed => ({
  columns: customerColumns,
  rows: () => customers(options, names),
})

function* customers(options: CustomerOptions, names: Names): Generator<readonly string[]> {
  const random = createRandom(options.seed, 'customer')
  const since = customerSince(options.seed, options.asOfDay)
  const kinds = customerKinds(options)
  const segment = weighted([
    ['Urban', 0.5],
    ['Rural', 0.3],
    [options.semiUrbanSegment, 0.2],
  ])
  const birthDays = ageBands.map((band) => ({
    first: yearsBefore(options.asOfDay, band.to) + 1,
    last: yearsBefore(options.asOfDay, band.from),
  }))
  const asOfEnd = (options.asOfDay + 1) * 86_400 - 1

  for (let index = 0; index < options.customers; index++) {
    const id = options.firstId + index
    random.at(id - lowestCustomerId)
    const kind = kinds[index] ?? minorBand
    const born = birthDays[kind]
    const person = born === undefined ? organisation : personOf(kind, random)
    const date =
      born !== undefined
        ? dayText(between(random, born.first, born.last))
        : random.chance(options.merchantEmptyDobShare)
          ? ''
          : dayText(between(random, firstIncorporation, lastIncorporation))
    const pool = person.names === undefined ? names.either : names[person.names]
    const first = pick(random, pool)
    const last = pick(random, names.last)
    const middle = random.chance(0.5) ? pick(random, pool) : ''
    const category = chooseCategory(random)
    const nationality = chooseNationality(random)
    const place = pick(
      random,
      category === 'Resident Indian' ? indianPlaces : placesByNationality[nationality],
    )
    const createdAt = since(id)
    const modifiedAt = random.chance(0.7) ? createdAt : between(random, createdAt, asOfEnd)
    yield [
      `${index}`,
      `${id}`,
      date,
      first,
      last,
      middle,
      segment(random),
      person.title,
      category,
      pick(random, yesOrNo),
      kind === merchant ? 'Merchant' : kind === corporate ? 'Corporate' : 'Personal',
      `${emailPart(first)}.${emailPart(last)}${id - lowestCustomerId + 100}@gmail.com`,
      person.gender,
      person.maritalStatus,
      person.minor,
      `${id + 100_098_143}`,
      nationality,
      person.occupation,
      person.senior,
      chooseChannel(random),
      pick(random, riskCategories),
      chooseAffluence(random),
      kind === minorBand ? 'Active' : chooseStatus(random),
      premises(random),
      pick(random, names.streets),
      random.chance(0.6) ? `${pick(random, landmarks)} ${place.city}` : '',
      place.city,
      place.state,
      place.country,
      pinOf(place, random),
      timestampText(createdAt),
      timestampText(modifiedAt),
      dayText(between(random, firstCheck, lastCheck)),
      `${random.chance(0.03) ? between(random, 310, 650) : between(random, 651, 900)}`,
      dialCodes[place.country] ?? '',
    ]
  }
}

type Person = {
  readonly gender: string
  readonly title: string
  readonly maritalStatus: string
  readonly occupation: string
  readonly minor: string
  readonly senior: string
  /** The pool of first names; undefined for both together. */
  readonly names?: 'male' | 'female'
}

/** Merchants and corporates have a contact's name, but none of a person's attributes. */
const organisation: Person = {
  gender: '',
  title: '',
  maritalStatus: '',
  occupation: '',
  minor: '',
  senior: '',
}

const personOf = (band: number, random: Random): Person => {
  const minor = band === minorBand
  const gender = chooseGender(random)
  const title = titleOf(gender, minor, random)
  return {
    gender,
    title,
    maritalStatus: minor ? 'Single' : maritalStatusOf(title, random),
    occupation: minor || random.chance(0.3) ? 'Non Salaried' : 'Salaried',
    minor: minor ? 'Yes' : 'No',
    senior: band === seniorBand ? 'Yes' : 'No',
    ...(gender === 'Male' ? { names: 'male' } : gender === 'Female' ? { names: 'female' } : {}),
  }
}

const titleOf = (gender: string, minor: boolean, random: Random): string => {
  switch (gender) {
    case 'Male':
      return minor ? 'Mr' : pick(random, ['Mr', 'Dr'])
    case 'Female':
      return minor ? 'Miss' : pick(random, ['Miss', 'Mrs', 'Dr'])
    case 'I Prefer not to say':
      return ''
    default:
      return 'Mx'
  }
}

const maritalStatusOf = (title: string, random: Random): string => {
  switch (title) {
    case 'Mr':
    case 'Dr':
      return pick(random, ['Single', 'Married'])
    case 'Mrs':
      return 'Married'
    case 'Miss':
      return pick(random, ['Single', 'Widowed'])
    case 'Mx':
      return 'I prefer not to say'
    default:
      return ''
  }
}

/** Integers of a range, both ends included. */
const between = (random: Random, first: number, last: number): number =>
  first + random.below(last - first + 1)

const emailPart = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')

const premises = (random: Random): string => {
  const number = 1 + random.below(480)
  switch (random.below(4)) {
    case 0:
      return `Flat ${number}, Tower ${pick(random, towers)}`
    case 1:
      return `${number}/${1 + random.below(30)}`
    case 2:
      return `House ${number}`
    default:
      return `Plot ${number}, Sector ${1 + random.below(60)}`
  }
}

const pinOf = (place: Place, random: Random): string => {
  let pin = ''
  for (const character of place.pin) pin += character === '#' ? random.below(10) : character
  return pin
}

const firstIncorporation = dayNumber('2000-01-01')
const lastIncorporation = dayNumber('2023-08-31')
const firstCheck = dayNumber('2023-10-01')
const lastCheck = dayNumber('2023-11-11')

const yesOrNo = ['Yes', 'No'] as const
const riskCategories = ['High', 'Low', 'Medium'] as const
const towers = ['A', 'B', 'C', 'D', 'E'] as const
const landmarks = [
  'Near the station,',
  'Behind the market,',
  'Opposite the park,',
  'Old Town,',
  'Central',
] as const

const chooseGender = weighted([
  ['Male', 0.6],
  ['Female', 0.6],
  ['Non Binary', 0.1],
  ['Transgender', 0.1],
  ['Intersex', 0.1],
  ['I Prefer not to say', 0.1],
])
const chooseCategory = weighted([
  ['Non Resident', 0.5],
  ['Resident Indian', 0.6],
])
const nationalities: NonEmpty<readonly [Nationality, number]> = [
  ['Australian', 0.1],
  ['Brazilian', 0.2],
  ['Canadian', 0.2],
  ['European', 0.2],
  ['Indian', 0.5],
  ['Indonesian', 0.2],
  ['Norwegian', 0.2],
  ['Singaporean', 0.2],
  ['American', 0.5],
]
const chooseNationality = weighted(nationalities)
const chooseChannel = weighted([
  ['Branch', 0.4],
  ['Partner', 0.2],
  ['Online', 0.4],
])
const chooseStatus = weighted([
  ['Active', 0.8],
  ['Dormant', 0.1],
  ['Deceased', 0.1],
])
const chooseAffluence = weighted([
  ['High', 0.3],
  ['Low', 0.4],
  ['Medium', 0.5],
])
