import { basename } from 'node:path'
import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import {
  checkShape,
  type Document,
  type NodePath,
  type ShapeValidator,
  type UnfilledDocument,
} from '../manifest/index.ts'
import { asMapping, isMapping, type Mapping, overlay } from './overlay.ts'
import { readSections } from './read-sections.ts'
import type { Settings } from './settings.ts'

export type SettingsSources = {
  /** The project file; undefined where there is none. */
  readonly document: UnfilledDocument | undefined
  /** Its JSON Schema. */
  readonly validator: ShapeValidator
  /** The part of `environments` that is laid over the rest. */
  readonly environment?: string | undefined
  /** The process environment, the environment file and the command line: in this order, the last one wins. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly envFile: Readonly<Record<string, string>>
  readonly set: Readonly<Record<string, string>>
  /** Absolute folders. */
  readonly root: string
  readonly stateFolder: string
}

type Values = Readonly<Record<string, string>>

/**
 * The settings that everything else works with: defaults, the project file, one of its environments. `variables`
 * holds every variable with the value of its highest rank. Reports MR1020 to MR1023, MR1040 to MR1043 and the shape
 * of the project file (MR12xx); what other environments lack is not reported.
 */
export const readSettings = (sources: SettingsSources): Staged<Settings> => {
  const { document, environment, root, stateFolder } = sources
  const outer = { ...defined(sources.env), ...sources.envFile, ...sources.set }
  if (document === undefined) {
    const unknown = environment === undefined ? [] : [diagnose('MR1040', { name: environment, known: [] })]
    const { value, diagnostics } = readSections({}, { root, stateFolder, placeOf: () => undefined })
    const settings = { name: basename(root), root, stateFolder, variables: outer, ...value }
    return { value: settings, diagnostics: [...unknown, ...diagnostics] }
  }
  const isIgnored = (path: NodePath) => path[0] === 'environments' && path[1] !== environment
  // The variables of the project file may themselves use those of higher rank, hence twice.
  const first = document.withVariables({ values: outer }, { isIgnored })
  const inner = variablesOf(merged(first.value, environment))
  const filled = document.withVariables({ values: { ...inner, ...outer } }, { isIgnored })
  const shape = checkShape(sources.validator, filled.value, [], filled.value.value)
  const values = merged(filled.value, environment)
  const placeOf = (path: NodePath): Place => {
    const inEnvironment = environment === undefined ? [] : ['environments', environment, ...path]
    return filled.value.place(has(filled.value.value, inEnvironment) ? inEnvironment : path)
  }
  const sections = readSections(values, { root, stateFolder, placeOf })
  const name = typeof values.name === 'string' && values.name !== '' ? values.name : basename(root)
  const variables = { ...variablesOf(values), ...outer }
  return {
    value: { name, root, stateFolder, variables, ...sections.value },
    diagnostics: [
      ...filled.diagnostics,
      ...shape,
      ...unknownEnvironment(filled.value, environment),
      ...sections.diagnostics,
    ],
  }
}

/** The project file with one of its environments laid over it. */
const merged = ({ value }: Document, environment: string | undefined): Mapping => {
  const { environments, ...base } = asMapping(value)
  return environment === undefined ? base : overlay(base, asMapping(asMapping(environments)[environment]))
}

const variablesOf = (values: Mapping): Values =>
  Object.fromEntries(
    Object.entries(asMapping(values.variables)).map(([name, value]) => [
      name,
      value === null || typeof value === 'object' ? '' : String(value),
    ]),
  )

const defined = (values: Readonly<Record<string, string | undefined>>): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

const unknownEnvironment = (document: Document, name: string | undefined): readonly Diagnostic[] => {
  const known = Object.keys(asMapping(asMapping(document.value).environments))
  if (name === undefined || known.includes(name)) return []
  const place = document.place(['environments'], 'key')
  return [diagnose('MR1040', { name, known, near: nearest(name, known) }, place)]
}

const has = (value: unknown, path: NodePath): boolean => {
  if (path.length === 0) return false
  let at = value
  for (const step of path) {
    if (!isMapping(at) || !Object.hasOwn(at, String(step))) return false
    at = at[String(step)]
  }
  return true
}
