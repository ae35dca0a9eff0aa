import { nearest } from '../base/nearest.ts'
import { failure } from '../diagnostics/index.ts'
import { kinds, workspaceTypes } from '../resources/index.ts'
import { typeCalled } from '../resources/type-names.ts'
import type { RegisteredResource } from '../state/resource-store.ts'
import type { Invocation } from './command.ts'
import { textOption } from './options.ts'

/** A resource, or all of a type, as a command line names it. */
export type Target = {
  readonly type?: string
  readonly name?: string
  readonly workspace?: string
  readonly version?: string
}

/**
 * What a command line names: `TYPE NAME…`, `TYPE/NAME` or `TYPE/WORKSPACE/NAME`, `-t TYPE -n NAME`, or with `-i` the
 * row of a table, `name | version | type | workspace`. Throws MR9004 where it names nothing clearly.
 */
export const targetsOf = ({ args, options }: Invocation): readonly Target[] => {
  const [workspace, type, name, row] = ['workspace', 'type', 'name', 'identifier'].map((option) =>
    textOption(options, option),
  )
  const place = workspace === undefined ? {} : { workspace }
  if (row !== undefined) {
    if (args.length > 0 || type !== undefined || name !== undefined)
      throw failure('MR9004', {
        message: '-i names the resource: nothing else may',
        hint: 'leave the other names out',
      })
    return [{ ...place, ...parseRow(row) }]
  }
  const isJoined = type === undefined && args[0]?.includes('/') === true
  if (isJoined) {
    if (name === undefined) return args.map((arg) => ({ ...place, ...parseJoined(arg) }))
    throw failure('MR9004', { message: `"${args[0]}" has a name already`, hint: 'leave -n out' })
  }
  const [first, ...names] = type === undefined ? args : [type, ...args]
  const all = [...names, ...(name === undefined ? [] : [name])]
  const typed = first === undefined ? place : { ...place, type: first }
  return all.length === 0 ? [typed] : all.map((each) => ({ ...typed, name: each }))
}

const parseJoined = (text: string): Target => {
  const [type = '', second = '', ...rest] = text.split('/')
  if (type === '' || second === '' || rest.includes(''))
    throw failure('MR9004', { message: `"${text}" names no resource`, hint: 'write TYPE/NAME or TYPE NAME' })
  // A dataset may have slashes in its name, and needs no workspace.
  if (rest.length !== 1 || type === 'dataset') return { type, name: [second, ...rest].join('/') }
  return { type, workspace: second, name: rest[0] ?? '' }
}

/** A row of a table with what surrounds it: bars, and the columns after the workspace. */
const parseRow = (text: string): Target => {
  const [, product, productVersion, productName] = /^\s*(\w+):([^:|\s]+):([^:|\s]+)\s*$/.exec(text) ?? []
  if (product !== undefined && productName !== undefined)
    return {
      type: product,
      name: productName,
      ...(productVersion === undefined ? {} : { version: productVersion }),
    }
  const cells = text
    .replaceAll(/\|{2,}/g, '|')
    .replace(/^\s*\|/, '')
    .split('|')
    .map((cell) => cell.trim())
  const [name = '', version = '', type = '', workspace = ''] = cells
  if (name === '' || type === '')
    throw failure('MR9004', {
      message: `"${text}" is not "name | version | type | workspace"`,
      hint: 'paste a row of millrace get, or write TYPE NAME',
    })
  return {
    type,
    name,
    ...(version === '' ? {} : { version }),
    ...(workspace === '' ? {} : { workspace }),
  }
}

/** The type that is called so. Throws MR9002. */
export const typeNamed = (name: string): string => {
  const type = typeCalled(name)
  if (type !== undefined) return type
  const known = kinds.map((kind) => kind.type)
  throw failure('MR9002', { type: name, known, near: nearest(name, known) })
}

/** The target without its workspace where what it means belongs to the whole instance, whatever is named beside it. */
export const anywhere = ({ workspace, ...target }: Target): Target =>
  workspace === undefined || isInstanceType(target.type) ? target : { ...target, workspace }

/** Whether resources of a type that is written in any of its spellings belong to no workspace. */
export const isInstanceType = (type: string | undefined): boolean => {
  const called = type === undefined ? undefined : typeCalled(type)
  return called !== undefined && !workspaceTypes.has(called)
}

export const isTarget = (
  resource: Pick<RegisteredResource, 'type' | 'name' | 'workspace' | 'version'>,
  { type, name, workspace, version }: Target,
): boolean =>
  (type === undefined || resource.type === type) &&
  (name === undefined || resource.name === name) &&
  (workspace === undefined || resource.workspace === workspace) &&
  (version === undefined || resource.version === version)

/** The one registered resource that is meant. Undefined where there is none; throws MR9012 where there are several. */
export const findRegistered = (
  registered: readonly RegisteredResource[],
  target: Target,
): RegisteredResource | undefined => {
  const named = registered.filter((resource) => isTarget(resource, target))
  const [found, ...others] =
    named.length > 0 ? named : registered.filter((resource) => isTarget(resource, anywhere(target)))
  if (found === undefined || others.length === 0) return found
  throw failure('MR9012', {
    name: target.name ?? '',
    known: [found, ...others].map(({ type, workspace, name }) => `${type}/${workspace}/${name}`),
  })
}

/** Throws MR9003, with the nearest name of that type; MR9004 where another of that name is there. */
export const notRegistered = (registered: readonly RegisteredResource[], target: Target): never => {
  const { type = '', name = '' } = target
  const other = registered.find((resource) => resource.type === type && resource.name === name)
  if (other !== undefined)
    throw failure('MR9004', {
      message: `${type} "${name}" is registered as version ${other.version} in workspace ${other.workspace}, not as it was asked for`,
      hint: `write ${type} ${name}${other.workspace === 'public' ? '' : ` -w ${other.workspace}`}`,
    })
  const same = registered.filter((resource) => resource.type === type)
  throw failure('MR9003', {
    type,
    name,
    near: nearest(
      name,
      same.map((resource) => resource.name),
    ),
  })
}
