import type { DatasetAddress } from '../../address.ts'
import type { Place } from '../../diagnostics/index.ts'

export const entities = ['customer', 'product', 'account', 'transaction', 'campaign_event'] as const
export type Entity = (typeof entities)[number]

/** A mock node: which feed to write, how large, and where. */
export type MockJob = {
  readonly kind: 'mock'
  readonly entity: Entity
  readonly rows: number
  readonly seed: string
  /** Reference date, `YYYY-MM-DD`: takes the place of the clock, so that a feed is the same on every day. */
  readonly asOf: string
  readonly output: DatasetAddress
  /** Gets a dated copy. */
  readonly history?: DatasetAddress
  /** Customers continue after the largest id in this column, as a new batch beside the earlier files. */
  readonly continueAfter?: { readonly dataset: DatasetAddress; readonly column: string }
  readonly options: MockOptions
  readonly place: Place
}

/** How large the related feeds are and how customers are mixed. Related feeds must say the same. */
export type MockOptions = {
  readonly customers: number
  readonly accounts: number
  readonly products: number
  readonly personalShare: number
  readonly merchantEmptyDobShare: number
  readonly semiUrbanSegment: string
}

export const defaultOptions: MockOptions = {
  customers: 20_000,
  accounts: 24_000,
  products: 40,
  personalShare: 0.8,
  merchantEmptyDobShare: 0.1,
  semiUrbanSegment: 'Semi',
}

/** The options that mean something for an entity. */
export const optionNames: Readonly<Record<Entity, readonly (keyof MockOptions)[]>> = {
  customer: ['personalShare', 'merchantEmptyDobShare', 'semiUrbanSegment'],
  product: [],
  account: ['customers', 'products', 'personalShare'],
  transaction: ['customers', 'accounts', 'personalShare'],
  campaign_event: ['customers', 'personalShare'],
}
