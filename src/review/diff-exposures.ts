import { spokenAddress } from '../address.ts'
import type { AccessFindings } from './access-change.ts'
import type { ColumnClass, SideColumns } from './columns-of-side.ts'
import {
  changedReaches,
  columnKey,
  columnOf,
  datasetOf,
  disclosedLevel,
  type Flow,
  flowOf,
  partLevel,
} from './exposure.ts'
import type { Reader } from './readers.ts'
import { type Shown, theValue } from './shown.ts'
import type { Side } from './side.ts'

type Sides = { readonly old: SideColumns; readonly fresh: SideColumns }

/** A column of which something else is seen elsewhere, with the columns whose masks protect its value. */
type Candidate = {
  readonly key: string
  readonly to: readonly string[]
  readonly guardians: readonly Guardian[]
}

/** One of the columns of a class, on one side. */
type Guardian = {
  readonly side: 'old' | 'fresh'
  readonly columns: ColumnClass | undefined
  readonly name: string
}

/**
 * Finds, for any reader, columns that show what a mask hides elsewhere, more than they did before. A mask protects the
 * value of its column wherever that comes from: a copy of the same value beside it is found too.
 */
export const exposures = (before: Side, after: Side, { old, fresh }: Sides, guarded: ReadonlySet<string>) => {
  const flows = { old: flowOf(before), fresh: flowOf(after) }
  const known = (dataset: string): readonly string[] => {
    const names = new Set([old, fresh].flatMap((side) => [...(side.datasets.get(dataset)?.keys() ?? [])]))
    return [...names].map((name) => columnKey(dataset, name))
  }
  const candidates = changedReaches(flows.old, flows.fresh, known).flatMap(
    (changed): readonly Candidate[] => {
      const keys = [changed.key, ...copies(flows.old, changed.key), ...copies(flows.fresh, changed.key)]
      const guardians = guardiansOf(
        [...new Set(keys)].filter((key) => guarded.has(key)),
        { old, fresh },
      )
      return guardians.length === 0 ? [] : [{ ...changed, guardians }]
    },
  )
  return (reader: Reader, direct: ReadonlySet<string>, findings: AccessFindings): void => {
    const found = new Map<string, Exposure>()
    for (const candidate of candidates) {
      const guard = guardOf(candidate.guardians, reader, { old, fresh })
      if (guard !== undefined) expose(candidate, guard, { reader, direct, old, fresh, flows, found })
    }
    for (const [key, exposure] of found) report(key, exposure, reader, { old, fresh }, findings)
  }
}

/** Columns in which a value can be told, at least in part. */
const copies = (flow: Flow, key: string): readonly string[] =>
  [...flow.reach(key)].flatMap(([to, shows]) => (disclosedLevel(shows) >= partLevel ? [to] : []))

/** How much of a value a reader may see, and the column that says so. */
type Guard = { readonly level: number; readonly by: string }

const guardOf = (
  guardians: readonly Guardian[],
  reader: Reader,
  { old, fresh }: Sides,
): Guard | undefined => {
  let found: Guard | undefined
  for (const { side, columns, name } of guardians) {
    const sight = side === 'old' ? old.sees(reader.before, columns) : fresh.sees(reader.after, columns)
    const { level } = sight.shown
    if (level < 100 && (found === undefined || level < found.level)) found = { level, by: name }
  }
  return found
}

/** Each class once: many tables hold the same column. What is there after the change is named first. */
const guardiansOf = (keys: readonly string[], { old, fresh }: Sides): readonly Guardian[] => {
  const found: Guardian[] = []
  for (const side of ['fresh', 'old'] as const) {
    const { classOf, nameOf } = side === 'old' ? old : fresh
    const seen = new Set<ColumnClass | undefined>([undefined])
    for (const key of keys) {
      const [dataset, column] = [datasetOf(key), columnOf(key)]
      const columns = classOf(dataset, column)
      if (seen.has(columns)) continue
      seen.add(columns)
      found.push({ side, columns, name: `${spokenAddress(dataset)}.${nameOf(dataset, column) ?? column}` })
    }
  }
  return found
}

type Exposure = { readonly was: Shown | undefined; readonly is: Shown; readonly by: ReadonlySet<string> }

type Looking = Sides & {
  readonly reader: Reader
  readonly direct: ReadonlySet<string>
  readonly flows: { readonly old: Flow; readonly fresh: Flow }
  readonly found: Map<string, Exposure>
}

const expose = (
  { key, to }: Candidate,
  { level, by }: Guard,
  { reader, direct, old, fresh, flows, found }: Looking,
): void => {
  const [before, after] = [flows.old.reach(key), flows.fresh.reach(key)]
  for (const target of to) {
    if (direct.has(target)) continue
    const [dataset, column] = [datasetOf(target), columnOf(target)]
    const disclosure = after.get(target)
    const is = lesser(fresh.sees(reader.after, fresh.classOf(dataset, column)).shown, disclosure)
    if (is.level <= level) continue
    const was = before.has(target)
      ? lesser(old.sees(reader.before, old.classOf(dataset, column)).shown, before.get(target))
      : undefined
    const isOtherPart =
      was !== undefined &&
      was.level === is.level &&
      is.level === partLevel &&
      before.get(target) !== disclosure
    if (was !== undefined && is.level <= was.level && !isOtherPart) continue
    const known = found.get(target)
    const all = new Set([...(known?.by ?? []), by])
    found.set(
      target,
      known !== undefined && known.is.level >= is.level ? { ...known, by: all } : { was, is, by: all },
    )
  }
}

/** What is left of a value behind a mask of the column and what its expression does. */
const lesser = (shown: Shown, disclosure: Parameters<typeof disclosedLevel>[0]): Shown => {
  const level = disclosedLevel(disclosure)
  if (level >= shown.level) return shown
  if (level === 0) return { level, text: 'nothing of it' }
  return { ...theValue, level, text: level === 20 ? 'a digest of it' : 'a part of it' }
}

const report = (
  key: string,
  { was, is, by }: Exposure,
  reader: Reader,
  { old, fresh }: Sides,
  findings: AccessFindings,
): void => {
  const [dataset, column] = [datasetOf(key), columnOf(key)]
  const isKnown = old.nameOf(dataset, column) !== undefined
  findings.add(reader, {
    kind: 'column',
    dataset,
    column: fresh.nameOf(dataset, column) ?? column,
    verbs: undefined,
    direction: 'loosened',
    before: was?.text ?? (isKnown ? 'nothing of it' : 'no such column'),
    after: is.text === was?.text ? 'another part of it' : is.text,
    because: `it shows what ${[...by].toSorted().join(' and ')} hides`,
    place: fresh.placeOf(dataset, column, undefined),
  })
}
