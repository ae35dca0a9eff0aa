// Resources become a project: names are resolved, tasks ordered by what they read and write, and what points nowhere
// is reported. Pure. In: typed resources and settings. Out: a Project and diagnostics.
export { checkPlatform, nextEnd } from './check-platform.ts'
export type { DatasetLineage } from './check-sql.ts'
export type { ColumnOrigin, TracedColumn } from './read-job.ts'
export { jobFingerprint } from './fingerprint.ts'
export { link } from './link.ts'
export { isRecordedJob, recordedJob } from './recorded-job.ts'
export type { Project } from './project.ts'
export { type Direction, type LineagePoint, type LineageTree, traceLineage } from './trace-lineage.ts'
export { type Retry, type Task, useKey } from './task.ts'
