import type { NonEmpty } from './random.ts'

export type Reason = 'Travel' | 'Ecom' | 'Food & Grocery' | 'Exam'

/** How money is spent for one reason. Weights are relative; week from Monday, year from January, day from midnight. */
type SpendPattern = {
  /** Parameters of the log-normal amount, in rupees. */
  readonly logMean: number
  readonly logDeviation: number
  /** Shares of the modes at the beginning of the history; QR is the rest. */
  readonly upi: number
  readonly card: number
  readonly week: readonly number[]
  readonly year: readonly number[]
  readonly day: readonly number[]
  readonly merchants: NonEmpty<string>
}

const officeHours = [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 10, 10, 8, 7, 9, 9, 8, 6, 4, 3, 2, 1, 1, 0]
const meals = [1, 0, 0, 0, 0, 1, 3, 6, 8, 6, 4, 5, 9, 10, 6, 3, 3, 5, 8, 12, 13, 9, 5, 2]
const evenings = [4, 2, 1, 1, 0, 1, 1, 2, 3, 4, 5, 5, 6, 6, 5, 5, 5, 6, 7, 9, 11, 12, 10, 7]
const journeys = [1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 6, 6, 5, 5, 5, 5, 6, 7, 7, 6, 5, 4, 3, 2]

export const spendPatterns: Readonly<Record<Reason, SpendPattern>> = {
  Travel: {
    logMean: 7.9,
    logDeviation: 1.1,
    upi: 0.25,
    card: 0.65,
    week: [0.9, 0.8, 0.8, 1, 1.5, 1.4, 1.1],
    year: [0.9, 0.8, 0.9, 1.2, 1.6, 1.3, 0.9, 0.9, 0.9, 1.2, 1.1, 1.5],
    day: journeys,
    merchants: [
      'Saffron Airways',
      'Coastline Rail',
      'Hill, Dale & Co Tours',
      'Monsoon Hotels',
      'Blue Lantern Cabs',
      'Peninsula Coaches',
      'The "Far Shore" Resort',
      'Northbound Fuel',
    ],
  },
  Ecom: {
    logMean: 7.1,
    logDeviation: 1,
    upi: 0.42,
    card: 0.5,
    week: [1, 0.95, 0.95, 1, 1.05, 1.2, 1.35],
    year: [1.1, 0.8, 0.9, 0.9, 0.9, 0.9, 1, 1.1, 1.1, 1.5, 1.5, 1.2],
    day: evenings,
    merchants: [
      'Parcelwala',
      'Kite Street',
      'Loom & Thread',
      'Gadget Garden',
      'Bookbarrow',
      'Homeware House',
      'Little Elephant Toys',
      'Pixel Bazaar',
    ],
  },
  'Food & Grocery': {
    logMean: 5.9,
    logDeviation: 0.75,
    upi: 0.5,
    card: 0.2,
    week: [0.85, 0.85, 0.9, 0.95, 1.15, 1.4, 1.35],
    year: [1, 1, 1, 1, 1, 1, 1, 1.05, 1, 1.15, 1.15, 1.1],
    day: meals,
    merchants: [
      'Green Basket',
      'Salt, Spice & Sons',
      'Corner Dairy',
      'Tiffin Trail',
      'Mango Lane Market',
      'Tandoor Tales',
      'Daily Grain',
      'Filter Kaapi House',
    ],
  },
  Exam: {
    logMean: 7.3,
    logDeviation: 0.5,
    upi: 0.45,
    card: 0.45,
    week: [1.3, 1.3, 1.2, 1.2, 1.1, 0.5, 0.2],
    year: [1.4, 1.6, 1.4, 1, 0.8, 0.7, 0.6, 0.7, 1, 1.1, 1.1, 1],
    day: officeHours,
    merchants: ['State Examination Board', 'Civil Entrance Portal', 'Scholars Hall', 'Open Campus'],
  },
}
