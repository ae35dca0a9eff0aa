import type { Engine, Pattern } from '../engines/engine.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { combine } from './rendered.ts'
import type { Rendered } from '../scope.ts'
import { becomes } from '../spark-types/castable.ts'
import { sparkName, types } from '../spark-types/spark-type.ts'
import type { Expression } from '../tree.ts'

const formOf = (pattern: string | undefined, mark: string): Pattern['form'] => {
  if (pattern === undefined) return 'unknown'
  if (!pattern.includes(mark)) return 'plain'
  if (!isLikePattern(pattern, mark))
    throw new Refused('a LIKE pattern whose escape character stands before another than %, _ or itself')
  return 'escaped'
}

const isLikePattern = (pattern: string, mark: string): boolean => {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== mark) continue
    const next = pattern[++i]
    if (next !== '%' && next !== '_' && next !== mark) return false
  }
  return true
}

/** No character, so that no text has it. */
const nothing = '\u{10fffe}'
const wide = /[\u{10000}-\u{10FFFF}]/gu
const simple = /^(?:[^_%]+%|%[^_%]+|[^_%]+%[^_%]+|%[^_%]+%|[^_%]*)$/

/**
 * Spark quotes halves of characters beyond U+FFFF, which Java then finds nowhere, unless its optimizer makes something
 * plainer of the pattern.
 */
const withoutWide = (engine: Engine, pattern: Rendered, mark: string): Rendered => {
  const { literal } = pattern
  if (literal === undefined || literal.search(wide) < 0) return pattern
  if (simple.test(literal) && !literal.includes(mark)) return pattern
  const text = literal.replaceAll(wide, nothing)
  return { ...pattern, sql: engine.constants.text(text), literal: text }
}

/** LIKE and ILIKE, of one pattern or of ANY or ALL of several. */
export const renderLike = (
  engine: Engine,
  node: Extract<Expression, { kind: 'like' }>,
  operand: Rendered,
  patterns: readonly Rendered[],
  escape: Rendered | undefined,
): Rendered => {
  const mark = escape?.literal ?? '\\'
  for (const { type } of [operand, ...patterns])
    if (!becomes(type, types.string))
      throw new Mistaken(`LIKE with a value of type ${sparkName(type)}`, 'cast it to string')
  const text = engine.types.cast(operand, types.string)
  const one = (given: Rendered): string => {
    const pattern = withoutWide(engine, given, mark)
    return engine.operators.like(text, {
      sql: engine.types.cast(pattern, types.string),
      escape: mark,
      form: formOf(pattern.literal, mark),
      ignoreCase: node.ignoreCase,
    })
  }
  const sql = `(${patterns.map(one).join(node.quantifier === 'all' ? ' AND ' : ' OR ')})`
  return combine({ sql, type: types.boolean }, likeLabel(node, operand, patterns), [operand, ...patterns])
}

const likeLabel = (
  node: Extract<Expression, { kind: 'like' }>,
  operand: Rendered,
  patterns: readonly Rendered[],
): string => {
  const [pattern] = patterns
  if (node.quantifier !== undefined)
    return `like${node.quantifier}(${node.ignoreCase ? `lower(${operand.label})` : operand.label})`
  return node.ignoreCase
    ? `ilike(${operand.label}, ${pattern?.label})`
    : `${operand.label} LIKE ${pattern?.label}`
}
