import { nearest } from '../../../../base/nearest.ts'

const spellings: Readonly<Record<string, string>> = {
  string: 'STRING',
  boolean: 'BOOLEAN',
  bool: 'BOOLEAN',
  byte: 'TINYINT',
  tinyint: 'TINYINT',
  short: 'SMALLINT',
  smallint: 'SMALLINT',
  int: 'INT',
  integer: 'INT',
  long: 'BIGINT',
  bigint: 'BIGINT',
  float: 'FLOAT',
  real: 'FLOAT',
  double: 'DOUBLE',
  decimal: 'DECIMAL(10,0)',
  numeric: 'DECIMAL(10,0)',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  binary: 'BINARY',
}

/** The type as Spark SQL writes it in a CAST; undefined for one that Spark does not know. */
export const sparkType = (text: string): string | undefined => {
  const type = text.trim().toLowerCase()
  const decimal = /^(?:decimal|numeric|dec)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/.exec(type)
  if (decimal !== null) {
    const [precision, scale] = [Number(decimal[1]), Number(decimal[2] ?? 0)]
    return precision >= 1 && precision <= 38 && scale <= precision
      ? `DECIMAL(${precision},${scale})`
      : undefined
  }
  const character = /^(?:varchar|char)\s*\(\s*\d+\s*\)$/.test(type)
  return character ? 'STRING' : Object.hasOwn(spellings, type) ? spellings[type] : undefined
}

export const nearestSparkType = (text: string): string | undefined => nearest(text, Object.keys(spellings))
