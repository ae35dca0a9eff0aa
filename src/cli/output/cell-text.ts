import type { EngineColumn, EngineValue } from '../../engines/engine.ts'
import { base64, jsonText } from './json-text.ts'

/** A value of a row as plain text, exactly as it is: nested values as JSON, bytes as base64, NULL as undefined. */
export const cellText = (value: EngineValue): string | undefined => {
  if (value === null) return undefined
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  return value instanceof Uint8Array ? base64(value) : jsonText(value)
}

/** True where the values of a column are numbers, to be read from the right. */
export const isNumeric = ({ type }: EngineColumn): boolean => numeric.test(type)

const numeric =
  /^(u?(tiny|small|big|huge)int|u?integer|int|u?int\d+|double( precision)?|float\d*|real|(decimal|numeric)(\s*\(.*\))?)$/i
