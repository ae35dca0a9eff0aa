import { code, didYouMean } from '../code.ts'

export const runCodes = {
  MR3001: code<{ message: string }>({
    title: 'the engine refused a statement',
    severity: 'error',
    message: (p) => p.message,
  }),
  MR3002: code<{ path: string }>({
    title: 'no space left',
    severity: 'error',
    message: (p) => `no space left on the disk that holds ${p.path}`,
    hint: () => 'free some space and apply again; nothing of this task was published',
  }),
  MR3003: code<{ path: string; action: 'read' | 'write' }>({
    title: 'permission denied',
    severity: 'error',
    message: (p) => `no permission to ${p.action} ${p.path}`,
    hint: (p) => `check the owner and mode of ${p.path}`,
  }),
  MR3004: code<{ path: string }>({
    title: 'file not found',
    severity: 'error',
    message: (p) => `${p.path} does not exist`,
  }),
  MR3005: code<{ path: string }>({
    title: 'not a project database',
    severity: 'error',
    message: (p) => `${p.path} is damaged or not a SQLite database`,
    hint: () => 'restore it from a backup; the tables themselves are still in the warehouse folder',
  }),
  MR3006: code<{ path: string }>({
    title: 'the project database is locked',
    severity: 'error',
    message: (p) => `${p.path} is locked by another process`,
    hint: () => 'wait for the other command to finish, then try again',
  }),
  MR3007: code<{ path: string; found: number; known: number }>({
    title: 'the project database is newer',
    severity: 'error',
    message: (p) => `${p.path} has schema version ${p.found}; this release knows versions up to ${p.known}`,
    hint: () => 'use the newer release of millrace that wrote it',
  }),
  MR3008: code<{ holder: string; since: string }>({
    title: 'another run is at work',
    severity: 'error',
    message: (p) => `another run of this project is at work: ${p.holder}, since ${p.since}`,
    hint: () => 'wait for it to finish, or stop it; a run that was killed holds nothing back',
  }),
  MR3009: code<{ message: string }>({
    title: 'the system refused an operation',
    severity: 'error',
    message: (p) => p.message,
  }),
  MR3260: code<{ key: string; text: string; reason: string }>({
    title: 'malformed address of a mock node',
    severity: 'error',
    message: (p) => `the address "${p.text}" of ${p.key} is malformed: ${p.reason}`,
    hint: () => 'write dataos://depot:collection/dataset',
  }),
  MR3261: code<{ key: string; value: string; wanted: string }>({
    title: 'a value of a mock node is out of range',
    severity: 'error',
    message: (p) => `${p.key} is ${p.value}, but must be ${p.wanted}`,
  }),
  MR3262: code<{ option: string; entity: string; near?: string | undefined; known: readonly string[] }>({
    title: 'an option means nothing for this entity',
    severity: 'error',
    message: (p) => `the option "${p.option}" means nothing for the entity ${p.entity}`,
    hint: (p) =>
      didYouMean(p) ??
      (p.known.length === 0 ? 'this entity takes no options' : `it takes ${p.known.join(', ')}`),
  }),
  MR3263: code<{ entity: string }>({
    title: 'only customers can be continued',
    severity: 'error',
    message: (p) => `continueAfter is for the entity customer, not for ${p.entity}`,
    hint: () => 'remove continueAfter, or set the number of related rows in options',
  }),
  MR3264: code<{ address: string; depot: string }>({
    title: 'a mock node writes files only',
    severity: 'error',
    message: (p) => `${p.address} cannot be written: the depot "${p.depot}" does not hold files`,
    hint: () => 'write to a depot of type FILE, and ingest its files with a flare node',
  }),
  MR3265: code<{ address: string; column: string; value: string }>({
    title: 'the largest id cannot be continued',
    severity: 'error',
    message: (p) =>
      `the largest ${p.column} of ${p.address} is ${p.value}, which is no customer id of ten digits`,
    hint: () => 'name a column of ten-digit customer ids in continueAfter',
  }),
  MR3266: code<{ rows: number; from: number; highest: number }>({
    title: 'customer ids run out',
    severity: 'error',
    message: (p) => `${p.rows} customers from id ${p.from} on would go beyond ${p.highest}`,
    hint: () => 'ask for fewer rows',
  }),
  MR3267: code<{ address: string; column: string }>({
    title: 'the largest id cannot be read',
    severity: 'error',
    message: (p) => `the largest ${p.column} of ${p.address} cannot be read`,
    hint: () => 'name a table of a LAKEHOUSE depot, and one of its columns, in continueAfter',
  }),
  MR3270: code<{ column: string; near?: string | undefined }>({
    title: 'unknown column in a change',
    severity: 'error',
    message: (p) => `a customer has no column "${p.column}"`,
    hint: didYouMean,
  }),
  MR3271: code<{ column: string }>({
    title: 'a column that cannot be changed',
    severity: 'error',
    message: (p) =>
      p.column === ''
        ? 'the row number in the first column cannot be changed'
        : `the column ${p.column} cannot be changed`,
    hint: (p) =>
      p.column === 'modified_at' ? 'every change sets modified_at by itself' : 'change other columns',
  }),
  MR3272: code<{ column: string; customer: string; type: string }>({
    title: 'an attribute that a customer does not have',
    severity: 'error',
    message: (p) => `customer ${p.customer} is a ${p.type} customer and has no ${p.column}`,
    hint: () => 'only Personal customers have all attributes',
  }),
  MR3273: code<{ column: string; value: string; near?: string | undefined; allowed: string }>({
    title: 'a value that a column does not take',
    severity: 'error',
    message: (p) => `"${p.value}" is no value of ${p.column}`,
    hint: (p) => `${p.near === undefined ? '' : `did you mean "${p.near}"? `}it takes ${p.allowed}`,
  }),
  MR3274: code<{ address: string }>({
    title: 'a change set needs a folder',
    severity: 'error',
    message: (p) => `${p.address} is one file; a change set is a further file of a folder`,
    hint: () => 'let the dataset be a folder: leave out the file name at the end of its address',
  }),
  MR3275: code<{ column: string; allowed: string }>({
    title: 'a column that is not changed at random',
    severity: 'error',
    message: (p) => `the column ${p.column} cannot be changed at random`,
    hint: (p) => `name a value for it, or choose from ${p.allowed}`,
  }),
  MR3110: code<{ table: string }>({
    title: 'another writer was first',
    severity: 'error',
    message: (p) => `${p.table} was changed by another writer since this task read it; nothing was published`,
    hint: () => 'run the task again: it starts from the new rows',
  }),
  MR3111: code<{ location: string; warehouse: string }>({
    title: 'a file outside of the warehouse',
    severity: 'error',
    message: (p) => `${p.location} is not in the warehouse ${p.warehouse}`,
    hint: () =>
      'tables stay where they were made: run the project there, set lakehouse.warehouse back, or, where the data can be made again, remove .millrace and apply',
  }),
  MR3112: code<{ location: string; reason: string }>({
    title: 'damaged table metadata',
    severity: 'error',
    message: (p) => `cannot read the table metadata ${p.location}: ${p.reason}`,
    hint: () =>
      'restore the file from a backup (older versions of the table are in the same folder) or, where the data can be made again, remove .millrace and apply',
  }),
  MR3113: code<{ table: string; version: number; features: readonly string[] }>({
    title: 'unsupported Iceberg format version',
    severity: 'error',
    message: (p) =>
      p.version === 3 && p.features.length > 0
        ? `${p.table} has Iceberg format version 3 with ${p.features.join(', ')}, which this release cannot read`
        : `${p.table} has Iceberg format version ${p.version}; this release writes version 2, and reads version 3, too`,
    hint: () => 'write the table with format-version 2',
  }),
  MR3114: code<{ table: string; path: string }>({
    title: 'a table with deletion vectors',
    severity: 'error',
    message: (p) =>
      `${p.table} has the deletion vector ${p.path} of Iceberg format version 3, which this release cannot apply`,
    hint: () => 'compact the table with the engine that wrote it (rewrite_data_files)',
  }),
  MR3115: code<{ path: string }>({
    title: 'a data file is missing',
    severity: 'error',
    message: (p) => `the file ${p.path}, which was to be read, does not exist`,
    hint: () =>
      'where it is a table’s, restore it or read an older snapshot; where it was removed just now, run the command again',
  }),
  MR3116: code<{ table: string; path: string; format: string }>({
    title: 'a file is not Parquet',
    severity: 'error',
    message: (p) => `${p.table} has the ${p.format} file ${p.path}; this release reads Parquet only`,
    hint: () =>
      'rewrite the files of the table as Parquet with the engine that wrote them (rewrite_data_files)',
  }),
  MR3117: code<{ table: string; snapshotId: string }>({
    title: 'unknown snapshot',
    severity: 'error',
    message: (p) => `${p.table} has no snapshot ${p.snapshotId}`,
    hint: () => 'it may have expired, or belong to another table',
  }),
  MR3118: code<{ table: string; reason: string }>({
    title: 'columns cannot be found by id',
    severity: 'error',
    message: (p) => `${p.table} cannot be read without guessing: ${p.reason}`,
    hint: () => 'rewrite the data files of the table with the engine that wrote them (rewrite_data_files)',
  }),
  MR3119: code<{ table: string; reason: string }>({
    title: 'a conflicting change',
    severity: 'error',
    message: (p) =>
      `${p.table} was changed by another writer in a way that this write depends on: ${p.reason}`,
    hint: () => 'run the task again: it starts from the new rows',
  }),
  MR3121: code<{ table: string }>({
    title: 'the table exists already',
    severity: 'error',
    message: (p) => `${p.table} exists already, and the output must not change an existing table`,
    hint: () => 'write with saveMode append or overwrite, or to a table of another name',
  }),
  MR3140: code<{ table: string; keys: readonly string[] }>({
    title: 'a stored row matches several new ones',
    severity: 'error',
    message: (p) =>
      `a row of ${p.table} matches several of the rows that are merged into it${p.keys.length === 0 ? '' : `: they share their ${p.keys.join(', ')}`}`,
    hint: () => 'keep one row for each key before the output, or make onClause tell them apart',
  }),
  MR3141: code<{ table: string; column: string; near?: string | undefined }>({
    title: 'a merge assigns an unknown column',
    severity: 'error',
    message: (p) => `${p.table} has no column ${p.column} that the merge could assign`,
    hint: didYouMean,
  }),
  MR3201: code<{ path: string }>({
    title: 'the file exists already',
    severity: 'error',
    message: (p) => `${p.path} exists already`,
  }),
  MR3202: code<{ path: string; root: string }>({
    title: 'a path that leaves its root',
    severity: 'error',
    message: (p) => `${JSON.stringify(p.path)} is not a path below ${p.root}`,
  }),
  MR3203: code<{ path: string; action: 'read' | 'write'; reason: string }>({
    title: 'a file cannot be used',
    severity: 'error',
    message: (p) => `cannot ${p.action} ${p.path} (${p.reason})`,
    hint: (p) => (p.reason === 'EISDIR' ? 'it is a folder' : undefined),
  }),
  MR3210: code<{ address: string; depot: string; near?: string | undefined }>({
    title: 'a depot that is not bound',
    severity: 'error',
    message: (p) => `${p.address}: depot "${p.depot}" is not bound in this project`,
    hint: (p) =>
      didYouMean(p) ?? `say where it lives in millrace.yaml: depots: {${p.depot}: {type: FILE, path: …}}`,
  }),
  MR3211: code<{ depot: string }>({
    title: 'nothing to scan',
    severity: 'warning',
    message: (p) => `depot "${p.depot}" holds files, not tables: there is nothing to scan`,
  }),
  MR3212: code<{ name: string }>({
    title: 'a view that the job does not define',
    severity: 'error',
    message: (p) => `the job has no input or step named "${p.name}"`,
  }),
  MR3213: code<{ address: string; reason: string }>({
    title: 'a dataset that is not there',
    severity: 'error',
    message: (p) => `${p.address} does not exist: ${p.reason}`,
    hint: () => 'run what writes it first, or correct the address',
  }),
  MR3214: code<{ address: string; format: string; known: readonly string[] }>({
    title: 'a format that cannot be read',
    severity: 'error',
    message: (p) =>
      `${p.address}: format "${p.format}" cannot be read here; supported are ${p.known.join(', ')}`,
    hint: () => 'say what the files are: format: csv',
  }),
  MR3215: code<{ input: string; key: string }>({
    title: 'an incremental key without a value',
    severity: 'warning',
    message: (p) =>
      `key "${p.key}" of input "${p.input}" has no value: the input counts as empty and its state stays`,
  }),
  MR3216: code<{ name: string }>({
    title: 'an unknown function',
    severity: 'error',
    message: (p) => `there is no function "${p.name}"`,
  }),
  MR3217: code<{ address: string; format: string }>({
    title: 'a format that cannot be written there',
    severity: 'error',
    message: (p) => `${p.address}: format "${p.format}" cannot be written there`,
    hint: () => 'write tables to a LAKEHOUSE depot (format: iceberg)',
  }),
  MR3218: code<{ column: string; output: string; near?: string | undefined }>({
    title: 'a sort column that is not there',
    severity: 'error',
    message: (p) => `output "${p.output}" is sorted by "${p.column}", which it does not have`,
    hint: didYouMean,
  }),

  // MR3220-3259: readers of files.
  MR3220: code<{ path: string }>({
    title: 'no columns',
    severity: 'error',
    message: (p) => `${p.path} has no line to take the column names from`,
    hint: () => 'write a header line, or give the input a schema',
  }),
  MR3221: code<{ path: string; rows: number; cells: number; columns: number; dropped: boolean }>({
    title: 'rows with a wrong number of cells',
    severity: 'warning',
    message: (p) =>
      `${p.path} has ${p.rows} row${p.rows === 1 ? '' : 's'} whose number of cells is not ${p.columns} (here ${p.cells}); ` +
      (p.dropped ? 'dropped' : 'missing cells were read as NULL and further ones cut off'),
    hint: (p) => (p.dropped ? undefined : 'set the option mode to FAILFAST to refuse such files'),
  }),
  MR3222: code<{ path: string; line: number; cells: number; columns: number }>({
    title: 'malformed row',
    severity: 'error',
    message: (p) =>
      `line ${p.line} of ${p.path} has ${p.cells} cells instead of ${p.columns}, and the mode is FAILFAST; nothing was read`,
  }),
  MR3223: code<{ option: string; value: string; reason: string }>({
    title: 'reader option not supported',
    severity: 'error',
    message: (p) => `the option ${p.option} cannot be "${p.value}": ${p.reason}`,
  }),
  MR3224: code<{ path: string; first: string }>({
    title: 'files with different headers',
    severity: 'warning',
    message: (p) =>
      `the header of ${p.path} differs from that of ${p.first}; its columns were taken by position`,
  }),
  MR3225: code<{ path: string; name: string }>({
    title: 'two columns with one name',
    severity: 'error',
    message: (p) => `the header of ${p.path} names the column "${p.name}" twice`,
  }),
  MR3226: code<{ reason: string }>({
    title: 'schema not understood',
    severity: 'error',
    message: (p) => `the schema of the input cannot be read: ${p.reason}`,
    hint: () => 'write it as Spark DDL (a INT, b STRING), as Spark JSON, or as an Avro record',
  }),
  MR3227: code<{ column: string; type: string; value: string }>({
    title: 'value does not fit the schema',
    severity: 'error',
    message: (p) => `"${p.value}" in the column "${p.column}" is not ${p.type}, and the mode is FAILFAST`,
  }),
  MR3228: code<{ path: string; rows: number; treatment: 'kept' | 'dropped' }>({
    title: 'malformed JSON',
    severity: 'warning',
    message: (p) =>
      `${p.path} has ${p.rows} text${p.rows === 1 ? '' : 's'} that ${p.rows === 1 ? 'is' : 'are'} no JSON object; ` +
      (p.treatment === 'dropped' ? 'dropped' : 'read as rows of NULL, the text is in _corrupt_record'),
  }),
  MR3229: code<{ path: string }>({
    title: 'malformed JSON',
    severity: 'error',
    message: (p) => `${p.path} has text that is no JSON object, and the mode is FAILFAST; nothing was read`,
  }),
  MR3230: code<{ path: string; position: number; column: string | undefined; columns: readonly string[] }>({
    title: 'header that is not the schema',
    severity: 'error',
    message: (p) =>
      `the header of ${p.path} (${p.columns.join(', ')}) does not have ${p.column === undefined ? 'the end' : `the column "${p.column}"`} at position ${p.position}, and enforceSchema is false`,
    hint: () => 'order the columns of the schema as those of the files',
  }),
  MR3231: code<{ path: string; reason: string; next: string }>({
    title: 'file that would be read otherwise',
    severity: 'error',
    message: (p) => `${p.path} ${p.reason}`,
    hint: (p) => p.next,
  }),
  MR3232: code<{ column: string; what: string }>({
    title: 'type of a column that depends on the order of rows',
    severity: 'error',
    message: (p) =>
      `column "${p.column}" holds ${p.what}: what type Spark infers of them depends on which comes first`,
    hint: () => 'leave out inferSchema, and cast the column in a step',
  }),
  MR3233: code<{ path: string; reason: string }>({
    title: 'JSON that Spark reads in a way of its own',
    severity: 'error',
    message: (p) => `${p.path} ${p.reason}`,
    hint: () => 'mend the file: this release does not read such JSON as Spark does',
  }),
  MR3234: code<{ path: string; ofTypes: boolean }>({
    title: 'rows that Spark drops by what is read of them',
    severity: 'error',
    message: (p) =>
      `${p.path} has rows ${p.ofTypes ? 'with values that are not of their types' : 'of a wrong length'}: which of them ` +
      'DROPMALFORMED drops depends in Spark on the columns that a statement reads',
    hint: (p) =>
      p.ofTypes
        ? 'read with PERMISSIVE, and filter in a step'
        : 'set columnPruning: false, then they are always dropped; or read with PERMISSIVE, and filter in a step',
  }),
  MR3209: code<{ column: string; output: string }>({
    title: 'two columns of one name',
    severity: 'error',
    message: (p) => `output "${p.output}" has two columns named "${p.column}", ignoring case`,
    hint: () => 'select one of them, or name the other one with AS',
  }),
  MR3219: code<{ name: string }>({
    title: 'a statement without rows',
    severity: 'error',
    message: (p) => `"${p.name}" needs a query that returns rows, not advice to Spark`,
  }),
  MR3276: code<{ id: string; address: string; near?: string | undefined }>({
    title: 'an unknown customer',
    severity: 'error',
    message: (p) => `there is no customer "${p.id}" in ${p.address}`,
    hint: didYouMean,
  }),
} as const
