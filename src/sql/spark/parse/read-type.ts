import { array, decimal, type SparkType, types } from '../spark-types/spark-type.ts'

/** The type of an engine's column. A type without a counterpart in Spark is unknown. */
export const typeOfColumn = (text: string): SparkType => {
  const trimmed = text.trim()
  const list = /^([\s\S]*)\[\d*\]$/.exec(trimmed)
  if (list?.[1] !== undefined) return array(typeOfColumn(list[1]))
  const open = /^(\w+)\s*\(([\s\S]*)\)$/.exec(trimmed)
  const head = (open?.[1] ?? trimmed).toUpperCase()
  const inside = splitTop(open?.[2] ?? '')
  switch (head) {
    case 'DECIMAL':
    case 'NUMERIC':
      return decimal(Number(inside[0] ?? 18), Number(inside[1] ?? 3))
    case 'MAP':
      return { kind: 'map', key: typeOfColumn(inside[0] ?? ''), value: typeOfColumn(inside[1] ?? '') }
    case 'STRUCT':
      return {
        kind: 'struct',
        fields: inside.map((member) => {
          const parts = /^(?:"((?:[^"]|"")*)"|(\S+))\s+([\s\S]*)$/.exec(member.trim())
          return {
            name: parts?.[1]?.replaceAll('""', '"') ?? parts?.[2] ?? '',
            type: typeOfColumn(parts?.[3] ?? ''),
          }
        }),
      }
    default:
      return engineTypes[head] ?? types.unknown
  }
}

const engineTypes: Readonly<Record<string, SparkType>> = {
  VARCHAR: types.string,
  BOOLEAN: types.boolean,
  TINYINT: types.tinyint,
  SMALLINT: types.smallint,
  INTEGER: types.int,
  BIGINT: types.bigint,
  HUGEINT: decimal(38, 0),
  FLOAT: types.float,
  DOUBLE: types.double,
  DATE: types.date,
  TIMESTAMP: types.timestamp_ntz,
  TIMESTAMP_NS: types.timestamp_ntz,
  BLOB: types.binary,
  'TIMESTAMP WITH TIME ZONE': types.timestamp,
  TIMESTAMPTZ: types.timestamp,
  STRING: types.string,
  INT: types.int,
  '"NULL"': types.null,
}

const splitTop = (text: string): readonly string[] => {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '(') depth++
    else if (character === ')') depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  const last = text.slice(start)
  return last.trim() === '' ? parts : [...parts, last]
}
