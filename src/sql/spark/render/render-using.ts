import { nearest } from '../../../base/nearest.ts'
import { diagnose } from '../../../diagnostics/index.ts'
import { ident } from '../../quote.ts'
import { bothShown, type FromPart } from './from-part.ts'
import { applyBinary } from '../operators.ts'
import { Mistaken, Refused } from '../refusals.ts'
import { columnNamed } from './resolve.ts'
import { type Column, type Context, type Source, union } from '../scope.ts'
import { semiJoin } from './semi-join.ts'
import { commonType, hasMap, isInteger, type SparkType, sparkName, types } from '../spark-types/spark-type.ts'
import type { From, Name } from '../tree.ts'

type How = Extract<From, { kind: 'join' }>['how']

/** A column that both sides have, and what stands for it behind the join. */
type Pair = {
  readonly name: string
  readonly left: Column | undefined
  readonly right: Column | undefined
  readonly merged: Column
}

/** A join by columns that both sides have, which are then one. */
export const renderUsing = (
  context: Context,
  how: How,
  using: readonly Name[],
  left: FromPart,
  right: FromPart,
  conditions: readonly string[],
): FromPart => {
  const { joins } = context.engine.clauses
  for (const name of using) for (const side of [left, right]) tellMissing(context, name, side)
  const pairs = using.map(({ text }) => pairNamed(text, how, left, right))
  const apart = !joins.using || left.split === true || pairs.some((pair) => isApart(pair, how, left))
  const unknown = pairs.find((pair) => pair.left === undefined || pair.right === undefined)
  if (apart && unknown !== undefined)
    throw new Refused(`USING ${unknown.name} of tables whose columns are not known`)
  const onlyLeft = how === 'SEMI' || how === 'ANTI'
  const hidden = new Set(pairs.flatMap((pair) => [pair.left, pair.right]))
  const rest = (onlyLeft ? left.shown : bothShown(left.shown, right.shown))?.filter(
    (column) => !hidden.has(column),
  )
  const columns = pairs.map((pair) => (apart && how === 'FULL' ? united(context, pair) : pair.merged))
  const merged = [
    ...columns,
    ...left.merged.filter((column) => columnNamed(columns, column.name) === undefined),
  ]
  const on = apart ? pairs.flatMap((pair) => equalSides(context, pair)).join(' AND ') : ''
  const shown = bothShown(columns, rest)
  const hiddenNow = [...hiddenKeys(how, pairs), ...(left.hidden ?? []), ...(right.hidden ?? [])]
  const places = [...hiddenNow, ...columns.map(({ sql }) => sql), ...(rest ?? []).map(({ sql }) => sql)]
  const sources = (onlyLeft ? left.sources : [...left.sources, ...right.sources]).map((source) =>
    inPlace(source, places),
  )
  if (apart && onlyLeft && !joins.semi)
    return { ...semiJoin(how === 'ANTI', left, right, on, merged), sources, shown, split: true }
  const by = apart ? `ON ${on}` : `USING (${using.map((name) => ident(name.text)).join(', ')})`
  return {
    sql: `${left.sql} ${how} JOIN ${right.sql} ${by}`,
    sources,
    merged,
    shown,
    hidden: hiddenNow,
    conditions,
    ...(apart ? { split: true } : {}),
  }
}

/** The keys of a side that another one stands for: only a star behind the name of their table has them. */
const hiddenKeys = (how: How, pairs: readonly Pair[]): readonly string[] => {
  const keys = (side: 'left' | 'right') => pairs.flatMap((pair) => pair[side]?.sql ?? [])
  if (how === 'SEMI' || how === 'ANTI') return []
  if (how === 'FULL') return [...keys('left'), ...keys('right')]
  return keys(how === 'RIGHT' ? 'left' : 'right')
}

