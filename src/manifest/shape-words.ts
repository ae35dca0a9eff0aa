/** What a schema asks for, in words: `a list or text`. A pattern that says more than `text` takes its place. */
export const expectedWords = (types: unknown, pattern?: unknown): string => {
  const names = (Array.isArray(types) ? types : [types]).map(String)
  const text = pattern === undefined || typeof pattern !== 'string' ? undefined : knownPatterns[pattern]
  const words = names.map((name) => (name === 'string' ? (text ?? 'text') : (typeWords[name] ?? name)))
  const distinct = [...new Set(words)].filter((word, _, all) => word !== 'empty' || all.length === 1)
  return distinct.join(' or ')
}

/** What stands in the document, in the same words. */
export const actualWord = (value: unknown): string => {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'object' ? 'a mapping' : 'text'
}

export const patternWords = (pattern: unknown): string =>
  knownPatterns[String(pattern)] ?? `text of the form ${String(pattern)}`

const typeWords: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
}

const knownPatterns: Readonly<Record<string, string>> = {
  '\\S': 'text that is not empty',
  '^-?[0-9]+$': 'a whole number',
  '^[0-9]+$': 'a whole number',
  '^[0-9.]+m?$': 'a number',
  '^[0-9.]+ *[a-zA-Z]*$': 'an amount such as 1024m',
  '^-?[0-9]+(?:\\.[0-9]+)?$': 'a number',
  '^(?:[gG][eE][tT]|[pP][oO][sS][tT]|[pP][uU][tT]|[pP][aA][tT][cC][hH]|[dD][eE][lL][eE][tT][eE])$':
    'get, post, put, patch or delete',
  '^(?:true|false|True|False|TRUE|FALSE)$': 'true or false',
  'date-time': 'a date and time such as 2030-01-31T00:00:00Z',
  date: 'a date such as 2030-01-31',
}
