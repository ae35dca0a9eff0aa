/** A stored file. `path` is relative to the storage's root, with `/` between parts. */
export type StoredFile = { readonly path: string; readonly sizeBytes: number; readonly modifiedAtMs: number }

/**
 * Files below one root. Paths are relative to it, with `/` between parts, and never leave it. Methods throw
 * MillraceError: MR3002 disk full, MR3003 no permission, MR3004 absent, MR3201 exists already.
 */
export interface Storage {
  /** The root as the user knows it, for messages. */
  readonly root: string
  read(path: string, signal?: AbortSignal): Promise<Uint8Array>
  readRange(path: string, offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>
  /**
   * Writes a whole file and makes it durable before it becomes visible: a reader sees all of it or nothing, and an
   * abort or a full disk leaves no part behind. With `ifAbsent` an existing file is left alone and MR3201 is thrown.
   */
  put(
    path: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options?: { readonly ifAbsent?: boolean },
    signal?: AbortSignal,
  ): Promise<{ readonly sizeBytes: number }>
  /** Files at or below a path prefix that ends at a `/` boundary, sorted by path; nothing where it is absent. */
  list(prefix: string, signal?: AbortSignal): Promise<readonly StoredFile[]>
  /** Parts of files that killed writers left behind, which `list` does not show: nothing ever reads them. */
  listAbandoned(prefix: string, signal?: AbortSignal): Promise<readonly StoredFile[]>
  /**
   * Removes the folders below a prefix, not itself, that hold nothing, were not changed since, and for which
   * `mayRemove` is true. Returns how many; 0 where a storage has no folders.
   */
  removeEmptyFolders(
    prefix: string,
    unchangedSinceMs: number,
    mayRemove: (path: string) => boolean,
    signal?: AbortSignal,
  ): Promise<number>
  /** Deletes a file; an absent one is fine. */
  delete(path: string, signal?: AbortSignal): Promise<void>
  /** The file as an engine on this machine opens it. */
  location(path: string): string
  /** A folder of this machine whose files become those below `prefix`: what engines write into. */
  writeFolder(prefix: string): Promise<WriteFolder>
}

/** Files that an engine writes. Until `keep` is called, disposing removes all of them, wherever they are by then. */
export interface WriteFolder extends AsyncDisposable {
  /** Absolute, for the engine; empty at first. */
  readonly path: string
  /** Makes these files, absolute paths below the folder, durable and readable under the storage's own paths. */
  complete(files: readonly string[], signal?: AbortSignal): Promise<void>
  keep(): void
}
