import type { Database } from './database.ts'

/** Identity of a resource: type, workspace and name. */
export type ResourceKey = { readonly type: string; readonly workspace: string; readonly name: string }

export type RegisteredResource = ResourceKey & {
  readonly version: string
  /** Content hash of the normalised manifest and of everything that it pulls in. */
  readonly hash: string
  /** Counts the changes, from 1. */
  readonly generation: number
  readonly file: string
  /** The manifest's value after variables were filled in, as JSON; secrets are redacted before it gets here. */
  readonly manifest: string
  /** What the resource means, as JSON, where it is used without its manifest: policies. */
  readonly compiled: string | null
  /** The files that the manifest pulls in, as JSON; null where there are none, or an older release registered it. */
  readonly attached: string | null
  readonly createdAt: string
  readonly updatedAt: string
}

export type Registration = ResourceKey & {
  readonly version: string
  readonly hash: string
  readonly file: string
  readonly manifest: string
  readonly compiled: string | null
  readonly attached?: string | null
}

export const registeredResources = (database: Database): readonly RegisteredResource[] =>
  database.all('SELECT * FROM resource ORDER BY type, workspace, name').map((row) => ({
    type: String(row['type']),
    workspace: String(row['workspace']),
    name: String(row['name']),
    version: String(row['version']),
    hash: String(row['hash']),
    generation: Number(row['generation']),
    file: String(row['file']),
    manifest: String(row['manifest']),
    compiled: row['compiled'] === null ? null : String(row['compiled']),
    attached: row['attached'] === null ? null : String(row['attached']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
  }))

/** Creates or replaces a resource; an equal hash leaves everything but the file name as it was. */
export const registerResource = (database: Database, resource: Registration, at: string): void => {
  const { type, workspace, name, version, hash, file, manifest, compiled, attached = null } = resource
  database.run(
    `INSERT INTO resource (type, workspace, name, version, hash, generation, file, manifest, compiled, attached, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (type, workspace, name) DO UPDATE SET
       version = excluded.version, file = excluded.file, manifest = excluded.manifest, compiled = excluded.compiled, attached = excluded.attached, hash = excluded.hash,
       generation = resource.generation + CASE WHEN resource.hash <> excluded.hash THEN 1 ELSE 0 END,
       updated_at = CASE WHEN resource.hash <> excluded.hash THEN excluded.updated_at ELSE resource.updated_at END`,
    type,
    workspace,
    name,
    version,
    hash,
    file,
    manifest,
    compiled,
    attached,
    at,
    at,
  )
}

export const unregisterResource = (database: Database, { type, workspace, name }: ResourceKey): void => {
  database.run('DELETE FROM resource WHERE type = ? AND workspace = ? AND name = ?', type, workspace, name)
}
