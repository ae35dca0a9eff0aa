import { open } from './node.ts'
import { readName, type Reader } from './reader.ts'
import { Misformed, Refused } from '../refusals.ts'
import type { Expression } from '../tree.ts'

/** The functions that Spark lets name their arguments, and what those are called. */
const namedArguments: Readonly<Record<string, string>> = {
  mask: 'str upperchar lowerchar digitchar otherchar',
  explode: 'collection',
  explode_outer: 'collection',
}

/** The arguments of a call, in the order of its parameters; `read` reads one. */
export const readArguments = (
  reader: Reader,
  call: string,
  nodes: readonly unknown[],
  read: (reader: Reader, call: string, node: unknown) => Expression,
): readonly Expression[] => {
  if (nodes.every((node) => open(node).kind !== 'named_argument'))
    return nodes.map((node) => read(reader, call, node))
  const names = namedArguments[call]?.split(' ')
  if (names === undefined) throw new Misformed(`named arguments of ${call}`, 'Spark takes them by position')
  const given = new Map<number, Expression>()
  let hasName = false
  for (const [at, node] of nodes.entries()) {
    const { kind, fields } = open(node)
    const place =
      kind === 'named_argument' ? names.indexOf(readName(reader, fields['name']).text.toLowerCase()) : at
    if (place < 0 || given.has(place) || (kind !== 'named_argument' && hasName))
      throw new Misformed(`these named arguments of ${call}`, `its arguments are ${names.join(', ')}`)
    if (kind === 'named_argument') hasName = true
    given.set(place, read(reader, call, kind === 'named_argument' ? fields['value'] : node))
  }
  const last = Math.max(...given.keys())
  return Array.from({ length: last + 1 }, (_, i) => given.get(i) ?? defaultArgument(call, i))
}

const defaultArgument = (call: string, at: number): Expression => {
  const letter = call === 'mask' ? [undefined, 'X', 'x', 'n'][at] : undefined
  if (letter === undefined) throw new Refused(`${call} without its first argument`)
  return { kind: 'literal', type: 'string', text: letter, span: { offset: 0, length: 0 } }
}
