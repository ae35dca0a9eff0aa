import { code, didYouMean, nearestOnly } from '../code.ts'

type Near = { readonly near?: string | undefined }

/** MR12xx: a document that does not have the shape of its JSON Schema. `what` names a key, or "this document". */
export const shapeCodes = {
  MR1201: code<{ readonly key: string; readonly what: string }>({
    title: 'missing key',
    severity: 'error',
    message: (p) => `${p.what} lacks the key "${p.key}"`,
    hint: (p) => `add ${p.key}:`,
  }),
  MR1202: code<{ readonly what: string; readonly expected: string; readonly actual: string }>({
    title: 'wrong type',
    severity: 'error',
    message: (p) => `${p.what} has to be ${p.expected}, not ${p.actual}`,
  }),
  MR1203: code<{ readonly key: string } & Near>({
    title: 'unknown key',
    severity: 'error',
    message: (p) => `unknown key "${p.key}"`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
  MR1204: code<{ readonly what: string; readonly found: string; readonly allowed: readonly string[] } & Near>(
    {
      title: 'not an allowed value',
      severity: 'error',
      message: (p) =>
        p.allowed.length === 1
          ? `${p.what} has to be ${p.allowed[0]}, not ${p.found}`
          : `${p.what} has to be one of ${p.allowed.join(', ')}, not ${p.found}`,
      hint: didYouMean,
      fix: nearestOnly,
    },
  ),
  MR1205: code<{
    readonly what: string
    readonly found: string
    readonly expected: string
    readonly description?: string | undefined
  }>({
    title: 'malformed text',
    severity: 'error',
    message: (p) => `${p.what} has to be ${p.expected}, not ${p.found}`,
    hint: (p) => p.description,
  }),
  MR1206: code<{ readonly what: string; readonly limit: string; readonly found: number }>({
    title: 'wrong number of members',
    severity: 'error',
    message: (p) => `${p.what} has to have ${p.limit}, and has ${p.found}`,
  }),
  MR1207: code<{ readonly what: string; readonly limit: string; readonly found: string }>({
    title: 'out of range',
    severity: 'error',
    message: (p) => `${p.what} has to be ${p.limit}, not ${p.found}`,
  }),
  MR1208: code<{ readonly what: string; readonly first: number; readonly second: number }>({
    title: 'repeated member',
    severity: 'error',
    message: (p) => `${p.what} holds the same member twice: number ${p.first + 1} and number ${p.second + 1}`,
    hint: () => 'delete one of the two',
  }),
  MR1209: code<{ readonly what: string; readonly forms: number }>({
    title: 'none of the allowed forms',
    severity: 'error',
    message: (p) => `${p.what} has none of its ${p.forms} allowed forms`,
    hint: () => 'compare it with the reference of this manifest type',
  }),
  MR1210: code<{ readonly what: string; readonly reason: string }>({
    title: 'against the schema',
    severity: 'error',
    message: (p) => `${p.what} ${p.reason}`,
  }),
  MR1211: code<{ readonly key: string }>({
    title: 'empty value',
    severity: 'warning',
    message: (p) => `"${p.key}" is empty, and counts as if it were not there`,
    hint: () => 'give it a value, or leave the key out',
  }),
} as const
