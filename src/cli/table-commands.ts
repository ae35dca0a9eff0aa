import type { Command, CommandOption } from './command.ts'
import { listForms, output, project } from './command-options.ts'

const yes: CommandOption = { flags: '--yes', description: 'do not ask whether it is meant' }
const dryRun: CommandOption = { flags: '--dry-run', description: 'say what would be done, and do nothing' }
const outcome = output(['text', 'json'], 'form of the outcome')
const onBranch: CommandOption = { flags: '--branch <name>', description: 'on this branch (default: main)' }
const snapshot = (description: string): CommandOption => ({ flags: '--snapshot <id>', description })

/** `millrace table …`. To add one: a file in commands/table/, and its entry here. */
export const tableCommands: readonly Command[] = [
  {
    name: 'table list',
    summary: 'tables of the lakehouse, with rows, files and size',
    args: '[namespace]',
    options: [output(listForms, 'form of the list'), ...project],
    examples: ['millrace table list', 'millrace table list fs_accelerator -o wide'],
    load: async () => (await import('./commands/table/list.ts')).tableList,
  },
  {
    name: 'table show',
    summary: 'columns, partitions, properties and state of a table, and what to do about it',
    args: '<table>',
    options: [output(['text', 'json', 'yaml'], 'form'), ...project],
    examples: ['millrace table show lake.fs_accelerator.customer'],
    load: async () => (await import('./commands/table/show.ts')).tableShow,
  },
  {
    name: 'table history',
    summary: 'snapshots of all branches: what was done, when, by which run',
    args: '<table>',
    options: [output(listForms, 'form of the list'), ...project],
    examples: ['millrace table history customer', 'millrace table history customer -o json'],
    load: async () => (await import('./commands/table/history.ts')).tableHistory,
  },
  {
    name: 'table files',
    summary: 'data files: partition, rows, size; values as the viewer may see them',
    args: '<table>',
    options: [
      snapshot('of this snapshot (default: the current one)'),
      { flags: '--branch <name>', description: 'of this branch or tag' },
      { flags: '--as <user>', description: 'show values as this user may see them (default: you)' },
      output(listForms, 'form of the list'),
      ...project,
    ],
    examples: ['millrace table files customer', 'millrace table files customer -o json'],
    load: async () => (await import('./commands/table/files.ts')).tableFiles,
  },
  {
    name: 'table rollback',
    summary: 'let readers see an earlier version again; nothing is deleted',
    args: '<table>',
    options: [
      snapshot('to this snapshot'),
      { flags: '--at <time>', description: 'to what readers saw then; also how long ago, such as 2h' },
      { flags: '--tag <name>', description: 'to the snapshot of this tag or branch' },
      dryRun,
      yes,
      outcome,
      ...project,
    ],
    examples: [
      'millrace table rollback customer --at 2h --dry-run',
      'millrace table rollback customer --snapshot 5937117119577207079 --yes',
    ],
    load: async () => (await import('./commands/table/rollback.ts')).tableRollback,
  },
  {
    name: 'table expire',
    summary: 'remove old snapshots, and the files that only they need',
    args: '<table>',
    options: [
      {
        flags: '--older-than <time>',
        description: 'a time, or an age such as 7d (default: as the table says, 5 days)',
      },
      {
        flags: '--retain-last <n>',
        description: 'keep so many of each branch whatever their age (default: 1)',
      },
      { ...snapshot('exactly this snapshot'), repeatable: true },
      dryRun,
      yes,
      outcome,
      ...project,
    ],
    examples: [
      'millrace table expire customer --dry-run',
      'millrace table expire customer --older-than 30d --yes',
    ],
    load: async () => (await import('./commands/table/expire.ts')).tableExpire,
  },
  {
    name: 'table compact',
    summary: 'rewrite small files, and files with deletes, into fewer and larger ones',
    args: '<table>',
    options: [
      { flags: '--where <condition>', description: 'only files that hold such rows' },
      { flags: '--sort <columns>', description: 'sort rows: a, b desc nulls last' },
      { flags: '--target-size <size>', description: 'of the new files (default: as the table says, 512MiB)' },
      {
        flags: '--min-files <n>',
        description: 'so few small files of a partition are left alone (default: 5)',
      },
      { flags: '--all', description: 'every file, whatever its size' },
      { flags: '--commits <n>', description: 'commit in so many parts (default: 1)' },
      { flags: '--manifests', description: 'only the manifest files, no data file' },
      onBranch,
      dryRun,
      outcome,
      ...project,
    ],
    examples: [
      'millrace table compact customer --dry-run',
      'millrace table compact customer --where "day >= \'2026-01-01\'" --sort "cust_id"',
    ],
    load: async () => (await import('./commands/table/compact.ts')).tableCompact,
  },
  {
    name: 'table clean',
    summary: 'delete files that no table needs; of one table or of the whole warehouse',
    args: '[table]',
    options: [
      {
        flags: '--older-than <time>',
        description: 'only files not changed since, or for so long (default: 3d)',
      },
      { flags: '--force', description: 'allow less than 24 hours: only where nothing else writes' },
      dryRun,
      yes,
      outcome,
      ...project,
    ],
    examples: ['millrace table clean --dry-run', 'millrace table clean customer --yes'],
    load: async () => (await import('./commands/table/clean.ts')).tableClean,
  },
  {
    name: 'table tag',
    summary: 'name a snapshot, so that it stays; without a name: list tags',
    args: '<table> [name]',
    options: [
      snapshot('the snapshot to name (default: the current one)'),
      { flags: '--keep <span>', description: 'forget the tag after this time, such as 90d (default: never)' },
      { flags: '--drop', description: 'forget the tag' },
      dryRun,
      yes,
      output(listForms, 'form of the list'),
      ...project,
    ],
    examples: ['millrace table tag customer 2026-Q1', 'millrace table tag customer 2026-Q1 --drop --dry-run'],
    load: async () => (await import('./commands/table/refs.ts')).tableTag,
  },
  {
    name: 'table branch',
    summary: 'make or drop a branch of one table; without a name: list branches',
    args: '<table> [name]',
    options: [
      snapshot('where the branch begins (default: the current snapshot)'),
      { flags: '--keep <span>', description: 'forget the branch after this time (default: never)' },
      { flags: '--keep-snapshots <n>', description: 'keep so many of its snapshots whatever their age' },
      { flags: '--max-age <span>', description: 'its snapshots are old after this time' },
      { flags: '--drop', description: 'forget the branch' },
      dryRun,
      yes,
      output(listForms, 'form of the list'),
      ...project,
    ],
    examples: ['millrace table branch customer', 'millrace table branch customer fix --keep 30d'],
    load: async () => (await import('./commands/table/refs.ts')).tableBranch,
  },
  {
    name: 'table alter',
    summary: 'change columns, properties, partitioning or sort order of a table by hand',
    args: '<table>',
    options: [
      { flags: '--rename <old=new>', description: 'rename a column', repeatable: true },
      { flags: '--drop <column>', description: 'drop a column', repeatable: true },
      { flags: '--add <column>', description: 'add a column: "city string"', repeatable: true },
      {
        flags: '--type <column=type>',
        description: 'widen a column: int to long, float to double',
        repeatable: true,
      },
      { flags: '--optional <column>', description: 'let a required column be NULL', repeatable: true },
      {
        flags: '--move <place>',
        description: 'move a column: "city first", "city after country"',
        repeatable: true,
      },
      { flags: '--set <name=value>', description: 'set a property of the table', repeatable: true },
      { flags: '--unset <name>', description: 'remove a property', repeatable: true },
      {
        flags: '--partition-by <fields>',
        description: 'of files to come: country, day(at), bucket(16, id), or none',
      },
      { flags: '--sort-by <columns>', description: 'of files to come: at desc nulls last, id, or none' },
      dryRun,
      yes,
      outcome,
      ...project,
    ],
    examples: [
      'millrace table alter customer --add "segment string" --rename addr=address --dry-run',
      'millrace table alter customer --set history.expire.max-snapshot-age-ms=604800000',
    ],
    load: async () => (await import('./commands/table/alter.ts')).tableAlter,
  },
]
