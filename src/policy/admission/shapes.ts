/** What stands in a member of a parse-tree node, and so how it is walked. */
export type Member =
  /** Plain data without expressions: names, flags, literals, types. */
  | 'data'
  | 'expression'
  | 'expressions'
  | 'expression rows'
  /** A list of `{ key, value: expression }`. */
  | 'replacements'
  | 'cases'
  | 'orders'
  | 'modifier'
  | 'modifiers'
  | 'query'
  /** `{ node: query, named_param_map }`. */
  | 'statement'
  | 'ctes'
  | 'table'

type Shape = Readonly<Record<string, Member>>

const expression = { class: 'data', type: 'data', alias: 'data', query_location: 'data' } as const

/** Expression classes that readers may use. A class, or a member of one, that is not here is refused. */
export const expressionShapes: Readonly<Record<string, Shape>> = {
  CONSTANT: { ...expression, value: 'data' },
  COLUMN_REF: { ...expression, column_names: 'data' },
  FUNCTION: {
    ...expression,
    function_name: 'data',
    schema: 'data',
    catalog: 'data',
    children: 'expressions',
    filter: 'expression',
    order_bys: 'modifier',
    distinct: 'data',
    is_operator: 'data',
    export_state: 'data',
  },
  WINDOW: {
    ...expression,
    function_name: 'data',
    schema: 'data',
    catalog: 'data',
    children: 'expressions',
    partitions: 'expressions',
    orders: 'orders',
    start: 'data',
    end: 'data',
    start_expr: 'expression',
    end_expr: 'expression',
    offset_expr: 'expression',
    default_expr: 'expression',
    ignore_nulls: 'data',
    filter_expr: 'expression',
    exclude_clause: 'data',
    distinct: 'data',
    arg_orders: 'orders',
  },
  STAR: {
    ...expression,
    relation_name: 'data',
    exclude_list: 'data',
    qualified_exclude_list: 'data',
    rename_list: 'data',
    replace_list: 'replacements',
    columns: 'data',
    expr: 'expression',
  },
  CASE: { ...expression, case_checks: 'cases', else_expr: 'expression' },
  CAST: { ...expression, child: 'expression', cast_type: 'data', try_cast: 'data' },
  COLLATE: { ...expression, child: 'expression', collation: 'data' },
  COMPARISON: { ...expression, left: 'expression', right: 'expression' },
  BETWEEN: { ...expression, input: 'expression', lower: 'expression', upper: 'expression' },
  CONJUNCTION: { ...expression, children: 'expressions' },
  OPERATOR: { ...expression, children: 'expressions' },
  LAMBDA: { ...expression, lhs: 'expression', expr: 'expression' },
  POSITIONAL_REFERENCE: { ...expression, index: 'data' },
  SUBQUERY: {
    ...expression,
    subquery_type: 'data',
    subquery: 'statement',
    child: 'expression',
    comparison_type: 'data',
  },
}

const query = { type: 'data', modifiers: 'modifiers', cte_map: 'ctes' } as const

/** Query nodes that readers may use. */
export const queryShapes: Readonly<Record<string, Shape>> = {
  SELECT_NODE: {
    ...query,
    select_list: 'expressions',
    from_table: 'table',
    where_clause: 'expression',
    group_expressions: 'expressions',
    group_sets: 'data',
    aggregate_handling: 'data',
    having: 'expression',
    sample: 'data',
    qualify: 'expression',
  },
  SET_OPERATION_NODE: {
    ...query,
    setop_type: 'data',
    setop_all: 'data',
    left: 'query',
    right: 'query',
  },
  RECURSIVE_CTE_NODE: {
    ...query,
    cte_name: 'data',
    union_all: 'data',
    left: 'query',
    right: 'query',
    aliases: 'data',
    key_targets: 'expressions',
  },
}

const table = { type: 'data', alias: 'data', sample: 'data', query_location: 'data' } as const

/** What may stand after FROM. BASE_TABLE and TABLE_FUNCTION are checked further where they are walked. */
export const tableShapes: Readonly<Record<string, Shape>> = {
  EMPTY: table,
  BASE_TABLE: {
    ...table,
    catalog_name: 'data',
    schema_name: 'data',
    table_name: 'data',
    column_name_alias: 'data',
    at_clause: 'data',
  },
  SUBQUERY: { ...table, subquery: 'statement', column_name_alias: 'data' },
  JOIN: {
    ...table,
    left: 'table',
    right: 'table',
    condition: 'expression',
    join_type: 'data',
    ref_type: 'data',
    using_columns: 'data',
    delim_flipped: 'data',
    duplicate_eliminated_columns: 'expressions',
  },
  TABLE_FUNCTION: { ...table, function: 'expression', column_name_alias: 'data', with_ordinality: 'data' },
  EXPRESSION_LIST: {
    ...table,
    expected_names: 'data',
    expected_types: 'data',
    values: 'expression rows',
  },
}

export const modifierShapes: Readonly<Record<string, Shape>> = {
  ORDER_MODIFIER: { type: 'data', orders: 'orders' },
  DISTINCT_MODIFIER: { type: 'data', distinct_on_targets: 'expressions' },
  LIMIT_MODIFIER: { type: 'data', limit: 'expression', offset: 'expression' },
  LIMIT_PERCENT_MODIFIER: { type: 'data', limit: 'expression', offset: 'expression' },
}

/** Sentences name what is refused in the words of SQL where the tree's own word would puzzle. */
export const sqlWords: Readonly<Record<string, string>> = {
  SHOW_REF: 'DESCRIBE, SHOW or SUMMARIZE',
  PIVOT: 'PIVOT or UNPIVOT',
  PARAMETER: 'a parameter',
  DEFAULT: 'DEFAULT',
}
