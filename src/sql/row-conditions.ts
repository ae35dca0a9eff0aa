import { isObject, textOf, type Tree, type TreeObject } from './parse-tree.ts'

/** A constant as it is written in a query. `as` is the type that text is cast to. */
export type Constant =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'decimal'; readonly unscaled: bigint; readonly scale: number }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string; readonly as?: string }

/** What a query demands of a column. */
export type RowCondition = { readonly column: string } & (
  | { readonly op: '=' | '<' | '<=' | '>' | '>='; readonly value: Constant }
  | { readonly op: 'between'; readonly lower: Constant; readonly upper: Constant }
  | { readonly op: 'in'; readonly values: readonly Constant[] }
  | { readonly op: 'starts-with'; readonly prefix: string }
  | { readonly op: 'is-null' | 'is-not-null' }
)

/**
 * What a query demands of every row of a table that it can see the effect of, wherever it names the table: rows that
 * fail one of these may as well not be there. `isTable` knows the table in the query's tree by its base tables.
 */
export const rowConditions = (
  query: Tree,
  isTable: (table: TreeObject) => boolean,
  columns: readonly string[],
): readonly RowCondition[] => {
  const found: (readonly RowCondition[])[] = []
  let named = 0
  visitObjects(query, (node) => {
    if (textOf(node, 'type') === 'BASE_TABLE' && isTable(node)) named += 1
    if (textOf(node, 'type') === 'SELECT_NODE')
      for (const source of sourcesOf(node['from_table'], { nullable: false, opaque: isSet(node['sample']) }))
        if (isTable(source.table)) found.push(conditionsOn(node, source, columns))
  })
  const [first, ...others] = found
  // A table that stands where no rule here looks is one that nothing is known about.
  if (first === undefined || found.length !== named) return []
  const keys = others.map((conditions) => new Set(conditions.map(keyOf)))
  return first.filter((condition) => keys.every((known) => known.has(keyOf(condition))))
}

type Source = {
  readonly table: TreeObject
  /** All names after FROM, to tell which are unique. */
  readonly alone: boolean
  readonly aliases: readonly string[]
  readonly nullable: boolean
  readonly opaque: boolean
}

/** `nullable`: an outer join adds rows of NULL. `opaque`: what the table has decides about more than its own rows. */
type Side = Pick<Source, 'nullable' | 'opaque'>

const sourcesOf = (from: Tree | undefined, side: Side): readonly Source[] => {
  const tables = tablesOf(from, side)
  const aliases = tables.map(({ table }) => textOf(table, 'alias').toLowerCase())
  return tables
    .filter(({ table }) => textOf(table, 'type') === 'BASE_TABLE')
    .map((each) => ({ ...each, aliases, alone: tables.length === 1 }))
}

const tablesOf = (from: Tree | undefined, side: Side): readonly (Side & { readonly table: TreeObject })[] => {
  if (!isObject(from)) return []
  if (textOf(from, 'type') !== 'JOIN') {
    const renames = from['column_name_alias']
    const isRenamed = Array.isArray(renames) && renames.length > 0
    return [{ ...side, opaque: side.opaque || isRenamed || isSet(from['sample']), table: from }]
  }
  const [left, right] = sidesOf(from, side)
  return [...tablesOf(from['left'], left), ...tablesOf(from['right'], right)]
}

const sidesOf = (join: TreeObject, side: Side): readonly [Side, Side] => {
  const opaque = { ...side, opaque: true }
  // ASOF and POSITIONAL joins pair rows by what else there is.
  if (!['REGULAR', 'NATURAL', 'CROSS'].includes(textOf(join, 'ref_type'))) return [opaque, opaque]
  const nullable = { ...side, nullable: true }
  switch (textOf(join, 'join_type')) {
    case 'INNER':
      return [side, side]
    case 'LEFT':
      return [side, nullable]
    case 'RIGHT':
      return [nullable, side]
    case 'FULL':
    case 'OUTER':
      return [nullable, nullable]
    case 'SEMI':
    case 'ANTI':
      return [side, opaque]
    default:
      return [opaque, opaque]
  }
}

const conditionsOn = (
  select: TreeObject,
  source: Source,
  columns: readonly string[],
): readonly RowCondition[] => {
  if (source.opaque) return []
  const alias = textOf(source.table, 'alias').toLowerCase()
  const columnOf = (node: Tree | undefined): string | undefined => {
    if (!isObject(node) || textOf(node, 'class') !== 'COLUMN_REF' || !Array.isArray(node['column_names']))
      return undefined
    const names = node['column_names'].map((name) => (typeof name === 'string' ? name : ''))
    const known = columns.filter((column) => column.toLowerCase() === names.at(-1)?.toLowerCase())
    const [only] = known
    if (known.length !== 1 || only === undefined) return undefined
    if (names.length === 1) return source.alone ? only : undefined
    // `a.b` may also be a field of a column.
    const isQualified =
      names.length === 2 &&
      names[0]?.toLowerCase() === alias &&
      source.aliases.filter((other) => other === alias).length === 1 &&
      !columns.some((column) => column.toLowerCase() === alias)
    return isQualified ? only : undefined
  }
  return conjuncts(select['where_clause']).flatMap((node) => {
    const condition = conditionOf(node, columnOf)
    // A row of NULLs that an outer join adds passes IS NULL, and would be there more often with fewer rows.
    return condition === undefined || (source.nullable && condition.op === 'is-null') ? [] : [condition]
  })
}

const conjuncts = (node: Tree | undefined): readonly TreeObject[] => {
  if (!isObject(node)) return []
  const children = node['children']
  return textOf(node, 'type') === 'CONJUNCTION_AND' && Array.isArray(children)
    ? children.flatMap(conjuncts)
    : [node]
}

