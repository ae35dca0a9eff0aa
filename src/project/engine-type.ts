/**
 * A type in Spark's spelling as the engine spells it, empty where it is not known. A struct is known by its fields even
 * where the type of one of them is not, so that a field that it does not have is found in later jobs too.
 */
export const engineType = (type: string | undefined): string => {
  if (type === undefined) return ''
  const [, outer = '', inner = ''] = /^(array|map|struct)<([\s\S]*)>$/.exec(type) ?? []
  switch (outer) {
    case 'array': {
      const element = engineType(inner)
      return element === '' ? '' : `${element}[]`
    }
    case 'map': {
      const [key = '', value = ''] = splitTop(inner).map(engineType)
      return key === '' || value === '' ? '' : `MAP(${key}, ${value})`
    }
    case 'struct': {
      const fields = splitTop(inner).map((field) => {
        const colon = field.indexOf(':')
        return { name: field.slice(0, colon), type: engineType(field.slice(colon + 1)) }
      })
      // Spark does not quote the names of fields: one with a colon or a comma in it cannot be told apart.
      if (fields.length === 0 || fields.some(({ name }) => !/^\w+$/.test(name))) return ''
      return `STRUCT(${fields.map((field) => `"${field.name}" ${field.type === '' ? 'UNKNOWN' : field.type}`).join(', ')})`
    }
    default:
      return engineTypes[type] ?? type.toUpperCase()
  }
}

/** `a:int,b:map<x,y>` at its outer commas. */
const splitTop = (text: string): readonly string[] => {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '<' || character === '(') depth++
    else if (character === '>' || character === ')') depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return text === '' ? [] : [...parts, text.slice(start)]
}

const engineTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  timestamp_ntz: 'TIMESTAMP',
  binary: 'BLOB',
  void: '',
  unknown: '',
}
