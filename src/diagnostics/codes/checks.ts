import { code } from '../code.ts'

/** MR1451 to MR1466 that one manifest provokes: it can be read, and never means what it says. */
export const checkCodes = {
  MR1451: code<object>({
    title: 'SQL of several lines outside a block',
    severity: 'warning',
    message: () => 'the lines of this SQL are joined by blanks: a comment in it would swallow what follows',
    hint: () => 'write the SQL as a block behind |',
  }),
  MR1456: code<{ cron: string; days: string; months: string }>({
    title: 'cron expression that never comes',
    severity: 'error',
    message: ({ cron, days, months }) =>
      `the cron expression "${cron}" never comes: month ${months} has no day ${days}`,
    hint: () => 'write a day that the month has',
  }),
  MR1457: code<{ key: string; request: string; limit: string }>({
    title: 'request above its limit',
    severity: 'warning',
    message: ({ key, request, limit }) => `${key} is requested as ${request}, above its limit ${limit}`,
    hint: () => 'raise the limit, or ask for less',
  }),
  MR1458: code<{ test: string; other: string; metric: string }>({
    title: 'tests that cannot hold together',
    severity: 'warning',
    message: ({ test, other, metric }) =>
      `no ${metric} keeps both "${test}" and "${other}": one of the two always fails`,
    hint: () => 'correct one of the two, or give each a filter of its own',
  }),
  MR1462: code<{ reference: string; expected: string; found: string }>({
    title: 'file of another kind of manifest',
    severity: 'error',
    message: ({ reference, expected, found }) => `"${reference}" holds ${found}, not ${expected}`,
  }),
  MR1463: code<{ files: readonly string[] }>({
    title: 'files that run each other',
    severity: 'error',
    message: ({ files }) => `these files run each other: ${[...files, ...files.slice(0, 1)].join(' → ')}`,
    hint: () => 'let one of them end without the other',
  }),
  MR1465: code<{ what: string; always: boolean }>({
    title: 'condition without a question',
    severity: 'warning',
    message: ({ what, always }) => `${what}, so this condition ${always ? 'always holds' : 'never holds'}`,
    hint: () => 'compare the answer of a query with a constant',
  }),
  MR1466: code<{ filter: string; value: string; other: string }>({
    title: 'conditions that exclude each other',
    severity: 'warning',
    message: ({ filter, value, other }) => `${filter} cannot be "${value}" and "${other}" at once`,
    hint: () => 'write one manifest for each of the two',
  }),
} as const
