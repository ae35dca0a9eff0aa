import { hasMap, type SparkType, sparkName, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { randomAggregates } from './aggregates.ts'
import { randomClauses } from './clauses.ts'
import { columnTypes } from './literals.ts'
import { seeded } from './random.ts'
import { type Built, randomSources, type Source } from './sources.ts'
import { randomShapes } from './shapes.ts'
import { clause, list, nothing, textOf, type Tree, tree } from './tree.ts'
import { randomValues, type Scope } from './values.ts'

export type Statement = {
  readonly tree: Tree
  /** Whether ORDER BY fixes the place of every row. */
  readonly ordered: boolean
  readonly ansi?: boolean
  readonly zone?: string
}

type Item = { readonly tree: Tree; readonly type: SparkType }

/** The generator of one seed: each call gives the next statement. */
export const randomStatements = (seed: number): (() => Statement) => {
  const random = seeded(seed)
  const { pick, chance, upTo, times } = random
  let counter = 0
  const fresh = (prefix: string): string => `${prefix}${++counter}`
  const values = randomValues(random)
  const aggregates = randomAggregates(random, values)

  const query = (depth: number): Built => {
    if (depth > 0 && chance(0.15)) return together(depth)
    return select(depth, 'c')
  }
  const source = randomSources(random, values, query, fresh)

  /** One value out of another table: of no row, or of several that an aggregate makes one. */
  const subquery =
    (around: Source) =>
    (type: SparkType): Tree => {
      const name = Object.keys(columnTypes).find(
        (one) => sparkName(columnTypes[one] ?? types.null) === sparkName(type),
      )
      const alias = fresh('z')
      const how = pick(['min', 'max'])
      if (name === undefined || hasMap(type))
        return tree('subquery')`SELECT ${around.columns[0]?.sql ?? 'NULL'}`
      const own = around.columns.filter((column) => column.type.kind === 'int')
      const where = own.length > 0 && chance(0.5) ? clause` WHERE ${alias}.id = ${pick(own).sql}` : nothing
      return tree('subquery')`SELECT ${how}(${alias}.v) FROM few_${name} ${alias}${where}`
    }

  /** A condition over rows, which may ask other tables. */
  const filter = (scope: Scope, depth: number): Tree => {
    if (depth <= 0 || chance(0.65)) return values.of(scope, types.boolean, 3)
    const name = pick(Object.keys(columnTypes).filter((one) => !hasMap(columnTypes[one] ?? types.null)))
    const type = columnTypes[name] ?? types.null
    const alias = fresh('z')
    const ints = scope.columns.filter((column) => column.type.kind === 'int')
    const link = ints.length > 0 ? pick(ints).sql : '1'
    const t = tree('value boolean', ['true', 'false'])
    return pick([
      () =>
        t`(${values.of(scope, type, 1)} ${pick(['', 'NOT '])}IN (SELECT v FROM few_${name}${chance(0.4) ? clause` WHERE v IS NOT NULL` : nothing}))`,
      () =>
        t`${pick(['', 'NOT '])}EXISTS (SELECT 1 FROM few_${name} ${alias} WHERE ${alias}.id = ${link}${clause` AND ${alias}.v IS NOT NULL`})`,
      () =>
        t`(${link} ${pick(['<', '=', '>='])} (SELECT max(${alias}.v) FROM few_i ${alias} WHERE ${alias}.id <> ${link}))`,
      () =>
        t`(${link} ${pick(['', 'NOT '])}IN (SELECT ${alias}.id FROM few_${name} ${alias} WHERE ${alias}.id < ${link}))`,
    ])()
  }

  /** Whatever the columns hold, as a text that becomes the type. */
  const anyColumn = (scope: Scope, type: SparkType): string =>
    scope.columns.length === 0
      ? 'NULL'
      : `CAST(CAST(${pick(scope.columns).sql} AS STRING) AS ${sparkName(type)})`

  const named = (items: readonly Item[], prefix: string, mayBeBare: boolean) => {
    const trees = items.map(({ tree: value }, i) =>
      mayBeBare && chance(0.3) ? tree('item')`${value}` : tree('item')`${value} AS ${prefix}${String(i)}`,
    )
    return { tree: list(trees), columns: items.map(({ type }, i) => ({ name: `${prefix}${i}`, type })) }
  }

  const select = (depth: number, prefix: string, mayBeBare = false, want?: readonly SparkType[]): Built => {
    const from = source(depth)
    const scope: Scope = { columns: from.columns, ...(depth > 0 ? { subquery: subquery(from) } : {}) }
    const where = chance(0.4) ? clause` WHERE ${filter({ columns: from.columns }, depth)}` : nothing
    if (want === undefined && chance(0.3)) return grouped(from, where, prefix, mayBeBare)
    const items: readonly Item[] =
      want?.map((type) => ({ tree: values.of(scope, type, 2), type })) ??
      times(1, mayBeBare ? 5 : 3, () =>
        chance(0.15)
          ? aggregates.windowed(from)
          : values.any(chance(0.7) ? { columns: from.columns } : scope, 3),
      )
    const keyed = want === undefined && mayBeBare && from.unique !== undefined
    const known = named(items, prefix, mayBeBare)
    const hidden = known.columns.filter(({ type }) => type.kind !== 'unknown')
    const distinct = !items.some(({ type }) => hasMap(type) || type.kind === 'unknown') && chance(0.08)
    return {
      tree: tree(
        'select',
      )`SELECT ${distinct ? 'DISTINCT ' : ''}${keyed ? `${from.unique} AS id, ` : ''}${known.tree} FROM ${from.tree}${where}`,
      columns: hidden,
      rows: from.rows,
      whole: hidden.length === known.columns.length && !keyed,
    }
  }

  const grouped = (from: Source, where: Tree, prefix: string, mayBeBare: boolean): Built => {
    const scope: Scope = { columns: from.columns }
    const keys = times(0, 2, (): Item => {
      const type = pick([types.int, types.string, types.boolean, types.double, types.date, types.bigint])
      const key = values.of(scope, type, 1)
      // Spark takes a literal among the keys for that literal wherever it stands, even as a default argument.
      return {
        tree: /\b[a-z]+\d*\./.test(textOf(key))
          ? key
          : tree('key')`coalesce(${key}, ${anyColumn(scope, type)})`,
        type,
      }
    })
    const calls = times(1, 3, () => aggregates.aggregate(scope))
    const sets = keys.length > 0 && chance(0.25)
    const marks: readonly Item[] = sets
      ? [{ tree: tree('value bigint')`grouping_id()`, type: types.bigint }]
      : []
    const known = named([...keys, ...calls, ...marks], prefix, mayBeBare)
    const trees = keys.map((key) => key.tree)
    const group =
      keys.length === 0
        ? nothing
        : sets
          ? pick([
              () => tree('group')` GROUP BY ROLLUP (${list(trees)})`,
              () => tree('group')` GROUP BY CUBE (${list(trees)})`,
              () => tree('group')` GROUP BY GROUPING SETS ((${list(trees)}), (), (${trees[0] ?? nothing}))`,
            ])()
          : tree('group')` GROUP BY ${list(trees)}`
    const having = chance(0.25)
      ? clause` HAVING count(*) ${pick(['>', '<=', '<>'])} ${String(upTo(4))}`
      : nothing
    return {
      tree: tree('select')`SELECT ${known.tree} FROM ${from.tree}${where}${group}${having}`,
      columns: known.columns.filter(({ type }) => type.kind !== 'unknown'),
      rows: from.rows,
      whole: known.columns.every(({ type }) => type.kind !== 'unknown'),
    }
  }

  /** Set operations, and queries with names of their own. */
  const together = (depth: number): Built => {
    if (chance(0.4)) {
      const name = fresh('w')
      const inner = query(depth - 1)
      const picked = inner.columns.length === 0 ? '*' : inner.columns.map((column) => column.name).join(', ')
      return {
        tree: tree('with')`WITH ${name} AS (${inner.tree}) SELECT ${picked} FROM ${name}`,
        columns: inner.columns,
        rows: inner.rows,
        whole: inner.columns.length > 0,
      }
    }
    const types_ = times(1, 3, () => {
      const type = pick(Object.values(columnTypes))
      return hasMap(type) ? types.string : type
    })
    const parts = times(2, 3, () => select(depth - 1, 'c', false, types_))
    const operation = (): string =>
      pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'MINUS', 'EXCEPT ALL', 'INTERSECT ALL', 'UNION ALL'])
    const [first, ...rest] = parts.map((part) => part.tree)
    return {
      tree: rest.reduce((all, part) => tree('select')`${all} ${operation()} ${part}`, first ?? nothing),
      columns: parts[0]?.columns ?? [],
      whole: true,
      rows: parts.reduce((sum, part) => sum + part.rows, 0),
    }
  }

  const shape = randomShapes(random, values, query, source, fresh)
  const clauses = randomClauses(random, values)

  const statement = (): Statement => {
    const depth = pick([0, 1, 1, 2])
    if (chance(0.2)) return shape()
    if (chance(0.12)) return { tree: clauses(), ordered: false }
    if (depth > 0 && chance(0.12)) return { tree: together(depth).tree, ordered: false }
    if (chance(0.85)) return { tree: select(depth, 'c', true).tree, ordered: false }
    const built = query(depth)
    const sortable = built.columns.length > 0 && built.columns.every(({ type }) => !hasMap(type))
    if (!sortable) return { tree: built.tree, ordered: false }
    const names = built.columns.map(({ name }) => name)
    const keys = names.map(
      (name) => tree('key')`${name}${pick(['', ' DESC', ' ASC NULLS LAST', ' DESC NULLS FIRST', ' ASC'])}`,
    )
    const limit = chance(0.6)
      ? clause` LIMIT ${String(1 + upTo(9))}${chance(0.3) ? clause` OFFSET ${String(upTo(5))}` : nothing}`
      : nothing
    const inner = fresh('q')
    return {
      tree: tree(
        'select',
      )`SELECT ${names.join(', ')} FROM (${built.tree}) ${inner} ORDER BY ${{ ...list(keys), between: ', ' }}${limit}`,
      ordered: true,
    }
  }
  return () => {
    counter = 0
    const made = statement()
    if (chance(0.02)) return { ...made, ansi: true }
    return chance(0.04)
      ? { ...made, zone: pick(['America/New_York', 'Asia/Kolkata', 'Europe/Berlin']) }
      : made
  }
}
