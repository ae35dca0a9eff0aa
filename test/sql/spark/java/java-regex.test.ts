import { expect, test } from 'vitest'
import { openDuckdb } from '../../../../src/engines/index.ts'
import { literal, sql } from '../../../../src/sql/quote.ts'
import { readJavaRegex } from '../../../../src/sql/spark/java/java-regex.ts'

// What Java's Matcher.find answers for the pattern and the text.
const searches: readonly (readonly [pattern: string, text: string, found: boolean])[] = [
  ['^[a-z]+$', 'ann', true],
  ['^[a-z]+$', 'ann\n', true],
  ['^[a-z]+$', 'ann\r\n', true],
  ['^[a-z]+$', 'ann\u0085', true],
  ['^[a-z]+$', 'ann\u2028', true],
  ['^[a-z]+$', 'ann\n\n', false],
  ['^[a-z]+$', 'ann\nb', false],
  ['^[a-z]+\\z', 'ann\n', false],
  ['^[a-z]+\\Z', 'ann\n', true],
  ['x$|b', 'x\n', true],
  ['[$]', 'a$', true],
  ['[$]$', 'a', false],
  ['\\$', 'a', false],
  ['\\Q$.\\E', 'a$.', true],
  ['\\Q$.\\E', 'a', false],

  ['a.b', 'a\rb', false],
  ['a.b', 'a\u2029b', false],
  ['a.b', 'a\tb', true],
  ['(?s)a.b', 'a\nb', true],
  ['a[.]b', 'axb', false],
  ['a\\sb', 'a\u000bb', true],
  ['a[\\s]b', 'a\u000bb', true],
  ['a\\Sb', 'a\u000bb', false],
  ['a[\\h]b', 'a\u00a0b', true],
  ['\\\\s', 'a\\s', true],
  ['[]$]', ']', true],
]

test('a search finds what it finds in Java', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  for (const [pattern, text, found] of searches) {
    const search = sql`SELECT regexp_matches(${literal(text)}, ${literal(readJavaRegex(pattern, 'search').pattern)}) AS found`
    expect({ pattern, text, ...(await connection.rows(search))[0] }).toEqual({ pattern, text, found })
  }
})
