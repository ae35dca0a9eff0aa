/** A pattern that was compiled once. A malformed one says why, as a clause. */
export type Glob =
  | { readonly kind: 'glob'; readonly matches: (text: string) => boolean }
  | { readonly kind: 'malformed'; readonly reason: string }

type Part =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'run' }
  | { readonly kind: 'deep' }
  /** `**` that fills whole levels: nothing, or any run that ends with a separator. */
  | { readonly kind: 'levels' }
  | {
      readonly kind: 'set'
      readonly negated: boolean
      readonly ranges: readonly (readonly [string, string])[]
    }
  | { readonly kind: 'either'; readonly branches: readonly (readonly Part[])[] }

/**
 * Compiles a glob: `?` one character and `*` a run inside one level, `**` a run across levels, `[a-z]`, `[!a-z]`,
 * `{a,b}` (nests) and `\` as escape. `separators` are the characters that part levels. Source: policies spec 2.
 */
export const compileGlob = (pattern: string, separators: string): Glob => {
  const parsed = parse(Array.from(pattern), separators)
  if (parsed.kind === 'malformed') return parsed
  const literal = literalOf(parsed.parts)
  // Most patterns are plain names, and each is asked about every dataset and column.
  if (literal !== undefined) return { kind: 'glob', matches: (text) => text === literal }
  return {
    kind: 'glob',
    matches: (text) => {
      const characters = Array.from(text)
      return advance(parsed.parts, new Set([0]), characters, separators).has(characters.length)
    },
  }
}

/** The one text that a pattern without wildcards matches. */
const literalOf = (parts: readonly Part[]): string | undefined => {
  let text = ''
  for (const part of parts) {
    if (part.kind !== 'character') return undefined
    text += part.character
  }
  return text
}

// All reachable positions travel together, so that no pattern takes more than pattern length times text length squared.
const advance = (
  parts: readonly Part[],
  from: ReadonlySet<number>,
  text: readonly string[],
  separators: string,
): ReadonlySet<number> =>
  parts.reduce<ReadonlySet<number>>((positions, part) => step(part, positions, text, separators), from)

const step = (
  part: Part,
  from: ReadonlySet<number>,
  text: readonly string[],
  separators: string,
): ReadonlySet<number> => {
  const parts = (character: string | undefined) => character !== undefined && separators.includes(character)
  const next = new Set<number>()
  if (part.kind === 'either') {
    for (const branch of part.branches)
      for (const position of advance(branch, from, text, separators)) next.add(position)
    return next
  }
  for (const position of from) {
    const character = text[position]
    switch (part.kind) {
      case 'character':
        if (character === part.character) next.add(position + 1)
        break
      case 'one':
        if (character !== undefined && !parts(character)) next.add(position + 1)
        break
      case 'set':
        if (character !== undefined && inSet(part, character) && !(part.negated && parts(character)))
          next.add(position + 1)
        break
      case 'run':
        next.add(position)
        for (let i = position; i < text.length && !parts(text[i]); i++) next.add(i + 1)
        break
      case 'deep':
        for (let i = position; i <= text.length; i++) next.add(i)
        break
      case 'levels':
        next.add(position)
        for (let i = position; i < text.length; i++) if (parts(text[i])) next.add(i + 1)
        break
    }
  }
  return next
}

const inSet = (set: Extract<Part, { kind: 'set' }>, character: string): boolean =>
  set.ranges.some(([low, high]) => low <= character && character <= high) !== set.negated

type Parsed =
  | { readonly kind: 'parts'; readonly parts: readonly Part[]; readonly end: number }
  | { readonly kind: 'malformed'; readonly reason: string }

const malformed = (reason: string): Parsed => ({ kind: 'malformed', reason })

const parse = (pattern: readonly string[], separators: string, start = 0, nested = false): Parsed => {
  const parts: Part[] = []
  let i = start
  for (; i < pattern.length; i++) {
    const character = pattern[i] ?? ''
    if (nested && (character === ',' || character === '}')) return { kind: 'parts', parts, end: i }
    if (character === '\\') {
      const escaped = pattern[++i]
      if (escaped === undefined) return malformed('it ends with a backslash')
      parts.push({ kind: 'character', character: escaped })
    } else if (character === '?') parts.push({ kind: 'one' })
    else if (character === '*') {
      const first = i
      while (pattern[i + 1] === '*') i++
      if (i === first) parts.push({ kind: 'run' })
      else if (wholeLevels(pattern, separators, first, i) && !nested) {
        parts.push({ kind: 'levels' })
        i++
      } else parts.push({ kind: 'deep' })
    } else if (character === '[') {
      const set = parseSet(pattern, i)
      if (typeof set === 'string') return malformed(set)
      parts.push(set.part)
      i = set.end
    } else if (character === '{') {
      const branches: (readonly Part[])[] = []
      do {
        const branch = parse(pattern, separators, i + 1, true)
        if (branch.kind === 'malformed') return branch
        branches.push(branch.parts)
        i = branch.end
      } while (pattern[i] === ',')
      parts.push({ kind: 'either', branches })
    } else if (character === ']' || character === '}') return malformed(`"${character}" closes nothing`)
    else parts.push({ kind: 'character', character })
  }
  return nested ? malformed('"{" is never closed') : { kind: 'parts', parts, end: i }
}

/** Whether the stars from `first` to `last` stand alone between separators, as in `foo:**:bar`, which matches `foo:bar`. */
const wholeLevels = (
  pattern: readonly string[],
  separators: string,
  first: number,
  last: number,
): boolean => {
  const before = pattern[first - 1]
  const after = pattern[last + 1]
  return (
    (before === undefined || separators.includes(before)) && after !== undefined && separators.includes(after)
  )
}

const parseSet = (pattern: readonly string[], start: number): { part: Part; end: number } | string => {
  const negated = pattern[start + 1] === '!'
  const ranges: (readonly [string, string])[] = []
  let i = start + (negated ? 2 : 1)
  const take = (): string | undefined => (pattern[i] === '\\' ? pattern[++i] : pattern[i])
  for (; i < pattern.length && pattern[i] !== ']'; i++) {
    const low = take()
    if (low === undefined) return '"[" is never closed'
    if (pattern[i + 1] === '-' && pattern[i + 2] !== ']' && pattern[i + 2] !== undefined) {
      i += 2
      const high = take()
      if (high === undefined) return '"[" is never closed'
      if (high < low) return `the range ${low}-${high} is upside down`
      ranges.push([low, high])
    } else ranges.push([low, low])
  }
  if (pattern[i] !== ']') return '"[" is never closed'
  if (ranges.length === 0) return '"[]" names no character'
  return { part: { kind: 'set', negated, ranges }, end: i }
}
