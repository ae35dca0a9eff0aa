import { type Diagnostic, diagnose, type Staged } from '../diagnostics/index.ts'

/**
 * Names and values of an environment file: `NAME=value` lines, `#` comments, `export` in front, values in single
 * quotes (as written) or double quotes (`\n`, `\t`, `\"`, `\\`, `\$`), both over several lines. Reports MR1045, MR1046.
 */
export const parseEnvFile = (text: string, file: string): Staged<Readonly<Record<string, string>>> => {
  const values: Record<string, string> = {}
  const diagnostics: Diagnostic[] = []
  const content = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  let line = 1
  let at = 0
  while (at < content.length) {
    const entry = entryAt(content, at)
    const place = { file, line, column: 1 }
    if (entry.kind === 'malformed') diagnostics.push(diagnose('MR1045', {}, place))
    else if (entry.kind === 'unclosed') diagnostics.push(diagnose('MR1046', { name: entry.name }, place))
    else if (entry.kind === 'value')
      Object.defineProperty(values, entry.name, { ...member, value: entry.value })
    line += content.slice(at, entry.end).split('\n').length
    at = entry.end + 1
  }
  return { value: values, diagnostics }
}

/** Also right for a variable that is called `__proto__`. */
const member = { enumerable: true, configurable: true, writable: true } as const

/** `end` is the offset of the line break behind the entry, or the end of the text. */
type Entry = { readonly end: number } & (
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  | { readonly kind: 'unclosed'; readonly name: string }
  | { readonly kind: 'malformed' | 'blank' }
)

const entryAt = (content: string, at: number): Entry => {
  const lineEnd = endOfLine(content, at)
  const line = content.slice(at, lineEnd)
  if (/^\s*(?:#.*)?$/.test(line)) return { kind: 'blank', end: lineEnd }
  const head = /^\s*(?:export\s+)?([A-Za-z_]\w*)[ \t]*=[ \t]*/.exec(line)
  const name = head?.[1]
  if (head === null || name === undefined) return { kind: 'malformed', end: lineEnd }
  const start = at + head[0].length
  const quote = content[start]
  if (quote !== '"' && quote !== "'") {
    const value = content
      .slice(start, lineEnd)
      .replace(/(?:^|\s)#.*$/, '')
      .trimEnd()
    return { kind: 'value', name, value, end: lineEnd }
  }
  const body = (quote === '"' ? /"((?:[^"\\]|\\[^])*)"/y : /'([^']*)'/y) satisfies RegExp
  body.lastIndex = start
  const match = body.exec(content)
  if (match === null) return { kind: 'unclosed', name, end: lineEnd }
  const end = endOfLine(content, body.lastIndex)
  if (!/^\s*(?:#.*)?$/.test(content.slice(body.lastIndex, end))) return { kind: 'malformed', end }
  const inner = match[1] ?? ''
  return { kind: 'value', name, value: quote === '"' ? unescapeText(inner) : inner, end }
}

const endOfLine = (content: string, at: number): number => {
  const end = content.indexOf('\n', at)
  return end < 0 ? content.length : end
}

const unescapeText = (text: string): string =>
  text.replaceAll(/\\([^])/g, (whole, letter: string) => {
    const escapes: Readonly<Record<string, string>> = {
      n: '\n',
      t: '\t',
      r: '\r',
      '"': '"',
      '\\': '\\',
      $: '$',
    }
    return escapes[letter] ?? whole
  })
