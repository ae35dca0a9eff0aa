/** Whether a key holds a credential, as far as its name tells: `password`, `DB_PASS`, `client_secret`, `X-Api-Key`. */
export const isCredentialKey = (key: string): boolean => {
  const plain = key
    .slice(0, 200)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
  return credential.test(plain) && (plain.endsWith('webhookurl') || !reference.test(plain))
}

const credential = new RegExp(
  [
    'pas+w(?:or|ro)?d|passphrase|(?:^|db|user|login)pass$|pwd$|secret|credential|token|nkeysseed|jaas',
    '(?:api|access|secret|private|account|shared|ssl|signing|encryption|auth|storage|master)keys?(?:\\d|json|data|pem)*$',
    '^keyjson$|authorization|authentication|^cookie$|^setcookie$|^sig$|webhookurl|sastoken',
  ].join('|'),
)

/** Names of what has the credential, and numbers about it. */
const reference = /(?:name|ref|reference|path|file|type|provider|url|uri|length|count|column|ttl|expiry)s?$/

/** A text without the credentials that addresses and connection strings carry. */
export const withoutCredentials = (text: string): string => {
  const hidden = text.replaceAll(inAddress, '$1***@')
  // A statement stays one that can be read again.
  return isConnection.test(text) && !isStatement.test(text)
    ? hidden.replaceAll(parameter, (whole: string, key: string, equals: string) =>
        isCredentialKey(key) ? `${key}${equals}***` : whole,
      )
    : hidden
}

// All bounded: a line may be megabytes long.
const inAddress = /(:\/\/[^\s/:@'"]{0,200}:)(?!\*\*\*@|\$\{)[^\s/@'"]{1,400}@/g
const isStatement = /^\s{0,99}(?:select|with|insert|merge|update|delete)\b/i
const isConnection = /^\s{0,9}[a-z][\w+.-]{0,40}:\S|LoginModule|^\s{0,9}\w[\w ]{0,40}=[^;]{0,400};/i
const parameter = /(\b[\w.-]{1,60})([ \t]{0,9}=[ \t]{0,9})(?!\$\{)("[^"]*"|'[^']*'|[^&;\s]+)/g

/**
 * A line of YAML as it may be shown, of the same length: values of keys that hold credentials are stars. A variable is
 * none.
 */
export const withoutCredentialValues = (line: string): string =>
  line
    .replaceAll(member, (whole: string, before: string, key: string, value: string) =>
      isCredentialKey(key) ? `${before}${'*'.repeat(value.length)}` : whole,
    )
    .replaceAll(
      inAddress,
      (whole: string, before: string) => `${before}${'*'.repeat(whole.length - before.length - 1)}@`,
    )

const member =
  /((?:^|[\s{,?-])["']?([A-Za-z_][\w.-]{0,60})["']?[ \t]{0,9}:[ \t]{1,200})(?!\$\{|[{[|>&*#!])("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,}\]][^,}\]#]*[^\s,}\]#]|[^\s,}\]])/g

/** The lines of a YAML text as they may be shown, each of its length: without credentials, and without what secrets hold. */
export const shownLines = (lines: readonly string[]): readonly string[] => {
  if (!lines.some((line) => secretSection.test(line))) return lines.map(withoutCredentialValues)
  let section: number | undefined
  let data: number | undefined
  return lines.map((line) => {
    if (line.trim() === '') return line
    const indent = line.search(/\S/)
    // A list of one may begin in the column of its key.
    const isItem = line[indent] === '-'
    if (data !== undefined && (indent > data || (isItem && indent === data))) return starred(line)
    data = undefined
    if (section !== undefined && indent <= section && !isItem) section = undefined
    if (secretSection.test(line)) section = indent
    else if (section !== undefined && secretData.test(line)) {
      data = indent
      return starred(line)
    }
    return withoutCredentialValues(line)
  })
}

const secretSection = /^\s*(?:- )?["']?(?:instance-)?secret["']?:/
const secretData = /^\s*(?:- )?["']?(?:data|files)["']?:/

const starred = (line: string): string => {
  const [, before = '', value = ''] = /^(\s*(?:- )?(?:["']?[\w.-]+["']?:(?:\s+|$))?)(.*)$/.exec(line) ?? []
  return /^(?:\$\{\w+\}|["']\$\{\w+\}["']|[|>][-+]?)?\s*$/.test(value)
    ? line
    : `${before}${'*'.repeat(value.length)}`
}
