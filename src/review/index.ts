// What a change to the manifests does: to resources, statements, columns, to who sees what, and to what reads it. In:
// two versions of a project with their lineage. Out: a review as data. Pure. What may differ and mean the same is decided
// by what is compared: align-jobs.ts and meaning.ts for manifests, sql/spark/compare for statements.
export { type Acceptance, type Accepted, isBreaking, type Judged, type Verdict } from './accept.ts'
export type { AccessChange } from './access-change.ts'
export type { ColumnChange } from './diff-columns.ts'
export type { ResourceChange } from './diff-resources.ts'
export type { StepChange } from './diff-statements.ts'
export { type Acceptances, type Review, review } from './review.ts'
export type { Side } from './side.ts'
