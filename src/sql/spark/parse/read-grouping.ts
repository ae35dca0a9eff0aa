import { type Fields, listOf, only, open, Unsupported } from './node.ts'
import { readExpression } from './read-expression.ts'
import type { Reader } from './reader.ts'
import { Misformed } from '../refusals.ts'
import type { Call, Expression, Grouping } from '../tree.ts'

/** Whether a comma or BY stands before GROUPING SETS, ROLLUP or CUBE; a statement with both kinds is refused. */
const afterComma = (reader: Reader, name: string): boolean => {
  const [word] = name.toLowerCase().split(' ')
  const said = reader.tokens.flatMap((token, i) =>
    token.kind === 'word' &&
    token.text.toLowerCase() === word &&
    (word === 'grouping' ? 'sets' : '(') === reader.tokens[i + 1]?.text.toLowerCase()
      ? [/^(?:,|by|\()$/i.test(reader.tokens[i - 1]?.text ?? '')]
      : [],
  )
  if (new Set(said).size > 1) throw new Unsupported(`two forms of ${name} in one statement`)
  return said[0] === true
}

const isSets = (value: Expression): value is Call =>
  value.kind === 'call' && /^(?:rollup|cube|grouping sets)$/.test(value.name)

const itemsOf = (value: Expression): readonly Expression[] => (value.kind === 'tuple' ? value.items : [value])

/** One set of GROUPING SETS, or those of a ROLLUP, a CUBE or further sets among them. */
const setsOf = (value: Expression): readonly (readonly Expression[])[] => {
  if (!isSets(value)) return [itemsOf(value)]
  if (value.name === 'grouping sets') return value.args.flatMap(setsOf)
  const parts = value.args.map(itemsOf)
  if (value.name === 'rollup')
    return [...parts.keys(), parts.length].map((n) => parts.slice(0, n).flat()).reverse()
  if (parts.length > 6) throw new Unsupported('a CUBE of more than six columns among GROUPING SETS')
  return parts.reduceRight<readonly (readonly Expression[])[]>(
    (sets, part) => [...sets.map((set) => [...part, ...set]), ...sets],
    [[]],
  )
}

export const groupingOf = (reader: Reader, fields: Fields) => ({
  groupBy: readGrouping(reader, fields),
  groupByAll: fields['all'] === true,
})

const readGrouping = (reader: Reader, fields: Fields): readonly Grouping[] => {
  only(fields, 'GROUP BY', ['expressions', 'all'])
  const plain: Grouping[] = []
  for (const node of listOf(fields, 'expressions')) {
    const inner = open(node)
    const name = inner.kind === 'function' ? String(inner.fields['name']) : ''
    if (inner.kind === 'rollup' || inner.kind === 'cube') {
      const sets = plain.splice(0).map((one) => (one.kind === 'expression' ? [one.value] : []))
      plain.push({
        kind: 'sets',
        how: inner.kind === 'cube' ? 'CUBE' : 'ROLLUP',
        sets,
      })
    } else if (name === 'ROLLUP' || name === 'CUBE' || name === 'GROUPING SETS') {
      const sets = listOf(inner.fields, 'args').flatMap((argument) => {
        const value = readExpression(reader, argument)
        return name === 'GROUPING SETS' ? setsOf(value) : [itemsOf(value)]
      })
      // GROUP BY a, b GROUPING SETS (…) names the columns of the sets first; the parser reads a comma.
      if (!afterComma(reader, name)) {
        if (
          name === 'GROUPING SETS' &&
          listOf(inner.fields, 'args').some((one) => isSets(readExpression(reader, one)))
        )
          throw new Unsupported('ROLLUP or CUBE among GROUPING SETS without a comma before them')
        plain.splice(0)
      }
      plain.push({ kind: 'sets', how: name, sets })
    } else {
      const value = readExpression(reader, node)
      if (value.kind === 'tuple' && value.items.length === 0)
        throw new Misformed('GROUP BY ()', 'leave GROUP BY out: all rows are one group')
      plain.push({ kind: 'expression', value })
    }
  }
  return plain
}
