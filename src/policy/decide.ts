import type { Principal, ReadableDataset, TaggedColumn } from './dataset.ts'
import { compileGlob } from './glob.ts'
import type { Mask, MaskPolicy } from './mask-policy.ts'
import { bucketPrecisions } from './operators/bucket-date.ts'
import { maskOperators } from './operators/index.ts'
import { typeFamily } from './type-family.ts'

/** Why a policy did not decide a column. */
export type LosingReason =
  | 'another dataset'
  | 'another reader'
  | 'another column'
  | 'higher priority number'
  | 'same priority, less protective'
  | 'same priority and protection, later name'

/** What a reader sees of a column. `null` is a typed NULL: nothing is revealed. */
export type Reveal =
  | { readonly kind: 'raw' }
  | { readonly kind: 'masked'; readonly mask: Exclude<Mask, { operator: 'pass_through' | 'closed' }> }
  | { readonly kind: 'null'; readonly because: 'type' | 'closed' | 'strict' }

/** How much of a value is seen, from 0 for nothing to 100 for all of it: what rises shows more. */
export const openness = (reveal: Reveal): number => {
  switch (reveal.kind) {
    case 'null':
      return 0
    case 'raw':
      return 100
    case 'masked': {
      const { mask } = reveal
      // Of two buckets the wider one hides more.
      const width = mask.operator === 'bucket_date' ? bucketPrecisions.indexOf(mask.precision) : 0
      return 100 - maskOperators[mask.operator].protection - width
    }
  }
}

export type ColumnDecision = {
  readonly column: TaggedColumn
  readonly winner: MaskPolicy | undefined
  readonly losers: readonly { readonly policy: MaskPolicy; readonly reason: LosingReason }[]
  readonly reveal: Reveal
}

/** One decision per column, in the order of the dataset. */
export type Decision = readonly ColumnDecision[]

/**
 * Who sees what of a dataset; the only place that weighs policies against each other. Exactly one policy decides a
 * column: the lowest priority number, then the more protective operator, then the name. Without a policy a column is
 * raw, unless `strict`: then a column that any policy selects is NULL for readers whom none of them selects.
 */
export const decide = (
  policies: readonly MaskPolicy[],
  principal: Principal,
  dataset: ReadableDataset,
  strict = false,
): Decision => {
  const compiled = ranked(policies)
  const judge = judgeOf(compiled, strict)
  return dataset.columns.map((column) => {
    const verdict = judge(principal, dataset, column)
    return { column, ...verdict, losers: losersOf(compiled, verdict.winner, { principal, dataset, column }) }
  })
}

/** What is decided about a column. */
export type Verdict = Pick<ColumnDecision, 'winner' | 'reveal'>

export type Judge = (
  principal: Principal,
  dataset: Pick<ReadableDataset, 'address' | 'aliases'>,
  column: TaggedColumn,
) => Verdict

/**
 * Decides as `decide` does, for many readers and columns: which policies are about a reader, and which about a dataset,
 * is found once for each, readers and datasets by identity.
 */
export const judging = (policies: readonly MaskPolicy[], strict = false): Judge =>
  judgeOf(ranked(policies), strict)

const judgeOf = (compiled: readonly Compiled[], strict: boolean): Judge => {
  const selecting = remembered((principal: Principal) => compiled.map(({ selects }) => selects(principal)))
  const covering = remembered((dataset: Parameters<Judge>[1]) =>
    compiled.flatMap((policy, place) => (policy.covers(dataset) ? [{ policy, place }] : [])),
  )
  return (principal, dataset, column) => {
    const [selected, here] = [selecting(principal), covering(dataset)]
    const found = here.find(({ policy, place }) => selected[place] === true && policy.selectsColumn(column))
    const winner = found?.policy.policy
    const isClosed = strict && winner === undefined && here.some(({ policy }) => policy.selectsColumn(column))
    return { winner, reveal: revealOf(winner, column, isClosed) }
  }
}

const remembered = <K extends object, V>(make: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, V>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    known.set(key, made)
    return made
  }
}

type Asked = {
  readonly principal: Principal
  readonly dataset: ReadableDataset
  readonly column: TaggedColumn
}

const losersOf = (
  compiled: readonly Compiled[],
  winner: MaskPolicy | undefined,
  { principal, dataset, column }: Asked,
): ColumnDecision['losers'] =>
  compiled.flatMap(({ policy, covers, selects, selectsColumn }) => {
    const unfit = (): LosingReason | undefined => {
      if (!covers(dataset)) return 'another dataset'
      if (!selectsColumn(column)) return 'another column'
      return selects(principal) ? undefined : 'another reader'
    }
    if (policy === winner) return []
    const reason = unfit() ?? (winner === undefined ? undefined : outranked(policy, winner))
    return reason === undefined ? [] : [{ policy, reason }]
  })

