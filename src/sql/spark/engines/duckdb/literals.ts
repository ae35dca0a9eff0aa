import { literal } from '../../../quote.ts'
import type { Engine } from '../engine.ts'

export const constants: Engine['constants'] = {
  text: (text) => {
    const [first = '', ...others] = text.split('\0').map(literal)
    return others.length === 0 ? first : `(${[first, ...others].join(' || chr(0) || ')})`
  },
  // The smallest INTEGER is a BIGINT to the engine.
  integer: (value, { kind }) => {
    if (kind !== 'int') return `CAST(${value} AS ${kind.toUpperCase()})`
    if (value === -2147483648n) return 'CAST(-2147483648 AS INTEGER)'
    return value < 0n ? `(${value})` : String(value)
  },
  fraction: (text, { kind }) => `CAST('${text}' AS ${kind.toUpperCase()})`,
  decimal: (text, precision, scale) => `CAST('${text}' AS DECIMAL(${precision},${scale}))`,
  bytes: (hex) => `unhex(${literal(hex)})`,
  time: ({ type, text, isUsual, days, micros }) => {
    if (type === 'date') return isUsual ? `DATE ${literal(text)}` : `make_date(${days})`
    if (type === 'timestamp')
      return isUsual ? `TIMESTAMPTZ ${literal(`${text}+00`)}` : `make_timestamptz(${micros}::BIGINT)`
    return isUsual ? `TIMESTAMP ${literal(text)}` : `make_timestamp(${micros}::BIGINT)`
  },
  interval: (value) => (value < 0n ? `(${value})::BIGINT` : `${value}::BIGINT`),
}
