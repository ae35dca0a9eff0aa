import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml'
import type { YamlNode } from '../../../src/manifest/yaml/tree.ts'
import { parsePieces } from '../../../src/manifest/yaml/parse.ts'

const corpus = join(import.meta.dirname, '../../../../shared/corpus')
const reason = existsSync(corpus) ? '' : ' (skipped: ../shared/corpus is absent)'

const filesOf = (folder: string) =>
  readdirSync(join(corpus, folder)).map((name) => ({
    name,
    text: readFileSync(join(corpus, folder, name), 'utf8'),
  }))

const secondParser = (text: string) => {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false })
  return Array.isArray(documents) ? documents : []
}

/** Start offsets of all nodes, keys before values. An absent value has none. */
const starts = (node: YamlNode): readonly number[] => {
  if (node.kind === 'sequence') return [node.start, ...node.items.flatMap(starts)]
  if (node.kind === 'mapping')
    return [node.start, ...node.entries.flatMap(({ key, value }) => [...starts(key), ...starts(value)])]
  const { valueStart, style } = node.scalar
  const isBlock = style > 3
  return valueStart < 0 || isBlock ? [] : [node.start - (style > 1 ? 1 : 0)]
}

const otherStarts = (node: unknown): readonly number[] => {
  const start = (node as Node | null)?.range?.[0] ?? 0
  if (isScalar(node))
    return (node.source === '' && node.type === 'PLAIN') || node.type?.startsWith('BLOCK') ? [] : [start]
  if (isSeq(node)) return [start, ...node.items.flatMap(otherStarts)]
  if (isMap(node))
    return [start, ...node.items.flatMap(({ key, value }) => [...otherStarts(key), ...otherStarts(value)])]
  return isAlias(node) ? [Number.NaN] : []
}

describe.skipIf(reason !== '')(`two YAML parsers over real manifests${reason}`, () => {
  it('give the same values and the same positions for every file that both accept', () => {
    let compared = 0
    for (const { name, text } of [...filesOf('manifests'), ...filesOf('broken')]) {
      const pieces = parsePieces(text)
      const others = secondParser(text)
      if (pieces.some(({ kind }) => kind === 'broken') || others.some(({ errors }) => errors.length > 0))
        continue
      const parsed = pieces.flatMap((piece) => (piece.kind === 'parsed' ? [piece] : []))
      expect(
        parsed.flatMap(({ values }) => values),
        name,
      ).toEqual(others.map((other) => other.toJS()))
      expect(
        parsed.flatMap((piece) => piece.trees().map(starts)),
        name,
      ).toEqual(others.map((other) => otherStarts(other.contents)))
      compared++
    }
    expect(compared).toBeGreaterThan(430)
  })

  it('refuse every broken manifest, but for those that only follow the YAML 1.2 text more closely', () => {
    const accepted = filesOf('broken').filter(({ text }) =>
      parsePieces(text).every(({ kind }) => kind === 'parsed'),
    )
    const refusedByOther = accepted.filter(({ text }) =>
      secondParser(text).some(({ errors }) => errors.length > 0),
    )
    // The first parser lets the text of a block scalar be less indented than its first, blank line.
    expect(refusedByOther.map(({ name }) => name)).toEqual(['440a9a24.yaml'])
    expect(accepted.length).toBeLessThan(6)
  })
})
