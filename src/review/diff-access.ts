import { spokenAddress } from '../address.ts'
import { type AccessChange, type AccessFindings, accessFindings } from './access-change.ts'
import { columnsOfSide, namedColumns, type SideColumns } from './columns-of-side.ts'
import { diffRows } from './diff-rows.ts'
import { diffRules } from './diff-rules.ts'
import { columnKey, columnOf, datasetOf, disclosedLevel, type Flow, flowOf } from './exposure.ts'
import { diffOutsideTags } from './outside-tags.ts'
import { masksOf, type Reader, readersOf } from './readers.ts'
import { directionOf, type Shown, textsOf, theValue } from './shown.ts'
import type { Side } from './side.ts'

/** For every reader and all that either side knows, loosened access first. */
export const diffAccess = (before: Side, after: Side): readonly AccessChange[] => {
  const sides = { old: columnsOfSide(before), fresh: columnsOfSide(after) }
  const flows = { old: flowOf(before), fresh: flowOf(after) }
  const guarded = guardedColumns(before, after, sides)
  const readers = readersOf(before, after)
  const findings = accessFindings()
  for (const reader of readers) {
    const direct = diffSights(reader, guarded, sides, findings)
    diffExposures(reader, { guarded, direct }, sides, flows, findings)
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
    for (const [dataset, columns] of side.datasets)
      for (const column of columns.keys())
        if (
          names.has(column) ||
          old.tagsOf(dataset, column).length + fresh.tagsOf(dataset, column).length > 0
        )
          found.add(columnKey(dataset, column))
  return [...found]
}

/** Compares what a reader sees of the columns themselves. Returns those that are told. */
const diffSights = (
  reader: Reader,
  guarded: readonly string[],
  { old, fresh }: Sides,
  findings: AccessFindings,
): ReadonlySet<string> => {
  const told = new Set<string>()
  for (const key of guarded) {
    const [dataset, column] = [datasetOf(key), columnOf(key)]
    const isKnown = [old, fresh].some(({ nameOf }) => nameOf(dataset, column) !== undefined)
    // A column that is new lets nobody see what nobody protects; one that is gone shows nothing.
    if (isKnown && (old.nameOf(dataset, column) === undefined || fresh.nameOf(dataset, column) === undefined))
      continue
    const [was, is] = [old.sees(reader.before, dataset, column), fresh.sees(reader.after, dataset, column)]
    const direction = directionOf(was.shown, is.shown)
    if (direction === undefined) continue
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
  return told
}

/** What a mask protects from a reader: how much of it may be seen, and the column that has the mask. */
type Guard = { readonly level: number; readonly by: string }

/** Finds columns that show what a mask hides elsewhere, more than they did before. */
const diffExposures = (
  reader: Reader,
  { guarded, direct }: { readonly guarded: readonly string[]; readonly direct: ReadonlySet<string> },
  { old, fresh }: Sides,
  flows: { readonly old: Flow; readonly fresh: Flow },
  findings: AccessFindings,
): void => {
  const guards = new Map<string, Guard>()
  const guard = (key: string, found: Guard): void => {
    const known = guards.get(key)
    if (known === undefined || found.level < known.level) guards.set(key, found)
  }
  for (const key of guarded) {
    const [dataset, column] = [datasetOf(key), columnOf(key)]
    for (const [side, flow, principal] of [
      [fresh, flows.fresh, reader.after],
      [old, flows.old, reader.before],
    ] as const) {
      const { level } = side.sees(principal, dataset, column).shown
      if (level === 100) continue
      const name = side.nameOf(dataset, column)
      const found = { level, by: `${spokenAddress(dataset)}.${name ?? column}` }
      guard(key, found)
      // The same value may reach other tables from where this column has it.
      for (const root of flow.roots(key)) guard(root, found)
    }
  }
  const exposed = new Map<string, { was: Shown | undefined; is: Shown; by: Set<string> }>()
  for (const [key, { level, by }] of guards) {
    const before = flows.old.reach(key)
    for (const [to, disclosure] of flows.fresh.reach(key)) {
      if (direct.has(to)) continue
      const [dataset, column] = [datasetOf(to), columnOf(to)]
      const is = lesser(fresh.sees(reader.after, dataset, column).shown, disclosure)
      if (is.level <= level) continue
      const isOld = before.has(to)
      const was = isOld ? lesser(old.sees(reader.before, dataset, column).shown, before.get(to)) : undefined
      const showsOther =
        was !== undefined && was.level === is.level && is.level === 50 && before.get(to) !== disclosure
      if (was !== undefined && is.level <= was.level && !showsOther) continue
      const known = exposed.get(to)
      if (known === undefined) exposed.set(to, { was, is, by: new Set([by]) })
      else {
        known.by.add(by)
        if (is.level > known.is.level) exposed.set(to, { was, is, by: known.by })
      }
    }
  }
  for (const [key, { was, is, by }] of exposed) {
    const [dataset, column] = [datasetOf(key), columnOf(key)]
    const known = old.nameOf(dataset, column) !== undefined
    findings.add(reader, {
      kind: 'column',
      dataset,
      column: fresh.nameOf(dataset, column) ?? column,
      verbs: undefined,
      direction: 'loosened',
      before: was?.text ?? (known ? 'nothing of it' : 'no such column'),
      after: is.text === was?.text ? `another part of it` : is.text,
      because: `it shows what ${[...by].join(' and ')} hides`,
      place: fresh.placeOf(dataset, column, undefined),
    })
  }
}

/** What is left of a value behind a mask of the column and what its expression does. */
const lesser = (shown: Shown, disclosure: Parameters<typeof disclosedLevel>[0]): Shown => {
  const level = disclosedLevel(disclosure)
  if (level >= shown.level) return shown
  if (level === 0) return { level, text: 'nothing of it' }
  return { ...theValue, level, text: level === 20 ? 'a digest of it' : 'a part of it' }
}
