import { expect, test } from 'vitest'
import {
  isCredentialKey,
  shownLines,
  withoutCredentials,
  withoutCredentialValues,
} from '../../src/base/credentials.ts'

test.each([
  'password',
  'DB_PASS',
  'PGPWD',
  'client_secret',
  'AWS_SECRET_ACCESS_KEY',
  'X-Api-Key',
  'Authorization',
  'sasl.jaas.config',
  'account_key',
  'privateKey',
  'azurestorageaccountkey',
  'sslkey',
  'webHookUrl',
])('the key %s holds a credential', (key) => {
  expect(isCredentialKey(key)).toBe(true)
})

test.each([
  'secretName',
  'secretRef',
  'token_url',
  'primaryKey',
  'key',
  'keys',
  'passing',
  'tokenFile',
  'compass',
])('the key %s holds none', (key) => {
  expect(isCredentialKey(key)).toBe(false)
})

test.each([
  ['postgres://u:pw1@h/db', 'postgres://u:***@h/db'],
  ['https://h/x?sig=abc&b=1', 'https://h/x?sig=***&b=1'],
  ['jdbc:sqlserver://h;user=u;password=pw1;x=y', 'jdbc:sqlserver://h;user=u;password=***;x=y'],
  [
    'org.x.PlainLoginModule required username=u password="a b";',
    'org.x.PlainLoginModule required username=u password=***;',
  ],
  ['AccountName=a;AccountKey=b==;', 'AccountName=a;AccountKey=***;'],
  ['postgres://u:${PW}@h/db', 'postgres://u:${PW}@h/db'],
  ["SELECT token = 'x' AS a FROM t;", "SELECT token = 'x' AS a FROM t;"],
  ["SELECT * FROM t WHERE token = 'a'", "SELECT * FROM t WHERE token = 'a'"],
])('%s is shown as %s', (text, shown) => {
  expect(withoutCredentials(text)).toBe(shown)
})

test.each([
  ['  password: hunter2  # old', '  password: *******  # old'],
  ['{user: u, password: "a, b", port: 1}', '{user: u, password: ******, port: 1}'],
  ['- DB_PASS: x', '- DB_PASS: *'],
  ['  password: ${DB_PASSWORD}', '  password: ${DB_PASSWORD}'],
  ['  secrets: [{name: a}]', '  secrets: [{name: a}]'],
  ['  url: https://u:pw@h', '  url: https://u:**@h'],
  ['SELECT a::string AS token FROM t', 'SELECT a::string AS token FROM t'],
])('the line %s is shown as %s', (line, shown) => {
  expect(withoutCredentialValues(line)).toBe(shown)
})

test.each(['a', 'a.', 'a-', ' ', 'a: ', '://a', '"a', 'a=b;', 'password: '])(
  'a line of a million characters like "%s" is looked at in no time',
  (piece) => {
    const line = piece.repeat(1_000_000 / piece.length)
    expect(withoutCredentialValues(line)).toHaveLength(line.length)
    expect(withoutCredentials(`x:${line}`)).toBeDefined()
  },
  5_000,
)

test('what a secret holds is not shown, whatever its keys are called', () => {
  const text = `name: a
secret:
  type: key-value
  data:
    user: one
    - two
    pem: |
      three
    url: \${FOUR}
  acl: r
owner: mira`
  expect(shownLines(text.split('\n')).join('\n')).toBe(`name: a
secret:
  type: key-value
  data:
    user: ***
    - ***
    pem: |
      *****
    url: \${FOUR}
  acl: r
owner: mira`)
})
