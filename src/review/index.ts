// What a change to the manifests does: to resources, statements, columns, to who sees what, and to what reads it. In:
// two versions of a project with their lineage. Out: a review as data. Pure.
export type { AccessChange } from './diff-access.ts'
export type { ColumnChange } from './diff-columns.ts'
export type { ResourceChange } from './diff-resources.ts'
export type { StepChange } from './diff-statements.ts'
export { isBreaking, type Review, review, type Verdict } from './review.ts'
export type { Side } from './side.ts'
