import { type Fields, isFields, listOf, only, present, startOf, Unsupported } from './node.ts'
import { readExpression } from './read-expression.ts'
import { readName, type Reader, tokensBeside } from './reader.ts'
import { Misformed } from '../refusals.ts'
import type { From, Name } from '../tree.ts'

const kinds: Readonly<Record<string, 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'SEMI' | 'ANTI' | 'CROSS'>> = {
  Inner: 'INNER',
  Left: 'LEFT',
  Right: 'RIGHT',
  Full: 'FULL',
  Cross: 'CROSS',
  Implicit: 'CROSS',
  Semi: 'SEMI',
  LeftSemi: 'SEMI',
  Anti: 'ANTI',
  LeftAnti: 'ANTI',
}

/** Whether a name stands alone between brackets or commas. */
const isListed = (reader: Reader, { span }: Name): boolean => {
  const beside = tokensBeside(reader, span)
  return (
    beside === undefined ||
    (/^[(,]$/.test(beside.before?.text ?? '') && /^[),]$/.test(beside.behind?.text ?? ''))
  )
}

/** Commas and JOINs are read from left to right, each condition with all tables before it in sight. */
export const joinAll = (
  reader: Reader,
  sources: readonly From[],
  joins: readonly unknown[],
  readFrom: (reader: Reader, node: unknown) => From,
): readonly From[] => {
  if (joins.length === 0) return sources
  let [left] = sources
  for (const right of sources.slice(1))
    if (left !== undefined)
      left = { kind: 'join', how: 'CROSS', left, right, on: undefined, using: [], natural: false }
  for (const join of joins) {
    const fields: Fields = isFields(join) ? join : {}
    only(fields, 'a join', ['this', 'on', 'using', 'kind'])
    const spelled = String(fields['kind'])
    const natural = spelled.startsWith('Natural')
    const how = kinds[natural ? spelled.slice('Natural'.length) || 'Inner' : spelled]
    if (how === undefined || left === undefined)
      throw new Unsupported(`a ${String(fields['kind']).toLowerCase()} join`, startOf(join))
    if (natural && (present(fields, 'on') || listOf(fields, 'using').length > 0))
      throw new Misformed('a condition behind a NATURAL join', 'leave one of them out')
    const using = listOf(fields, 'using').map((name) => readName(reader, name))
    for (const name of using)
      if (!isListed(reader, name)) throw new Misformed('this USING', 'write USING (column, …)')
    left = {
      kind: 'join',
      how: how === 'CROSS' && using.length > 0 ? 'INNER' : how,
      left,
      right: readFrom(reader, fields['this']),
      on: present(fields, 'on') ? readExpression(reader, fields['on']) : undefined,
      using,
      natural,
    }
  }
  return left === undefined ? [] : [left]
}
