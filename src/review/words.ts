/** The words of a text that may be names of columns, in lower case. What stands in comments is none of them. */
export const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...withoutComments(text).matchAll(/`([^`]+)`|[\p{L}_][\p{L}\p{N}_]*/gu)].map(([word, quoted]) =>
      (quoted ?? word).toLowerCase(),
    ),
  )

export const withoutComments = (text: string): string =>
  text.replaceAll(/--[^\n]*|\/\*[^]*?\*\//g, ' ').replaceAll(/'(?:[^'\\]|\\.|'')*'/g, "''")
