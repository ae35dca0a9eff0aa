import { nearest } from '../../base/nearest.ts'
import { type Code, type Diagnostic, diagnose, type Params } from '../../diagnostics/index.ts'
import { admittedFunctions, admittedTableFunctions } from './functions.ts'
import { lower } from './names.ts'
import { isObject, textOf, type Tree, type TreeObject } from '../../sql/parse-tree.ts'
import {
  expressionShapes,
  type Member,
  modifierShapes,
  queryShapes,
  sqlWords,
  tableShapes,
} from './shapes.ts'

/** What a walk needs from its caller: what to do with a name after FROM, and where a byte of the query stands. */
export type WalkHooks = {
  /** Called for names that no WITH clause defines. May rewrite the node in place. */
  readonly baseTable: (node: TreeObject) => void
  readonly columnReference: (node: TreeObject) => void
  readonly constant: (node: TreeObject) => void
  /** Whether an expression may call this function; without it those of the list. */
  readonly admitsFunction?: (name: string) => boolean
  readonly report: (diagnostic: Diagnostic) => void
  readonly place: (node: TreeObject) => Diagnostic['place']
}

/** Walks one query, refusing all that is not on the lists. Scope: names defined by the WITH clauses around a node. */
export const walkQuery = (query: Tree, hooks: WalkHooks): void => visitQuery(query, new Set(), hooks)

type Scope = ReadonlySet<string>

const refuse = <C extends Code>(hooks: WalkHooks, code: C, params: Params<C>, node: Tree | undefined): void =>
  hooks.report(diagnose(code, params, isObject(node) ? hooks.place(node) : undefined))

const visitQuery = (node: Tree | undefined, scope: Scope, hooks: WalkHooks): void => {
  if (!isObject(node)) return refuse(hooks, 'MR4004', { what: 'an unknown kind of query' }, node)
  const type = textOf(node, 'type')
  const shape = queryShapes[type]
  if (shape === undefined) return refuse(hooks, 'MR4004', { what: describe(type) }, node)
  const inner = visitCtes(node['cte_map'], scope, hooks)
  for (const [key, value] of Object.entries(node)) {
    if (key === 'cte_map') continue
    // Only the second half of a recursive query sees the name that it defines.
    const sees = type === 'RECURSIVE_CTE_NODE' && key === 'right'
    const own = sees ? new Set([...inner, lower(textOf(node, 'cte_name'))]) : inner
    visitMember(shape[key], key, value, own, hooks, node)
  }
}

/** Each WITH name is seen by its later siblings and by the query, not by its own definition. */
const visitCtes = (map: Tree | undefined, scope: Scope, hooks: WalkHooks): Scope => {
  const entries = isObject(map) && Array.isArray(map['map']) ? map['map'] : undefined
  if (entries === undefined || (isObject(map) && Object.keys(map).length !== 1)) {
    refuse(hooks, 'MR4004', { what: 'this WITH clause' }, map)
    return scope
  }
  let inner = scope
  for (const entry of entries) {
    const definition = isObject(entry) ? entry['value'] : undefined
    if (!isObject(entry) || !isObject(definition)) {
      refuse(hooks, 'MR4004', { what: 'this WITH clause' }, entry)
      continue
    }
    const name = textOf(entry, 'key')
    if (!isPlainName(name)) refuse(hooks, 'MR4011', { name }, definition)
    for (const [key, value] of Object.entries(definition)) {
      const member = key === 'query' ? 'statement' : key === 'key_targets' ? 'expressions' : 'data'
      visitMember(member, key, value, inner, hooks, definition)
    }
    inner = new Set([...inner, lower(name)])
  }
  return inner
}

/** A WITH name that the engine could also read as a file or as a relation of its own is not worth the doubt. */
const isPlainName = (name: string): boolean =>
  /^[\p{L}_][\p{L}\p{M}\p{N}_ $-]*$/u.test(name) &&
  !/^(duckdb_|sqlite_|pg_|pragma_|__|information_schema$)/i.test(name)

const visitMember = (
  member: Member | undefined,
  key: string,
  value: Tree,
  scope: Scope,
  hooks: WalkHooks,
  owner: TreeObject,
): void => {
  const each = (visit: (item: Tree) => void) =>
    Array.isArray(value)
      ? value.forEach(visit)
      : value !== null && refuse(hooks, 'MR4004', { what: describe(key) }, owner)
  switch (member) {
    case undefined:
      if (!isEmpty(value)) refuse(hooks, 'MR4004', { what: describe(key) }, owner)
      return
    case 'data':
      if (holdsCode(value)) refuse(hooks, 'MR4004', { what: describe(key) }, owner)
      return
    case 'expression':
      return visitExpression(value, scope, hooks)
    case 'expressions':
      each((item) => visitExpression(item, scope, hooks))
      return
    case 'expression rows':
      each((row) => visitMember('expressions', key, row, scope, hooks, owner))
      return
    case 'replacements':
    case 'cases':
    case 'orders':
      each((item) => visitPairs(item, key, scope, hooks, owner))
      return
    case 'modifier':
      return visitModifier(value, scope, hooks, owner)
    case 'modifiers':
      each((item) => visitModifier(item, scope, hooks, owner))
      return
    case 'query':
      return visitQuery(value, scope, hooks)
    case 'statement':
      return visitStatement(value, key, scope, hooks, owner)
    case 'ctes':
      return
    case 'table':
      return visitTable(value, scope, hooks)
  }
}

