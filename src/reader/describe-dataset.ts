import { type DatasetAddress, namesDataset, parseAddress } from '../address.ts'
import { Bug } from '../base/bug.ts'
import type { DatasetFacts } from '../catalog/index.ts'
import { decide, type Principal } from '../policy/index.ts'
import { type CheckResult, maskProfile, type Profile } from '../quality/index.ts'
import type { Database } from '../state/database.ts'
import { latestChecks, latestProfile } from '../state/result-store.ts'
import { appliedPolicies, columnTags } from './governance.ts'

/** What one viewer may know about a dataset: shape and counts are open, values follow the viewer's masks. */
export type DatasetView = Omit<DatasetFacts, 'columns'> & {
  readonly address: DatasetAddress
  readonly description: string | null
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly tags: readonly string[]
    /** How the viewer sees the column. */
    readonly reveal: 'raw' | 'masked' | 'null'
  }[]
  readonly checks: readonly CheckResult[]
  readonly profile: Profile | undefined
}

export const describeDataset = (
  database: Database,
  dataset: { readonly address: string; readonly description: string | null; readonly facts: DatasetFacts },
  principal: Principal,
  strict: boolean,
): DatasetView => {
  const parsed = parseAddress(dataset.address)
  if (parsed.kind === 'malformed' || !namesDataset(parsed.address))
    throw new Bug(`${dataset.address} is registered as a dataset`)
  const { address } = parsed
  const tags = columnTags(database)
  const tagged = dataset.facts.columns.map((column) => ({ ...column, tags: tags(address, column.name) }))
  const readable = { address, columns: tagged }
  const decision = decide(appliedPolicies(database), principal, readable, strict)
  const stored = latestProfile(database, dataset.address)
  const masked = new Set(
    decision.filter(({ reveal }) => reveal.kind !== 'raw').map(({ column }) => column.name.toLowerCase()),
  )
  return {
    ...dataset.facts,
    address,
    description: dataset.description,
    columns: decision.map(({ column, reveal }) => ({ ...column, reveal: reveal.kind })),
    checks: latestChecks(database, dataset.address)
      .map(({ result }) => JSON.parse(result) as CheckResult)
      .map((check) => (isOpen(check, masked) ? check : withoutValues(check))),
    profile: stored === undefined ? undefined : maskProfile(JSON.parse(stored.profile) as Profile, decision),
  }
}

/** Extremes of a masked column are values of it, an engine's reason may quote one, and a query may yield anything. */
const isOpen = ({ column }: CheckResult, masked: ReadonlySet<string>): boolean =>
  column === undefined ? masked.size === 0 : !masked.has(column.toLowerCase())

const withoutValues = ({ reason: _reason, ...check }: CheckResult): CheckResult =>
  check.column !== undefined && /_count$|_percentage$/.test(check.metric) ? check : { ...check, actual: null }
