/** Puts an underscore where camel case starts a word: `dataosRunId`, `HTTPServer`; all capitals stay one word. */
export const separateWords = (name: string): string =>
  name.replace(/([\p{Ll}\p{Nd}])(?=\p{Lu})/gu, '$1_').replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1_')
