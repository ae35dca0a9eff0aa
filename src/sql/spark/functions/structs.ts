import { asMember } from '../engines/duckdb/define-macro.ts'
import { type Argument, entry, type Functions, Mistaken, Refused, typeOf } from './entry.ts'
import type { SparkType } from '../spark-types/spark-type.ts'

const structType = (args: readonly Argument[]): SparkType => ({
  kind: 'struct',
  fields: args.flatMap((argument, i) =>
    i % 2 === 0 ? [{ name: argument.literal ?? '', type: typeOf(args, i + 1) }] : [],
  ),
})

export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const refuseSameNames = (names: readonly string[]): void => {
  const lower = names.map((name) => name.toLowerCase())
  if (new Set(lower).size !== lower.length || lower.includes(''))
    throw new Refused('a struct with two fields of one name, or one without a name')
}

export const structFunctions: Functions = {
  named_struct: entry('a*', structType, (a, args) => {
    if (a.length === 0) throw new Refused('a struct without fields')
    if (a.length % 2 === 1) throw new Mistaken('named_struct with a name that has no value')
    const names = args.filter((_, i) => i % 2 === 0).map((argument) => argument.literal)
    const known = names.filter((name) => name !== undefined)
    if (known.length < names.length) throw new Refused('named_struct with a name that is not written as text')
    refuseSameNames(known)
    return `struct_pack(${known.map((name, i) => `${quotedName(name)} := ${asMember(a[2 * i + 1] ?? '')}`).join(', ')})`
  }),
}
