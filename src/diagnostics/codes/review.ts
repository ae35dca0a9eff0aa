import { code } from '../code.ts'

/** Reviews of changes, and what a team accepts of them. */
export const reviewCodes = {
  MR6001: code<{ value: string }>({
    title: 'not a day',
    severity: 'error',
    message: (p) => `until is "${p.value}", which is no day`,
    hint: () => 'write it as 2026-12-31',
  }),
  MR6002: code<{ finding: string; until: string; reason: string }>({
    title: 'acceptance that has expired',
    severity: 'warning',
    message: (p) => `"${p.finding}" was accepted until ${p.until} and counts again: ${p.reason}`,
    hint: () => 'undo the change, or decide anew and set another day',
  }),
  MR6003: code<{ finding: string; near?: string | undefined }>({
    title: 'acceptance of nothing',
    severity: 'warning',
    message: (p) => `"${p.finding}" is accepted, and this change does not do that`,
    hint: (p) =>
      p.near === undefined
        ? 'take the entry out once the change that it was for is merged'
        : `the change does something else than what was accepted: ${p.near}`,
  }),
  MR6004: code<{ finding: string }>({
    title: 'finding accepted twice',
    severity: 'error',
    message: (p) => `"${p.finding}" is accepted by two entries: which of them holds is not said`,
  }),
} as const
