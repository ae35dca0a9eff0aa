import type { Command, CommandOption } from './command.ts'
import { choosing, files, groups, listForms, output, project, variables } from './command-options.ts'

/** One resource, as kubectl and as DataOS name it. */
const naming: readonly CommandOption[] = [
  { flags: '-w, --workspace <name>', description: 'of this workspace' },
  { flags: '-t, --type <type>', description: 'the type, instead of the first word' },
  { flags: '-n, --name <name>', description: 'the name, instead of the second word' },
  { flags: '-i, --identifier <row>', description: 'a row of a table: "name | version | type | workspace"' },
]

/** Commands about what is registered, and about runs. */
export const registryCommands: readonly Command[] = [
  {
    name: 'get',
    aliases: [
      { name: 'runs', before: ['run'], args: '[name]' },
      ...groups.map(({ group, before }) => ({
        name: `${group} get`,
        before,
        args: group === 'resource' ? '[type] [name...]' : '[name...]',
      })),
    ],
    summary: 'list resources, datasets or runs',
    takesType: true,
    args: '[type] [name...]',
    options: [
      output(listForms, 'form of the list'),
      ...naming,
      { flags: '-A, --all-workspaces', description: 'of all workspaces, as without -w' },
      { flags: '--owner <owner>', description: 'only what this owner has' },
      ...choosing,
      ...variables,
      ...project,
    ],
    examples: [
      'millrace get workflow',
      'millrace get all -w public -o wide',
      'millrace get dataset -s depot:lake',
      'millrace get runs',
      'millrace get policy -o yaml',
    ],
    load: async () => (await import('./commands/get.ts')).get,
  },
  {
    name: 'delete',
    aliases: groups.map(({ group, before }) => ({
      name: `${group} delete`,
      before,
      args: group === 'resource' ? '[type] [name...]' : '[name...]',
    })),
    summary: 'unregister resources, unless others need them; their data stays',
    takesType: true,
    args: '[type] [name...]',
    options: [
      ...files,
      ...naming,
      { flags: '--force', description: 'although registered resources need it' },
      { flags: '--ignore-not-found', description: 'what is not registered is no failure' },
      { flags: '--dry-run', description: 'say what would be deleted, and stop' },
      { flags: '--yes', description: 'do not ask whether it is meant' },
      output(['text', 'json'], 'form'),
      ...variables,
      ...project,
    ],
    examples: [
      'millrace delete workflow orders',
      'millrace delete -f manifests/orders.yaml --dry-run',
      'millrace delete -i "orders | v1 | workflow | public" --yes',
    ],
    load: async () => (await import('./commands/delete.ts')).deleteResources,
  },
  {
    name: 'describe',
    summary: 'everything that is known about one resource or dataset',
    takesType: true,
    args: '[type] [name]',
    options: [
      ...naming,
      { flags: '--as <user>', description: 'what this user may see of a profile (default: you)' },
      output(['text', 'json', 'yaml'], 'form'),
      ...variables,
      ...project,
    ],
    examples: [
      'millrace describe workflow customer',
      'millrace describe dataset dataos://lake:fs_accelerator/customer',
    ],
    load: async () => (await import('./commands/describe.ts')).describe,
  },
  {
    name: 'logs',
    aliases: [{ name: 'log' }],
    summary: 'what a run has told, the newest one unless it or a workflow is named',
    args: '[run-or-workflow]',
    options: [
      { flags: '--node <name>', description: 'only this node of it' },
      { flags: '-f, --follow', description: 'go on until the run ends' },
      output(['text', 'json'], 'a log, or newline-delimited events'),
      ...project,
    ],
    examples: ['millrace logs', 'millrace logs orders', 'millrace logs --node load-orders --follow'],
    load: async () => (await import('./commands/logs.ts')).logs,
  },
]
