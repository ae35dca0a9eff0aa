import type { Expression } from '../tree.ts'

/*
 * raise_error and assert_true fail when a row comes to them. Engines choose the order of conditions and leave out what
 * nothing depends on, so they stand only where both sides come to the same rows: as a column of the statement's result,
 * or behind a condition in a column, where a value of another type keeps what is NULL from being left out.
 */

export const isRaising = (node: Expression): boolean =>
  node.kind === 'call' && /^(?:raise_error|assert_true)$/.test(node.name)

/** The calls that fail, in an item of SELECT, where they may stand. `isResult`: the item is a column of the result. */
export const raisingIn = (value: Expression, isResult: boolean): ReadonlySet<Expression> =>
  new Set([...(isResult && isRaising(value) ? [value] : []), ...behindConditions(value)])

const behindConditions = (value: Expression): readonly Expression[] => {
  const results = resultsOf(value)
  if (!results.some((result) => isValue(result))) return []
  return results.flatMap((result) => (isRaising(result) ? [result] : behindConditions(result)))
}

const isValue = (node: Expression): boolean =>
  !isRaising(node) && node.kind !== 'null' && (resultsOf(node).length === 0 || resultsOf(node).some(isValue))

/** What an expression is one of, of which no more is computed than is needed. */
const resultsOf = (node: Expression): readonly Expression[] => {
  if (node.kind === 'case')
    return [
      ...node.whens.map(([, result]) => result),
      ...(node.otherwise === undefined ? [] : [node.otherwise]),
    ]
  if (node.kind !== 'call') return []
  if (node.name === 'if' || node.name === 'nvl2') return node.args.slice(1)
  return /^(?:coalesce|nvl|ifnull)$/.test(node.name) ? node.args : []
}
