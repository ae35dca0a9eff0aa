import type { Engine } from '../engines/engine.ts'
import { choicesOf } from '../parse/literal-texts.ts'
import { applyBinary, condition } from '../operators.ts'
import { mismatch, Refused } from '../refusals.ts'
import { combine } from './rendered.ts'
import type { Rendered } from '../scope.ts'
import { commonTypeOf } from '../spark-types/spark-type.ts'
import type { Expression } from '../tree.ts'

/** CASE with or without an operand; its type is what all results have in common. */
export const renderCase = (
  engine: Engine,
  node: Extract<Expression, { kind: 'case' }>,
  render: (inner: Expression) => Rendered,
): Rendered => {
  const operand = node.operand === undefined ? undefined : render(node.operand)
  const whens = node.whens.map(([condition, result]) => [render(condition), render(result)] as const)
  if (operand === undefined && whens.some(([when]) => when.type.kind === 'null'))
    throw new Refused('NULL as a condition', 'write false')
  const otherwise = node.otherwise === undefined ? undefined : render(node.otherwise)
  const results = [...whens.map(([, result]) => result), ...(otherwise === undefined ? [] : [otherwise])]
  const all = results.map((result) => result.type)
  const type = commonTypeOf(all)
  if (type === undefined) throw mismatch('a CASE with results of such types', all)
  const cast = (value: Rendered) => (type.kind === 'unknown' ? value.sql : engine.types.cast(value, type))
  const branches = whens.map(([when, result]) => {
    const test = operand === undefined ? condition(engine, when) : applyBinary(engine, '=', operand, when).sql
    return ` WHEN ${test} THEN ${cast(result)}`
  })
  const labels = whens.map(
    ([condition, result]) =>
      ` WHEN ${operand === undefined ? condition.label : `(${operand.label} = ${condition.label})`} THEN ${result.label}`,
  )
  const sql = `CASE${branches.join('')}${otherwise === undefined ? '' : ` ELSE ${cast(otherwise)}`} END`
  const label = `CASE${labels.join('')}${otherwise === undefined ? '' : ` ELSE ${otherwise.label}`} END`
  const combined = combine({ sql, type }, label, [
    ...(operand === undefined ? [] : [operand]),
    ...whens.flat(),
    ...(otherwise === undefined ? [] : [otherwise]),
  ])
  return { ...combined, choices: choicesOf(results) }
}
