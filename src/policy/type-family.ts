/**
 * What kind of value an engine type holds, as far as masks and statistics care. `scalar` has equality and order but no
 * arithmetic (UUID, TIME, ENUM …); `opaque` is nested, binary, JSON, or a type that is not known here.
 */
export type TypeFamily =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'date'
  | 'timestamp'
  | 'zoned'
  | 'boolean'
  | 'scalar'
  | 'opaque'

const families: Readonly<Record<string, TypeFamily>> = {
  VARCHAR: 'text',
  TEXT: 'text',
  STRING: 'text',
  CHAR: 'text',
  BPCHAR: 'text',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  INT: 'integer',
  BIGINT: 'integer',
  LONG: 'integer',
  HUGEINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  UBIGINT: 'integer',
  UHUGEINT: 'integer',
  DECIMAL: 'decimal',
  NUMERIC: 'decimal',
  FLOAT: 'float',
  REAL: 'float',
  DOUBLE: 'float',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  DATETIME: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'zoned',
  TIMESTAMPTZ: 'zoned',
  BOOLEAN: 'boolean',
  BOOL: 'boolean',
  UUID: 'scalar',
  TIME: 'scalar',
  'TIME WITH TIME ZONE': 'scalar',
  INTERVAL: 'scalar',
  ENUM: 'scalar',
}

/** The family of a type as the engine spells it. A list or array of anything is opaque. */
export const typeFamily = (type: string): TypeFamily => {
  const text = type.trim().toUpperCase()
  if (text.endsWith(']')) return 'opaque'
  return families[text.replace(/\(.*\)$/s, '').trim()] ?? 'opaque'
}

export const isNumber = (family: TypeFamily): boolean =>
  family === 'integer' || family === 'decimal' || family === 'float'
