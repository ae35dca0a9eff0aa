import { type Dag, order } from '../base/dag.ts'
import { nearest } from '../base/nearest.ts'
import { diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Bundle, Member } from '../manifest/generated/bundle.ts'
import { checkCron } from './cron.ts'
import { checkName } from './names.ts'
import { checkSlip, checkTimezone, type ValueAt } from './plain-values.ts'
import { type Report, registered } from './registered.ts'

/** Resources that are applied together. The manifests that it holds are read by `readResources`. */
export const readBundle = registered('bundle', ['v1beta', 'v1alpha'], (document, report) => {
  const { bundle } = document.value as Bundle
  checkSchedule(bundle, document, report)
  for (const [i, { name }] of (bundle.workspaces ?? []).entries())
    for (const found of checkName('workspace', name, document.place(['bundle', 'workspaces', i, 'name'])))
      report(found)
  checkMembers(bundle.resources, document, report)
  return []
})

/** Workspaces that a bundle creates first. */
export const bundledWorkspaces = ({ document }: { readonly document: Document }): readonly string[] =>
  ((document.value as Bundle).bundle.workspaces ?? []).map(({ name }) => name)

/** What keeps a bundle from being created and deleted when it says. */
const checkSchedule = ({ schedule }: Bundle['bundle'], document: Document, report: Report): void => {
  if (schedule === undefined) return
  const path = ['bundle', 'schedule']
  checkTimezone({ document, path: [...path, 'timezone'], report }, schedule.timezone)
  for (const key of ['create', 'delete'] as const) {
    const starts: unknown = schedule[key]
    if (starts === undefined) continue
    const list: readonly unknown[] = Array.isArray(starts) ? starts : [starts]
    for (const [i, start] of list.entries()) {
      const cron: unknown =
        typeof start === 'object' && start !== null ? Reflect.get(start, 'cron') : undefined
      const at = Array.isArray(starts) ? [...path, key, i, 'cron'] : [...path, key, 'cron']
      if (typeof cron === 'string') checkCron(document, at, cron, report)
    }
  }
}

/** What the platform calls the states of resources and of their runs; it may call others so as well. */
const states = {
  status: ['active', 'pending', 'failed', 'error', 'deleted'],
  runtime: ['running', 'succeeded', 'failed', 'pending', 'completed', 'aborted'],
} as const

/** Reports states that look mistyped: what waits for one of them waits for ever. */
const checkStates = ({ document, path, report }: ValueAt, condition: object): void => {
  for (const part of ['status', 'runtime'] as const)
    for (const test of ['is', 'contains']) {
      const words: unknown = Reflect.get(new Object(Reflect.get(condition, part)), test)
      if (!Array.isArray(words)) continue
      for (const [i, word] of words.entries())
        if (typeof word === 'string')
          checkSlip({ document, path: [...path, part, test, i], report }, word, {
            what: `this ${part}`,
            values: states[part],
          })
    }
}

const checkMembers = (members: readonly Member[], document: Document, report: Report): void => {
  const ids = new Map<string, number>()
  const at = (i: number, ...path: readonly (string | number)[]) => ['bundle', 'resources', i, ...path]
  const idOf = ({ id, name }: Member): string | undefined => id ?? name
  for (const [i, member] of members.entries()) {
    const id = idOf(member)
    if (id === undefined) {
      report(
        diagnose(
          'MR1201',
          { key: 'id', what: `member ${i + 1} of "resources"` },
          document.place(at(i, 'id')),
        ),
      )
      continue
    }
    if (ids.has(id)) report(diagnose('MR1351', { what: 'members', name: id }, document.place(at(i, 'id'))))
    else ids.set(id, i)
  }
  const edges = members.map((member, i) => {
    const id = idOf(member) ?? ''
    const hasFile = typeof member.file === 'string' && member.file.trim() !== ''
    const hasSpec = member.spec !== undefined && member.spec !== null
    if (hasFile === hasSpec) {
      const has = hasFile ? 'both' : 'neither'
      const params = { what: `the member "${id}"`, one: 'file', other: 'spec', has } as const
      report(diagnose('MR1323', params, document.place(at(i, hasFile ? 'spec' : 'file'), 'key')))
    }
    const known = (name: string | undefined, path: readonly (string | number)[]) => {
      if (name === undefined || ids.has(name)) return name === undefined ? [] : [name]
      const near = nearest(name, ids.keys())
      report(diagnose('MR1324', { member: id, other: name, near }, document.place(path)))
      return []
    }
    for (const [j, condition] of (member.dependencyConditions ?? []).entries())
      checkStates({ document, path: at(i, 'dependencyConditions', j), report }, condition)
    return [
      ...(member.dependencies ?? []).flatMap((name, j) => known(name, at(i, 'dependencies', j))),
      ...(member.dependencyConditions ?? []).flatMap(({ resourceId, ResourceId }, j) =>
        known(
          resourceId ?? ResourceId,
          at(i, 'dependencyConditions', j, resourceId === undefined ? 'ResourceId' : 'resourceId'),
        ),
      ),
    ]
  })
  const dag: Dag = new Map([...ids].map(([id, i]) => [id, edges[i] ?? []]))
  const ordering = order(dag)
  if (ordering.kind === 'ordered') return
  const [first = ''] = ordering.cycle
  report(
    diagnose('MR1352', { cycle: ordering.cycle }, document.place(at(ids.get(first) ?? 0, 'dependencies'))),
  )
}
