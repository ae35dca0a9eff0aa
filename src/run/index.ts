// Runs a plan: order, retries, cancellation, publication, and the event stream that is its only output. `openDeps`
// opens the real world; everything else receives it as one argument.
export type { RunDeps } from './deps.ts'
export { settle } from './announce.ts'
export { leaseTable } from './lease-tables.ts'
export { observe } from './observe.ts'
export { databaseLocation, type OpenedDeps, openDepot, openDeps, openProjectLakehouse } from './open-deps.ts'
export { declared, register, registerOnBranch } from './register.ts'
export { run, type RunRequest } from './run.ts'
