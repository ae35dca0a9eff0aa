/**
 * Why the engine's regular expressions (RE2, linear time) cannot run a Java one; undefined where nothing is known to
 * be in the way. The pattern is scanned, not parsed: inside a character class the same signs mean nothing.
 */
export const re2Problem = (pattern: string): string | undefined => {
  let inClass = false
  let groups = 0
  for (let i = 0; i < pattern.length; i++) {
    const rest = pattern.slice(i)
    const sign = pattern[i]
    if (sign === '\\') {
      const problem = inClass ? undefined : escapeProblem(rest)
      if (problem !== undefined) return problem
      i++
      continue
    }
    if (inClass) {
      inClass = sign !== ']'
      continue
    }
    if (sign === '[') {
      inClass = true
      // A bracket in first position is a member of the class, not its end.
      i += /^\[\^?\]/.exec(rest)?.[0].slice(1).length ?? 0
      continue
    }
    if (/^\(\?<?[=!]/.test(rest)) return 'look-around is not supported'
    if (rest.startsWith('(?>')) return 'atomic groups are not supported'
    if (/^[*+?}]\+/.test(rest)) return 'possessive quantifiers are not supported'
    if (sign === '(') groups++
    if (sign === ')') groups--
    if (groups < 0) return 'a ")" has no "("'
  }
  if (inClass) return 'a "[" has no "]"'
  return groups > 0 ? 'a "(" has no ")"' : undefined
}

const escapeProblem = (rest: string): string | undefined => {
  if (/^\\(?:[1-9]|k<)/.test(rest)) return 'back-references are not supported'
  if (rest === '\\') return 'it ends in a backslash'
  return undefined
}
