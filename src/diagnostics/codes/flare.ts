import { code, didYouMean } from '../code.ts'

type Near = { readonly near?: string | undefined }

/** MR1398 to MR1400 and MR1420 to MR1443: what a Flare job says about its tables is not what it can mean. */
export const flareCodes = {
  // Partitions, inputs
  MR1398: code<{ name: string; taken: string }>({
    title: 'name of a partition field taken',
    severity: 'error',
    message: ({ name, taken }) => `the partition field cannot be called "${name}": ${taken} has this name`,
    hint: ({ name }) => `give it another one: name: ${name}_partition`,
  }),
  MR1437: code<{ column: string; transform: string; other: string }>({
    title: 'redundant partition',
    severity: 'error',
    message: ({ column, transform, other }) =>
      `the partitions by ${other} and by ${transform} of "${column}" say the same`,
    hint: () => 'keep one of them: of times the finer one',
  }),
  MR1399: code<{ argument: string; transform: string }>({
    title: 'partition argument without effect',
    severity: 'warning',
    message: ({ argument, transform }) =>
      `"${argument}" has no effect on the partition transform ${transform}`,
  }),
  MR1400: code<{ first: string; second: string }>({
    title: 'two versions of one input',
    severity: 'error',
    message: ({ first, second }) => `${first} and ${second} both say which version of the table is read`,
    hint: () => 'keep one of the two',
  }),
  // Merge
  MR1420: code<{ expected: string; found?: string | undefined }>({
    title: 'malformed merge clause',
    severity: 'error',
    message: ({ expected, found }) =>
      `the merge clause needs ${expected} here${found === undefined ? '' : `, not "${found}"`}`,
    hint: () =>
      'write MATCHED [AND condition] THEN UPDATE SET … or DELETE, WHEN NOT MATCHED [AND condition] THEN INSERT …',
  }),
  MR1421: code<{ column: string }>({
    title: 'column assigned twice',
    severity: 'error',
    message: ({ column }) => `the merge clause gives the column "${column}" two values`,
  }),
  MR1422: code<{ columns: number; values: number }>({
    title: 'INSERT of another number of values',
    severity: 'error',
    message: ({ columns, values }) => `INSERT names ${columns} columns and gives ${values} values`,
  }),
  MR1423: code<object>({
    title: 'merge clauses in the wrong order',
    severity: 'error',
    message: () => 'a MATCHED clause cannot follow a NOT MATCHED clause',
    hint: () => 'write all MATCHED clauses first',
  }),
  MR1424: code<{ kind: string }>({
    title: 'merge clause that is never reached',
    severity: 'error',
    message: ({ kind }) =>
      `only the last ${kind} clause may go without a condition: none after it is reached`,
    hint: () => 'add a condition (AND …), or move this clause to the end',
  }),
  MR1425: code<{ column: string }>({
    title: 'assignment to the wrong side',
    severity: 'error',
    message: ({ column }) =>
      `"${column}" is no column of the stored table: new holds the rows that are merged`,
    hint: () => 'assign to old: UPDATE SET old.column = new.column',
  }),
  // Strategies, late rows, new files
  MR1426: code<object>({
    title: 'strategy beside merge',
    severity: 'error',
    message: () => 'the output has both a strategy and a merge',
    hint: () => 'keep one of the two',
  }),
  MR1427: code<{ input: string; output: string }>({
    title: 'late rows that would repeat',
    severity: 'error',
    message: ({ input, output }) =>
      `the input "${input}" reads rows of its lateWindow again, and the output "${output}" would append them again`,
    hint: () => 'give the output options.strategy: {type: latest, keys: […], orderBy: …}, or a merge',
  }),
  MR1428: code<{ input: string }>({
    title: 'late window without state',
    severity: 'error',
    message: ({ input }) =>
      `the lateWindow of the input "${input}" has nothing to start from: no state says where the last run ended`,
    hint: () => 'store the end of each run: state: [{key: from, value: to}]',
  }),
  MR1429: code<object>({
    title: 'streaming without a stream',
    severity: 'warning',
    message: () => 'streaming has no effect: no input has isStream: true',
  }),
  MR1430: code<{ output: string; input: string }>({
    title: 'overwritten with a part of the input',
    severity: 'warning',
    message: ({ output, input }) =>
      `the output "${output}" is replaced by what one run reads of the input "${input}": earlier rows are gone then`,
    hint: () => 'write saveMode: append, a strategy or a merge to keep them',
  }),
  // Table properties
  MR1431: code<{ key: string; near: string }>({
    title: 'table property that may be misspelt',
    severity: 'warning',
    message: ({ key }) => `"${key}" is stored with the table, but no engine knows it`,
    hint: didYouMean,
  }),
  MR1432: code<{ key: string; value: string; expected: string }>({
    title: 'value of a table property not allowed',
    severity: 'error',
    message: ({ key, value, expected }) => `the table property ${key} is "${value}", not ${expected}`,
  }),
  MR1433: code<{ key: string; value: string; instead: string }>({
    title: 'table property not kept as written',
    severity: 'warning',
    message: ({ key, value, instead }) => `the table property ${key}: ${value} ${instead}`,
  }),
  // Actions
  MR1435: code<{ name: string } & Near>({
    title: 'unknown action',
    severity: 'error',
    message: ({ name }) => `"${name}" is not an action`,
    hint: (p) =>
      didYouMean(p) ??
      'actions are rewrite_dataset, rewrite_manifest, expire_snapshots, remove_orphans, delete_from_dataset',
  }),
  MR1436: code<{ action: string; input: string } & Near>({
    title: 'action on an unknown input',
    severity: 'error',
    message: ({ action, input }) => `${action} names the input "${input}", which this job does not have`,
    hint: didYouMean,
  }),
  MR1438: code<{ action: string; option: string } & Near>({
    title: 'option of another action',
    severity: 'error',
    message: ({ action, option }) => `${action} has no option "${option}"`,
    hint: didYouMean,
  }),
  MR1439: code<{ action: string; address: string }>({
    title: 'action without write access',
    severity: 'warning',
    message: ({ action, address }) => `${action} changes ${address}, which is only read by its address`,
    hint: ({ address }) => `write ${address}?acl=rw`,
  }),
  MR1440: code<{ action: string; first: string; second: string }>({
    title: 'options that exclude each other',
    severity: 'error',
    message: ({ action, first, second }) => `${action} takes ${first} or ${second}, not both`,
  }),
  MR1441: code<{ option: string; text: string }>({
    title: 'malformed time',
    severity: 'error',
    message: ({ option, text }) => `${option} is "${text}", which is no time`,
    hint: () => 'write 2025-04-19 00:00:00 (UTC), 2025-04-19T00:00:00Z, or milliseconds since 1970',
  }),
  MR1442: code<{ reason: string }>({
    title: 'malformed sort order',
    severity: 'error',
    message: ({ reason }) => `the sort order cannot be read: ${reason}`,
    hint: () => 'write columns with a direction: id ASC NULLS LAST, updated_at DESC',
  }),
  MR1443: code<{ text: string }>({
    title: 'malformed snapshot id',
    severity: 'error',
    message: ({ text }) => `"${text}" is no id of a snapshot`,
    hint: () => 'ids are whole numbers; millrace table history lists them',
  }),
} as const

