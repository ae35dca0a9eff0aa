import type { Command, CommandOption } from './command.ts'
import { output, project } from './command-options.ts'

/** How two versions of a table are compared. */
const rowDiff: readonly CommandOption[] = [
  {
    flags: '--key <columns>',
    description: 'columns that tell rows apart, with commas (default: the identifier fields of the table)',
  },
  { flags: '--samples <n>', description: 'how many rows of each kind are shown', default: '5' },
  { flags: '--as <user>', description: 'show values as this user may see them (default: you)' },
  output(['text', 'json'], 'form'),
]

/** Commands about branches of tables. */
export const branchCommands: readonly Command[] = [
  {
    name: 'branch list',
    summary: 'branches of tables, and how far each is ahead of main',
    options: [output(['table', 'wide', 'json', 'yaml', 'name'], 'form of the list'), ...project],
    examples: ['millrace branch list', 'millrace branch list -o json'],
    load: async () => (await import('./commands/branch-list.ts')).branchList,
  },
  {
    name: 'branch diff',
    summary: 'rows that a branch adds to main, removes and changes, with samples as you may see them',
    args: '<name>',
    options: [
      { flags: '--dataset <name>', description: 'only this dataset of the branch' },
      ...rowDiff,
      ...project,
    ],
    examples: [
      'millrace branch diff pr-42 --key order_id',
      'millrace branch diff pr-42 --as support -o json',
    ],
    load: async () => (await import('./commands/branch-diff.ts')).branchDiff,
  },
  {
    name: 'branch publish',
    summary: 'move main of every table to a branch, all at once, and remove the branch',
    args: '<name>',
    options: [
      { flags: '--accept-failed-checks', description: 'publish rows that failed their audit, too' },
      ...project,
    ],
    examples: ['millrace apply --branch pr-42 && millrace branch publish pr-42'],
    load: async () => (await import('./commands/branch-publish.ts')).branchPublish,
  },
  {
    name: 'branch drop',
    summary: 'forget a branch of all tables; main stays as it is',
    args: '<name>',
    options: [...project],
    examples: ['millrace branch drop pr-42'],
    load: async () => (await import('./commands/branch-drop.ts')).branchDrop,
  },
]
