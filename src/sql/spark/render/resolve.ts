import { nearest } from '../../../base/nearest.ts'
import { diagnose } from '../../../diagnostics/index.ts'
import { ident } from '../../quote.ts'
import type { Engine } from '../engines/engine.ts'
import { Mistaken, Refused } from '../refusals.ts'
import type { Column, Context, Rendered, Scope, Source } from '../scope.ts'
import { becomes } from '../spark-types/castable.ts'
import { type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import type { Call, Name } from '../tree.ts'

/** The column that a dotted name means, as Spark resolves it: lambda parameters, sources, aliases, outer queries. */
export const resolveColumn = (context: Context, scope: Scope, parts: readonly Name[]): Rendered => {
  const last = parts.at(-1)?.text ?? ''
  const found = lookUp(context.engine, scope, parts)
  if (found !== undefined) return found
  const uncertain = hasUnknown(scope)
  const head = parts[0]
  if (!uncertain && head !== undefined) {
    const named = parts.length > 1 ? sourceNamed(scope, head.text) : undefined
    const struct = memberOf(context.engine, scope, parts)
    const owner = named === undefined && parts.length > 1 ? lookUp(context.engine, scope, [head]) : undefined
    if (owner !== undefined && struct === undefined && !/^(?:unknown|null)$/.test(owner.type.kind)) {
      const refused = new Mistaken(`a field of ${head.text}, which is of type ${sparkName(owner.type)},`)
      refused.span = parts[1]?.span
      throw refused
    }
    const isTable = named === undefined && struct === undefined && parts.length > 1
    const at = struct?.name ?? (named === undefined ? head : parts[1]) ?? head
    const columns = named === undefined ? visible(scope) : (named.columns ?? [])
    const candidates = struct?.members ?? columns.map((column) => column.name)
    context.report(
      diagnose(
        'MR2003',
        {
          name: isTable ? parts.map(({ text }) => text).join('.') : at.text,
          near: isTable ? nearestSource(scope, parts) : nearest(at.text, candidates),
          relation: struct === undefined ? named?.alias : undefined,
        },
        context.statement.place(at.span.offset, at.span.length),
      ),
    )
  }
  return {
    sql: parts.map((part) => ident(part.text)).join('.'),
    type: types.unknown,
    label: last,
    inputs: undefined,
  }
}

/** The source that has a column of such a name, or that is called nearly so. */
const nearestSource = ({ sources }: Scope, [head, second]: readonly Name[]): string | undefined =>
  nearest(
    head?.text ?? '',
    sources.map(({ alias }) => alias),
  ) ?? sources.find(({ columns }) => columnsNamed(columns ?? [], second?.text ?? '').length === 1)?.alias

/** The column that is meant where a function is named without brackets; undefined where there is none. */
export const columnBefore = ({ engine }: Context, scope: Scope, call: Call): Rendered | undefined =>
  call.bare === true && !hasUnknown(scope)
    ? lookUp(engine, scope, [{ text: call.name, span: call.span }])
    : undefined

/** Whether a name is a column of the sources here, not one from around a subquery. */
export const isOwnColumn = ({ engine }: Context, scope: Scope, parts: readonly Name[]): boolean =>
  lookUp(engine, { ...scope, parent: undefined, aliases: new Map(), lambdas: new Map() }, parts) !== undefined

/** The first name of a dotted one that its struct does not have, with the names that it has. */
const memberOf = (
  engine: Engine,
  scope: Scope,
  parts: readonly Name[],
): { readonly name: Name; readonly members: readonly string[] } | undefined => {
  for (let i = parts.length - 1; i > 0; i--) {
    const found = lookUp(engine, scope, parts.slice(0, i))
    const name = parts[i]
    if (found?.type.kind === 'struct' && name !== undefined)
      return { name, members: found.type.fields.map((field) => field.name) }
  }
  return undefined
}

const lookUp = (engine: Engine, scope: Scope, parts: readonly Name[]): Rendered | undefined => {
  const [head, second] = parts
  if (head === undefined) return undefined
  const name = head.text.toLowerCase()
  const parameter = scope.lambdas.get(name)
  if (parameter !== undefined) return fields(engine, parameter, parts.slice(1))
  const alias = scope.aliases.get(name)
  if (scope.aliasesFirst && alias !== undefined && parts.length === 1) return alias
  const source = second === undefined ? undefined : sourceNamed({ ...scope, parent: undefined }, head.text)
  if (source !== undefined && second !== undefined) {
    const [column, other] = columnsNamed(source.columns ?? [], second.text)
    if (other !== undefined) throw new Mistaken(`${head.text}.${second.text}, which is several columns,`)
    if (column !== undefined) return fields(engine, { ...column, label: second.text }, parts.slice(2))
    if (source.columns === undefined) {
      const inputs =
        source.relation === undefined ? undefined : new Set([JSON.stringify([source.relation, second.text])])
      const raw = {
        sql: `${ident(source.alias)}.${ident(second.text)}`,
        type: types.unknown,
        label: second.text,
        inputs,
      }
      return fields(engine, raw, parts.slice(2))
    }
  }
  const merged = columnNamed(scope.merged, head.text)
  if (merged !== undefined && columnsNamed(scope.shown ?? [], head.text).length > 1)
    throw several(scope, head)
  if (merged !== undefined) return fields(engine, { ...merged, label: head.text }, parts.slice(1))
  const [column, other] = scope.sources.flatMap((source) => columnsNamed(source.columns ?? [], head.text))
  if (column !== undefined && (other === undefined || alias === undefined)) {
    if (other !== undefined) throw several(scope, head)
    return fields(engine, { ...column, label: head.text }, parts.slice(1))
  }
  if (alias !== undefined) return fields(engine, alias, parts.slice(1))
  const only = scope.sources.length === 1 && scope.parent === undefined ? scope.sources[0] : undefined
  if (only?.columns === undefined && only?.relation !== undefined && parts.length === 1)
    return {
      sql: `${ident(only.alias)}.${ident(head.text)}`,
      type: types.unknown,
      label: head.text,
      inputs: new Set([JSON.stringify([only.relation, head.text])]),
    }
  if (scope.sources.some((candidate) => candidate.columns === undefined)) return undefined
  if (scope.parent === undefined) return undefined
  // Spark looks no further than one query around.
  const outer = lookUp(engine, { ...scope.parent, parent: undefined }, parts)
  if (outer === undefined) return undefined
  scope.parent.taken?.push(outer.label)
  return scope.parent.beside ? { ...outer, label: outerLabel(scope.parent, outer) } : outer
}

/** In HAVING Spark may take what the SELECT calls so. */
const several = ({ aliasesFirst }: Scope, { text }: Name): Refused => {
  const what = `${text}, which is a column of several tables,`
  return aliasesFirst ? new Refused(what, 'name the table, or write the value out') : new Mistaken(what)
}

/** How a name in LATERAL that is not a column as it stands shows what it reads from before it. */
const outerLabel = ({ sources }: Scope, { sql, label }: Rendered): string => {
  const owner = sources.find(({ columns }) => columns?.some((column) => sql.includes(column.sql)))
  const [column = '', ...fields] = label.split('.')
  const whole = `outer(${owner === undefined ? '' : `${owner.alias}.`}${column})`
  return [whole, ...fields].join('.') + (fields.length === 0 ? '' : ` as ${fields.at(-1)}`)
}

/** Steps into structs and maps by name; undefined where the type says that there is no such field. */
const fields = (engine: Engine, value: Rendered, names: readonly Name[]): Rendered | undefined => {
  let current = value
  for (const name of names) {
    const next = fieldOf(engine, current, name.text)
    if (next === undefined) return undefined
    current = next
  }
  return current
}

export const fieldOf = (engine: Engine, value: Rendered, name: string): Rendered | undefined => {
  const { type } = value
  const { nested } = engine
  const label = `${value.label}.${name}`
  if (type.kind === 'struct') {
    const member = type.fields.find((field) => field.name.toLowerCase() === name.toLowerCase())
    if (member === undefined) return undefined
    return { ...value, sql: nested.field(value.sql, member.name), type: member.type, label }
  }
  if (type.kind === 'map')
    return {
      ...value,
      sql: valueNamed(engine, value.sql, type.key, name),
      type: type.value,
      label: `${value.label}[${name}]`,
    }
  if (type.kind === 'array' && type.element.kind === 'struct') {
    const member = type.element.fields.find((field) => field.name.toLowerCase() === name.toLowerCase())
    if (member === undefined) return undefined
    return {
      ...value,
      sql: nested.fieldOfEach(value.sql, member.name),
      type: { kind: 'array', element: member.type },
      label,
    }
  }
  if (type.kind === 'unknown') return { ...value, sql: nested.field(value.sql, name), label }
  return undefined
}

/** The value of a map at a key that is written as a name, which is text. */
const valueNamed = (
  { nested, constants, types: { cast } }: Engine,
  map: string,
  key: SparkType,
  name: string,
): string => {
  if (key.kind === 'string' || key.kind === 'unknown') return nested.valueNamed(map, name)
  if (!becomes(types.string, key)) throw new Mistaken(`the key ${name} of a map of ${sparkName(key)}`)
  return nested.valueAt(map, cast({ sql: constants.text(name), type: types.string }, key))
}

const columnsNamed = (columns: readonly Column[], name: string): readonly Column[] =>
  columns.filter((column) => column.name.toLowerCase() === name.toLowerCase())

export const columnNamed = (columns: readonly Column[], name: string): Column | undefined =>
  columns.find((column) => column.name.toLowerCase() === name.toLowerCase())

export const sourceNamed = (scope: Scope, name: string): Source | undefined => {
  const [found, other] = scope.sources.filter(({ alias }) => alias.toLowerCase() === name.toLowerCase())
  if (other !== undefined)
    throw new Mistaken(`${name}, which is the name of several tables,`, 'give them aliases')
  return (
    found ??
    (scope.parent === undefined ? undefined : sourceNamed({ ...scope.parent, parent: undefined }, name))
  )
}

const hasUnknown = (scope: Scope): boolean =>
  scope.sources.some((source) => source.columns === undefined) ||
  (scope.parent !== undefined && hasUnknown(scope.parent))

const visible = (scope: Scope): readonly Column[] => [
  ...scope.sources.flatMap((source) => source.columns ?? []),
  ...(scope.parent === undefined ? [] : visible(scope.parent)),
]
