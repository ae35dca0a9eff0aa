import { type Fields, isFields, listOf, open, present, Unsupported } from './node.ts'
import { readCall } from './read-expression.ts'
import { readName, type Reader, tokensBeside } from './reader.ts'
import { Misformed } from '../refusals.ts'
import type { LateralView } from '../tree.ts'

export const readLateralView = (reader: Reader, node: unknown): LateralView => {
  const fields: Fields = isFields(node) ? node : {}
  const inner = open(fields['this'])
  if (inner.kind !== 'function') throw new Unsupported('this LATERAL VIEW')
  const columns = listOf(fields, 'column_aliases').map((name) => readName(reader, name))
  const isNamed = present(fields, 'table_alias')
  if (!isNamed && columns.length === 0)
    throw new Misformed('a LATERAL VIEW without a name', 'write LATERAL VIEW explode(a) t AS x')
  if (columns.some(({ span }) => tokensBeside(reader, span)?.before?.text === '('))
    throw new Misformed('names in brackets behind LATERAL VIEW', 'write LATERAL VIEW explode(a) t AS x, y')
  return {
    call: readCall(reader, inner.fields, undefined),
    outer: fields['outer'] === true,
    // In LATERAL VIEW explode(a) AS x the name is AS for Spark.
    table: isNamed ? readName(reader, fields['table_alias']).text : 'AS',
    columns: columns.map(({ text }) => text),
  }
}
