import { emptySelect } from './empty-select.ts'
import { type Fields, isFields, open, present } from './node.ts'
import { Refused } from '../refusals.ts'
import type { Expression, From, Query } from '../tree.ts'

/** TABLESAMPLE, as far as chance has no part in it: all rows, none, or so many. */
export const sampled = (
  source: From,
  node: unknown,
  alias: string | undefined,
  columns: readonly string[],
): From => {
  const sample: Fields = isFields(node) ? node : {}
  const number = (key: string): number => {
    const { kind, fields } = open(sample[key])
    return kind === 'literal' ? Number(fields['value']) : Number.NaN
  }
  const size = number('size')
  const isBucket = present(sample, 'bucket_numerator')
  const isRows = sample['method'] === 'Row' && Number.isInteger(size)
  const share = isBucket ? (100 * number('bucket_numerator')) / number('bucket_denominator') : size
  const all = !isRows && (isBucket || sample['is_percent'] === true) && share === 100
  if (!all && !isRows && share !== 0)
    throw new Refused(
      'TABLESAMPLE, which takes rows by chance,',
      'write TABLESAMPLE (n ROWS), or WHERE with a hash of a key',
      'tablesample',
    )
  const limit: Expression | undefined = all
    ? undefined
    : {
        kind: 'literal',
        type: 'int',
        text: String(isRows ? size : 0),
        span: { offset: 0, length: 0 },
      }
  const star: Expression = { kind: 'star', qualifier: [] }
  const query: Query = {
    ctes: [],
    orderBy: [],
    offset: undefined,
    limit,
    body: { ...emptySelect, items: [{ value: star, names: [] }], from: [source] },
  }
  return { kind: 'derived', query, alias, columns, lateral: false }
}
