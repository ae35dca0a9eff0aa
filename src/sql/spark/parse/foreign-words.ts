import { Misformed, Refused } from '../refusals.ts'

/*
 * Clauses, operators and types of other dialects that the parser reads and Spark has not: what they are called, the word
 * by which their place is found, and what to write instead.
 */

/** A construct that this translator does not know. It becomes a diagnostic, never a guess. */
export class Unsupported extends Refused {
  override readonly name = 'Unsupported'
  /** Where it stands in the text that the parser was given. */
  readonly at: number | undefined
  constructor(
    what: string,
    at?: number,
    { hint, word }: { readonly hint?: string; readonly word?: string } = {},
  ) {
    super(what, hint, word)
    this.at = at
  }
}

/** A form that Spark 3.5 does not have and the parser would read all the same. */
export type Foreign = { readonly reason: string; readonly offset: number; readonly length: number }

const members: Readonly<Record<string, readonly [name: string, word: string, hint: string]>> = {
  qualify: ['QUALIFY', 'qualify', 'compute the window function in a query inside, and filter around it'],
  top: ['TOP', 'top', 'write LIMIT behind the query'],
  distinct_on: [
    'DISTINCT ON',
    'on',
    'number the rows of each key by row_number() in a query inside, and take the first',
  ],
  locks: ['FOR UPDATE', 'for', 'leave it out: a query locks nothing'],
  into: ['SELECT INTO', 'into', 'an output of the job writes the table'],
  connect: ['CONNECT BY', 'connect', 'join once for each level'],
  prewhere: ['PREWHERE', 'prewhere', 'write WHERE'],
  fetch: ['FETCH', 'fetch', 'write LIMIT'],
}

/** A member of a node that is not read. */
export const unknownMember = (key: string, what: string): Refused => {
  const [name, word, hint] = members[key] ?? []
  if (name !== undefined) return new Misformed(name, hint, word)
  const [first = key] = key.split('_')
  return new Unsupported(`${key.replaceAll('_', ' ')} in ${what}`, undefined, { word: first })
}

const inJson = "write get_json_object(text, '$.name')"

const operators: Readonly<Record<string, readonly [operator: string, hint: string]>> = {
  json_extract: ['->', inJson],
  json_extract_scalar: ['->>', inJson],
  j_s_o_n_extract: [':', inJson],
}

/** A kind of node that is not read, which begins at `at` in the text that was parsed. */
export const unknownOperator = (kind: string, at: number | undefined): Refused => {
  const [operator, hint] = operators[kind] ?? []
  return operator === undefined
    ? new Unsupported(`"${kind.replaceAll('_', ' ')}"`, at)
    : new Misformed(`the operator ${operator}`, hint, operator)
}

const types: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'int',
  int32: 'int',
  int8: 'bigint',
  int64: 'bigint',
  hugeint: 'decimal(38, 0)',
  number: 'decimal(p, s)',
  money: 'decimal(p, s)',
  doubleprecision: 'double',
  float4: 'float',
  float8: 'double',
  float64: 'double',
  datetime: 'timestamp',
  timestamptz: 'timestamp',
  bool: 'boolean',
  text: 'string',
  varchar2: 'string',
  nvarchar: 'string',
  clob: 'string',
  uuid: 'string',
  json: 'string',
  jsonb: 'string',
  blob: 'binary',
  bytea: 'binary',
  varbinary: 'binary',
}

/** What Spark calls a type that other dialects call so. */
export const sparkTypeFor = (name: string): string | undefined =>
  types[name.toLowerCase().replaceAll(/\s|\(.*/g, '')]
