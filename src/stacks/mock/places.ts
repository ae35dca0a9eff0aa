import type { NonEmpty } from './random.ts'

/** A city as a customer lives in it. In `pin` every `#` stands for a digit. */
export type Place = {
  readonly city: string
  readonly state: string
  readonly country: string
  readonly pin: string
}

const india = (city: string, state: string, pin: string): Place => ({ city, state, country: 'India', pin })

/** Where residents of India live. */
export const indianPlaces: NonEmpty<Place> = [
  india('Mumbai', 'Maharashtra', '4000##'),
  india('Pune', 'Maharashtra', '4110##'),
  india('Nagpur', 'Maharashtra', '4400##'),
  india('Delhi', 'Delhi', '1100##'),
  india('Bengaluru', 'Karnataka', '5600##'),
  india('Mysuru', 'Karnataka', '5700##'),
  india('Chennai', 'Tamil Nadu', '6000##'),
  india('Coimbatore', 'Tamil Nadu', '6410##'),
  india('Hyderabad', 'Telangana', '5000##'),
  india('Kolkata', 'West Bengal', '7000##'),
  india('Ahmedabad', 'Gujarat', '3800##'),
  india('Jaipur', 'Rajasthan', '3020##'),
  india('Lucknow', 'Uttar Pradesh', '2260##'),
  india('Indore', 'Madhya Pradesh', '4520##'),
  india('Kochi', 'Kerala', '6820##'),
]

const abroad = (country: string, cities: NonEmpty<readonly [string, string, string]>): NonEmpty<Place> => {
  const place = ([city, state, pin]: readonly [string, string, string]): Place => ({
    city,
    state,
    country,
    pin,
  })
  const [first, ...others] = cities
  return [place(first), ...others.map(place)]
}

const european: NonEmpty<Place> = [
  { city: 'Paris', state: 'Ile de France', country: 'France', pin: '750##' },
  { city: 'Rome', state: 'Lazio', country: 'Italy', pin: '001##' },
  { city: 'Madrid', state: 'Community of Madrid', country: 'Spain', pin: '280##' },
  { city: 'Berlin', state: 'Berlin', country: 'Germany', pin: '101##' },
  { city: 'Amsterdam', state: 'North Holland', country: 'Netherlands', pin: '101# AB' },
]

export type Nationality = keyof typeof placesByNationality

/** Where customers who do not live in India live, by nationality. */
export const placesByNationality = {
  Australian: abroad('Australia', [
    ['Sydney', 'New South Wales', '20##'],
    ['Melbourne', 'Victoria', '30##'],
    ['Brisbane', 'Queensland', '40##'],
    ['Perth', 'Western Australia', '60##'],
    ['Adelaide', 'South Australia', '50##'],
  ]),
  Brazilian: abroad('Brazil', [
    ['Sao Paulo', 'Sao Paulo', '010##-000'],
    ['Rio de Janeiro', 'Rio de Janeiro', '200##-000'],
    ['Brasilia', 'Distrito Federal', '700##-000'],
    ['Salvador', 'Bahia', '400##-000'],
    ['Curitiba', 'Parana', '800##-000'],
  ]),
  Canadian: abroad('Canada', [
    ['Toronto', 'Ontario', 'M5H #N#'],
    ['Ottawa', 'Ontario', 'K1P #J#'],
    ['Vancouver', 'British Columbia', 'V6B #A#'],
    ['Montreal', 'Quebec', 'H3B #C#'],
    ['Calgary', 'Alberta', 'T2P #L#'],
  ]),
  European: european,
  Indian: abroad('India', [
    ['Mumbai', 'Maharashtra', '4000##'],
    ['Delhi', 'Delhi', '1100##'],
    ['Bengaluru', 'Karnataka', '5600##'],
    ['Chennai', 'Tamil Nadu', '6000##'],
    ['Kolkata', 'West Bengal', '7000##'],
  ]),
  Indonesian: abroad('Indonesia', [
    ['Jakarta', 'Jakarta', '101##'],
    ['Surabaya', 'East Java', '601##'],
    ['Bandung', 'West Java', '401##'],
    ['Medan', 'North Sumatra', '201##'],
    ['Denpasar', 'Bali', '802##'],
  ]),
  Norwegian: abroad('Norway', [
    ['Oslo', 'Oslo', '01##'],
    ['Bergen', 'Vestland', '50##'],
    ['Trondheim', 'Trondelag', '70##'],
    ['Stavanger', 'Rogaland', '40##'],
    ['Tromso', 'Troms', '90##'],
  ]),
  Singaporean: abroad('Singapore', [
    ['Downtown Core', 'Central', '0189##'],
    ['Bedok', 'East', '4600##'],
    ['Jurong West', 'West', '6400##'],
    ['Woodlands', 'North', '7300##'],
    ['Hougang', 'North East', '5300##'],
  ]),
  American: abroad('United States', [
    ['New York', 'New York', '100##'],
    ['Chicago', 'Illinois', '606##'],
    ['Houston', 'Texas', '770##'],
    ['Seattle', 'Washington', '981##'],
    ['Miami', 'Florida', '331##'],
  ]),
} as const satisfies Readonly<Record<string, NonEmpty<Place>>>

/** The prefix of telephone numbers by country. */
export const dialCodes: Readonly<Record<string, string>> = {
  India: '+91',
  Norway: '+47',
  Australia: '+61',
  Brazil: '+55',
  'United States': '+1',
  France: '+33',
  Germany: '+49',
  Spain: '+34',
  Indonesia: '+62',
  Canada: '+1',
  Singapore: '+65',
  Netherlands: '+31',
  Italy: '+39',
}
