import { ident } from '../../../quote.ts'
import { asMember, once } from './define-macro.ts'
import { isPlainReduce, typedElement } from '../../functions/nested.ts'
import { quotedName } from '../../functions/structs.ts'
import { orderKey } from './order.ts'
import { Refused } from '../../refusals.ts'
import { engineType } from './casts.ts'
import { hasFraction } from '../../spark-types/spark-type.ts'
import type { Typed } from '../../spark-types/typed.ts'
import type { Engine, Lambda } from '../engine.ts'

const positiveZero = ({ sql, type }: Typed): string => {
  if (!hasFraction(type)) return sql
  if (type.kind === 'array')
    return `list_transform(${sql}, lambda zero_e: ${positiveZero({ sql: 'zero_e', type: type.element })})`
  if (type.kind === 'struct') {
    const members = type.fields.map((field) => {
      const member = positiveZero({ sql: `(${sql}).${ident(field.name)}`, type: field.type })
      return `${quotedName(field.name)} := ${asMember(member)}`
    })
    return `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${members.join(', ')}) END`
  }
  return `(${sql} + CAST(0 AS ${engineType(type)}))`
}

/** Structs, arrays, maps and lambdas. Members are read from brackets, without which a column may be meant. */
export const nested: Engine['nested'] = {
  struct: (members) =>
    `struct_pack(${members.map(({ name, sql }) => `${quotedName(name)} := ${asMember(sql)}`).join(', ')})`,
  field: (struct, name) => `(${struct}).${ident(name)}`,
  fieldOfEach: (list, name) => `list_transform(${list}, lambda e: (e).${ident(name)})`,
  element: (list, at, type) =>
    typedElement(
      /^\d+$/.test(at) ? `(${list})[${Number(at) + 1}]` : `spark_get(${list}, ${at})`,
      type,
      list,
      at,
    ),
  valueAt: (map, key) => `(${map})[${key}]`,
  valueNamed: (map, key) => `${map}['${key.replaceAll("'", "''")}']`,
  concat: (lists, values) => {
    const anyNull = values.map((value) => `${value} IS NULL`).join(' OR ')
    return `CASE WHEN NOT (${anyNull}) THEN list_concat(${lists.join(', ')}) END`
  },
  // Bound once, since no subquery may stand in a lambda.
  zip: (lists, names) =>
    once(
      lists.map(({ sql }) => sql),
      (sqls) => {
        const known = sqls.map((sql) => `${sql} IS NOT NULL`).join(' AND ')
        const longest =
          sqls.length === 1 ? `len(${sqls[0]})` : `greatest(${sqls.map((sql) => `len(${sql})`).join(', ')})`
        const members = names.map((name, i) => `${quotedName(name)} := (${sqls[i]})[zip_i]`).join(', ')
        return `CASE WHEN ${known} THEN list_transform(range(1, ${longest} + 1), lambda zip_i: struct_pack(${members})) END`
      },
    ),
  rowOfItsOwn: (sql, alias) => {
    if (/\(SELECT /.test(sql)) return undefined
    const columns: string[] = []
    const body = sql.replaceAll(
      /'(?:[^']|'')*'|("(?:[^"]|"")*"\."(?:[^"]|"")*")/g,
      (whole, column?: string) => {
        if (column === undefined) return whole
        if (!columns.includes(column)) columns.push(column)
        return `${ident(alias)}."row_${columns.indexOf(column)}"`
      },
    )
    const row = columns.map((column, i) => `${column} AS "row_${i}"`).join(', ')
    return `(SELECT ${body} FROM (SELECT ${row}) AS ${ident(alias)})`
  },
  orderKeys: (value) => [orderKey(value)],
  positiveZero,
  // The prefix keeps a name of the author's from meeting that of a lambda inside a rendering, or of a column, which the
  // engine would take for it in silence.
  lambda: (call, names, before) => {
    const variables = names.map((name) => ident(`lambda_${name}`))
    const [first, second] = variables
    const one = (...parameters: readonly string[]): Lambda => ({
      variables: variables.slice(0, 1),
      parameters,
    })
    switch (call) {
      case 'transform':
      case 'filter':
        return { variables, parameters: [`${first}`, `CAST(${second} - 1 AS INTEGER)`] }
      case 'exists':
      case 'forall':
      case 'any':
      case 'array_sort':
        return { variables, parameters: variables }
      case 'zip_with':
        return one(`(${first})[1]`, `(${first})[2]`)
      case 'aggregate':
      case 'reduce':
        return {
          variables,
          parameters:
            before.length > 2 || isPlainReduce(before) ? variables : [`(${first}).total`, `(${second}).item`],
        }
      case 'map_filter':
      case 'transform_keys':
      case 'transform_values':
        return one(`(${first}).key`, `(${first}).value`)
      case 'map_zip_with':
        return one(`(${first}).key`, `(${first}).a`, `(${first}).b`)
      default:
        throw new Refused(`a lambda in ${call}`)
    }
  },
}
