import { code, didYouMean, nearestOnly, nearestPerhaps } from '../code.ts'

type Near = { readonly near?: string | undefined }

/** MR132x, MR134x, MR135x: resources that are checked and registered, and plain values of all types. */
export const registeredCodes = {
  MR1321: code<{ type: string; name: string; more: number; instead?: string | undefined }>({
    title: 'registered, not run here',
    severity: 'info',
    message: ({ type, name, more }) =>
      more === 0
        ? `${type} "${name}" is checked and registered; it does not run here`
        : `${type} "${name}" and ${more} more of this type are checked and registered; they do not run here`,
    hint: ({ instead }) => instead,
  }),
  MR1322: code<{ node: string; dependency: string }>({
    title: 'node behind one that does not run here',
    severity: 'warning',
    message: ({ node, dependency }) =>
      `node "${node}" is left out: it waits for "${dependency}", which does not run here`,
    hint: () => 'remove the dependency where the node does not need it',
  }),
  MR1323: code<{ what: string; one: string; other: string; has: 'neither' | 'both' }>({
    title: 'neither or both of two keys',
    severity: 'error',
    message: ({ what, one, other, has }) => `${what} has ${has} of "${one}" and "${other}"`,
    hint: ({ one, other }) => `give exactly one of "${one}" and "${other}"`,
  }),
  MR1324: code<{ member: string; other: string } & Near>({
    title: 'unknown member of a bundle',
    severity: 'error',
    message: ({ member, other }) => `"${member}" depends on "${other}", which is no member of this bundle`,
    hint: didYouMean,
    fix: nearestPerhaps,
  }),
  MR1325: code<{ field: string; text: string; reason: string }>({
    title: 'cron field out of range',
    severity: 'error',
    message: ({ field, text, reason }) => `"${text}" cannot be the ${field} of a cron expression: ${reason}`,
    hint: () => 'write minute, hour, day of the month, month, day of the week',
  }),
  MR1326: code<{ what: string; text: string }>({
    title: 'malformed instant',
    severity: 'error',
    message: ({ what, text }) => `${what} "${text}" is no date and time with an offset (RFC 3339)`,
    hint: () => 'write it as 2030-01-31T00:00:00Z',
  }),
  MR1327: code<{ what: string; value: string; values: readonly string[] } & Near>({
    title: 'unusual value',
    severity: 'warning',
    message: ({ what, value, values }) => `${what} is "${value}", which is none of ${values.join(', ')}`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
  MR1328: code<{ zone: string } & Near>({
    title: 'unknown time zone',
    severity: 'error',
    message: ({ zone }) => `"${zone}" is no time zone`,
    hint: (params) => didYouMean(params) ?? 'write its IANA name, such as Europe/Rome or UTC',
    fix: nearestPerhaps,
  }),
  MR1329: code<{ what: string; text: string } & Near>({
    title: 'malformed amount',
    severity: 'error',
    message: ({ what, text }) => `${what} "${text}" is no amount`,
    hint: (params) => didYouMean(params) ?? 'write a number and a unit: 512Mi, 2Gi, 500m',
    fix: nearestPerhaps,
  }),
  MR1342: code<{ stack: string }>({
    title: 'stack that nobody here knows',
    severity: 'warning',
    message: ({ stack }) =>
      `the stack "${stack}" is not known here: its input is not checked, and it does not run`,
  }),
  MR1344: code<{ depot: string }>({
    title: 'depot without credentials for reading',
    severity: 'warning',
    message: ({ depot }) => `depot "${depot}" has credentials for writing and none for reading`,
    hint: () => 'add a secret with acl: r',
  }),
  MR1345: code<{ key: string }>({
    title: 'malformed key of a secret',
    severity: 'error',
    message: ({ key }) =>
      `"${key}" cannot be a key of a secret: letters, digits, dashes, underscores and dots only`,
  }),
  MR1346: code<{ what: string; section: string; found?: string | undefined }>({
    title: 'part missing',
    severity: 'error',
    message: ({ what, section, found }) =>
      `${what} needs "${section}"${found === undefined ? '' : `, and has "${found}"`}`,
  }),
  MR1347: code<{ key: string; where: string }>({
    title: 'misplaced key',
    severity: 'warning',
    message: ({ key, where }) => `"${key}" belongs under "${where}"`,
    hint: ({ key, where }) => `move "${key}" to "${where}"`,
  }),
  MR1348: code<object>({
    title: 'JSON Schema that is no JSON',
    severity: 'error',
    message: () => 'the JSON Schema of the stack is no JSON',
  }),
  MR1349: code<{ what: string }>({
    title: 'alert that reaches nobody',
    severity: 'warning',
    message: ({ what }) => what,
  }),
  MR1351: code<{ what: string; name: string }>({
    title: 'name used twice',
    severity: 'error',
    message: ({ what, name }) => `two ${what} are named "${name}"`,
    hint: () => 'rename one of them',
  }),
  MR1352: code<{ cycle: readonly string[] }>({
    title: 'members of a bundle that wait for each other',
    severity: 'error',
    message: ({ cycle }) =>
      `these members wait for each other: ${[...cycle, ...cycle.slice(0, 1)].join(' → ')}`,
    hint: () => 'remove one of the dependencies',
  }),
  MR1354: code<{ value: string }>({
    title: 'malformed reference',
    severity: 'error',
    message: ({ value }) => `"${value}" is no reference to a resource`,
    hint: () =>
      'write type:version:name, and the workspace behind it where the type has one: lens:v1alpha:orders:public',
  }),
  MR1359: code<{ section: string; keys: readonly string[] }>({
    title: 'keys not indented',
    severity: 'error',
    message: ({ section, keys }) =>
      `${keys.map((key) => `"${key}"`).join(', ')} ${keys.length === 1 ? 'stands' : 'stand'} beside "${section}", not in it`,
    hint: ({ section }) => `indent what belongs to "${section}"`,
  }),
  MR1379: code<object>({
    title: 'tab before a comment',
    fix: () => ({ text: '  ', isSafe: true }),
    severity: 'warning',
    message: () =>
      'a tab stands in the indentation of a comment or a blank line, which other readers of YAML refuse',
    hint: () => 'replace it by blanks',
  }),
  MR1388: code<object>({
    title: 'comment that swallows SQL',
    severity: 'warning',
    message: () => 'the lines behind this comment are part of it: outside a block YAML joins lines',
    hint: () => 'write the SQL as a block behind |',
  }),
  MR1481: code<{ depot: string; key: string; section: string; isThere: boolean }>({
    title: 'depot that does not say where its data is',
    severity: 'warning',
    message: ({ depot, key, section, isThere }) =>
      isThere
        ? `depot "${depot}" does not say where its data is: "${key}" is missing`
        : `depot "${depot}" does not say where its data is: it has ${section === 'spec' ? 'no "spec"' : `neither "${section}" nor "spec"`}`,
    hint: ({ key, section }) => `add "${key}" under "${section}"`,
  }),
  MR1482: code<{ kind: string }>({
    title: 'scan of what only the platform has',
    severity: 'warning',
    message: ({ kind }) => `the node is left out: a scan of ${kind} reads what only the platform has`,
    hint: () => 'here a scanner reads a depot: depot: dataos://NAME',
  }),
  MR1387: code<object>({
    title: 'scan of data products',
    severity: 'warning',
    message: () => 'the node is left out: data products are known here as soon as they are applied',
  }),
}
