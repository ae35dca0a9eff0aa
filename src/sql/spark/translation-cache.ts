/** Where finished translations are kept between runs. Keys are content hashes, so an entry is never stale. */
export type TranslationCache = {
  readonly get: (key: string) => string | undefined
  readonly put: (key: string, value: string) => void
}
