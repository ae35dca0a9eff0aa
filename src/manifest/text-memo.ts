/** What was made of texts, for as long as they stay as they are. */
export type TextMemo<T> = {
  /** What was made of `key` before, where its text is still the same; otherwise what `make` makes. */
  readonly of: (key: string, text: string, make: () => Promise<T>) => Promise<T>
  /** Forgets what was not asked for since the last call: files that are gone. */
  readonly sweep: () => void
  readonly clear: () => void
}

export const textMemo = <T>(): TextMemo<T> => {
  let kept = new Map<string, { readonly text: string; readonly made: T }>()
  let asked: typeof kept = new Map()
  return {
    of: async (key, text, make) => {
      const known = asked.get(key) ?? kept.get(key)
      const made = known !== undefined && known.text === text ? known.made : await make()
      asked.set(key, { text, made })
      return made
    },
    sweep: () => {
      kept = asked
      asked = new Map()
    },
    clear: () => {
      kept = new Map()
      asked = new Map()
    },
  }
}
