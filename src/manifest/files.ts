/** The file system as `load` sees it; `node-files.ts` is the real one. No member throws, except when aborted. */
export type Files = {
  readonly read: (path: string, signal: AbortSignal) => Promise<FileRead>
  /** The entries of a folder; undefined where it cannot be listed. */
  readonly list: (folder: string, signal: AbortSignal) => Promise<readonly FolderEntry[] | undefined>
  /** What stands at a path, symbolic links followed; undefined where there is nothing. */
  readonly locate: (path: string, signal: AbortSignal) => Promise<Located | undefined>
}

export type FileRead =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'failed'; readonly reason: string }

export type FolderEntry = { readonly name: string; readonly kind: 'file' | 'folder' | 'link' | 'other' }

export type Located = { readonly kind: 'file' | 'folder' | 'other'; readonly realPath: string }