/** A small record around expressions: a CASE branch, an ORDER BY item, a REPLACE item. */
const visitPairs = (item: Tree, key: string, scope: Scope, hooks: WalkHooks, owner: TreeObject): void => {
  if (!isObject(item)) return refuse(hooks, 'MR4004', { what: describe(key) }, owner)
  const expressions = ['when_expr', 'then_expr', 'expression', 'value']
  for (const [name, value] of Object.entries(item))
    visitMember(expressions.includes(name) ? 'expression' : 'data', name, value, scope, hooks, owner)
}

const visitStatement = (
  value: Tree,
  key: string,
  scope: Scope,
  hooks: WalkHooks,
  owner: TreeObject,
): void => {
  if (!isObject(value)) return refuse(hooks, 'MR4004', { what: describe(key) }, owner)
  for (const [name, member] of Object.entries(value))
    visitMember(name === 'node' ? 'query' : undefined, name, member, scope, hooks, owner)
}

const visitModifier = (value: Tree, scope: Scope, hooks: WalkHooks, owner: TreeObject): void => {
  if (value === null) return
  const shape = isObject(value) ? modifierShapes[textOf(value, 'type')] : undefined
  if (!isObject(value) || shape === undefined) return refuse(hooks, 'MR4004', { what: 'this clause' }, owner)
  for (const [key, member] of Object.entries(value)) visitMember(shape[key], key, member, scope, hooks, owner)
}

const visitTable = (node: Tree, scope: Scope, hooks: WalkHooks): void => {
  if (!isObject(node)) return refuse(hooks, 'MR4004', { what: 'this FROM clause' }, node)
  const type = textOf(node, 'type')
  const shape = tableShapes[type]
  if (shape === undefined) return refuse(hooks, 'MR4004', { what: describe(type) }, node)
  if (type === 'TABLE_FUNCTION') {
    const call = node['function']
    const name = isObject(call) ? textOf(call, 'function_name') : ''
    if (!isObject(call) || textOf(call, 'class') !== 'FUNCTION' || !admittedTableFunctions.has(lower(name)))
      return refuse(hooks, 'MR4005', { name }, node)
  }
  for (const [key, value] of Object.entries(node)) {
    if (key === 'at_clause' && value !== null)
      refuse(hooks, 'MR4009', { name: textOf(node, 'table_name') }, node)
    else visitMember(shape[key], key, value, scope, hooks, node)
  }
  if (type !== 'BASE_TABLE') return
  const qualified = textOf(node, 'schema_name') !== '' || textOf(node, 'catalog_name') !== ''
  if (qualified || !scope.has(lower(textOf(node, 'table_name')))) hooks.baseTable(node)
}

const visitExpression = (node: Tree | undefined, scope: Scope, hooks: WalkHooks): void => {
  if (node === null || node === undefined) return
  if (!isObject(node)) return refuse(hooks, 'MR4004', { what: 'this expression' }, node)
  const kind = textOf(node, 'class')
  const shape = expressionShapes[kind]
  if (shape === undefined) return refuse(hooks, 'MR4004', { what: describe(kind) }, node)
  if (kind === 'FUNCTION' || kind === 'WINDOW') {
    const name = lower(textOf(node, 'function_name'))
    if (!(hooks.admitsFunction?.(name) ?? admittedFunctions.has(name)))
      refuse(hooks, 'MR4005', { name, near: nearest(name, admittedFunctions) }, node)
  }
  if (kind === 'COLUMN_REF') hooks.columnReference(node)
  if (kind === 'CONSTANT') hooks.constant(node)
  for (const [key, value] of Object.entries(node)) visitMember(shape[key], key, value, scope, hooks, node)
}

/** Data never holds an expression, a query or a call; a new kind of tree that does is refused, not skipped. */
const holdsCode = (value: Tree): boolean => {
  if (Array.isArray(value)) return value.some(holdsCode)
  if (!isObject(value)) return false
  if ('function_name' in value || 'select_list' in value || 'table_name' in value) return true
  if ('class' in value && value['class'] !== 'CONSTANT') return true
  return Object.values(value).some(holdsCode)
}

const isEmpty = (value: Tree): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0)

const describe = (name: string): string =>
  sqlWords[name] ?? `the clause "${name.toLowerCase().replaceAll('_', ' ')}"`
