import { ident } from '../../quote.ts'
import { Refused } from '../refusals.ts'
import { isGenerator } from './render-generator.ts'
import type { Column, Context, Relation } from '../scope.ts'
import type { Call, Expression, Item, Select } from '../tree.ts'

export const isGenerated = ({ value }: Item): boolean => value.kind === 'call' && isGenerator(value.name)

/**
 * A SELECT of groups with a generator in it, as Spark plans it: the groups first, with what the generator is over as
 * columns of theirs, and the generator over them. `render` renders the groups.
 */
export const generatedAfterGroups = (
  context: Context,
  select: Select,
  render: (grouped: Select) => { readonly sql: string; readonly columns: readonly Column[] | undefined },
): { readonly select: Select; readonly context: Context } => {
  if (select.having !== undefined || select.items.filter(isGenerated).length > 1)
    throw new Refused('several generators, or HAVING, beside a generator over groups', 'group in a subquery')
  if (select.groupBy.some((key) => key.kind === 'expression' && key.value.kind === 'literal'))
    throw new Refused('a generator together with GROUP BY a number', 'group by the column')
  const inner: Item[] = []
  const table = context.fresh()
  const columnOf = (item: Item): Expression => {
    const span = { offset: 0, length: 0 }
    return {
      kind: 'column',
      parts: [
        { text: table, span },
        { text: `g${inner.push(item) - 1}`, span },
      ],
    }
  }
  const items = select.items.map((item): { readonly item: Item; readonly from: number | undefined } => {
    const { value } = item
    if (value.kind !== 'call' || !isGenerated(item))
      return { item: { value: columnOf(item), names: item.names }, from: inner.length - 1 }
    // Literals stay: how many columns there are may depend on them.
    const args = value.args.map((argument) =>
      argument.kind === 'literal' ? argument : columnOf({ value: argument, names: [] }),
    )
    const call: Call = { ...value, args }
    return { item: { value: call, names: item.names }, from: undefined }
  })
  const grouped = render({ ...select, items: inner, distinct: false })
  const { columns } = grouped
  if (columns === undefined)
    throw new Refused('a generator over groups of a table whose columns are not known')
  const names = columns.map((_, i) => ident(`g${i}`))
  const relation: Relation = {
    name: '',
    sql: `(SELECT * FROM (${grouped.sql}) AS q(${names.join(', ')}))`,
    columns: columns.map((column, i) => ({ ...column, name: `g${i}`, sql: names[i] ?? '' })),
  }
  return {
    context: { ...context, relations: new Map([...context.relations, [table, relation]]) },
    select: {
      ...select,
      items: items.map(({ item, from }) => {
        const name = from === undefined ? undefined : columns[from]?.name
        return name === undefined ? item : { ...item, names: [name] }
      }),
      from: [
        {
          kind: 'relation',
          name: { text: table, span: { offset: 0, length: 0 } },
          parts: [table],
          alias: table,
          columns: [],
        },
      ],
      lateralViews: [],
      where: undefined,
      groupBy: [],
      groupByAll: false,
      having: undefined,
      windows: [],
      spreadBy: [],
    },
  }
}
