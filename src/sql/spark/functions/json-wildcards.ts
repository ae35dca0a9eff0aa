import { type Step, stepsOf } from './json-path.ts'

/*
 * JSON paths with [*] that no query of the engine answers as Spark does: what Hive once made of several of them.
 * Source: GetJsonObject.evaluatePath. Documents have passed `spark_json`, so they are valid.
 */

type Tree =
  | { readonly kind: 'array'; readonly items: readonly Tree[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Tree])[] }
  | { readonly kind: 'text'; readonly text: string }
  /** A number, true, false or null, as it is written. */
  | { readonly kind: 'word'; readonly word: string }

/** Keeps numbers as they are written, and members of one name. */
const treeOf = (json: string): Tree => {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/gs) ?? []
  let at = 0
  const text = (): string => String(JSON.parse(tokens[at++] ?? '""'))
  const read = (): Tree => {
    const token = tokens[at] ?? 'null'
    if (token.startsWith('"')) return { kind: 'text', text: text() }
    at++
    if (token !== '[' && token !== '{') return { kind: 'word', word: token }
    const items: Tree[] = []
    const members: (readonly [string, Tree])[] = []
    const end = token === '[' ? ']' : '}'
    while (at < tokens.length && tokens[at] !== end) {
      if (tokens[at] === ',') at++
      else if (token === '[') items.push(read())
      else {
        const name = text()
        at++
        members.push([name, read()])
      }
    }
    at++
    return token === '[' ? { kind: 'array', items } : { kind: 'object', members }
  }
  return read()
}

/** What is written at one level. Where Jackson writes bytes it escapes characters beyond 16 bits. */
type Output = { readonly bytes: boolean; readonly values: string[] }

const quoted = (text: string, bytes: boolean): string => {
  const escaped = JSON.stringify(text).replaceAll(
    /\\u[0-9a-f]{4}/g,
    (code) => `\\u${code.slice(2).toUpperCase()}`,
  )
  if (!bytes) return escaped
  return escaped.replaceAll(/[\u{10000}-\u{10ffff}]/gu, (pair) =>
    [0, 1].map((i) => `\\u${pair.charCodeAt(i).toString(16).toUpperCase()}`).join(''),
  )
}

const written = (tree: Tree, bytes: boolean): string => {
  switch (tree.kind) {
    case 'array':
      return `[${tree.items.map((item) => written(item, bytes)).join(',')}]`
    case 'object':
      return `{${tree.members.map(([name, value]) => `${quoted(name, bytes)}:${written(value, bytes)}`).join(',')}}`
    case 'text':
      return quoted(tree.text, bytes)
    case 'word':
      return tree.word
  }
}

/** `flat` takes arrays apart where the path ends; `quoted` keeps an array for one match, too. */
type Style = 'raw' | 'quoted' | 'flat'

/** Writes what the path leads to, and says whether there is anything. What is written counts either way. */
const find = (tree: Tree, path: readonly Step[], style: Style, output: Output): boolean => {
  const [step, next] = path
  if (step === undefined) {
    if (tree.kind === 'array' && style === 'flat')
      return some(tree.items, (item) => find(item, [], style, output))
    output.values.push(written(tree, output.bytes))
    return true
  }
  const rest = path.slice(1)
  if (tree.kind === 'object' && step.kind === 'name')
    return tree.members.some(
      ([name, value]) =>
        name === step.name &&
        !(value.kind === 'word' && value.word === 'null') &&
        find(value, rest, style, output),
    )
  if (tree.kind !== 'array' || step.kind === 'name') return false
  const { items } = tree
  if (step.kind === 'index') {
    const item = items[Number(step.index)]
    return item !== undefined && find(item, rest, next?.kind === 'all' ? 'quoted' : style, output)
  }
  if (next?.kind === 'all' || style === 'quoted') {
    const inner: Output = { bytes: output.bytes, values: [] }
    const [after, how] = next?.kind === 'all' ? [path.slice(2), 'flat' as const] : [rest, style]
    const isFound = some(items, (item) => find(item, after, how, inner))
    output.values.push(`[${inner.values.join(',')}]`)
    return isFound
  }
  const inner: Output = { bytes: false, values: [] }
  const found = items.filter((item) => find(item, rest, style === 'raw' ? 'quoted' : style, inner)).length
  const all = inner.values.join(',')
  if (found > 0) output.values.push(found > 1 ? `[${all}]` : all)
  return found > 0
}

/** Looks at all of them. */
const some = (items: readonly Tree[], test: (item: Tree) => boolean): boolean => items.filter(test).length > 0

/** What a path with [*] leads to, with numbers as the document has them; nothing where it leads nowhere. */
export const jsonWildcards = ([json = '', path = '']: readonly string[]): readonly string[] => {
  const output: Output = { bytes: true, values: [] }
  return find(treeOf(json), stepsOf(path) ?? [], 'raw', output) ? [output.values.join('')] : []
}
