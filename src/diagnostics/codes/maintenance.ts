import { code } from '../code.ts'

// MR315x: maintenance of tables.
export const maintenanceCodes = {
  MR3150: code<{ table: string; kind: string; name: string; reason: string }>({
    title: 'a branch or tag that cannot be made or dropped',
    severity: 'error',
    message: (p) => `the ${p.kind} "${p.name}" of ${p.table}: ${p.reason}`,
  }),
  MR3151: code<{ table: string; name: string }>({
    title: 'a tag cannot be written to',
    severity: 'error',
    message: (p) => `"${p.name}" is a tag of ${p.table}: it names one snapshot for good`,
    hint: (p) => `write to a branch, or make one from the tag: millrace table branch ${p.table} NAME`,
  }),
  MR3152: code<{ table: string; snapshotId: string; refs: readonly string[] }>({
    title: 'a snapshot that is needed',
    severity: 'error',
    message: (p) =>
      `snapshot ${p.snapshotId} of ${p.table} cannot expire: ${p.refs.join(', ')} ${p.refs.length === 1 ? 'is' : 'are'} at it`,
    hint: (p) =>
      p.refs.includes('main')
        ? 'the current snapshot is the table: roll it back, or overwrite it, first'
        : 'drop the branch or tag first',
  }),
  MR3153: code<{ table: string; snapshotId: string; reason: string }>({
    title: 'a version that a table cannot be rolled back to',
    severity: 'error',
    message: (p) => `${p.table} cannot be rolled back to snapshot ${p.snapshotId}: ${p.reason}`,
    hint: (p) => `millrace table history ${p.table} lists what it can be rolled back to`,
  }),
  MR3154: code<{ table: string }>({
    title: 'a table whose files may be shared',
    severity: 'error',
    message: (p) =>
      `no file of ${p.table} may be deleted: its property gc.enabled is false, so other tables may need them`,
    hint: (p) => `if nothing shares them: millrace table alter ${p.table} --set gc.enabled=true`,
  }),
  MR3155: code<{ hours: number; least: number }>({
    title: 'a grace period that is too short',
    severity: 'error',
    message: (p) =>
      `files of the last ${p.hours} h may belong to writers that have not committed yet; the grace period is at least ${p.least} h`,
    hint: () => 'where nothing else writes to the warehouse, --force allows it',
  }),
  MR3156: code<{ table: string; reason: string }>({
    title: 'it cannot be known which files are needed',
    severity: 'error',
    message: (p) => `nothing was deleted: which files ${p.table} needs cannot be known (${p.reason})`,
    hint: () => 'repair or drop that table first',
  }),
  MR3157: code<{ option: string; value: string; wanted: string }>({
    title: 'a maintenance option out of range',
    severity: 'error',
    message: (p) => `${p.option} is "${p.value}", but must be ${p.wanted}`,
  }),
  MR3158: code<{ table: string; branch: string; column: string }>({
    title: 'a branch that cannot be partitioned so',
    severity: 'error',
    message: (p) =>
      `the branch "${p.branch}" of ${p.table} cannot be partitioned by ${p.column}, which ${p.table} itself does not have yet: with such a partitioning Spark reads nothing of the table any more`,
    hint: (p) => `publish the branch with the column first, then partition by ${p.column}`,
  }),
  MR3159: code<{ table: string; what: string; reason: string }>({
    title: 'a table that cannot be altered so',
    severity: 'error',
    message: (p) => `${p.what} of ${p.table} cannot be changed: ${p.reason}`,
  }),
} as const
