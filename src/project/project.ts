import type { Resource } from '../resources/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Task } from './task.ts'

/** All resources of a directory tree, linked. Tasks come in an order in which each follows what it depends on. */
export type Project = {
  readonly settings: Settings
  readonly resources: readonly Resource[]
  readonly tasks: readonly Task[]
}
