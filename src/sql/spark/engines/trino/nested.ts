import { ident, literal } from '../../../quote.ts'
import { Refused } from '../../refusals.ts'
import { isFraction, isNested, type SparkType, sparkName } from '../../spark-types/spark-type.ts'
import type { Engine } from '../engine.ts'
import { variable } from './casts.ts'
import { typeName } from './type-names.ts'

/** Structs, arrays, maps and lambdas. */
export const nested: Engine['nested'] = {
  struct: (members) => {
    if (members.length === 0) throw new Refused('a struct without fields, on Trino')
    const type: SparkType = { kind: 'struct', fields: members.map(({ name, type }) => ({ name, type })) }
    return `CAST(ROW(${members.map(({ sql }) => sql).join(', ')}) AS ${typeName(type)})`
  },
  // The engine fails on the member of a parameter of a lambda that is NULL.
  field: (struct, name) =>
    /^"p_(?:[^"]|"")*"$/.test(struct)
      ? `CASE WHEN ${struct} IS NOT NULL THEN ${struct}.${ident(name)} END`
      : `(${struct}).${ident(name)}`,
  fieldOfEach: (list, name) => {
    const e = variable('e', list)
    return `transform(${list}, ${e} -> CASE WHEN ${e} IS NOT NULL THEN ${e}.${ident(name)} END)`
  },
  // Places are counted from one, and from the end where they are negative; zero is a failure.
  element: (list, at) =>
    /^\d+$/.test(at)
      ? `element_at(${list}, ${Number(at) + 1})`
      : `CASE WHEN ${at} >= 0 THEN element_at(${list}, CAST(${at} AS bigint) + 1) END`,
  valueAt: (map, key) => `element_at(${map}, ${key})`,
  valueNamed: (map, key) => `element_at(${map}, ${literal(key)})`,
  concat: (lists) => (lists.length === 1 ? (lists[0] ?? '') : `concat(${lists.join(', ')})`),
  zip: (lists, names) => {
    if (lists.length > 5) throw new Refused('arrays_zip of more than five arrays, on Trino')
    const fields = lists.map(({ type }, i) => ({
      name: names[i] ?? '',
      type: type.kind === 'array' ? type.element : type,
    }))
    const row = typeName({ kind: 'struct', fields })
    const [only] = lists
    if (lists.length === 1 && only !== undefined) {
      const e = variable('e', only.sql)
      return `transform(${only.sql}, ${e} -> CAST(ROW(${e}) AS ${row}))`
    }
    return `CAST(zip(${lists.map(({ sql }) => sql).join(', ')}) AS array(${row}))`
  },
  orderKeys: ({ sql, type }) => {
    if (isNested(type)) throw new Refused(`an order of values of type ${sparkName(type)} on Trino`)
    return isFraction(type) ? [`is_nan(${sql})`, `(${sql} + 0)`] : [sql]
  },
  positiveZero: ({ sql, type }) => {
    if (!isFraction(type)) throw new Refused(`groups of values of type ${sparkName(type)} on Trino`)
    return `(${sql} + CAST(0 AS ${typeName(type)}))`
  },
  lambda: (_, names) => {
    const variables = names.map((name) => ident(`p_${name}`))
    return { variables, parameters: variables }
  },
}
