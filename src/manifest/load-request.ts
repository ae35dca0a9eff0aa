import type { ReferenceBase } from './references.ts'

/** What `load` needs of Settings. */
export type LoadSettings = ReferenceBase & {
  readonly stateFolder: string
  readonly resources?: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

export type LoadRequest = {
  /** Files and folders that the user named, absolute or relative to the root; undefined means all of the project. */
  readonly paths?: readonly string[]
  /** Also look below the folders of `paths`. Without `paths` the whole tree is read. */
  readonly isRecursive?: boolean
  readonly settings: LoadSettings
  /** Leave `${NAME}` as it is written. */
  readonly disableInterpolation?: boolean
  /** Also fill in `$NAME` without braces. */
  readonly fillBareNames?: boolean
}
