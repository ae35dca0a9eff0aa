import type { CommandOption } from './command.ts'

// Options that many commands take, spelled and described once.

export const project: readonly CommandOption[] = [
  {
    flags: '--project <path>',
    description: 'the project file or its folder (default: found from here upwards)',
  },
  { flags: '--env <name>', description: 'an environment of the project file' },
  { flags: '--no-color', description: 'no colours (NO_COLOR does the same)' },
]

/** The methods of selectors, and values of those that have few. Here as text: no command loads selectors to parse options. */
export const selectorBeginnings: readonly string[] = `
  name: tag: path: file: type: workspace: workflow: node: dataset: depot: product: owner: stack:
  state:new state:modified state:unmodified state:old
  result:error result:success result:skipped result:cancelled
`
  .trim()
  .split(/\s+/)

/** What commands work on. */
export const choosing: readonly CommandOption[] = [
  {
    flags: '-s, --select <selectors...>',
    description: 'only what these choose, as in dbt: orders+ tag:nightly path:manifests/sales',
    repeatable: true,
    suggestions: selectorBeginnings,
  },
  { flags: '--exclude <selectors...>', description: 'without what these choose', repeatable: true },
  {
    flags: '--state <folder or revision>',
    description: 'what the method state: compares with (default: what is registered)',
  },
]

export const output = (choices: readonly string[], description: string): CommandOption => ({
  flags: '-o, --output <format>',
  description: `${description}: ${choices.join(', ')}`,
  choices,
})

export const listForms = ['table', 'wide', 'json', 'yaml', 'name']

/** What a job says in its `sparkConf`, spelled as by spark-sql. */
export const sparkConf: CommandOption = {
  flags: '--conf <key=value>',
  description:
    'a setting of the Spark session that the statement is meant for, such as spark.sql.ansi.enabled=true',
  repeatable: true,
  suggestions: [
    'spark.sql.ansi.enabled=true',
    'spark.sql.legacy.sizeOfNull=false',
    'spark.sql.legacy.timeParserPolicy=',
    'spark.sql.session.timeZone=',
  ],
}

export const variables: readonly CommandOption[] = [
  {
    flags: '--set <name=value>',
    description: 'set a variable (wins over --env-file, environment and project file)',
    repeatable: true,
  },
  { flags: '--var <name=value>', description: 'the same as --set', repeatable: true },
  {
    flags: '--env-file <path>',
    description: 'read variables from a file of NAME=value lines',
    repeatable: true,
  },
  { flags: '--disable-interpolation', description: 'leave ${NAME} as it is written' },
  { flags: '--no-cache', description: 'read manifests anew, and keep nothing about them' },
]

export const files: readonly CommandOption[] = [
  {
    flags: '-f, --manifestFile <path>',
    description: 'a manifest, or a folder of manifests',
    repeatable: true,
  },
  { flags: '-R, --recursive', description: 'with -f: folders below it too' },
]

/** `-n` of kubectl. Its meaning for commands that read what is registered stands in `naming`. */
export const workspace: CommandOption = {
  flags: '-w, --workspace <name>',
  description: 'the workspace of what belongs to one and names none (default: public)',
}

export const branch: CommandOption = {
  flags: '--branch <name>',
  description: 'read and write tables on this branch; main where it has none (default: main)',
}

/** Groups of DataOS whose verbs are those of all resources, and the type that each of them means. */
export const groups: readonly { readonly group: string; readonly before: readonly string[] }[] = [
  { group: 'resource', before: [] },
  ...['product', 'bundle', 'domain', 'workspace'].map((group) => ({ group, before: [group] })),
]