const comparisons: Readonly<
  Record<string, readonly ['=' | '<' | '<=' | '>' | '>=', '=' | '<' | '<=' | '>' | '>=']>
> = {
  COMPARE_EQUAL: ['=', '='],
  COMPARE_NOT_DISTINCT_FROM: ['=', '='],
  COMPARE_LESSTHAN: ['<', '>'],
  COMPARE_LESSTHANOREQUALTO: ['<=', '>='],
  COMPARE_GREATERTHAN: ['>', '<'],
  COMPARE_GREATERTHANOREQUALTO: ['>=', '<='],
}

const conditionOf = (
  node: TreeObject,
  columnOf: (node: Tree | undefined) => string | undefined,
): RowCondition | undefined => {
  const type = textOf(node, 'type')
  const children = Array.isArray(node['children']) ? node['children'] : []
  switch (textOf(node, 'class')) {
    case 'COMPARISON': {
      const [op, flipped] = comparisons[type] ?? []
      const [left, right] = [columnOf(node['left']), columnOf(node['right'])]
      const value = constantOf(left === undefined ? node['left'] : node['right'])
      const [column, used] = left === undefined ? [right, flipped] : [left, op]
      return column === undefined || value === undefined || used === undefined
        ? undefined
        : { column, op: used, value }
    }
    case 'BETWEEN': {
      const column = columnOf(node['input'])
      const [lower, upper] = [constantOf(node['lower']), constantOf(node['upper'])]
      if (type !== 'COMPARE_BETWEEN' || column === undefined || lower === undefined || upper === undefined)
        return undefined
      return { column, op: 'between', lower, upper }
    }
    case 'OPERATOR': {
      const column = columnOf(children[0])
      if (column === undefined) return undefined
      if (type === 'OPERATOR_IS_NULL') return { column, op: 'is-null' }
      if (type === 'OPERATOR_IS_NOT_NULL') return { column, op: 'is-not-null' }
      if (type !== 'COMPARE_IN') return undefined
      const items = children.slice(1).filter((item) => !isNullConstant(item))
      const values = items.flatMap((item) => constantOf(item) ?? [])
      return values.length === items.length ? { column, op: 'in', values } : undefined
    }
    case 'FUNCTION':
      return prefixOf(node, columnOf(children[0]), constantOf(children[1]))
    default:
      return undefined
  }
}

const prefixOf = (
  call: TreeObject,
  column: string | undefined,
  pattern: Constant | undefined,
): RowCondition | undefined => {
  if (column === undefined || pattern?.kind !== 'text' || pattern.as !== undefined) return undefined
  switch (textOf(call, 'function_name').toLowerCase()) {
    case '~~': {
      const prefix = pattern.value.replace(/[%_].*$/s, '')
      return prefix === '' ? undefined : { column, op: 'starts-with', prefix }
    }
    case 'starts_with':
    case 'prefix':
    case '^@':
      return { column, op: 'starts-with', prefix: pattern.value }
    default:
      return undefined
  }
}

const constantOf = (node: Tree | undefined): Constant | undefined => {
  if (!isObject(node)) return undefined
  if (textOf(node, 'class') !== 'CAST') return valueOf(node)
  const value = isObject(node['child']) ? valueOf(node['child']) : undefined
  const as = isObject(node['cast_type']) ? textOf(node['cast_type'], 'id') : ''
  if (value === undefined || node['try_cast'] !== false) return undefined
  if (value.kind === 'text') return value.as === undefined ? { ...value, as } : undefined
  // The admission of queries casts doubles to what they are, so that they are printed as such.
  return value.kind === 'double' && as === 'DOUBLE' ? value : undefined
}

const valueOf = (node: TreeObject): Constant | undefined => {
  const value = node['value']
  if (textOf(node, 'class') !== 'CONSTANT' || !isObject(value) || !isObject(value['type'])) return undefined
  const stored = value['value']
  if (value['is_null'] !== false || stored === undefined) return undefined
  const type = value['type']
  switch (textOf(type, 'id')) {
    case 'VARCHAR':
      return typeof stored === 'string' ? { kind: 'text', value: stored } : undefined
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT': {
      const whole = wholeNumber(stored)
      return whole === undefined ? undefined : { kind: 'integer', value: whole }
    }
    case 'DECIMAL': {
      const unscaled = wholeNumber(stored)
      const scale = isObject(type['type_info']) ? type['type_info']['scale'] : undefined
      return unscaled === undefined || typeof scale !== 'number'
        ? undefined
        : { kind: 'decimal', unscaled, scale }
    }
    case 'DOUBLE': {
      const number = Number(JSON.stringify(stored))
      return Number.isNaN(number) ? undefined : { kind: 'double', value: number }
    }
    default:
      return undefined
  }
}

// Numbers that a double would print otherwise are kept as their text; 128 bits come in two parts and are left alone.
const wholeNumber = (value: Tree): bigint | undefined => {
  const text = JSON.stringify(value)
  return /^-?\d+$/.test(text) ? BigInt(text) : undefined
}

const isNullConstant = (node: Tree): boolean =>
  isObject(node) &&
  textOf(node, 'class') === 'CONSTANT' &&
  isObject(node['value']) &&
  node['value']['is_null'] === true

const isSet = (value: Tree | undefined): boolean => value !== null && value !== undefined

const visitObjects = (tree: Tree | undefined, visit: (node: TreeObject) => void): void => {
  if (Array.isArray(tree)) for (const item of tree) visitObjects(item, visit)
  else if (isObject(tree)) {
    visit(tree)
    for (const member of Object.values(tree)) visitObjects(member, visit)
  }
}

const keyOf = (condition: RowCondition): string =>
  JSON.stringify(condition, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
