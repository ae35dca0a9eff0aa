import { printAddress } from '../../../address.ts'
import { nearest } from '../../../base/nearest.ts'
import { diagnose } from '../../../diagnostics/index.ts'
import { replaceSynonyms } from '../../../sql/spark/merge/aliases.ts'
import {
  type Cursor,
  child,
  entries,
  firstChild,
  isPresent,
  isTrue,
  items,
  placeOf,
  sourceTextOf,
  textOf,
} from '../cursor.ts'
import { isSnapshotId } from '../input-version.ts'
import type { FlareInput } from '../job.ts'
import { type Report, readCount, readWord } from '../reading.ts'
import type { FlareAction, FlareActionKind } from './action.ts'
import { readCutOff } from './cut-off.ts'
import { childOption, underscored } from './option-names.ts'
import { readRewrite } from './rewrite-options.ts'

/** Reads `actions`, and `rewriteDataset` of older versions. One that cannot be read is left out, with an error. */
export const readActions = (
  job: Cursor,
  inputs: readonly FlareInput[],
  report: Report,
): readonly FlareAction[] => {
  const reading: Reading = { job, inputs, report, warned: new Set() }
  return [
    ...items(child(job, 'actions')).flatMap((action) => readAction(reading, action) ?? []),
    ...(readOldRewrite(reading) ?? []),
  ]
}

type Reading = {
  readonly job: Cursor
  readonly inputs: readonly FlareInput[]
  readonly report: Report
  /** Inputs whose missing write access was told. */
  readonly warned: Set<string>
}

const kinds: Readonly<Record<string, FlareActionKind>> = {
  rewrite_dataset: 'rewrite-dataset',
  rewrite_manifest: 'rewrite-manifests',
  expire_snapshots: 'expire-snapshots',
  remove_orphans: 'remove-orphans',
  delete_from_dataset: 'delete-from-dataset',
}

const optionsOf: Readonly<Record<FlareActionKind, readonly string[]>> = {
  'rewrite-dataset': ['strategy', 'sortOrder', 'where', 'properties'],
  'rewrite-manifests': ['useCaching', 'specId', 'stagingLocation'],
  'expire-snapshots': [
    'olderThanMillis',
    'olderThanTimestamp',
    'olderThan',
    'expireOlderThan',
    'snapshotIds',
    'expireSnapshotId',
    'retainLast',
    'maxConcurrentDeletes',
    'streamDeleteResults',
  ],
  'remove-orphans': [
    'olderThanMillis',
    'olderThanTimestamp',
    'olderThan',
    'location',
    'dryRun',
    'maxConcurrentDeletes',
    'force',
  ],
  'delete-from-dataset': ['deleteWhere'],
}

/** Ignores letter case, the sign between words, and the difference between one and many. */
const kindNamed = (name: string): FlareActionKind | undefined => {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[_\s-]/g, '')
      .replace(/s$/, '')
  const found = Object.entries(kinds).find(([known]) => plain(known) === plain(name))
  return found?.[1]
}

const readAction = (reading: Reading, action: Cursor): FlareAction | undefined => {
  const { report } = reading
  const nameCursor = child(action, 'name')
  const name = textOf(nameCursor)?.trim() ?? ''
  const kind = kindNamed(name)
  if (kind === undefined) {
    report(diagnose('MR1435', { name, near: nearest(name, Object.keys(kinds)) }, placeOf(nameCursor)))
    return undefined
  }
  const options = child(action, 'options')
  for (const [option, member] of entries(options))
    if (!optionsOf[kind].some((known) => known === option || underscored(known) === option)) {
      const near = nearest(option, optionsOf[kind])
      report(diagnose('MR1438', { action: name, option, near }, placeOf(member, 'key')))
    }
  const input = findInput(reading, action, name)
  const body = readBody(kind, { name, action, options }, report)
  if (input === undefined || body === undefined) return undefined
  return { ...body, input: input.name, address: input.address, place: placeOf(nameCursor) }
}

/** The input that is named, or the only one. */
const findInput = (reading: Reading, action: Cursor, name: string): FlareInput | undefined => {
  const { job, inputs, report, warned } = reading
  const cursor = child(action, 'input')
  const wanted = textOf(cursor)?.trim()
  const written = items(child(job, 'inputs')).flatMap((input) => textOf(child(input, 'name')) ?? [])
  const same = (one: string) => one.toLowerCase() === wanted?.toLowerCase()
  if (wanted === undefined && written.length === 0) {
    report(diagnose('MR1370', { what: 'an action' }, placeOf(child(action, 'name'))))
    return undefined
  }
  if (wanted === undefined && written.length > 1) {
    report(diagnose('MR1371', { what: 'action', name, key: 'input' }, placeOf(child(action, 'name'))))
    return undefined
  }
  if (wanted !== undefined && !written.some(same)) {
    const near = nearest(wanted, written)
    report(diagnose('MR1436', { action: name, input: wanted, near }, placeOf(cursor)))
    return undefined
  }
  // An input that is written and cannot be read was reported where it stands.
  const input = wanted === undefined ? inputs[0] : inputs.find((one) => same(one.name))
  if (input !== undefined && input.address.acl !== 'rw' && !warned.has(input.name)) {
    warned.add(input.name)
    report(diagnose('MR1439', { action: name, address: printAddress(input.address) }, input.place))
  }
  return input
}

