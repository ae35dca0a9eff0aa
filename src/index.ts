// What importers may rely on: the stages of the one way through, as functions from plain data to plain data.
export {
  type Diagnostic,
  hasErrors,
  type Place,
  renderJson,
  renderText,
  type Staged,
} from './diagnostics/index.ts'
export type { RunEvent } from './events.ts'
export { type Loaded, load, type LoadRequest, nodeFiles } from './manifest/index.ts'
export { type PlannedTask, planChanges, planTasks } from './plan/index.ts'
export { link, type Project } from './project/index.ts'
export { type Resource, readResources } from './resources/index.ts'
export { observe, openDeps, run } from './run/index.ts'
export { readSettings, type Settings } from './settings/index.ts'
export { stacks } from './stacks/index.ts'