const revealOf = (winner: MaskPolicy | undefined, column: TaggedColumn, closed: boolean): Reveal => {
  if (winner === undefined) return closed ? { kind: 'null', because: 'strict' } : { kind: 'raw' }
  const { mask } = winner
  if (mask.operator === 'closed') return { kind: 'null', because: 'closed' }
  if (mask.operator === 'pass_through') return { kind: 'raw' }
  return maskOperators[mask.operator].accepts(typeFamily(column.type))
    ? { kind: 'masked', mask }
    : { kind: 'null', because: 'type' }
}

const protection = ({ mask }: MaskPolicy): number =>
  mask.operator === 'closed' ? Number.POSITIVE_INFINITY : maskOperators[mask.operator].protection

// Priorities outside 1–100 are refused where manifests are read; NaN must not make the order depend on the files.
const rank = (policy: MaskPolicy): number => (Number.isFinite(policy.priority) ? policy.priority : 0)

const byRank = ({ policy: a }: Compiled, { policy: b }: Compiled): number =>
  rank(a) - rank(b) ||
  compare(protection(b), protection(a)) ||
  compare(a.name, b.name) ||
  compare(JSON.stringify(a), JSON.stringify(b))

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

const outranked = (loser: MaskPolicy, winner: MaskPolicy): LosingReason => {
  if (rank(loser) !== rank(winner)) return 'higher priority number'
  return protection(loser) === protection(winner)
    ? 'same priority and protection, later name'
    : 'same priority, less protective'
}

type Compiled = {
  readonly policy: MaskPolicy
  readonly covers: (dataset: Pick<ReadableDataset, 'address' | 'aliases'>) => boolean
  readonly selects: (principal: Principal) => boolean
  readonly selectsColumn: (column: TaggedColumn) => boolean
}

/** The policies, those first that win. */
const ranked = (policies: readonly MaskPolicy[]): readonly Compiled[] =>
  policies.map(compile).toSorted(byRank)

const compile = (policy: MaskPolicy): Compiled => {
  const { matcher, problems } = matching()
  const covers = scopeMatcher(policy.scope, matcher)
  const selects = userMatcher(policy.user, matcher)
  if (policy.user.tags.length === 0) problems.push('it selects no reader')
  const tags = policy.column.tags.map((pattern) => matcher(pattern, '.:'))
  const names = new Set(policy.column.names.map((column) => column.toLowerCase()))
  const broken = problems.length > 0
  return {
    policy: broken ? { ...policy, mask: { operator: 'closed', reason: problems.join('; ') } } : policy,
    covers,
    selects: (principal) => broken || selects(principal),
    selectsColumn: (column) =>
      names.has(column.name.toLowerCase()) || column.tags.some((tag) => tags.some((matches) => matches(tag))),
  }
}

type Matcher = (pattern: string, separators: string) => (text: string) => boolean

const matching = (): { readonly matcher: Matcher; readonly problems: string[] } => {
  const problems: string[] = []
  // What cannot be read selects everything, and the policy is closed: a slip must not unmask.
  const matcher: Matcher = (pattern, separators) => {
    const glob = compileGlob(pattern, separators)
    if (glob.kind === 'glob') return glob.matches
    problems.push(`the pattern "${pattern}" is malformed: ${glob.reason}`)
    return () => true
  }
  return { matcher, problems }
}

const scopeMatcher = (
  { depot, collection, dataset: name }: MaskPolicy['scope'],
  matcher: Matcher,
): ((dataset: Pick<ReadableDataset, 'address' | 'aliases'>) => boolean) => {
  // Names of datasets compare ignoring case, as in queries.
  const part = (pattern: string | undefined): ((text: string) => boolean) => {
    if (pattern === undefined) return () => true
    const matches = matcher(pattern.toLowerCase(), './')
    return (text) => matches(text.toLowerCase())
  }
  const [ofDepot, ofCollection, ofName] = [part(depot), part(collection), part(name)]
  return ({ address: own, aliases = [] }) =>
    [own, ...aliases].some(
      (address) => ofDepot(address.depot) && ofCollection(address.collection) && ofName(address.dataset),
    )
}

const userMatcher = (
  { match, tags }: MaskPolicy['user'],
  matcher: Matcher,
): ((principal: Principal) => boolean) => {
  const users = tags.map((pattern) => matcher(pattern, ':'))
  return (principal) => {
    const selected = users.map((matches) => principal.tags.some(matches))
    return match === 'all' ? selected.every(Boolean) : selected.some(Boolean)
  }
}

/** Whether a policy of rows is about a dataset, and about a reader: a pattern that cannot be read is about all. */
export const covering = ({
  scope,
  user,
}: Pick<MaskPolicy, 'scope' | 'user'>): {
  readonly covers: (dataset: Pick<ReadableDataset, 'address'>) => boolean
  readonly selects: (principal: Principal) => boolean
} => ({
  covers: scopeMatcher(scope, matching().matcher),
  selects: userMatcher(user, matching().matcher),
})
