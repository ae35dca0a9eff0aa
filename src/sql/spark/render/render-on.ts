import { ident } from '../../quote.ts'
import type { FromPart } from './from-part.ts'
import { condition } from '../operators.ts'
import { Refused } from '../refusals.ts'
import { refuseMisplacedOn } from './render-misplaced.ts'
import { renderExpression } from './render-expression.ts'
import type { Context, Rendered, Scope } from '../scope.ts'
import { partsOf } from '../tree-walk.ts'
import type { Expression, From } from '../tree.ts'

type Join = Extract<From, { kind: 'join' }>

/**
 * What stands behind ON, and both sides. The engine takes no subquery in ON of a join that keeps rows without a match:
 * there it is a column of the side that it reads, which only the condition knows.
 */
export const renderOn = (
  context: Context,
  scope: Scope,
  { how, on }: Join & { readonly on: Expression },
  sides: { readonly left: FromPart; readonly right: FromPart },
): { readonly left: string; readonly right: string; readonly on: string } => {
  refuseMisplacedOn(on)
  const made = new Map<Expression, Rendered>()
  const added: Record<'left' | 'right', string[]> = { left: [], right: [] }
  const inOn: Scope = { ...scope, joining: made }
  if (!/^(?:INNER|CROSS|SEMI)$/.test(how))
    for (const node of subqueriesIn(on)) {
      const rendered = renderExpression(context, inOn, node)
      const read = partsOf(node).map((part) => renderExpression(context, inOn, part).sql)
      const side = sideOf(sides, read.join(' '))
      const source = side === undefined ? undefined : sides[side].sources[0]
      if (side === undefined || source === undefined)
        throw new Refused(
          `a subquery in ON of a ${how} JOIN that reads more than one table`,
          'make it a column of one side, and ask for that',
        )
      const name = ident(context.fresh())
      added[side].push(`${rendered.sql} AS ${name}`)
      made.set(node, { ...rendered, sql: `${source.sql}.${name}` })
    }
  return {
    left: withColumns(sides.left, added.left),
    right: withColumns(sides.right, added.right),
    on: condition(context.engine, renderExpression(context, inOn, on)),
  }
}

const subqueriesIn = (node: Expression): readonly Expression[] =>
  /^(?:exists|scalar|inQuery)$/.test(node.kind) ? [node] : partsOf(node).flatMap(subqueriesIn)

/** The one side that can have a column of what reads `read`; undefined where that is neither or would be both. */
const sideOf = (
  sides: { readonly left: FromPart; readonly right: FromPart },
  read: string,
): 'left' | 'right' | undefined => {
  const reads = ({ sources }: FromPart): boolean => sources.some(({ sql }) => read.includes(`${sql}.`))
  const takes = ({ sql, sources, conditions }: FromPart): boolean =>
    sources.length === 1 &&
    sources.every(({ columns }) => columns !== undefined) &&
    conditions.length === 0 &&
    !sql.startsWith('LATERAL ')
  if (takes(sides.right) && !reads(sides.left)) return 'right'
  return takes(sides.left) && !reads(sides.right) ? 'left' : undefined
}

const withColumns = ({ sql, sources }: FromPart, added: readonly string[]): string =>
  added.length === 0 ? sql : `(SELECT *, ${added.join(', ')} FROM ${sql}) AS ${sources[0]?.sql ?? ''}`
