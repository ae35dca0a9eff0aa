/** The fields of a STRUCT type as DuckDB writes it; undefined for any other type. */
export const structFields = (
  type: string,
): readonly { readonly name: string; readonly type: string }[] | undefined => {
  if (!type.startsWith('STRUCT(') || !type.endsWith(')')) return undefined
  return splitTop(type.slice('STRUCT('.length, -1)).map((field) => {
    const quoted = /^"((?:[^"]|"")*)"\s+/.exec(field)
    const plain = /^(\S+)\s+/.exec(field)
    const head = (quoted ?? plain)?.[0] ?? field
    const name = quoted === null ? (plain?.[1] ?? field) : (quoted[1] ?? '').replaceAll('""', '"')
    return { name, type: field.slice(head.length) }
  })
}

const splitTop = (text: string): readonly string[] => {
  const parts: string[] = ['']
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[\s\S]/g)) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts.map((part) => part.trim())
}
