import { spokenAddress } from '../address.ts'
import { contentHash } from '../base/stable-json.ts'
import type { AccessChange } from './access-change.ts'
import type { ColumnChange } from './diff-columns.ts'
import type { ResourceChange } from './diff-resources.ts'

export type Verdict = 'breaking' | 'access'

/** An entry of the file of acceptances: the finding that may stand, why, and until which day, that one included. */
export type Accepted = {
  readonly finding: string
  readonly reason: string
  readonly until: string
}

/** `unused`: the change does not do that, or does more of it than was accepted. */
export type Acceptance = Accepted & { readonly state: 'in force' | 'expired' | 'unused' }

/**
 * A finding that fails a review has an id. It says what is found and ends with a digest of what it was and what it
 * becomes: a finding that was accepted and gets worse is another one.
 */
export type Judged<Change> = Change & {
  readonly id?: string
  readonly accepted?: Pick<Accepted, 'reason' | 'until'>
}

/** Something that is read is gone, or is of another type. */
export const isBreaking = (change: ColumnChange | ResourceChange): boolean =>
  (change.action === 'removed' || ('column' in change && change.action === 'retyped')) &&
  change.readers.length > 0

type Changes = {
  readonly resources: readonly ResourceChange[]
  readonly columns: readonly ColumnChange[]
  readonly access: readonly AccessChange[]
}

/** Names all that fails a review, takes out what is accepted, and says what is left. */
export const accept = (
  { resources, columns, access }: Changes,
  { entries, today }: { readonly entries: readonly Accepted[]; readonly today: string },
) => {
  const byFinding = new Map(entries.map((entry) => [entry.finding, entry]))
  const used = new Set<string>()
  const open = new Set<Verdict>()
  const judge = <Change extends object>(change: Change, verdict: Verdict, id: string): Judged<Change> => {
    const entry = byFinding.get(id)
    if (entry !== undefined) used.add(id)
    if (entry !== undefined && entry.until >= today)
      return { ...change, id, accepted: { reason: entry.reason, until: entry.until } }
    open.add(verdict)
    return { ...change, id }
  }
  const judged = {
    resources: resources.map((change) =>
      isBreaking(change)
        ? judge(change, 'breaking', `breaking:${change.type}:${change.name}:${digest(change.readers)}`)
        : change,
    ),
    columns: columns.map((change) => {
      if (!isBreaking(change)) return change
      const { dataset, column, action, before, after, readers } = change
      const name = column === undefined ? spokenAddress(dataset) : `${spokenAddress(dataset)}.${column}`
      return judge(change, 'breaking', `breaking:${name}:${digest([action, before, after, readers])}`)
    }),
    access: access.map((change) => {
      if (change.direction !== 'loosened') return change
      const { kind, reader, dataset, column, verbs, before, after } = change
      const name = column === undefined ? spokenAddress(dataset) : `${spokenAddress(dataset)}.${column}`
      const id = `access:${reader}:${name}`.replaceAll(' ', '-')
      return judge(change, 'access', `${id}:${digest([kind, verbs, before, after])}`)
    }),
  }
  return {
    ...judged,
    verdicts: (['breaking', 'access'] as const).filter((verdict) => open.has(verdict)),
    acceptances: entries.map((entry): Acceptance => {
      const isExpired = entry.until < today
      return { ...entry, state: !used.has(entry.finding) ? 'unused' : isExpired ? 'expired' : 'in force' }
    }),
  }
}

const digest = (value: unknown): string => contentHash(value).slice(0, 8)
