import { intervalAt } from './read-interval.ts'
import type { SparkType } from '../spark-types/spark-type.ts'
import { castTypes } from './cast-types.ts'
import type { Token } from './tokens.ts'

/**
 * A statement rewritten so that the parser reads it the same way whatever it knows of Spark: each string, odd number
 * and quoted name is a numbered placeholder, each function has a numbered name, special argument forms are commas.
 * What a placeholder stands for is looked up by its number, so no escape rule or function name of the parser counts.
 */
export type Normalized = {
  readonly text: string
  /** Where an offset of `text` stands in the statement. */
  readonly spanAt: (offset: number) => { readonly offset: number; readonly length: number }
  readonly tokenOf: (placeholder: string) => Token | undefined
  /** The type of a cast. */
  readonly typeOf: (placeholder: string) => SparkType | undefined
}

/** Words that may stand before `(` without being a function. */
const notFunctions = new Set(
  `in over values and or not case when then else on using as from where select by join lateral filter within partition
   rollup cube sets union all distinct is between like rlike regexp ilike having limit offset with cast try_cast interval
   pivot unpivot for except intersect minus tablesample exclude end group order sort cluster distribute div window
   cross inner outer full semi anti natural recursive`.split(/\s+/),
)
/** Names in Spark that the parser takes for keywords. */
const names = new Set(
  `both leading trailing overlaps symmetric placing analyze do isnull notnull localtimestamp localtime sysdate
   current_time current_catalog session_user key if now curdate getdate pi asymmetric distinctrow siblings
   lambda`.split(/\s+/),
)
const typesWithSize = new Set(['decimal', 'dec', 'numeric', 'varchar', 'char'])

