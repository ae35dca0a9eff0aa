const skipped = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|\?/g

/** The statement with `$1`, `$2`, … for each `?` that stands outside of quotes and comments. */
export const numberPlaceholders = (statement: string): string => {
  let count = 0
  return statement.replace(skipped, (token) => (token === '?' ? `$${++count}` : token))
}
