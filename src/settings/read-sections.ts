import { resolve } from 'node:path'
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { NodePath } from '../manifest/index.ts'
import { readCatalog } from './read-catalog.ts'
import { asMapping, type Mapping } from './overlay.ts'
import type { DepotBinding, EngineSettings, Settings } from './settings.ts'

type Context = {
  readonly root: string
  readonly stateFolder: string
  readonly placeOf: (path: NodePath) => Place | undefined
}

type Sections = Omit<Settings, 'name' | 'root' | 'stateFolder' | 'variables'>

/** The sections of the project file with their defaults. A member of the wrong type counts as absent: the schema has reported it. */
export const readSections = (values: Mapping, context: Context): Staged<Sections> => {
  const diagnostics: Diagnostic[] = []
  const unsupported = (what: string, found: string, supported: readonly string[], path: NodePath) =>
    diagnostics.push(diagnose('MR1041', { what, found, supported }, context.placeOf(path)))

  const readLakehouse = (): Settings['lakehouse'] => {
    const { warehouse, catalog } = asMapping(values.lakehouse)
    const path =
      typeof warehouse === 'string' && warehouse !== '' ? warehouse : `${context.stateFolder}/warehouse`
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path))
      unsupported('the warehouse', path, ['a folder'], ['lakehouse', 'warehouse'])
    const read = readCatalog(catalog, context.placeOf)
    diagnostics.push(...read.diagnostics)
    return { warehouse: resolve(context.root, path), catalog: read.value }
  }

  const readEngine = (name: string, value: unknown): EngineSettings => {
    const { type, memory, threads } = asMapping(value)
    if (type === 'trino') return { type }
    if (typeof type === 'string' && type !== 'duckdb')
      unsupported('the engine type', type, ['duckdb'], ['engines', name, 'type'])
    const count = Number(threads)
    return {
      type: 'duckdb',
      ...(typeof memory === 'string' || typeof memory === 'number' ? { memory: String(memory) } : {}),
      ...(threads !== undefined && threads !== null && count > 0 ? { threads: count } : {}),
    }
  }

  const readDepot = (name: string, value: unknown): readonly [string, DepotBinding][] => {
    const { type, path, format } = asMapping(value)
    if (typeof type !== 'string') return []
    // Addresses write depot names in lower case.
    const key = name.toLowerCase()
    if (type.toUpperCase() === 'LAKEHOUSE') return [[key, { type: 'LAKEHOUSE' }]]
    if (type.toUpperCase() !== 'FILE') {
      unsupported('the depot type', type, ['FILE', 'LAKEHOUSE'], ['depots', name, 'type'])
      return []
    }
    if (typeof path !== 'string' || path === '') {
      diagnostics.push(diagnose('MR1043', { depot: name }, context.placeOf(['depots', name])))
      return []
    }
    const formatted = typeof format === 'string' ? { format } : {}
    return [[key, { type: 'FILE', path: resolve(context.root, path), ...formatted }]]
  }

  const engines: Readonly<Record<string, EngineSettings>> = {
    default: { type: 'duckdb' },
    ...mapMembers(values.engines, readEngine),
  }
  const computes = texts(values.computes)
  for (const [compute, engine] of Object.entries(computes)) {
    if (Object.hasOwn(engines, engine)) continue
    const near = nearest(engine, Object.keys(engines))
    diagnostics.push(diagnose('MR1042', { compute, engine, near }, context.placeOf(['computes', compute])))
  }
  const resources = Array.isArray(values.resources) ? values.resources.filter(isText) : undefined
  const sections: Sections = {
    ...(resources === undefined ? {} : { resources }),
    paths: Object.entries(texts(values.paths))
      .map(([prefix, target]) => ({ prefix, target: resolve(context.root, target) }))
      .toSorted((a, b) => b.prefix.length - a.prefix.length),
    lakehouse: readLakehouse(),
    engines,
    computes,
    depots: Object.fromEntries(
      Object.entries(asMapping(values.depots)).flatMap(([name, value]) => readDepot(name, value)),
    ),
    users: mapMembers(values.users, (_, user) => {
      const { tags } = asMapping(user)
      return { tags: Array.isArray(tags) ? tags.filter(isText) : [] }
    }),
    quality: { failedAssertions: asMapping(values.quality).failedAssertions === 'warn' ? 'warn' : 'fail' },
    masking: { strict: String(asMapping(values.masking).strict).toLowerCase() === 'true' },
  }
  return { value: sections, diagnostics }
}

const isText = (value: unknown): value is string => typeof value === 'string'

const texts = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(asMapping(value)).flatMap(([key, member]) => (isText(member) ? [[key, member]] : [])),
  )

const mapMembers = <T>(
  value: unknown,
  read: (name: string, member: unknown) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(asMapping(value)).map(([name, member]) => [name, read(name, member)]))
