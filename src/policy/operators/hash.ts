import { sql } from '../../sql/quote.ts'
import type { MaskOperator } from '../mask-operator.ts'

/** SHA-256 over the UTF-8 bytes as 64 lower-case hexadecimal digits: equal texts stay equal, so joins still work. */
export const hash: MaskOperator<unknown> = {
  name: 'hash',
  protection: 80,
  accepts: (family) => family === 'text',
  expression: (column) => sql`sha256(${column})`,
}
