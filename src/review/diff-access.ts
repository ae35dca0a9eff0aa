import { stableJson } from '../base/stable-json.ts'
import { covering, type Principal } from '../policy/index.ts'
import { type AccessChange, type AccessFindings, accessFindings } from './access-change.ts'
import { type ColumnClass, columnsOfSide, namedColumns, type SideColumns } from './columns-of-side.ts'
import { exposures } from './diff-exposures.ts'
import { diffRows } from './diff-rows.ts'
import { diffRules } from './diff-rules.ts'
import { columnKey, columnOf, datasetOf } from './exposure.ts'
import { diffOutsideTags } from './outside-tags.ts'
import { masksOf, type Reader, readersOf } from './readers.ts'
import { directionOf, textsOf } from './shown.ts'
import type { Side } from './side.ts'

/** For every reader and all that either side knows, loosened access first. */
export const diffAccess = (before: Side, after: Side): readonly AccessChange[] => {
  const sides = { old: columnsOfSide(before), fresh: columnsOfSide(after) }
  const guarded = guardedColumns(before, after, sides)
  const readers = readersOf(before, after)
  const findings = accessFindings()
  const alike = sightGroups(guarded, sides)
  const changed = alike.filter(({ was, is }) => !isSameClass(was, is))
  const expose = exposures(before, after, sides, new Set(guarded))
  const rules = { old: selecting(before), fresh: selecting(after) }
  for (const reader of readers) {
    // Where the same policies select a reader, only columns that are something else can be seen otherwise.
    const isSame = rules.old(reader.before) === rules.fresh(reader.after)
    const direct = diffSights(reader, isSame ? changed : alike, sides, findings)
    expose(reader, direct, findings)
  }
  diffOutsideTags(before, after, readers, sides, findings)
  diffRows(before, after, readers, findings)
  diffRules(before, after, readers, findings)
  return findings.found.toSorted((a, b) => rank(a) - rank(b))
}

const rank = ({ direction }: AccessChange): number => ['loosened', 'changed', 'tightened'].indexOf(direction)

type Sides = { readonly old: SideColumns; readonly fresh: SideColumns }

/** Columns that a policy of either side may be about: all others show their values on both. */
const guardedColumns = (before: Side, after: Side, { old, fresh }: Sides): readonly string[] => {
  const policies = [...masksOf(before), ...masksOf(after)]
  const names = new Set(policies.flatMap(({ column }) => column.names.map((name) => name.toLowerCase())))
  const found = new Set(namedColumns(policies).map(([dataset, column]) => columnKey(dataset, column)))
  for (const side of [old, fresh])
    for (const [dataset, columns] of side.datasets) {
      for (const column of [...old.taggedIn(dataset), ...fresh.taggedIn(dataset)])
        found.add(columnKey(dataset, column))
      if (names.size > 0)
        for (const column of columns.keys()) if (names.has(column)) found.add(columnKey(dataset, column))
    }
  return [...found]
}

/** Columns that are seen alike by everybody, before and after. */
type SightGroup = {
  readonly was: ColumnClass | undefined
  readonly is: ColumnClass | undefined
  readonly keys: string[]
}

const sightGroups = (guarded: readonly string[], { old, fresh }: Sides): readonly SightGroup[] => {
  const found = new Map<ColumnClass | undefined, Map<ColumnClass | undefined, SightGroup>>()
  for (const key of guarded) {
    const [dataset, column] = [datasetOf(key), columnOf(key)]
    const [wasThere, isThere] = [old, fresh].map(({ nameOf }) => nameOf(dataset, column) !== undefined)
    // A column that is new lets nobody see what nobody protects; one that is gone shows nothing.
    if (wasThere !== isThere) continue
    const [was, is] = [old.classOf(dataset, column), fresh.classOf(dataset, column)]
    const inner = found.get(was) ?? new Map<ColumnClass | undefined, SightGroup>()
    const group = inner.get(is) ?? { was, is, keys: [] }
    group.keys.push(key)
    found.set(was, inner.set(is, group))
  }
  return [...found.values()].flatMap((inner) => [...inner.values()])
}

/** Whether policies have the same to say of both. */
const isSameClass = (was: ColumnClass | undefined, is: ColumnClass | undefined): boolean =>
  was?.type === is?.type && was?.tags.toSorted().join('\n') === is?.tags.toSorted().join('\n')

/** What the masks of a side say to a reader, as text: those that select the reader, and how strict the others are. */
const selecting = (side: Side): ((principal: Principal) => string) => {
  const { strict } = side.project.settings.masking
  const policies = masksOf(side).map((policy) => ({
    ...covering(policy),
    text: stableJson(policy),
    others: stableJson([policy.scope, policy.column]),
  }))
  return (principal) =>
    policies
      .map(({ selects, text, others }) => (selects(principal) ? text : strict ? others : ''))
      .filter((text) => text !== '')
      .toSorted()
      .join('\n') + String(strict)
}

/** Compares what a reader sees of the columns themselves. Returns those that are told as loosened. */
const diffSights = (
  reader: Reader,
  groups: readonly SightGroup[],
  { old, fresh }: Sides,
  findings: AccessFindings,
): ReadonlySet<string> => {
  const told = new Set<string>()
  for (const group of groups) {
    const [was, is] = [old.sees(reader.before, group.was), fresh.sees(reader.after, group.is)]
    const direction = directionOf(was.shown, is.shown)
    if (direction === undefined) continue
    for (const key of group.keys) {
      const [dataset, column] = [datasetOf(key), columnOf(key)]
      if (direction === 'loosened') told.add(key)
      findings.add(reader, {
        kind: 'column',
        dataset,
        column: fresh.nameOf(dataset, column) ?? column,
        verbs: undefined,
        direction,
        ...textsOf(was.shown, is.shown),
        because: is.policy === undefined ? 'no policy decides' : `policy ${is.policy}`,
        place: fresh.placeOf(dataset, column, is.policy),
      })
    }
  }
  return told
}