export const normalize = (tokens: readonly Token[]): Normalized => {
  const pieces: { start: number; token: Token }[] = []
  let text = ''
  const write = (token: Token, written: string): void => {
    pieces.push({ start: text.length, token })
    text += `${written} `
  }
  const commas = specialSeparators(tokens)
  const guarded = guards(tokens)
  const types = castTypes(tokens)
  let i = 0
  for (; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    const next = tokens[i + 1]
    const previous = tokens[i - 1]
    const lower = token.text.toLowerCase()
    if (
      /^(?:include|exclude)$/.test(lower) &&
      /^unpivot$/i.test(previous?.text ?? '') &&
      /^nulls$/i.test(next?.text ?? '')
    ) {
      i++
      continue
    }
    const separator = commas.get(i)
    const type = types.get(i)
    const interval = type === undefined ? intervalAt(tokens, i) : undefined
    if (type !== undefined) {
      write(token, `t_${i}`)
      i = type.end - 1
    } else if (separator !== undefined) write(token, separator)
    else if (interval !== undefined) {
      write(token, `'#${i}'`)
      i = interval.end - 1
    } else if (token.kind === 'string') {
      write(token, `'#${i}'`)
      // Neighbouring literals are one literal; the reader joins them from this number on.
      while (tokens[i + 1]?.kind === 'string') i++
    } else if (token.kind === 'quoted') write(token, `\`q_${i}\``)
    else if (token.kind === 'number' && /[^0-9.]/.test(token.text)) write(token, `'#${i}'`)
    else if (
      token.kind === 'word' &&
      next?.kind === 'string' &&
      /^(?:date|timestamp|timestamp_ntz|timestamp_ltz|x)$/.test(lower)
    ) {
      write(token, `'#${i}'`)
      i++
    } else if (token.kind === 'word' && next?.text === '(' && isFunction(tokens, i, lower, previous))
      write(token, `f_${i}`)
    else if (
      token.kind === 'word' &&
      (/[^\x20-\x7e]|^\d/.test(token.text) || names.has(lower) || lower === 'interval')
    )
      write(token, `\`q_${i}\``)
    else if (token.text === '!') write(token, 'NOT')
    else write(token, token.text + (guarded.get(i) ?? ''))
  }
  const numbered = /^(?:#|f_|q_)(\d+)$/
  return {
    text,
    spanAt: (offset) => {
      const piece = pieces.findLast((candidate) => candidate.start <= offset)
      return piece === undefined
        ? { offset: 0, length: 0 }
        : { offset: piece.token.offset, length: piece.token.end - piece.token.offset }
    },
    tokenOf: (placeholder) => {
      const index = numbered.exec(placeholder)?.[1]
      return index === undefined ? undefined : tokens[Number(index)]
    },
    typeOf: (placeholder) => {
      const index = /^t_(\d+)$/i.exec(placeholder)?.[1]
      return index === undefined ? undefined : types.get(Number(index))?.type
    },
  }
}

const isFunction = (
  tokens: readonly Token[],
  i: number,
  lower: string,
  previous: Token | undefined,
): boolean => {
  const before = previous?.text.toLowerCase() ?? ''
  // The parser takes an alias behind the list of a quantified LIKE for one of the list.
  if (/^(?:any|some|all)$/.test(lower) && /^i?like$/.test(before)) return true
  if (notFunctions.has(lower) && !(previous?.text === '.')) return false
  if (typesWithSize.has(lower)) return !['as', '::', ':', '<', ','].includes(before) || before === ','
  if (before === 'as' || before === '.') return false
  if (lower === 'exists') {
    const inside = tokens.slice(i + 2).find((token) => token.text !== '(')
    return !/^(?:select|with|from|values)$/i.test(inside?.text ?? '')
  }
  return true
}

/**
 * What to write behind the closing brackets that stand right before UNION, EXCEPT, MINUS or INTERSECT. Without it the
 * parser reads `FROM (query) UNION …` as `FROM ((query) UNION …)`, and `a = (query) UNION …` likewise.
 */
const guards = (tokens: readonly Token[]): ReadonlyMap<number, string> => {
  const result = new Map<number, string>()
  const outer: Clause[] = []
  let clause: Clause = 'other'
  tokens.forEach((token, i) => {
    const next = tokens[i + 1]
    if (token.kind === 'symbol' && token.text === '(') {
      outer.push(clause)
      clause = 'other'
    } else if (token.kind === 'symbol' && token.text === ')') {
      clause = outer.pop() ?? 'other'
      if (clause !== 'other' && next?.kind === 'word' && setOperator.test(next.text))
        result.set(i, clause === 'from' ? ' WHERE TRUE' : ' AND TRUE')
    } else if (token.kind === 'word' && tokens[i - 1]?.text !== '.')
      clause = clauseAt(token.text.toLowerCase(), tokens[i - 1], next) ?? clause
  })
  return result
}

type Clause = 'from' | 'condition' | 'other'
const setOperator = /^(?:union|except|minus|intersect)$/i

/** The clause that a word begins, if it begins one. */
const clauseAt = (word: string, previous: Token | undefined, next: Token | undefined): Clause | undefined => {
  if (word === 'from') return previous?.text.toLowerCase() === 'distinct' ? undefined : 'from'
  if (word === 'join') return 'from'
  if (/^(?:where|having|on)$/.test(word)) return 'condition'
  if (word === 'values') return next?.text === '(' ? 'other' : undefined
  if (word === 'group') return next?.text.toLowerCase() === 'by' ? 'other' : undefined
  return setOperator.test(word) || /^(?:select|using|window)$/.test(word) ? 'other' : undefined
}

/** extract(a FROM b), trim(BOTH a FROM b), substring(a FROM b FOR c), position(a IN b), struct(a AS b): what to write for the words. */
const specialSeparators = (tokens: readonly Token[]): ReadonlyMap<number, string> => {
  const result = new Map<number, string>()
  tokens.forEach((token, i) => {
    const name = token.text.toLowerCase()
    if (token.kind !== 'word' || tokens[i + 1]?.text !== '(') return
    if (!/^(?:extract|trim|substring|substr|position|overlay|struct)$/.test(name)) return
    let depth = 0
    for (let j = i + 1; j < tokens.length; j++) {
      const inner = tokens[j]
      if (inner === undefined) break
      const word = inner.text.toLowerCase()
      if (word === '(') depth++
      else if (word === ')') depth--
      if (depth === 0) break
      if (depth !== 1 || inner.kind !== 'word') continue
      if (name === 'struct') {
        // The last operand of an OR, which binds least; the reader knows it by the number of its AS.
        if (word === 'as') result.set(j, `OR '#${j}'`).set(j + 1, '')
      } else if (name === 'trim' && /^(?:both|leading|trailing)$/.test(word) && j === i + 2)
        result.set(j, `'#${j}',`)
      else if (name === 'position' ? word === 'in' : /^(?:from|for|placing)$/.test(word)) result.set(j, ',')
    }
  })
  return result
}
