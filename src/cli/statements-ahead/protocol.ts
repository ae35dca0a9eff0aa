import type { TextCacheFile } from '../../state/text-cache.ts'
/**
 * What the thread is told: the outlines of parts of the project as they are read, and at last that these were all. An
 * outline is JSON, since copying many small objects from thread to thread takes longer than printing them.
 */
export type Told = { readonly kind: 'part'; readonly outline: string } | { readonly kind: 'all' }

/** What it says: translations by their keys, as soon as there are some, and at last that these were all. */
export type Said =
  | { readonly kind: 'translated'; readonly entries: readonly (readonly [key: string, text: string])[] }
  | { readonly kind: 'all' }

/** Where translations are kept for other processes. */
export type ThreadStart = { readonly file: TextCacheFile | undefined }
