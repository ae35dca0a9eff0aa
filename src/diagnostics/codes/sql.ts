import { code, didYouMean, nearestPerhaps } from '../code.ts'

type Near = { name: string; near?: string | undefined }

export const sqlCodes = {
  MR2001: code<{ reason: string }>({
    title: 'SQL syntax error',
    severity: 'error',
    message: (p) => `SQL syntax error: ${p.reason}`,
    hint: () => 'statements are Spark SQL',
  }),
  MR2002: code<Near>({
    title: 'unknown view',
    severity: 'error',
    message: (p) => `no view named "${p.name}" at this point`,
    hint: (p) => didYouMean(p) ?? 'a statement sees the inputs and the steps before it',
    fix: nearestPerhaps,
  }),
  MR2003: code<Near & { relation?: string | undefined }>({
    title: 'unknown column',
    severity: 'error',
    message: (p) => `unknown column "${p.name}"${p.relation === undefined ? '' : ` in ${p.relation}`}`,
    hint: didYouMean,
    fix: nearestPerhaps,
  }),
  MR2004: code<Near>({
    title: 'unknown function',
    severity: 'error',
    message: (p) => `Spark SQL has no function "${p.name}"`,
    hint: didYouMean,
    fix: nearestPerhaps,
  }),
  MR2005: code<{ next: string }>({
    title: 'more than one statement',
    severity: 'error',
    message: (p) => `only one statement is allowed here; another begins at "${p.next}"`,
    hint: () => 'make a step of each statement',
  }),
  MR2006: code<{ statement: string }>({
    title: 'not a query',
    severity: 'error',
    message: (p) => `${p.statement} is not a query`,
    hint: () => 'write a SELECT; tables are written by the outputs of a job',
  }),
  MR2007: code<{ table: string }>({
    title: 'statement without effect',
    severity: 'info',
    message: (p) => `CACHE TABLE ${p.table} has no effect on this engine`,
  }),
  MR2008: code<{ what: string; hint?: string | undefined }>({
    title: 'unsupported Spark SQL',
    severity: 'error',
    message: (p) => `${p.what} is not supported`,
    hint: (p) =>
      p.hint ?? 'it would not give the same result as Spark, so it is refused; write it another way',
  }),
  MR2009: code<{ name: string; expected: string; given: number }>({
    title: 'wrong number of arguments',
    severity: 'error',
    message: (p) => `${p.name} takes ${p.expected}, not ${p.given}`,
  }),
  MR2010: code<{ reason: string }>({
    title: 'the engine refused the query',
    severity: 'error',
    message: (p) => p.reason,
    hint: () => 'check the names and the types of the arguments at this place',
  }),
  MR2011: code<{ left: number; right: number; op: string }>({
    title: 'different numbers of columns',
    severity: 'error',
    message: (p) => `${p.op} of ${p.left} and ${p.right} columns`,
    hint: () => 'both sides need the same number of columns',
  }),
  MR2012: code<Near>({
    title: 'unknown incremental key',
    severity: 'error',
    message: (p) => `no incremental key named "${p.name}"`,
    hint: (p) => didYouMean(p) ?? 'declare it under keys, before it is used',
  }),
  MR2013: code<{ what: string; hint?: string | undefined }>({
    title: 'what Spark refuses, too',
    severity: 'error',
    message: (p) => `Spark refuses ${p.what}`,
    hint: (p) => p.hint,
  }),
  MR2014: code<{ what: string; hint?: string | undefined }>({
    title: 'a part of Spark SQL that is not here',
    severity: 'error',
    message: (p) => `${p.what} is not supported`,
    hint: (p) => p.hint,
  }),
  MR2015: code<{ what: string; hint?: string | undefined }>({
    title: 'what is no Spark SQL',
    severity: 'error',
    message: (p) => `Spark refuses ${p.what}`,
    hint: (p) => p.hint,
  }),
  MR2020: code<{ name: string; within: string }>({
    title: 'a function of Spark within limits',
    severity: 'warning',
    message: (p) => `${p.name} gives what Spark gives as long as ${p.within}`,
    hint: () => 'where that does not hold, results may differ from those of a cluster',
  }),

  // MR2100-2199: transformation functions of Flare steps.
  MR2100: code<{ function: string; argument: string }>({
    title: 'missing argument',
    severity: 'error',
    message: (p) => `${p.function} needs the argument "${p.argument}"`,
  }),
  MR2101: code<{ function: string; argument: string; expected: string }>({
    title: 'wrong kind of argument',
    severity: 'error',
    message: (p) => `argument "${p.argument}" of ${p.function} must be ${p.expected}`,
  }),
  MR2102: code<{
    function: string
    argument: string
    value: string
    allowed: readonly string[]
    near?: string | undefined
  }>({
    title: 'unknown value of an argument',
    severity: 'error',
    message: (p) =>
      `"${p.value}" is not a value of "${p.argument}" of ${p.function}; it takes ${p.allowed.join(', ')}`,
    hint: didYouMean,
  }),
  MR2103: code<{ function: string; column: string; near?: string | undefined; known: readonly string[] }>({
    title: 'column not found',
    severity: 'error',
    message: (p) => `${p.function} reads the column "${p.column}", which does not exist at this point`,
    hint: (p) => didYouMean(p) ?? `the columns here are ${p.known.join(', ')}`,
  }),
  MR2104: code<{ function: string; name: string; first: string; second: string }>({
    title: 'two columns with one name',
    severity: 'error',
    message: (p) => `after ${p.function}, "${p.first}" and "${p.second}" would both be called "${p.name}"`,
    hint: () => 'rename or drop one of the two before this function',
  }),
  MR2105: code<{ pattern: string; reason: string }>({
    title: 'regular expression not supported',
    severity: 'error',
    message: (p) => `the regular expression ${p.pattern} cannot run here: ${p.reason}`,
  }),
  MR2106: code<{ expression: string; reason: string }>({
    title: 'malformed sed expression',
    severity: 'error',
    message: (p) => `"${p.expression}" is not a sed replacement: ${p.reason}`,
    hint: () => 'write s/regex/new/ or s/regex/new/g; any other character may stand for the slash',
  }),
  MR2107: code<{ function: string; column: string; type: string; expected: string }>({
    title: 'column of the wrong type',
    severity: 'error',
    message: (p) => `${p.function} needs ${p.expected}, but "${p.column}" is ${p.type}`,
  }),
  MR2108: code<{ column?: string | undefined }>({
    title: 'increment_variable has no defined result',
    severity: 'error',
    message: () =>
      'increment_variable counts records in an order that nothing defines, so it is not supported',
    hint: (p) =>
      `number the rows in the step's SQL: row_number() OVER (ORDER BY …) AS ${p.column ?? 'number'}`,
  }),
  MR2109: code<{ type: string; near?: string | undefined }>({
    title: 'unknown data type',
    severity: 'error',
    message: (p) => `"${p.type}" is not a data type of Spark`,
    hint: (p) =>
      didYouMean(p) ??
      'types are string, boolean, byte, short, int, long, float, double, decimal(p,s), date, timestamp, binary',
  }),
  MR2110: code<{ reason: string }>({
    title: 'schema not understood',
    severity: 'error',
    message: (p) => `the schema cannot be read: ${p.reason}`,
    hint: () => 'write it as Spark DDL (a INT, b STRING), as Spark JSON, or as an Avro record',
  }),
  MR2111: code<{ expression: string; reason: string }>({
    title: 'expression not supported by this function',
    severity: 'error',
    message: (p) => `the expression "${p.expression}" cannot be used here: ${p.reason}`,
  }),
  MR2112: code<{ column: string; limit: number }>({
    title: 'too many pivot values',
    severity: 'error',
    message: (p) => `the pivot column "${p.column}" has more than ${p.limit} different values`,
    hint: () => 'list the wanted ones under "values"',
  }),
  MR2113: code<{ reason: string }>({
    title: 'unpivot cannot work',
    severity: 'error',
    message: (p) => `unpivot cannot work: ${p.reason}`,
  }),
  MR2114: code<{ zone: string }>({
    title: 'unknown time zone',
    severity: 'error',
    message: (p) => `"${p.zone}" is not the name of a time zone`,
    hint: () => 'use an IANA name such as Asia/Kolkata, or UTC',
  }),
} as const