/** A star behind the name of a table has its columns as the join has them: those of USING first. */
const inPlace = (source: Source, places: readonly string[]): Source => {
  const placeOf = ({ sql }: Column): number => {
    const at = places.indexOf(sql)
    return at === -1 ? places.length : at
  }
  const columns = source.columns?.toSorted((a, b) => placeOf(a) - placeOf(b))
  return columns === undefined ? source : { ...source, columns }
}

const pairNamed = (name: string, how: How, left: FromPart, right: FromPart): Pair => {
  const [a, b] = [sideNamed(left, name), sideNamed(right, name)]
  if ([a, b].some((column) => column !== undefined && hasMap(column.type)))
    throw new Mistaken('a comparison of maps')
  const kept = how === 'RIGHT' ? b : a
  return {
    name,
    left: a,
    right: b,
    merged: {
      name,
      type: kept?.type ?? types.unknown,
      sql: (how === 'FULL' ? undefined : kept?.sql) ?? ident(name),
      inputs: union([a?.inputs, b?.inputs]),
    },
  }
}

/** The engine would say so as well, but not where. */
const tellMissing = (context: Context, { text, span }: Name, side: FromPart): void => {
  if (side.shown === undefined || sideNamed(side, text) !== undefined) return
  const near = nearest(
    text,
    side.shown.map(({ name }) => name),
  )
  const place = context.statement.place(span.offset, span.length)
  context.report(diagnose('MR2003', { name: text, near, relation: undefined }, place))
}

const sideNamed = (side: FromPart, name: string): Column | undefined =>
  side.merged.find((column) => column.name.toLowerCase() === name.toLowerCase()) ??
  side.sources.map((source) => columnNamed(source.columns ?? [], name)).find((column) => column !== undefined)

/** Whether the sides' columns have to be compared by ON, since the engine's USING would do something else. */
const isApart = (pair: Pair, how: How, left: FromPart): boolean => {
  const ofName = (left.shown ?? []).filter((column) => column.name.toLowerCase() === pair.name.toLowerCase())
  // Spark takes the first of several columns of one name, the engine none.
  if (ofName.length > 1) return true
  if (pair.left === undefined || pair.right === undefined) return false
  // The engine's column of a full join has no qualifier, so a lambda of a macro could take it for its own.
  if (how === 'FULL') return true
  const [a, b] = [pair.left.type, pair.right.type]
  return a.kind !== 'unknown' && b.kind !== 'unknown' && !isSameForUsing(a, b)
}

/** Whether the engine's USING compares and merges columns of these types as Spark does. */
const isSameForUsing = (a: SparkType, b: SparkType): boolean =>
  sparkName(a) === sparkName(b) || (isInteger(a) && isInteger(b))

const equalSides = ({ engine }: Context, { left, right }: Pair): readonly string[] =>
  left === undefined || right === undefined ? [] : [applyBinary(engine, '=', left, right).sql]

/** The column of a full join: that of the side which has a row. */
const united = ({ engine }: Context, { name, left, right, merged }: Pair): Column => {
  if (left === undefined || right === undefined) return merged
  const type = commonType(left.type, right.type)
  if (type === undefined) throw new Refused(`a FULL JOIN USING ${name}, whose types differ`)
  const { cast } = engine.types
  return { ...merged, type, sql: `coalesce(${cast(left, type)}, ${cast(right, type)})` }
}

/** Columns of the left side that the right one has, too; NATURAL joins on these. */
export const sharedNames = (left: FromPart, right: FromPart): readonly Name[] => {
  const names = ({ sources, merged }: FromPart): readonly string[] => [
    ...merged.map(({ name }) => name),
    ...sources.flatMap((source) => {
      if (source.columns === undefined)
        throw new Refused('a NATURAL join of tables whose columns are not known')
      return source.columns.map(({ name }) => name)
    }),
  ]
  // Names that differ in case are not shared, unlike anywhere else.
  const others = new Set(names(right))
  const shared = names(left).filter((name) => others.has(name))
  const distinct = shared.filter(
    (name, i) => shared.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === i,
  )
  return distinct.map((text) => ({ text, span: { offset: 0, length: 0 } }))
}
