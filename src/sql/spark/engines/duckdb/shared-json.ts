import { ident, literal } from '../../../quote.ts'
import type { Computing } from '../engine.ts'

/*
 * Functions of JSON first make sure that a document is one to Spark, and parse it then, each on its own. Where a SELECT
 * reads several times out of a column of its only source, a query around that source does it once: it has the document,
 * and of several members a struct, as columns of their own, which the functions name instead.
 */

const column = String.raw`((?:"(?:[^"]|"")+"\.)?"(?:[^"]|"")+")`
const document = String.raw`spark_json\(${column}\)`
const member = String.raw`spark_json_(at|int_at|bigint_at)\(${document}, ('(?:[^']|'')*')\)`
const quoted = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"`
const strings = new RegExp(quoted, 'g')
const tokens = new RegExp(String.raw`${member}|${quoted}|\b(?:CASE|END|lambda)\b|[()]`, 'g')

type Member = { readonly column: string; readonly path: string }

/** The members that an expression reads whatever its conditions are. */
const membersOf = (expression: string): readonly Member[] => {
  const found: Member[] = []
  let cases = 0
  let depth = 0
  let lambda: number | undefined
  for (const [text, , of, path] of expression.matchAll(tokens)) {
    if (text === 'CASE') cases += 1
    else if (text === 'END') cases -= 1
    else if (text === 'lambda') lambda ??= depth
    else if (text === '(') depth += 1
    else if (text === ')') {
      depth -= 1
      if (lambda !== undefined && depth < lambda) lambda = undefined
    } else if (of !== undefined && path !== undefined && cases === 0 && lambda === undefined)
      found.push({ column: of, path })
  }
  return found
}

/** The names that a path consists of, where they can be names of a struct. */
const namesOf = (path: string): readonly string[] | undefined =>
  /^'\$(?:\."\w+")+'$/.test(path) ? [...path.matchAll(/"(\w+)"/g)].map(([, name = '']) => name) : undefined

type Shape = ReadonlyMap<string, Shape | 'VARCHAR'>

/** A structure with one more member; undefined where the engine has no room for it beside the others. */
const withMember = (shape: Shape, [name = '', ...rest]: readonly string[]): Shape | undefined => {
  const before = shape.get(name)
  const sameForEngine = [...shape.keys()].some((other) => other.toLowerCase() === name.toLowerCase())
  if (before === 'VARCHAR' || (before === undefined ? sameForEngine : rest.length === 0)) return undefined
  const inner = rest.length === 0 ? 'VARCHAR' : withMember(before ?? new Map<string, Shape>(), rest)
  return inner === undefined ? undefined : new Map([...shape, [name, inner]])
}

const printed = (shape: Shape | 'VARCHAR'): string =>
  shape === 'VARCHAR'
    ? '"VARCHAR"'
    : `{${[...shape].map(([name, inner]) => `"${name}":${printed(inner)}`).join(',')}}`

type Reading = { readonly name: string; readonly sql: string }

/** What is read out of a document, by paths, and the columns that it is read from. */
const readings = (
  json: string,
  name: string,
  paths: ReadonlySet<string>,
): { readonly columns: readonly Reading[]; readonly members: ReadonlyMap<string, string> } => {
  let shape: Shape = new Map()
  const together = new Map<string, readonly string[]>()
  for (const path of paths) {
    const names = namesOf(path)
    const wider = names === undefined ? undefined : withMember(shape, names)
    if (names === undefined || wider === undefined) continue
    shape = wider
    together.set(path, names)
  }
  const whole = ident(`${name} members`)
  const columns: Reading[] = []
  const members = new Map<string, string>()
  if (together.size > 1)
    columns.push({ name: whole, sql: `json_transform(${json}, ${literal(printed(shape))})` })
  for (const [i, path] of [...paths].entries()) {
    const names = together.size > 1 ? together.get(path) : undefined
    if (names === undefined) {
      const own = ident(`${name} member ${i}`)
      columns.push({ name: own, sql: `json_extract_string(${json}, ${path})` })
      members.set(path, own)
    } else {
      members.set(
        path,
        names.reduce<string>((of, one) => `struct_extract(${of}, ${literal(one)})`, whole),
      )
    }
  }
  return { columns, members }
}

/** The name of a source that is one table or one subquery. */
const aliasOf = (source: string): string | undefined => {
  const [, body = '', alias] = /^(.*) AS ("(?:[^"]|"")+")$/s.exec(source) ?? []
  if (alias === undefined) return undefined
  if (/^(?:"(?:[^"]|"")+"\.)*"(?:[^"]|"")+"$/.test(body)) return alias
  let depth = 0
  const bare = body.replaceAll(strings, (text) => ' '.repeat(text.length))
  const isWhole = bare.split('').every((sign, i) => {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
    return depth > 0 || i === bare.length - 1
  })
  return isWhole && bare.startsWith('(') ? alias : undefined
}

/** A SELECT whose source is one table or subquery, read by expressions without subqueries of their own. */
export const shareDocuments = (select: Computing): Computing => {
  const alias = aliasOf(select.source)
  const expressions = [...select.columns, ...select.group, ...select.having, ...select.order]
  const found = expressions.flatMap(membersOf).filter((one) => one.column.startsWith(`${alias}.`))
  const isOpen = (text: string): boolean => /\bSELECT\b|(?:^|\.)\*$/.test(text.replaceAll(strings, '_'))
  if (alias === undefined || found.length === 0 || expressions.some(isOpen)) return select
  const around = (source: string, made: readonly Reading[]): string =>
    `(SELECT *, ${made.map(({ name, sql }) => `${sql} AS ${name}`).join(', ')} FROM ${source}) AS ${alias}`
  const read = new Map(
    [...new Set(found.map((one) => one.column))].map((of, i) => {
      const paths = new Set(found.filter((one) => one.column === of).map(({ path }) => path))
      const name = `spark json ${i}`
      return [of, { json: ident(name), ...readings(ident(name), name, paths) }] as const
    }),
  )
  const documents = [...read].map(([of, { json }]) => ({ name: json, sql: `spark_json(${of})` }))
  const made = [...read.values()].flatMap((one) => one.columns)
  const replaced = new RegExp(String.raw`${member}|${document}|${quoted}`, 'g')
  const write = (expression: string): string =>
    expression.replaceAll(
      replaced,
      (text: string, kind?: string, inMember?: string, path?: string, alone?: string) => {
        const one = read.get(inMember ?? alone ?? '')
        if (one === undefined) return text
        if (path === undefined) return one.json
        const value = one.members.get(path)
        if (value === undefined) return `spark_json_${kind}(${one.json}, ${path})`
        if (kind !== 'at') return `spark_json_${kind?.replace('_at', '')}(${value})`
        return `coalesce(spark_json_near(${value}), CASE WHEN ${value} IS NOT NULL THEN spark_json_rest(${one.json}, ${path}) END)`
      },
    )
  return {
    source: around(around(select.source, documents), made),
    columns: select.columns.map(write),
    group: select.group.map(write),
    having: select.having.map(write),
    order: select.order.map(write),
  }
}
