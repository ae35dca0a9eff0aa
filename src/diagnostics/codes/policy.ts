import { code, didYouMean } from '../code.ts'

export const policyCodes = {
  MR4001: code<{ message: string }>({
    title: 'a query does not parse',
    severity: 'error',
    message: (p) => `the query does not parse: ${p.message}`,
  }),
  MR4002: code<{ count: number }>({
    title: 'not exactly one statement',
    severity: 'error',
    message: (p) =>
      p.count === 0 ? 'the query is empty' : `the query has ${p.count} statements; readers run one at a time`,
    hint: () => 'send exactly one SELECT statement',
  }),
  MR4003: code<Readonly<Record<string, never>>>({
    title: 'readers only run SELECT',
    severity: 'error',
    message: () => 'readers only run SELECT statements',
    hint: () => 'write a SELECT over the datasets of this project',
  }),
  MR4004: code<{ what: string }>({
    title: 'not admitted for readers',
    severity: 'error',
    message: (p) => `${p.what} is not admitted in a reader's query`,
    hint: () => 'write it with SELECT, joins, subqueries and WITH over datasets',
  }),
  MR4005: code<{ name: string; near?: string | undefined }>({
    title: 'function not admitted',
    severity: 'error',
    message: (p) => `the function "${p.name}" is not admitted in a reader's query`,
    hint: didYouMean,
  }),
  MR4006: code<{ name: string; near?: string | undefined }>({
    title: 'unknown dataset',
    severity: 'error',
    message: (p) => `there is no dataset "${p.name}"`,
    hint: (p) => didYouMean(p) ?? 'name a dataset as depot.collection.dataset',
  }),
  MR4007: code<{ name: string; near?: string | undefined }>({
    title: 'a dataset name is not complete',
    severity: 'error',
    message: (p) => `"${p.name}" does not say which depot and collection it belongs to`,
    hint: (p) => didYouMean(p) ?? 'write depot.collection.dataset, or set --use depot.collection',
  }),
  MR4008: code<{ name: string }>({
    title: 'files cannot be read directly',
    severity: 'error',
    message: (p) => `"${p.name}" names a file; readers read datasets only`,
    hint: () => 'name a dataset as depot.collection.dataset',
  }),
  MR4009: code<{ name: string }>({
    title: 'time travel is not admitted',
    severity: 'error',
    message: (p) => `"${p.name}" is read AT a version; policies are those of the current version`,
    hint: () => 'leave the AT clause out',
  }),
  MR4010: code<{ name: string; candidates: string }>({
    title: 'ambiguous dataset',
    severity: 'error',
    message: (p) => `"${p.name}" may be any of ${p.candidates}`,
    hint: () => 'write the name with its exact capitals',
  }),
  MR4011: code<{ name: string }>({
    title: 'reserved name',
    severity: 'error',
    message: (p) => `a WITH clause cannot define the name "${p.name}"`,
    hint: () => 'use letters, digits and underscores, and none of the engine’s own names',
  }),
  MR4020: code<{ dataset: string; column: string; type: string; policy: string; operator: string }>({
    title: 'a mask cannot transform the type of a column',
    severity: 'warning',
    message: (p) =>
      `${p.dataset}: ${p.column} is NULL for this reader: policy "${p.policy}" applies ${p.operator}, which cannot transform ${p.type}`,
    hint: () => 'choose an operator that fits the type, or narrow the policy to other columns',
  }),
  MR4021: code<{ dataset: string; column: string; policy: string; reason: string }>({
    title: 'a policy closes a column',
    severity: 'warning',
    message: (p) =>
      `${p.dataset}: ${p.column} is NULL for everybody that policy "${p.policy}" selects: ${p.reason}`,
    hint: () => 'repair the policy',
  }),
  MR4022: code<{ dataset: string; column: string }>({
    title: 'strict masking closes a column',
    severity: 'warning',
    message: (p) =>
      `${p.dataset}: ${p.column} is NULL: masking is strict and no policy speaks of this reader`,
    hint: () => 'add a policy that selects the reader, or turn strict masking off',
  }),
} as const
