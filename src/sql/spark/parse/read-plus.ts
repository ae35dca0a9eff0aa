import { plusSigns } from './forms.ts'
import { open } from './node.ts'
import type { Call, Expression } from '../tree.ts'

/** The operand of the signs that stand for a unary plus. */
export const unaryPlusOf = (node: unknown): unknown => operandOf(node, plusSigns)

/** A plus that was taken for the sign of a number, and stands between two values for the parser. */
export const isMistakenPlus = (node: unknown): boolean => operandOf(node, plusSigns.slice(1)) !== undefined

const operandOf = (node: unknown, signs: readonly string[]): unknown => {
  let inner = node
  for (const sign of signs) {
    const { kind, fields } = open(inner)
    if (kind !== (sign === '-' ? 'neg' : 'bitwise_not')) return undefined
    inner = fields['this']
  }
  return inner
}

export const positiveCall = (operand: Expression): Call => ({
  kind: 'call',
  name: 'positive',
  span: { offset: 0, length: 0 },
  args: [operand],
  distinct: false,
  ignoreNulls: false,
  filter: undefined,
  over: undefined,
})
