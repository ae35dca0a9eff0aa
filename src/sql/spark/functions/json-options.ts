import { type Argument, Refused } from './entry.ts'

/** Options of from_json and to_json that change something. */
export type JsonOptions = {
  readonly dateFormat: string | undefined
  readonly timestampFormat: string | undefined
  readonly ignoreNullFields: boolean
  /** Whether a record that cannot be read as a whole is a failure. */
  readonly failFast: boolean
  readonly corruptColumn: string
}

/** What may be said without changing anything, by its name in lower case: what holds anyway, or is about files. */
const usual: Readonly<Record<string, RegExp>> = {
  allowsinglequotes: /^true$/i,
  primitivesasstring: /^false$/i,
  allowcomments: /^false$/i,
  allowunquotedfieldnames: /^false$/i,
  allownumericleadingzeros: /^false$/i,
  allownonnumericnumbers: /^true$/i,
  allowunquotedcontrolchars: /^false$/i,
  // What is about schemas that are found, or about files.
  prefersdecimal: /^(?:true|false)$/i,
  dropfieldifallnull: /^(?:true|false)$/i,
  samplingratio: /^/,
  allowbackslashescapinganycharacter: /^false$/i,
  multiline: /^(?:true|false)$/i,
  pretty: /^false$/i,
  compression: /^/,
}

/** The options of a call; `function` reads or writes JSON. */
export const jsonOptions = (name: 'from_json' | 'to_json', options: Argument | undefined): JsonOptions => {
  const none: JsonOptions = {
    dateFormat: undefined,
    timestampFormat: undefined,
    ignoreNullFields: true,
    failFast: false,
    corruptColumn: '_corrupt_record',
  }
  if (options === undefined) return none
  if (options.entries === undefined || options.entries.size === 0)
    throw new Refused(
      `${name} with options that are not literals`,
      "write them as in map('mode', 'PERMISSIVE')",
    )
  let read = none
  for (const [key, value] of options.entries) {
    const lower = key.toLowerCase()
    if (lower === 'dateformat') read = { ...read, dateFormat: value }
    else if (lower === 'timestampformat') read = { ...read, timestampFormat: value }
    else if (lower === 'ignorenullfields' && name === 'to_json' && /^(?:true|false)$/i.test(value))
      read = { ...read, ignoreNullFields: value.toLowerCase() === 'true' }
    else if (lower === 'mode' && /^(?:permissive|failfast)$/i.test(value))
      read = { ...read, failFast: value.toLowerCase() === 'failfast' }
    else if (lower === 'columnnameofcorruptrecord') read = { ...read, corruptColumn: value }
    else if (usual[lower]?.test(value) !== true)
      throw new Refused(
        `${name} with the option ${key} = ${value}`,
        lower === 'mode'
          ? 'the modes are PERMISSIVE and FAILFAST; leave others out, and filter by columnNameOfCorruptRecord'
          : 'leave it out, and convert the fields afterwards',
      )
  }
  if (read.dateFormat !== undefined && /[HhKkmsSaXxZzVO]/.test(read.dateFormat.replaceAll(/'[^']*'/g, '')))
    throw new Refused(`${name} with hours or zones in the pattern of a date`)
  return read
}
