import type { AnsiInterval } from './spark-types/interval-type.ts'
import type { SparkType } from './spark-types/spark-type.ts'

/** Where something stands in the statement, in UTF-16 units. */
export type Span = { readonly offset: number; readonly length: number }

export type Name = { readonly text: string; readonly span: Span }

export type LiteralType =
  | 'string'
  | 'int'
  | 'bigint'
  | 'smallint'
  | 'tinyint'
  | 'double'
  | 'float'
  | 'decimal'

export type Expression =
  | { readonly kind: 'column'; readonly parts: readonly Name[] }
  | { readonly kind: 'star'; readonly qualifier: readonly Name[] }
  | {
      readonly kind: 'literal'
      readonly type: LiteralType
      readonly text: string
      readonly span: Span
      /** A number whose type is written: 1L. */
      readonly suffixed?: boolean
    }
  | {
      readonly kind: 'typed'
      readonly type: 'date' | 'timestamp' | 'timestamp_ntz' | 'binary'
      readonly text: string
      readonly span: Span
    }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | Call
  | {
      readonly kind: 'binary'
      readonly op: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'unary'; readonly op: 'not' | '-' | '~'; readonly operand: Expression }
  | {
      readonly kind: 'is'
      readonly operand: Expression
      readonly what: 'null' | 'true' | 'false'
      readonly not: boolean
    }
  | {
      readonly kind: 'between'
      readonly operand: Expression
      readonly low: Expression
      readonly high: Expression
      readonly not: boolean
    }
  | {
      readonly kind: 'in'
      readonly operand: Expression
      readonly list: readonly Expression[]
      readonly not: boolean
    }
  | { readonly kind: 'inQuery'; readonly operand: Expression; readonly query: Query; readonly not: boolean }
  | {
      readonly kind: 'like'
      readonly operand: Expression
      readonly patterns: readonly Expression[]
      /** Of a list of patterns. `negated`: the author wrote the other one, behind NOT. */
      readonly quantifier: 'any' | 'all' | undefined
      readonly negated: boolean
      readonly ignoreCase: boolean
      readonly escape: Expression | undefined
    }
  | { readonly kind: 'rlike'; readonly operand: Expression; readonly pattern: Expression }
  | {
      readonly kind: 'case'
      readonly operand: Expression | undefined
      readonly whens: readonly (readonly [Expression, Expression])[]
      readonly otherwise: Expression | undefined
    }
  | {
      readonly kind: 'cast'
      readonly operand: Expression
      readonly type: SparkType
      readonly span: Span
      readonly attempt: boolean
    }
  | { readonly kind: 'subscript'; readonly operand: Expression; readonly index: Expression }
  | { readonly kind: 'field'; readonly operand: Expression; readonly name: Name }
  /** `x AS name` among the arguments of struct. */
  | { readonly kind: 'named'; readonly operand: Expression; readonly name: Name }
  | { readonly kind: 'lambda'; readonly parameters: readonly Name[]; readonly body: Expression }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'scalar'; readonly query: Query }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'interval'; readonly value: bigint; readonly type: AnsiInterval }
  /** The condition of a value of PIVOT, filled in later. */
  | { readonly kind: 'mark' }

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | 'div'
  | '||'
  | '&'
  | '|'
  | '^'
  | 'and'
  | 'or'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '<=>'

export type Call = {
  readonly kind: 'call'
  /** In lower case, whatever the author wrote. */
  readonly name: string
  readonly span: Span
  readonly args: readonly Expression[]
  readonly distinct: boolean
  readonly ignoreNulls: boolean
  readonly filter: Expression | undefined
  readonly over: Window | undefined
  /** Written without brackets, as current_date: a column of that name comes first. */
  readonly bare?: true
}

export type SortKey = { readonly by: Expression; readonly descending: boolean; readonly nullsFirst: boolean }

