import { failure } from '../diagnostics/index.ts'
import type { PartitionBy } from '../lakehouse/index.ts'

/**
 * `country, day(ordered_at), bucket(16, id)` as partition fields; `none` as no partitions. Throws MR9013 for what is
 * no such list; whether the table has the columns is for others to say.
 */
export const readPartitions = (text: string, option: string): readonly PartitionBy[] => {
  if (text.trim().toLowerCase() === 'none') return []
  return splitOutside(text).map((part) => {
    const [, transform, width, inner] = /^(\w+)\s*\(\s*(?:(\d+)\s*,\s*)?([^(),]+?)\s*\)$/.exec(part) ?? []
    if (inner !== undefined && transform !== undefined) {
      const word = transform.toLowerCase()
      const takesWidth = word === 'bucket' || word === 'truncate'
      if (takesWidth === (width !== undefined))
        return { column: inner, transform: width === undefined ? word : `${word}[${width}]` }
    }
    if (/^[^(),[\]]+$/.test(part)) return { column: part, transform: 'identity' }
    throw failure('MR9013', {
      option,
      value: text,
      wanted: 'columns such as country, day(ordered_at), bucket(16, id), or none',
    })
  })
}

/** Parts between commas that are not in brackets. */
const splitOutside = (text: string): readonly string[] => {
  const parts = ['']
  let depth = 0
  for (const char of text) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (char === ',' && depth === 0) parts.push('')
    else parts.push((parts.pop() ?? '') + char)
  }
  return parts.map((part) => part.trim())
}
