import { ident, literal, type Sql, sql } from '../../../sql/quote.ts'
import type { FunctionContext, FunctionInput } from './function.ts'
import { type Arguments, findColumn } from './parts/arguments.ts'
import { defineFunction } from './parts/define.ts'
import { explode } from './parts/explode.ts'
import { everyColumn, type OutputColumn, project } from './parts/projection.ts'
import { structFields } from './parts/struct-fields.ts'

export const unfurl = defineFunction({
  name: 'unfurl',
  summary:
    'Adds what a select item gives: explode(array) as x, struct.*, or any expression. The source column stays.',
  parameters: {
    expression: { type: 'text', required: true, summary: 'Such as explode(items) as item, or address.*' },
  },
  compile: async (args, input, context) => {
    const added = (await starred(args, input)) ?? [await single(args, input, context)]
    return project('unfurl', args, input, [...everyColumn(input), ...added])
  },
})

/** The fields of `a.b.*`; undefined for any other expression. */
const starred = async (
  args: Arguments,
  input: FunctionInput,
): Promise<readonly OutputColumn[] | undefined> => {
  const match = /^((?:`(?:[^`]|``)+`|[\w$]+)(?:\s*\.\s*(?:`(?:[^`]|``)+`|[\w$]+))*)\s*\.\s*\*$/.exec(
    args.text('expression').trim(),
  )
  if (match === null) return undefined
  const path = (match[1]?.match(/`(?:[^`]|``)+`|[\w$]+/g) ?? []).map((part) =>
    part.startsWith('`') ? part.slice(1, -1).replaceAll('``', '`') : part,
  )
  const column = args.named(path[0] ?? '', 'expression', input)
  let [value, type, shown]: [Sql, string, string] = [ident(column.name), column.type, column.name]
  const refuse = (): never =>
    args.refuse('MR2107', { function: 'unfurl', column: shown, type, expected: 'a struct' }, 'expression')
  for (const part of path.slice(1)) {
    const fields = structFields(type) ?? refuse()
    const names = fields.map((field) => ({ name: field.name, type: field.type }))
    const field = findColumn({ relation: value, columns: names }, part)
    if (field === undefined)
      return args.refuse(
        'MR2103',
        { function: 'unfurl', column: part, known: names.map(({ name }) => name) },
        'expression',
      )
    value = sql`struct_extract(${value}, ${literal(field.name)})`
    type = field.type
    shown = `${shown}.${field.name}`
  }
  const fields = structFields(type) ?? refuse()
  return fields.map(({ name }) => ({
    name,
    expression: sql`struct_extract(${value}, ${literal(name)})`,
    from: `${shown}.${name}`,
  }))
}

const single = async (
  args: Arguments,
  input: FunctionInput,
  context: FunctionContext,
): Promise<OutputColumn> => {
  const written = args.text('expression').trim()
  const aliased = /^([\s\S]+?)\s+as\s+(?:`((?:[^`]|``)+)`|(\w+))$/i.exec(written)
  const body = (aliased?.[1] ?? written).trim()
  const alias = aliased?.[2]?.replaceAll('``', '`') ?? aliased?.[3]
  const exploded = /^explode(_outer)?\s*\(([\s\S]*)\)$/i.exec(body)
  if (/^(?:posexplode|inline|stack|json_tuple)(?:_outer)?\s*\(/i.test(body))
    args.refuse(
      'MR2111',
      {
        expression: written,
        reason: 'of the functions that make rows, explode and explode_outer can be used',
      },
      'expression',
    )
  if (exploded === null) {
    const { sql: expression, name } = await context.translateNamed(body, input)
    return { name: alias ?? name ?? body, expression, from: written }
  }
  const list = await context.translate(exploded[2] ?? '', input)
  const simple = findColumn(input, (exploded[2] ?? '').trim().replaceAll('`', ''))
  if (simple !== undefined && !/\[\d*\]$/.test(simple.type))
    args.refuse(
      'MR2107',
      { function: 'unfurl', column: simple.name, type: simple.type, expected: 'an array' },
      'expression',
    )
  return { name: alias ?? 'col', expression: explode(list, exploded[1] !== undefined), from: written }
}
