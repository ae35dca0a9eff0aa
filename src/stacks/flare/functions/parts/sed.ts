import { translateJavaRegex } from './java-regex.ts'

/** A sed replacement for DuckDB: an RE2 pattern, a rewrite with \1, and the flags. */
export type SedReplacement = {
  readonly kind: 'replacement'
  /** As it is written, Java's. */
  readonly pattern: string
  readonly regex: string
  readonly rewrite: string
  readonly flags: string
}

export type SedParse =
  | SedReplacement
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'unsupported'; readonly regex: string; readonly reason: string }

/**
 * Reads s/regex/new/flags. The character after `s` separates; escaped, it is itself. The regex is Java's; the new
 * text may name groups as $1 or \1. Flags: g all matches, i ignore case.
 */
export const parseSed = (expression: string): SedParse => {
  const malformed = (reason: string): SedParse => ({ kind: 'malformed', reason })
  const text = expression.trim()
  if (!text.startsWith('s')) return malformed('it does not start with s')
  const separator = text.charAt(1)
  if (separator === '' || /[\sA-Za-z0-9\\]/.test(separator))
    return malformed('the separator after s is missing')
  const parts = splitUnescaped(text.slice(2), separator)
  if (parts.length < 3) return malformed(`it needs three ${separator}`)
  if (parts.length > 3)
    return malformed(`there are too many ${separator}; escape those that are meant as text`)
  const [pattern = '', replacement = '', flags = ''] = parts
  if (pattern === '') return malformed('the regex is empty')
  if (!/^[gi]*$/.test(flags)) return malformed(`"${flags}" is not a flag; g and i are`)
  const translated = translateJavaRegex(pattern)
  if (translated.kind === 'refused') return { kind: 'unsupported', regex: pattern, reason: translated.reason }
  const rewrite = toRewrite(replacement)
  return { kind: 'replacement', pattern, regex: translated.regex, rewrite, flags }
}

const splitUnescaped = (text: string, separator: string): readonly string[] => {
  const parts = ['']
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    const last = parts.length - 1
    if (char === '\\' && i + 1 < text.length) {
      const next = text.charAt(++i)
      parts[last] += next === separator ? next : char + next
    } else if (char === separator) parts.push('')
    else parts[last] += char
  }
  return parts
}

const toRewrite = (replacement: string): string => {
  let out = ''
  for (let i = 0; i < replacement.length; i++) {
    const char = replacement.charAt(i)
    const next = replacement.charAt(i + 1)
    if (char === '\\' && /[0-9]/.test(next)) out += char + replacement.charAt(++i)
    else if (char === '\\' && next !== '') {
      i++
      out += next === '\\' ? '\\\\' : next === 'n' ? '\n' : next === 't' ? '\t' : next
    } else if (char === '$' && /[0-9]/.test(next)) out += `\\${replacement.charAt(++i)}`
    else out += char === '\\' ? '\\\\' : char
  }
  return out
}

/** The new text as Java's `replaceAll` takes it. */
export const javaReplacement = ({ rewrite }: SedReplacement): string =>
  rewrite.replaceAll(/\\(\d|\\)|\$/g, (found, part: string | undefined) =>
    part === undefined ? `\\${found}` : part === '\\' ? '\\\\' : `$${part}`,
  )

/** The replacement on one text, as `regexp_replace` would do it. For names, which no engine sees. */
export const applySed = (sed: SedReplacement, text: string): string => {
  const source = sed.regex
    .replaceAll('(?P<', '(?<')
    .replace(/\\x\{([0-9A-Fa-f]+)\}/g, (_, hex: string) => `\\u${hex.padStart(4, '0')}`)
  const names = Object.entries(posixClasses)
  const portable = names.reduce((regex, [name, body]) => regex.replaceAll(name, body), source)
  return text.replace(
    new RegExp(portable, [...new Set(sed.flags.split(''))].join('')),
    (...found: unknown[]) => {
      // Groups end where the offset, the only number, stands.
      const count = found.findIndex((part) => typeof part === 'number')
      const groups = found.slice(0, count).map((group) => (typeof group === 'string' ? group : ''))
      return sed.rewrite.replace(/\\(\d|\\)/g, (_, part: string) =>
        part === '\\' ? '\\' : (groups[Number(part)] ?? ''),
      )
    },
  )
}

const posixClasses: Readonly<Record<string, string>> = {
  '[:lower:]': 'a-z',
  '[:upper:]': 'A-Z',
  '[:alpha:]': 'A-Za-z',
  '[:digit:]': '0-9',
  '[:alnum:]': 'A-Za-z0-9',
  '[:space:]': '\\s',
  '[:blank:]': ' \\t',
  '[:xdigit:]': '0-9A-Fa-f',
  '[:punct:]': '!-\\/:-@\\[-`{-~',
}
