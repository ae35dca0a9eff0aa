import { MillraceError } from '../../../diagnostics/index.ts'
import {
  deserializeStatement,
  ident,
  isTreeObject,
  join,
  parseTree,
  printTree,
  type RowCondition,
  rowConditions,
  serializeStatement,
  type Sql,
  sql,
  textOf,
  type Tree,
  type TreeObject,
  trusted,
} from '../../../sql/index.ts'
import type { Session, View } from './session.ts'

/**
 * What a statement of the engine demands of every row of a view that it reads, so that files without such rows need
 * not be opened. Empty where nothing is known; it is never a reason to fail.
 */
export const demandedRows = async (
  session: Session,
  statement: Sql,
  view: Pick<View, 'columns' | 'engineName'>,
): Promise<readonly RowCondition[]> => {
  const columns = view.columns.map(({ name }) => name)
  const isView = (table: TreeObject) => textOf(table, 'table_name') === view.engineName
  try {
    const tree = await parsed(session, statement)
    await foldConstants(session, tree)
    return rowConditions(tree, isView, columns)
  } catch (cause) {
    // A constant that cannot be computed, such as a text that is no number: the statement itself tells it at its place.
    if (cause instanceof MillraceError && cause.diagnostic.code === 'MR3001') return []
    throw cause
  }
}

const parsed = async ({ connection, signal }: Session, statement: Sql): Promise<Tree> =>
  parseTree(String((await connection.rows(serializeStatement(statement), signal))[0]?.['tree']))

/**
 * Replaces constant expressions by their values, in place: a watermark is compared as `spark_to_timestamp('…')`. The
 * engine computes them, all in one query.
 */
const foldConstants = async (session: Session, tree: Tree): Promise<void> => {
  const found: TreeObject[] = []
  collect(tree, found)
  if (found.length === 0) return
  const { connection, signal } = session
  const alone = await parsed(session, sql`SELECT 1`)
  const statement = isTreeObject(alone) && Array.isArray(alone['statements']) ? alone['statements'][0] : null
  if (!isTreeObject(statement) || !isTreeObject(statement['node'])) return
  statement['node']['select_list'] = found.map((node) => ({ ...node, alias: '' }))
  const [printed] = await connection.rows(deserializeStatement(printTree(alone)), signal)
  const names = found.map((_, i) => ident(`value${i}`))
  const values = names.map(
    (name, i) => sql`typeof(${name}) AS ${ident(`type${i}`)}, CAST(${name} AS VARCHAR) AS ${name}`,
  )
  const [row] = await connection.rows(
    sql`SELECT ${join(values, ', ')} FROM (${trusted(String(printed?.['query']))}) AS "constants"(${names})`,
    signal,
  )
  found.forEach((node, i) => replace(node, String(row?.[`type${i}`]), row?.[`value${i}`]))
}

/** The largest expressions that are constant for sure. */
const collect = (tree: Tree | undefined, found: TreeObject[]): void => {
  if (Array.isArray(tree)) for (const item of tree) collect(item, found)
  else if (isTreeObject(tree)) {
    if (textOf(tree, 'class') !== 'CONSTANT' && isConstant(tree)) found.push(tree)
    else for (const member of Object.values(tree)) collect(member, found)
  }
}

// A time without a date would be one of today, and the next run may begin tomorrow.
const plainText = /^(-?\d+(\.\d+)?|\d{4}-\d\d-\d\d.*)$/

const isConstant = (node: Tree | undefined): boolean => {
  if (!isTreeObject(node)) return false
  switch (textOf(node, 'class')) {
    case 'CONSTANT': {
      const value = isTreeObject(node['value']) ? node['value']['value'] : null
      return typeof value !== 'string' || plainText.test(value)
    }
    case 'CAST':
      return isConstant(node['child'])
    case 'FUNCTION': {
      const name = textOf(node, 'function_name').toLowerCase()
      const children = node['children']
      return (
        /^spark_(to_\w+|utc(__z\w+)?|instant__z\w+)$/.test(name) &&
        Array.isArray(children) &&
        children.every(isConstant)
      )
    }
    default:
      return false
  }
}

const replace = (node: TreeObject, type: string, value: unknown): void => {
  for (const key of Object.keys(node)) delete node[key]
  const isNull = typeof value !== 'string'
  Object.assign(node, {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    child: {
      class: 'CONSTANT',
      type: 'VALUE_CONSTANT',
      value: { type: { id: 'VARCHAR' }, is_null: isNull, ...(isNull ? {} : { value }) },
    },
    cast_type: { id: type },
    try_cast: false,
  })
}
