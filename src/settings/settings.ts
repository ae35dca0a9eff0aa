import type { Secret } from '../base/secret.ts'

/** Everything that a manifest leaves to its platform, with defaults filled in and paths absolute. */
export type Settings = {
  readonly name: string
  /** Absolute folder of the project file, or where the command was started without one. */
  readonly root: string
  /** Absolute; holds the project database and, by default, the warehouse. */
  readonly stateFolder: string
  /** Folders or files that hold manifests, relative to the root; undefined means the whole tree. */
  readonly resources?: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Path prefixes of manifests and where they live here, longest prefix first. */
  readonly paths: readonly { readonly prefix: string; readonly target: string }[]
  readonly lakehouse: { readonly warehouse: string; readonly catalog: CatalogSettings }
  readonly engines: Readonly<Record<string, EngineSettings>>
  /** Compute names of manifests and the engine that each means. */
  readonly computes: Readonly<Record<string, string>>
  readonly depots: Readonly<Record<string, DepotBinding>>
  readonly users: Readonly<Record<string, { readonly tags: readonly string[] }>>
  readonly quality: { readonly failedAssertions: 'fail' | 'warn' }
  readonly masking: { readonly strict: boolean }
}

/**
 * Where tables are registered. `sqlite`: in the project database, which is a file. `postgres`: likewise, and the
 * project database is on that server. `rest`: on a server of its own, beside a project database that is a file.
 */
export type CatalogSettings =
  | { readonly type: 'sqlite' }
  | { readonly type: 'postgres'; readonly url: Secret }
  | RestCatalogSettings

export type RestCatalogSettings = {
  readonly type: 'rest'
  readonly url: string
  readonly warehouse?: string
  readonly token?: Secret
  /** `id:secret`, or a secret alone. */
  readonly credential?: Secret
  readonly headers: Readonly<Record<string, Secret>>
}

export type EngineSettings =
  | DuckdbSettings
  /** Declared for releases that have it; a node that is mapped to it is refused. */
  | { readonly type: 'trino' }

export type DuckdbSettings = { readonly type: 'duckdb'; readonly memory?: string; readonly threads?: number }

/** Where a depot lives here. A file depot's path is absolute. */
export type DepotBinding =
  | { readonly type: 'FILE'; readonly path: string; readonly format?: string }
  | { readonly type: 'LAKEHOUSE' }
