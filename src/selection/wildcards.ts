/**
 * Whether a text matches a pattern of Unix wildcards, as dbt has them: `*` any characters, `?` one, `[abc]` and
 * `[a-z]` one of these, `[!a]` one that is none of them. A bracket that nothing closes is a character.
 */
export const matchesWildcards = (text: string, pattern: string): boolean => {
  const parts = partsOf(pattern)
  const characters = Array.from(text)
  let [part, character] = [0, 0]
  // Where to go on if what follows the last star does not fit: that star takes one character more.
  let [star, taken] = [-1, 0]
  while (character < characters.length) {
    const wanted = parts[part]
    if (wanted === 'run') {
      star = part++
      taken = character
    } else if (wanted !== undefined && wanted(characters[character] ?? '')) {
      part++
      character++
    } else if (star >= 0) {
      part = star + 1
      character = ++taken
    } else return false
  }
  return parts.slice(part).every((left) => left === 'run')
}

export const hasWildcards = (pattern: string): boolean => /[*?[\]]/.test(pattern)

/** A pattern of whole path segments: within one a wildcard stops at the slash, and `**` is any number of segments. */
export const matchesPath = (segments: readonly string[], pattern: readonly string[]): boolean => {
  const [first, ...others] = pattern
  if (first === undefined) return segments.length === 0
  if (first === '**')
    return matchesPath(segments, others) || (segments.length > 0 && matchesPath(segments.slice(1), pattern))
  const [segment, ...rest] = segments
  return segment !== undefined && matchesWildcards(segment, first) && matchesPath(rest, others)
}

type Part = 'run' | ((character: string) => boolean)

const patterns = new Map<string, readonly Part[]>()

const partsOf = (pattern: string): readonly Part[] => {
  const known = patterns.get(pattern)
  if (known !== undefined) return known
  const parts = Array.from(pattern.matchAll(/\*+|\[!?\]?[^\]]*\]|[^]/gu), ([text]) => partOf(text))
  patterns.set(pattern, parts)
  return parts
}

const partOf = (text: string): Part => {
  if (text.startsWith('*')) return 'run'
  if (text === '?') return () => true
  if (text.startsWith('[') && text.length > 2) return setOf(text.slice(1, -1))
  return (character) => character === text
}

const setOf = (text: string): Part => {
  const isNegated = text.startsWith('!') && text.length > 1
  const ranges = Array.from((isNegated ? text.slice(1) : text).matchAll(/([^])-([^])|([^])/gu), (found) => {
    const [, low, high, one = ''] = found
    return [low ?? one, high ?? one] as const
  })
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== isNegated
}
