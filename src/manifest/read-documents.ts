import { unreachable } from '../base/bug.ts'
import { type Diagnostic, diagnose, type Fix, type Staged } from '../diagnostics/index.ts'
import { openDocument, type UnfilledDocument } from './open-document.ts'
import { type Explanation, explain } from './yaml/explain.ts'
import { indentationStep } from './yaml/indentation-step.ts'
import { linesOf } from './yaml/lines.ts'
import { parsePieces } from './yaml/parse.ts'
import { type Located, placeOfNode, placeOfRange } from './yaml/places.ts'
import { repairOf } from './yaml/repair.ts'
import { stuckDashes, swallowedDashes } from './yaml/stuck-dash.ts'
import { strayTab } from './yaml/stray-tab.ts'
import { keyText, type YamlNode } from './yaml/tree.ts'

/** The text of a file and its two names: as shown to the user, and absolute. */
export type SourceFile = { readonly file: string; readonly absoluteFile: string; readonly text: string }

export type ReadOptions = {
  /** A list at the root is several documents: true for manifests, false for step files. */
  readonly splitsLists: boolean
}

/**
 * The documents of a YAML file, without the empty ones. Reports what is not YAML (MR1010 to MR1017, MR1026) and repeated
 * keys (MR1018); a broken document does not hide the others of its file.
 */
export const readDocuments = async (
  source: SourceFile,
  options: ReadOptions,
): Promise<Staged<readonly UnfilledDocument[]>> => {
  const lines = linesOf(source.text)
  const diagnostics: Diagnostic[] = []
  const documents: UnfilledDocument[] = []
  for (const piece of parsePieces(source.text)) {
    const located = { file: source.file, absoluteFile: source.absoluteFile, lines, piece }
    const tab = strayTab(piece)
    if (tab !== undefined) diagnostics.push(diagnose('MR1379', {}, placeOfRange(located, tab, tab + 1)))
    if (piece.kind === 'broken') {
      const explanation = await explain(piece.text, piece)
      diagnostics.push({ ...refusal(located, explanation), ...repair(located, explanation) })
      continue
    }
    for (const { offset, sign, text } of stuckDashes(piece.text))
      diagnostics.push(diagnose('MR1026', { sign, text }, placeOfRange(located, offset, offset + 1)))
    for (const { offset, part } of swallowedDashes(piece)) {
      const text = /^[^\n#]*/.exec(piece.text.slice(offset))?.[0].trim() ?? ''
      diagnostics.push(diagnose('MR1026', { sign: '', text, part }, placeOfRange(located, offset)))
    }
    if (piece.hasRepeatedKeys)
      for (const tree of piece.trees()) diagnostics.push(...repeatedKeys(located, tree))
    const hasAliases = piece.text.includes('*') && /(?:^|[\s[{,])\*\S/.test(piece.text)
    for (const [inPiece, value] of piece.values.entries()) {
      if (value === null) continue
      if (hasAliases && expandsTooFar(value)) {
        diagnostics.push(diagnose('MR1013', {}, placeOfRange(located, piece.trees()[inPiece]?.start ?? 0)))
        continue
      }
      const prefixes = options.splitsLists && Array.isArray(value) ? value.map((_, i) => [i]) : [[]]
      for (const prefix of prefixes)
        documents.push(openDocument(located, { index: documents.length, inPiece, prefix }))
    }
  }
  return { value: documents, diagnostics }
}

/** The fix of a text that is not YAML, where there is one. */
const repair = (located: Located, explanation: Explanation): { readonly fix?: Fix } => {
  const repairs = repairOf(located.piece.text, explanation)
  if (repairs === undefined) return {}
  const edits = repairs.map(({ start, end, text }) => ({ place: placeOfRange(located, start, end), text }))
  return { fix: { isSafe: true, edits } }
}

const refusal = (located: Located, { cause, offset, length }: Explanation): Diagnostic => {
  const place = placeOfRange(located, offset, offset + length)
  switch (cause.code) {
    case 'MR1011':
    case 'MR1021':
      return diagnose(cause.code, cause, place)
    case 'MR1012':
      return diagnose(cause.code, cause, place)
    case 'MR1015':
      return diagnose(cause.code, cause, place)
    case 'MR1017':
      return diagnose(cause.code, cause, place)
    case 'MR1016':
      return diagnose(cause.code, { next: indentationStep(located.piece.text, offset) }, place)
    case 'MR1010':
    case 'MR1014':
    case 'MR1019':
    case 'MR1024':
      return diagnose(cause.code, {}, place)
    default:
      return unreachable(cause)
  }
}

const repeatedKeys = (
  located: Located,
  node: YamlNode,
  seen = new Set<YamlNode>(),
): readonly Diagnostic[] => {
  if (node.kind === 'scalar' || seen.has(node)) return []
  seen.add(node)
  if (node.kind === 'sequence') return node.items.flatMap((item) => repeatedKeys(located, item, seen))
  const first = new Map<string, YamlNode>()
  // What is not indented below its section repeats the keys that stand before it.
  let empty: string | undefined
  return node.entries.flatMap(({ key, value }) => {
    const name = keyText(located.piece.text, key)
    const earlier = name === undefined ? undefined : first.get(name)
    if (name !== undefined && earlier === undefined) {
      first.set(name, key)
      if (value.kind === 'scalar' && value.start === value.end) empty = name
    }
    const inner = repeatedKeys(located, value, seen)
    if (name === undefined || earlier === undefined) return inner
    const related = [{ message: 'first written here', place: placeOfNode(located, earlier) }]
    return [diagnose('MR1018', { key: name, section: empty }, placeOfNode(located, key), related), ...inner]
  })
}

const expansionLimit = 1_000_000

/** True where walking the value would visit more nodes than the limit: nested aliases, or an alias to its own parent. */
const expandsTooFar = (root: unknown): boolean => {
  const sizes = new Map<object, number>()
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1
    const known = sizes.get(value)
    if (known !== undefined) return known
    // Until its size is known, a value inside itself counts as endless.
    sizes.set(value, Number.POSITIVE_INFINITY)
    const size = Object.values(value).reduce<number>((sum, member) => sum + sizeOf(member), 1)
    sizes.set(value, size)
    return size
  }
  return sizeOf(root) > expansionLimit
}
