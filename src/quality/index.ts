// Measuring a dataset. In: assertions or a list of columns, and a relation. Out: a few fused statements, and a pure
// function that turns what they returned into check results or a profile; the caller runs them. A metric is a line in
// checks/metrics.ts; a statistic is a member of ColumnStatistics and a branch of profile/plan-profile.ts.
export type { Assertion, AssertionTest, CheckOutcome, CheckResult } from './checks/assertion.ts'
export type { CheckStatementResult } from './checks/evaluate.ts'
export { lintAssertions } from './checks/lint-assertions.ts'
export {
  type CheckedRelation,
  type CheckPlan,
  type CheckStatement,
  planChecks,
  type Translate,
} from './checks/plan-checks.ts'
export { maskProfile } from './profile/mask-profile.ts'
export { planProfile, type ProfilePlan } from './profile/plan-profile.ts'
export {
  type ColumnProfile,
  type ColumnStatistics,
  type Profile,
  profileWarnings,
} from './profile/profile.ts'
export { type ProfileRow, profileRows } from './profile/profile-rows.ts'