/** MR1434 and MR1445 to MR1449: what can only be found once the columns or the rows are known. */
export const flareRunCodes = {
  MR1434: code<{ type: string }>({
    title: 'condition that is not true or false',
    severity: 'error',
    message: ({ type }) => `a condition is true or false, but this is of type ${type}`,
  }),
  MR1445: code<{ output: string; keys: readonly string[] }>({
    title: 'rows with the same key',
    severity: 'error',
    message: ({ output, keys }) =>
      `several rows of the output "${output}" have the same ${keys.join(', ')}, so none of them can be merged`,
    hint: () => 'keep one of them in a step, or write strategy: {type: latest, …, orderBy: …}',
  }),
  MR1446: code<{ output: string; keys: readonly string[] }>({
    title: 'rows without a key',
    severity: 'error',
    message: ({ output, keys }) =>
      `a row of the output "${output}" has NULL in its key (${keys.join(', ')}), which equals no other`,
    hint: () => 'filter these rows out, or give them a value, in a step',
  }),
  MR1447: code<{ input: string; key: string; value: string }>({
    title: 'an incremental read that ends in the future',
    severity: 'warning',
    message: ({ input, key, value }) =>
      `key "${key}" of input "${input}" is ${value}, which is still to come: rows that arrive until then are not read again`,
    hint: () => 'let the end be the present at most: SELECT current_timestamp()',
  }),
  MR1448: code<{ input: string; key: string; value: string }>({
    title: 'a late window that cannot be taken off',
    severity: 'error',
    message: ({ input, key, value }) =>
      `the lateWindow of input "${input}" cannot be taken off key "${key}": ${value} is no date, time or number of its kind`,
    hint: () => 'a duration goes with dates and times, a bare number with numbers',
  }),
  MR1449: code<{ output: string; column: string } & Near>({
    title: 'a strategy over a column that is not there',
    severity: 'error',
    message: ({ output, column }) =>
      `the strategy of output "${output}" names "${column}", which it does not have`,
    hint: didYouMean,
  }),
  MR1483: code<{ option: string; format: string; near: string | undefined }>({
    title: 'unknown reader option',
    severity: 'warning',
    message: ({ option, format }) => `no reader of ${format} has the option "${option}": it has no effect`,
    hint: didYouMean,
  }),
  MR1484: code<{ option: string; value: string; format: string; instead: string }>({
    title: 'reader option not supported',
    severity: 'error',
    message: ({ option, value, format }) =>
      `${format} is read otherwise under the option ${option} = ${JSON.stringify(value)}, which this release does not know`,
    hint: ({ instead }) => instead,
  }),
  MR1485: code<{ name: string }>({
    title: 'output that nothing writes',
    severity: 'warning',
    message: ({ name }) => `nothing is written to the output "${name}": the job has actions only`,
    hint: () => 'leave the output out: actions change the table of their input',
  }),
} as const
