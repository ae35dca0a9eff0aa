import { type Fields, isFields, listOf, only, open, present, startOf, Unsupported } from './node.ts'
import { readExpression } from './read-expression.ts'
import { readName, type Reader } from './reader.ts'
import { Misformed } from '../refusals.ts'
import type { Expression, From } from '../tree.ts'

type Pivot = Extract<From, { kind: 'pivot' }>
type Unpivot = Extract<From, { kind: 'unpivot' }>

/** A value or an aggregate with the name behind it, in whichever way the parser has read that. */
const named = (
  reader: Reader,
  node: unknown,
): { readonly value: Expression; readonly name: string | undefined } => {
  const { kind, fields } = open(node)
  if (kind !== 'alias' && kind !== 'pivot_alias')
    return { value: readExpression(reader, node), name: undefined }
  const value = readExpression(reader, fields['this'])
  if (kind === 'alias') return { value, name: readName(reader, fields['alias']).text }
  const alias = readExpression(reader, fields['alias'])
  const text = alias.kind === 'column' ? alias.parts.at(-1)?.text : undefined
  if (alias.kind === 'literal')
    throw new Misformed('a text where a name stands', 'write the name in backticks')
  if (text === undefined) throw new Unsupported('this name in PIVOT', startOf(node))
  return { value, name: text }
}

const alone = (value: Expression): readonly Expression[] => (value.kind === 'tuple' ? value.items : [value])

export const readPivot = (reader: Reader, fields: Fields, source: From): Pivot => {
  only(fields, 'PIVOT', ['this', 'expressions', 'fields', 'alias'])
  const [field, ...others] = listOf(fields, 'fields').map(open)
  if (field?.kind !== 'in' || others.length > 0) throw new Unsupported('this PIVOT')
  return {
    kind: 'pivot',
    source,
    aggregates: listOf(fields, 'expressions').map((node) => named(reader, node)),
    by: alone(readExpression(reader, field.fields['this'])),
    values: listOf(field.fields, 'expressions').map((node) => {
      const { value, name } = named(reader, node)
      return { values: alone(value), name }
    }),
    alias: present(fields, 'alias') ? readName(reader, fields['alias']).text : undefined,
  }
}

export const readUnpivot = (reader: Reader, fields: Fields, source: From): Unpivot => {
  only(fields, 'UNPIVOT', [
    'this',
    'value_column',
    'name_column',
    'columns',
    'alias',
    'value_column_parenthesized',
    'extra_value_columns',
  ])
  if (listOf(fields, 'columns').length === 0) throw new Misformed('an UNPIVOT of no columns')
  return {
    kind: 'unpivot',
    source,
    values: [fields['value_column'], ...listOf(fields, 'extra_value_columns')].map(
      (name) => readName(reader, name).text,
    ),
    name: readName(reader, isFields(fields['name_column']) ? fields['name_column'] : {}).text,
    columns: listOf(fields, 'columns').map((node) => {
      const { value, name } = named(reader, node)
      return { values: alone(value), name }
    }),
    withNulls: keepsNulls(reader),
    alias: present(fields, 'alias') ? readName(reader, fields['alias']).text : undefined,
  }
}

/** The parser does not know INCLUDE NULLS, so it never sees it; several UNPIVOT of one statement must agree. */
const keepsNulls = (reader: Reader): boolean => {
  const said = reader.tokens.flatMap((token, i) =>
    token.kind === 'word' && /^unpivot$/i.test(token.text)
      ? [/^include$/i.test(reader.tokens[i + 1]?.text ?? '')]
      : [],
  )
  if (new Set(said).size > 1) throw new Unsupported('UNPIVOT with and without NULLs in one statement')
  return said[0] === true
}
