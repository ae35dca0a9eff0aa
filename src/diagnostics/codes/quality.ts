import { code, didYouMean } from '../code.ts'

export const qualityCodes = {
  MR5001: code<{ metric: string; near?: string | undefined }>({
    title: 'unknown metric',
    severity: 'error',
    message: (p) => `there is no metric "${p.metric}"`,
    hint: didYouMean,
  }),
  MR5002: code<{ metric: string }>({
    title: 'a metric needs a regular expression',
    severity: 'error',
    message: (p) => `${p.metric} counts by a regular expression, and this assertion has none`,
    hint: () => 'add validFormat.regex to the assertion',
  }),
  MR5003: code<{ test: string; metric: string; low: number; high: number | undefined }>({
    title: 'a test that can never hold',
    severity: 'warning',
    message: (p) =>
      `"${p.test}" can never hold: ${p.metric} is never below ${p.low}${p.high === undefined ? '' : ` nor above ${p.high}`}`,
    hint: (p) => (p.high === 1 ? 'percentages are fractions between 0 and 1' : undefined),
  }),
  MR5010: code<{ dataset: string }>({
    title: 'nothing to profile',
    severity: 'warning',
    message: (p) => `the profile of ${p.dataset} is empty: its input has no rows`,
    hint: () => 'check the filters of the input',
  }),
  MR5020: code<{
    failed: number
    total: number
    dataset: string
    published: boolean
    rejected?: string | undefined
  }>({
    title: 'assertions failed',
    severity: 'error',
    message: (p) => `${p.failed} of ${p.total} assertions failed for dataset ${p.dataset}`,
    hint: (p) =>
      p.published
        ? 'the dataset stays as it is; quality: {failedAssertions: warn} in millrace.yaml lets the node succeed'
        : `nothing was published: readers still see what was there before${
            p.rejected === undefined ? '' : `; look at the rejected rows: ${p.rejected}`
          }`,
  }),
  MR5021: code<{ failed: number; total: number; dataset: string }>({
    title: 'assertions failed, and the project only warns',
    severity: 'warning',
    message: (p) => `${p.failed} of ${p.total} assertions failed for dataset ${p.dataset}`,
  }),
  MR5022: code<{ dataset: string }>({
    title: 'nothing to check yet',
    severity: 'warning',
    message: (p) => `${p.dataset} has not been written yet: its assertions have nothing to hold for`,
  }),
} as const
