/**
 * Texts that a pattern matches, one for each of its alternatives: who has them stands for all who are meant. Wildcards
 * stay as they are, since a star matches a star.
 */
export const samplesOf = (pattern: string): readonly string[] => {
  const brace = firstBrace(pattern)
  if (brace === undefined) return [withoutSets(pattern)]
  const { start, end, branches } = brace
  const all = branches.flatMap((branch) =>
    samplesOf(`${pattern.slice(0, start)}${branch}${pattern.slice(end + 1)}`),
  )
  return all.slice(0, mostSamples)
}

/** Patterns with more alternatives are tried by the first of them. */
const mostSamples = 64

/** The first `{a,b}` with its alternatives; braces nest. */
const firstBrace = (pattern: string) => {
  const start = pattern.search(/(?<!\\)\{/)
  if (start < 0) return undefined
  const branches: string[] = []
  let depth = 0
  let from = start + 1
  for (let i = start; i < pattern.length; i++) {
    const character = pattern[i]
    if (character === '\\') i++
    else if (character === '{') depth++
    else if (character === ',' && depth === 1) {
      branches.push(pattern.slice(from, i))
      from = i + 1
    } else if (character === '}' && --depth === 0)
      return { start, end: i, branches: [...branches, pattern.slice(from, i)] }
  }
  return undefined
}

/** A character for each set, and what is escaped without its backslash. */
const withoutSets = (pattern: string): string =>
  pattern
    .replaceAll(/\[!?[^\]]*\]/g, (set) => (set.startsWith('[!') ? '\u00a4' : (set[1] ?? '')))
    .replaceAll('?', 'x')
    .replaceAll(/\\(.)/g, '$1')
