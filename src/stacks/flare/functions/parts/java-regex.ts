/** A Java regular expression as RE2 reads it, or why RE2 cannot run it. */
export type RegexTranslation =
  | { readonly kind: 'regex'; readonly regex: string; readonly groups: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string }

const classes: Readonly<Record<string, string>> = {
  Lower: '[:lower:]',
  Upper: '[:upper:]',
  Alpha: '[:alpha:]',
  Digit: '[:digit:]',
  Alnum: '[:alnum:]',
  Punct: '[:punct:]',
  Space: '[:space:]',
  Blank: '[:blank:]',
  XDigit: '[:xdigit:]',
  ASCII: '[:ascii:]',
  Cntrl: '[:cntrl:]',
  Graph: '[:graph:]',
  Print: '[:print:]',
  IsAlphabetic: '\\p{L}',
  IsLetter: '\\p{L}',
  IsDigit: '\\p{Nd}',
}

/**
 * Translates what the two languages spell differently, and refuses what RE2 lacks: look-around, back-references,
 * possessive quantifiers, atomic groups and intersections of character classes.
 */
export const translateJavaRegex = (pattern: string): RegexTranslation => {
  const refused = (reason: string): RegexTranslation => ({ kind: 'refused', reason })
  const groups: string[] = []
  let out = ''
  let depth = 0
  for (let i = 0; i < pattern.length; i++) {
    const rest = pattern.slice(i)
    const char = pattern.charAt(i)
    if (char === '\\') {
      const named = /^\\([pP])\{(\w+)\}/.exec(rest)
      const unicode = /^\\u([0-9a-fA-F]{4})/.exec(rest)
      const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest)
      const next = pattern.charAt(i + 1)
      if (next === '') return refused('it ends with a backslash')
      if (depth === 0 && /[1-9]/.test(next)) return refused('it uses a back-reference')
      if (next === 'k') return refused('it uses a back-reference')
      if (next === 'G') return refused('it uses \\G')
      if (named !== null) {
        const known = classes[named[2] ?? '']
        const body = known ?? `\\p{${(named[2] ?? '').replace(/^Is/, '')}}`
        const negated = named[1] === 'P'
        if (depth > 0 && negated && known?.startsWith('[:') === true) out += body.replace('[:', '[:^')
        else if (depth > 0) out += negated ? body.replace('\\p', '\\P') : body
        else
          out += body.startsWith('[:')
            ? `[${negated ? body.replace('[:', '[:^') : body}]`
            : negated
              ? body.replace('\\p', '\\P')
              : body
        i += named[0].length - 1
      } else if (unicode !== null) {
        out += `\\x{${unicode[1]}}`
        i += unicode[0].length - 1
      } else if (quoted !== null) {
        out += (quoted[1] ?? '').replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
        i += quoted[0].length - 1
      } else {
        const horizontal = '\\t\\x{20}\\x{A0}\\x{1680}\\x{180E}\\x{2000}-\\x{200A}\\x{202F}\\x{205F}\\x{3000}'
        if (next === 'h') out += depth > 0 ? horizontal : `[${horizontal}]`
        else if (next === 'R' && depth === 0) out += '(?:\\r\\n|[\\n\\x0B\\f\\r\\x{85}\\x{2028}\\x{2029}])'
        else if (next === 'Z' && depth === 0) out += '(?:\\r?\\n)?\\z'
        else if (next === 'e') out += '\\x1B'
        // Java's \s has the vertical tab, RE2's has not.
        else if (next === 's') out += depth > 0 ? '\\s\\x0B' : '[\\s\\x0B]'
        else if (next === 'S' && depth === 0) out += '[^\\s\\x0B]'
        // An escaped character that means itself: RE2 refuses needless escapes of letters and non-ASCII only.
        else if (next.charCodeAt(0) > 127 || next === '"' || next === "'") out += next
        else out += char + next
        i++
      }
    } else if (depth > 0) {
      if (rest.startsWith('&&')) return refused('it intersects character classes with &&')
      if (char === '[') {
        if (!rest.startsWith('[:')) return refused('it nests character classes')
        out += '\\['
      } else {
        if (char === ']' && !/\[\^?$/.test(out)) depth--
        out += char
      }
    } else if (char === '[') {
      depth++
      out += char
      if (pattern.charAt(i + 1) === '^') {
        out += '^'
        i++
      }
    } else if (rest.startsWith('(?')) {
      if (/^\(\?<?[=!]/.test(rest)) return refused('it looks around with (?=, (?!, (?<= or (?<!')
      if (rest.startsWith('(?>')) return refused('it has an atomic group')
      const name = /^\(\?<([A-Za-z][A-Za-z0-9]*)>/.exec(rest)
      if (name === null) out += char
      else {
        groups.push(name[1] ?? '')
        out += `(?P<${name[1]}>`
        i += name[0].length - 1
      }
    } else if (/^[*+?}]\+/.test(rest)) return refused('it has a possessive quantifier')
    else out += char
  }
  if (depth > 0) return refused('a character class is not closed')
  return { kind: 'regex', regex: out, groups }
}
