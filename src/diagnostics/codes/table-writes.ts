import { code, didYouMean } from '../code.ts'

export const tableWriteCodes = {
  MR3100: code<{ column: string; type: string }>({
    title: 'a type that tables cannot hold',
    severity: 'error',
    message: (p) => `column ${p.column} is of type ${p.type}, which an Iceberg table cannot hold`,
    hint: (p) => `cast ${p.column} to a type that it can hold, e.g. STRING or TIMESTAMP`,
  }),
  MR3101: code<{ table: string; column: string }>({
    title: 'two columns of one name',
    severity: 'error',
    message: (p) =>
      `the rows for ${p.table} have two columns named ${p.column}; letter case does not tell them apart`,
    hint: () => 'give one of them another name with AS',
  }),
  MR3102: code<{
    table: string
    missing: readonly string[]
    /** Columns of types that cannot be stored, each as a clause. */
    unsafe?: readonly string[]
    /** What would have been done to the table otherwise, each as a clause. */
    safe?: readonly string[]
  }>({
    title: 'columns differ from those of the table',
    severity: 'error',
    message: ({ table, missing, unsafe = [], safe = [] }) =>
      `the rows do not fit ${table}: ${[
        ...(missing.length === 0
          ? []
          : [`the table's ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`]),
        ...unsafe,
        ...(safe.length === 0 ? [] : [`the rest would do (${safe.join(', ')})`]),
      ].join('; ')}`,
    hint: ({ missing, unsafe = [] }) =>
      [
        ...(missing.length === 0 ? [] : ['select what is missing as NULL']),
        ...(unsafe.length === 0
          ? []
          : ['cast in the SQL, where it shows what happens to values that do not fit']),
        'only new columns and wider types change a table in passing: millrace table alter drops and renames, and an overwrite with --full-refresh takes the columns of the rows',
      ].join('; '),
  }),
  MR3103: code<{ table: string; column: string; from: string; to: string }>({
    title: 'a type cannot be safely cast',
    severity: 'error',
    message: (p) => `column ${p.column} of ${p.table}: cannot safely cast ${p.from} to ${p.to}`,
    hint: (p) =>
      `cast ${p.column} to ${p.to} in the SQL, where it shows what happens to values that do not fit`,
  }),
  MR3104: code<{ table: string; column: string; near?: string | undefined }>({
    title: 'unknown partition column',
    severity: 'error',
    message: (p) => `${p.table} cannot be partitioned by ${p.column}: there is no such column`,
    hint: didYouMean,
  }),
  MR3105: code<{ table: string; column: string; type: string; transform: string }>({
    title: 'a column cannot partition a table',
    severity: 'error',
    message: (p) =>
      `${p.table} cannot be partitioned by ${p.transform} of ${p.column}, which is of type ${p.type}`,
    hint: (p) => whatApplies(p.transform),
  }),
  MR3106: code<{ table: string; transform: string }>({
    title: 'an unknown partition transform',
    severity: 'error',
    message: (p) => `${p.table} is partitioned by ${p.transform}, which this release does not know`,
    hint: () =>
      'partition by identity, year, month, day, hour, bucket[N] or truncate[W], or write the table with the engine that made it',
  }),
  MR3107: code<{ table: string; column: string; type: string }>({
    title: 'a column type that cannot be written',
    severity: 'error',
    message: (p) =>
      `column ${p.column} of ${p.table} is of type ${p.type}, which this release reads but cannot write: the engine writes bytes of any length in a way that Spark does not read as bytes of one length`,
    hint: (p) =>
      `write ${p.table} with the engine that made it, or its rows to a table of another name, where the column is binary`,
  }),
  MR3108: code<{ table: string; columns: readonly string[] }>({
    title: 'a partition value that cannot be stored',
    severity: 'error',
    message: (p) =>
      `${p.table} is partitioned by ${p.columns.join(', ')}: a row has a value that has no partition, such as an infinite date or a number that cannot be rounded down`,
    hint: (p) =>
      `replace such values of ${p.columns.join(', ')} before the output, or do not partition by it`,
  }),
  MR3109: code<{ table: string; column: string }>({
    title: 'NULL in a required column',
    severity: 'error',
    message: (p) => `a row has NULL in ${p.column}, which is a required column of ${p.table}`,
    hint: (p) => `filter such rows out, or: millrace table alter ${p.table} --optional ${p.column}`,
  }),
  MR3122: code<{ table: string; version: number }>({
    title: 'a table of a newer format version',
    severity: 'error',
    message: (p) =>
      `${p.table} has Iceberg format version ${p.version}, which this release reads but does not write`,
    hint: () => 'write it with the engine that made it, or copy its rows to a table of another name',
  }),
  MR3123: code<{ table: string; column: string; transforms: readonly string[] }>({
    title: 'redundant partition fields',
    severity: 'error',
    message: (p) =>
      `${p.table} cannot be partitioned by ${p.transforms.join(' and ')} of ${p.column}: the one follows from the other`,
    hint: () => 'keep the finer one: queries by the coarser find its partitions, too',
  }),
  MR3124: code<{ table: string; name: string; by: 'column' | 'field' | 'earlier-field' }>({
    title: 'the name of a partition field is taken',
    severity: 'error',
    message: (p) =>
      `${p.table} cannot have a partition field ${p.name}: ${
        p.by === 'column'
          ? 'a column has this name'
          : p.by === 'field'
            ? 'two fields would have this name'
            : 'an earlier partitioning had a field of this name that meant something else'
      }`,
    hint: () => 'give the partition field another name',
  }),
  MR3125: code<{ table: string; column: string; by: 'partition' | 'sort' | 'identifier' }>({
    title: 'a column that cannot be replaced',
    severity: 'error',
    message: (p) =>
      `${p.table} needs its column ${p.column} as it is: ${
        p.by === 'partition'
          ? 'it is, or was, partitioned by it'
          : p.by === 'sort'
            ? 'it is sorted by it'
            : 'its rows are told apart by it'
      }`,
    hint: (p) => `keep ${p.column} and its type, or write to a table of another name`,
  }),
  MR3126: code<{ table: string; changes: readonly string[] }>({
    title: 'the columns of a table change',
    severity: 'info',
    message: (p) => `the columns of ${p.table} change with this run: ${p.changes.join(', ')}`,
  }),
  MR3127: code<{ table: string; property: string; value: string; wanted: string }>({
    title: 'a table property that cannot be followed',
    severity: 'error',
    message: (p) => `the property ${p.property} of ${p.table} is "${p.value}", but must be ${p.wanted}`,
  }),
  MR3128: code<{ table: string; column: string; near?: string | undefined }>({
    title: 'a table has no such column',
    severity: 'error',
    message: (p) => `${p.table} has no column "${p.column}"`,
    hint: didYouMean,
  }),
  MR3129: code<{ table: string; column: string; type: string }>({
    title: 'a column cannot sort a table',
    severity: 'error',
    message: (p) => `${p.table} cannot be sorted by ${p.column}, which is of type ${p.type}`,
    hint: () => 'sort by columns with single values, not by structs, lists or maps',
  }),
}

const whatApplies = (transform: string): string => {
  const [kind = ''] = transform.split('[')
  if (['year', 'month', 'day'].includes(kind)) return `${kind} is defined for dates and timestamps`
  if (kind === 'hour') return 'hour is defined for timestamps'
  if (kind === 'truncate') return 'truncate is defined for whole numbers, decimals, texts and bytes'
  if (kind === 'bucket') return 'bucket is defined for whole numbers, decimals, texts, bytes, dates and times'
  return 'partition by columns with single values, not structs, lists or maps'
}
