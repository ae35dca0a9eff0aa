import type { TextCacheFile } from '../../state/text-cache.ts'
import type { Outline } from './outline.ts'

/** What the thread is told: parts of the project as they are read, and at last that these were all. */
export type Told = { readonly kind: 'part'; readonly outline: Outline } | { readonly kind: 'all' }

/** What it says: translations by their keys, as soon as there are some, and at last that these were all. */
export type Said =
  | { readonly kind: 'translated'; readonly entries: readonly (readonly [key: string, text: string])[] }
  | { readonly kind: 'all' }

/** Where translations are kept for other processes. */
export type ThreadStart = { readonly file: TextCacheFile | undefined }
