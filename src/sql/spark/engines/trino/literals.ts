import { literal } from '../../../quote.ts'
import { Refused } from '../../refusals.ts'
import type { Engine } from '../engine.ts'
import { typeName } from './type-names.ts'

export const constants: Engine['constants'] = {
  text: literal,
  integer: (value, type) => {
    if (type.kind !== 'int') return `CAST(${value < 0n ? `'${value}'` : value} AS ${typeName(type)})`
    if (value === -2147483648n) return "INTEGER '-2147483648'"
    return value < 0n ? `(${value})` : String(value)
  },
  fraction: (text, type) => `CAST('${text}' AS ${typeName(type)})`,
  decimal: (text, precision, scale) => `CAST('${text}' AS decimal(${precision},${scale}))`,
  bytes: (hex) => `from_hex('${hex}')`,
  time: ({ type, text, isUsual, label }) => {
    if (!isUsual) throw new Refused(`the literal ${label} on Trino`)
    if (type === 'date') return `DATE ${literal(text)}`
    const [whole = '', fraction = ''] = text.split('.')
    const micros = `${whole}.${fraction.padEnd(6, '0')}`
    return `TIMESTAMP ${literal(type === 'timestamp' ? `${micros} UTC` : micros)}`
  },
  interval: (value) => `BIGINT '${value}'`,
}