export type Window = {
  readonly base: string | undefined
  readonly partitionBy: readonly Expression[]
  readonly orderBy: readonly SortKey[]
  readonly frame: Frame | undefined
}

export type Frame = { readonly unit: 'ROWS' | 'RANGE'; readonly start: Bound; readonly end: Bound }
export type Bound =
  | { readonly kind: 'unbounded'; readonly side: 'PRECEDING' | 'FOLLOWING' }
  | { readonly kind: 'current' }
  | { readonly kind: 'offset'; readonly amount: Expression; readonly side: 'PRECEDING' | 'FOLLOWING' }

export type Query = {
  readonly ctes: readonly {
    readonly name: string
    readonly columns: readonly string[]
    readonly query: Query
  }[]
  readonly body: Body
  readonly orderBy: readonly SortKey[]
  readonly limit: Expression | undefined
  readonly offset: Expression | undefined
}

export type Body =
  | Select
  | {
      readonly kind: 'set'
      readonly op: 'UNION' | 'EXCEPT' | 'INTERSECT'
      readonly all: boolean
      readonly left: Query
      readonly right: Query
    }
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }

export type Select = {
  readonly kind: 'select'
  readonly distinct: boolean
  readonly items: readonly Item[]
  readonly from: readonly From[]
  readonly lateralViews: readonly LateralView[]
  readonly where: Expression | undefined
  readonly groupBy: readonly Grouping[]
  /** GROUP BY ALL: by every item without an aggregate. */
  readonly groupByAll: boolean
  readonly having: Expression | undefined
  readonly windows: readonly { readonly name: string; readonly window: Window }[]
  /** CLUSTER, DISTRIBUTE and SORT BY: they change no row, but must name what there is. */
  readonly spreadBy: readonly Expression[]
}

/** `names` has two or more members for a generator only: explode(m) AS (k, v). */
export type Item = { readonly value: Expression; readonly names: readonly string[] }

export type Grouping =
  | { readonly kind: 'expression'; readonly value: Expression }
  | {
      readonly kind: 'sets'
      readonly how: 'ROLLUP' | 'CUBE' | 'GROUPING SETS'
      readonly sets: readonly (readonly Expression[])[]
    }

type Named = { readonly value: Expression; readonly name: string | undefined }
type NamedValues = { readonly values: readonly Expression[]; readonly name: string | undefined }

export type LateralView = {
  readonly call: Call
  readonly outer: boolean
  readonly table: string
  readonly columns: readonly string[]
}

export type From =
  | {
      readonly kind: 'pivot'
      readonly source: From
      readonly aggregates: readonly Named[]
      readonly by: readonly Expression[]
      readonly values: readonly NamedValues[]
      readonly alias: string | undefined
    }
  | {
      readonly kind: 'unpivot'
      readonly source: From
      readonly values: readonly string[]
      readonly name: string
      readonly columns: readonly NamedValues[]
      readonly withNulls: boolean
      readonly alias: string | undefined
    }
  | {
      readonly kind: 'relation'
      /** All parts with dots between them, where there are several. */
      readonly name: Name
      readonly parts: readonly string[]
      readonly alias: string | undefined
      readonly columns: readonly string[]
    }
  | {
      readonly kind: 'derived'
      readonly query: Query
      readonly alias: string | undefined
      readonly columns: readonly string[]
      readonly lateral: boolean
    }
  | {
      readonly kind: 'function'
      /** Whether LATERAL stands before it: it sees what stands before it in either case. */
      readonly lateral: boolean
      readonly call: Call
      readonly alias: string | undefined
      readonly columns: readonly string[]
    }
  | {
      readonly kind: 'join'
      readonly how: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'SEMI' | 'ANTI' | 'CROSS'
      readonly left: From
      readonly right: From
      readonly on: Expression | undefined
      readonly using: readonly Name[]
      /** USING all columns that both sides have. */
      readonly natural: boolean
    }
