import { plusSigns } from './forms.ts'
import { open } from './node.ts'
import type { Call, Expression } from './tree.ts'

/** The operand of the signs that stand for a unary plus. */
export const unaryPlusOf = (node: unknown): unknown => {
  let inner = node
  for (const sign of plusSigns) {
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