type Written = { readonly name: string; readonly action: Cursor; readonly options: Cursor }
type Body = FlareAction extends infer A
  ? A extends FlareAction
    ? Omit<A, 'input' | 'address' | 'place'>
    : never
  : never

const readBody = (kind: FlareActionKind, written: Written, report: Report): Body | undefined => {
  const { name, options } = written
  switch (kind) {
    case 'rewrite-dataset':
      return { kind, ...readRewrite(options, report) }
    case 'rewrite-manifests':
      return { kind }
    case 'expire-snapshots': {
      const olderThanMs = readCutOff(options, name, report)
      const retainLast = readCount(
        childOption(options, 'retainLast'),
        { what: 'retainLast', from: 1 },
        report,
      )
      checkDeletes(options, report)
      return {
        kind,
        ...(olderThanMs === undefined ? {} : { olderThanMs }),
        snapshotIds: readSnapshotIds(
          firstChild(options, 'snapshotIds', 'snapshot_ids', 'expireSnapshotId'),
          report,
        ),
        ...(retainLast === undefined ? {} : { retainLast }),
      }
    }
    case 'remove-orphans': {
      const olderThanMs = readCutOff(options, name, report)
      const location = textOf(child(options, 'location'))?.trim()
      checkDeletes(options, report)
      return {
        kind,
        ...(olderThanMs === undefined ? {} : { olderThanMs }),
        ...(location === undefined ? {} : { location }),
        dryRun: isTrue(childOption(options, 'dryRun')),
        force: isTrue(child(options, 'force')),
      }
    }
    case 'delete-from-dataset': {
      const where = readDeleteWhere(written, report)
      return where === undefined ? undefined : { kind, where }
    }
  }
}

const checkDeletes = (options: Cursor, report: Report): void => {
  const what = 'maxConcurrentDeletes'
  readCount(childOption(options, what), { what, from: 1 }, report)
}

const readSnapshotIds = (cursor: Cursor, report: Report): readonly string[] => {
  const written = Array.isArray(cursor.value) ? items(cursor) : [cursor]
  return written.flatMap((id) => {
    const text = sourceTextOf(id)?.text.trim()
    if (text === undefined || isSnapshotId(text)) return text ?? []
    report(diagnose('MR1443', { text }, placeOf(id)))
    return []
  })
}

const readDeleteWhere = ({ name, action, options }: Written, report: Report): FlareWhere | undefined => {
  const right = child(action, 'deleteWhere')
  const misplaced = child(options, 'deleteWhere')
  if (isPresent(misplaced)) {
    const params = { key: 'deleteWhere', place: 'deleteWhere of the action, beside input' }
    report(diagnose(isPresent(right) ? 'MR1367' : 'MR1366', params, placeOf(misplaced, 'key')))
  }
  const text = sourceTextOf(isPresent(right) ? right : misplaced)
  if (text === undefined) {
    report(diagnose('MR1371', { what: 'action', name, key: 'deleteWhere' }, placeOf(child(action, 'name'))))
    return undefined
  }
  return replaceSynonyms([text], [{ spelling: 'target', alias: 'old' }])[0]
}

type FlareWhere = Extract<FlareAction, { kind: 'delete-from-dataset' }>['where']

const readOldRewrite = (reading: Reading): readonly FlareAction[] | undefined => {
  const { job, report } = reading
  const cursor = child(job, 'rewriteDataset')
  if (!isPresent(cursor)) return undefined
  const mode = readWord(child(cursor, 'mode'), 'the mode of rewriteDataset', ['full'] as const, report)
  const input = findInput(reading, { ...cursor, value: { name: 'rewriteDataset' } }, 'rewriteDataset')
  if (input === undefined) return undefined
  const { name, address } = input
  const options = { rewriteAll: mode === 'full' }
  return [
    {
      kind: 'rewrite-dataset',
      order: 'as-stored',
      options,
      input: name,
      address,
      place: placeOf(cursor, 'key'),
    },
  ]
}
