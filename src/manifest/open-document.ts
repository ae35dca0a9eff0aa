import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import { unreachable } from '../base/bug.ts'
import { nearest } from '../base/nearest.ts'
import { once } from '../base/once.ts'
import { type Diagnostic, diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { SourceText } from '../sql/source-text.ts'
import type { Document, NodePath } from './document.ts'
import {
  fillIn,
  mayHoldVariables,
  type Templates,
  type VariableProblem,
  type Variables,
} from './variables.ts'
import { coreValue } from './yaml/core-value.ts'
import { type OffsetMap, throughBoth } from './yaml/offset-map.ts'
import { freshValues } from './yaml/parse.ts'
import { type Located, placeOfNode, placeOfRange } from './yaml/places.ts'
import { scalarMap } from './yaml/scalar-map.ts'
import { keyText, nodeAt, type YamlNode } from './yaml/tree.ts'

/** A document before its variables are filled in. `value` is as written. */
export type UnfilledDocument = Pick<Document, 'file' | 'absoluteFile' | 'index' | 'value'> & {
  /** Reports variables and placeholders that cannot be filled in: MR1020 to MR1023, MR1025, MR1480. */
  readonly withVariables: (variables: Variables, options?: FillOptions) => Staged<Document>
}

export type FillOptions = {
  /** Paths below which nothing is reported, though all is filled in that can be. */
  readonly isIgnored?: (path: NodePath) => boolean
}

/** Which document of a piece this is, and the list index in it where the piece's root is a list of documents. */
type Position = { readonly index: number; readonly inPiece: number; readonly prefix: NodePath }

type Opened = Located & { readonly absoluteFile: string }
/** By where a scalar's text begins: the nodes themselves may be made anew. */
type Fillings = ReadonlyMap<number, OffsetMap>

export const openDocument = (source: Opened, position: Position): UnfilledDocument => {
  const { file, absoluteFile, piece } = source
  const { index, inPiece, prefix } = position
  const values = piece.kind === 'parsed' ? piece.values : []
  const value = below(values[inPiece], prefix)
  return {
    file,
    absoluteFile,
    index,
    value,
    withVariables: (variables, options = {}) => {
      if (!mayHoldVariables(piece.text, variables.fillBareNames))
        return { value: asDocument(source, position, { value, ...unfilled }), diagnostics: [] }
      const root = rootOf(source, position)
      const fresh = below(freshValues(piece)[inPiece], prefix)
      if (root === undefined)
        return { value: asDocument(source, position, { value: fresh, ...unfilled }), diagnostics: [] }
      const filled = fillTree(source, { root, value: fresh, variables, options })
      return {
        value: asDocument(source, position, { ...filled, holes: placesOf(filled.diagnostics) }),
        diagnostics: filled.diagnostics,
      }
    },
  }
}

const below = (value: unknown, path: NodePath): unknown =>
  path.reduce<unknown>((inner, step) => (Array.isArray(inner) ? inner[Number(step)] : undefined), value)

const rootOf = ({ piece }: Located, { inPiece, prefix }: Position): YamlNode | undefined => {
  const root = piece.kind === 'parsed' ? piece.trees()[inPiece] : undefined
  return root && nodeAt(root, prefix, piece.text).node
}

type Filled = {
  readonly value: unknown
  readonly fillings: Fillings
  readonly holes: readonly Place[]
}

const unfilled = { fillings: new Map(), holes: [] }

const placesOf = (diagnostics: readonly Diagnostic[]): readonly Place[] =>
  diagnostics.flatMap(({ place, severity }) => (place === undefined || severity !== 'error' ? [] : [place]))

const asDocument = (source: Opened, position: Position, { value, fillings, holes }: Filled): Document => ({
  file: source.file,
  absoluteFile: source.absoluteFile,
  index: position.index,
  value,
  holes,
  place: (path, part = 'value') => placeAt(source, rootOf(source, position), path, part),
  text: (path) => textAt(source, rootOf(source, position), path, fillings),
  isFilled: (path) => {
    const root = rootOf(source, position)
    const node = root === undefined ? undefined : nodeAt(root, path, source.piece.text).node
    return node?.kind === 'scalar' && fillings.has(node.scalar.valueStart)
  },
})

const placeAt = (
  source: Located,
  root: YamlNode | undefined,
  path: NodePath,
  part: 'key' | 'value',
): Place => {
  if (root === undefined) return placeOfRange(source, 0)
  const { node, key, isExact } = nodeAt(root, path, source.piece.text)
  // A whole mapping is a poor answer to "where is the missing key": the key that leads to it is a good one. An
  // empty value has no place of its own either.
  const isAbsent = !isExact || (node.kind === 'scalar' && node.scalar.valueStart < 0)
  if ((part === 'key' || isAbsent) && key !== undefined) return placeOfNode(source, key)
  if (isExact) return placeOfNode(source, node)
  const firstKey = node.kind === 'mapping' ? node.entries[0]?.key : undefined
  return firstKey === undefined ? placeOfRange(source, node.start) : placeOfNode(source, firstKey)
}

const textAt = (
  source: Located,
  root: YamlNode | undefined,
  path: NodePath,
  fillings: Fillings,
): SourceText | undefined => {
  if (root === undefined) return undefined
  const { node, isExact } = nodeAt(root, path, source.piece.text)
  if (!isExact || node.kind !== 'scalar' || node.scalar.valueStart < 0) return undefined
  const { scalar } = node
  const { text } = source.piece
  const filling = fillings.get(scalar.valueStart)
  // Where each character stands is looked at only where something is told about one.
  const map = once(() => {
    const written = scalarMap(text, scalar)
    return filling === undefined ? written : throughBoth(filling, written)
  })
  return {
    text: filling === undefined ? getScalarValue(text, scalar) : filling.text,
    place: (offset, length = 0) => {
      const { start, end } = map().origin(offset, length)
      return placeOfRange(source, start, end)
    },
  }
}

type FillTask = {
  readonly root: YamlNode
  readonly value: unknown
  readonly variables: Variables
  readonly options: FillOptions
}

/** `task.value` is filled in place: it was made for this. */
const fillTree = (source: Located, task: FillTask) => {
  const text = source.piece.text
  const fillings = new Map<number, OffsetMap>()
  const diagnostics: Diagnostic[] = []
  const seen = new Set<YamlNode>()
  const ofType: Templates = holdsTemplates(task.value) ? 'braces' : 'none'

  const fillScalar = (
    node: Extract<YamlNode, { kind: 'scalar' }>,
    value: string,
    path: NodePath,
  ): unknown => {
    const isTemplate = path.some((step) => /template$/i.test(String(step)))
    const templates = isTemplate ? 'all' : ofType
    const { map, problems } = fillIn(value, task.variables, templates)
    if (!seen.has(node) && task.options.isIgnored?.(path) !== true)
      for (const found of report(source, node.scalar, problems, task.variables)) diagnostics.push(found)
    seen.add(node)
    if (map.text === value) return value
    fillings.set(node.scalar.valueStart, map)
    const isPlain = node.scalar.style === SCALAR_STYLE.PLAIN && node.scalar.tagStart < 0
    return isPlain ? coreValue(map.text) : map.text
  }

  const fillMapping = (
    node: Extract<YamlNode, { kind: 'mapping' }>,
    value: Record<string, unknown>,
    path: NodePath,
  ) => {
    // Of a repeated key the last value counts: it replaces the earlier ones here as well.
    const values = new Map(node.entries.map((entry) => [keyText(text, entry.key), entry]))
    for (const [key, entry] of values) {
      if (key === undefined || key === '__proto__' || !Object.hasOwn(value, key)) continue
      const inner = [...path, key]
      const isReported = !task.variables.areDisabled && task.options.isIgnored?.(inner) !== true
      if (isReported && /\$\{[A-Za-z_{]/.test(key))
        diagnostics.push(diagnose('MR1023', { key }, placeOfNode(source, entry.key)))
      value[key] = fill(entry.value, value[key], inner)
    }
  }

  const fill = (node: YamlNode, value: unknown, path: NodePath): unknown => {
    if (node.kind === 'scalar') return typeof value === 'string' ? fillScalar(node, value, path) : value
    // An anchor's value is one object wherever an alias repeats it.
    if (seen.has(node)) return value
    seen.add(node)
    if (node.kind === 'sequence' && Array.isArray(value))
      for (const [i, item] of node.items.entries()) value[i] = fill(item, value[i], [...path, i])
    else if (node.kind === 'mapping' && isMapping(value)) fillMapping(node, value, path)
    return value
  }

  return { value: fill(task.root, task.value, []), fillings, diagnostics }
}

const report = (
  source: Located,
  scalar: ScalarEvent,
  problems: readonly VariableProblem[],
  variables: Variables,
): readonly Diagnostic[] => {
  if (problems.length === 0) return []
  // Once for all of them: the map reads the whole value.
  const map = scalarMap(source.piece.text, scalar)
  return problems.map((problem) => {
    const { start, end } = map.origin(problem.offset, problem.length)
    return describeProblem(problem, variables, placeOfRange(source, start, end))
  })
}

/** The diagnostic of something that could not be filled in. */
export const describeProblem = (problem: VariableProblem, variables: Variables, place: Place): Diagnostic => {
  const name = problem.text
  switch (problem.kind) {
    case 'unset':
      return diagnose('MR1020', { name, near: nearest(name, Object.keys(variables.values)) }, place)
    case 'illegal':
      return diagnose('MR1022', { name }, place)
    case 'placeholder':
      return diagnose('MR1021', { text: name }, place)
    case 'bare':
      return diagnose('MR1480', { name }, place)
    case 'link':
      return diagnose('MR1025', { address: name }, place)
    default:
      return unreachable(problem.kind)
  }
}

/** Types whose values are templates of another system, written with `{{ }}`. */
const holdsTemplates = (value: unknown): boolean =>
  isMapping(value) && typeof value.type === 'string' && ['lens', 'pager', 'stack'].includes(value.type)

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
