import type { MaskOperator } from '../mask-operator.ts'

/** The value unchanged: an exemption. When it wins it ends the search, so a lower priority number unmasks. */
export const passThrough: MaskOperator<unknown> = {
  name: 'pass_through',
  protection: 0,
  accepts: () => true,
  expression: (column) => column,
}
