import { code, didYouMean } from '../code.ts'

/** Branches of tables. */
export const branchCodes = {
  MR3160: code<{ name: string; known: readonly string[]; near?: string | undefined }>({
    title: 'unknown branch',
    severity: 'error',
    message: (p) => `no table has a branch "${p.name}"`,
    hint: (p) =>
      didYouMean(p) ??
      (p.known.length === 0
        ? 'there is no branch at all; millrace apply --branch NAME makes one with its first write'
        : `the branches are ${p.known.join(', ')}`),
  }),
  MR3161: code<{ table: string; branch: string }>({
    title: 'a branch that cannot be published',
    severity: 'error',
    message: (p) => `main of ${p.table} has moved since branch ${p.branch} left it; nothing was published`,
    hint: (p) =>
      `drop the branch and run it again from the new rows: millrace branch drop ${p.branch}, then millrace apply --branch ${p.branch}`,
  }),
  MR3162: code<{ table: string; branch: string; reason: string }>({
    title: 'a branch of rejected rows',
    severity: 'error',
    message: (p) => `branch ${p.branch} holds rows of ${p.table} that failed their audit: ${p.reason}`,
    hint: () =>
      'mend the data or the check and run the task again; --accept-failed-checks publishes it as it is',
  }),
  MR3163: code<{ table: string; column: string; near?: string | undefined }>({
    title: 'unknown key column',
    severity: 'error',
    message: (p) => `${p.table} cannot be compared by ${p.column}: not both versions have that column`,
    hint: didYouMean,
  }),
  MR3164: code<{ dataset: string; key: string }>({
    title: 'a key that is not one',
    severity: 'warning',
    message: (p) => `rows of ${p.dataset} share values of ${p.key}; whole rows are compared instead`,
    hint: () => 'name other columns with --key',
  }),
} as const
