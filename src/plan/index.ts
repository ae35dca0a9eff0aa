// Project and state become a plan: which resources change, which tasks run, and why. Pure; the runner asks the same
// `reasonToRun` again when a task's upstream is done, so that what was promised and what is done cannot drift apart.
export { type DeclaredResource, hasChanges, planChanges, type ResourceChange } from './changes.ts'
export { findMovedOutputs } from './moved-outputs.ts'
export {
  consumed,
  type Decision,
  type Known,
  type PlannedTask,
  type PlanRequest,
  planTasks,
  reasonToRun,
} from './plan.ts'
export { type Bounds, splitInterval } from './split-interval.ts'
