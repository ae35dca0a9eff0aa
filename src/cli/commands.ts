import type { Command, CommandOption } from './command.ts'
import { choosing, listForms, output, project, sparkConf } from './command-options.ts'
import { manifestCommands } from './manifest-commands.ts'
import { tableCommands } from './table-commands.ts'

const variables: readonly CommandOption[] = [
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

const files: readonly CommandOption[] = [
  {
    flags: '-f, --manifestFile <path>',
    description: 'a manifest, or a folder of manifests',
    repeatable: true,
  },
  { flags: '-R, --recursive', description: 'with -f: folders below it too' },
]

/** `-n` of kubectl. Its meaning for commands that read what is registered stands in `naming`. */
const workspace: CommandOption = {
  flags: '-w, --workspace <name>',
  description: 'the workspace of what belongs to one and names none (default: public)',
}

const branch: CommandOption = {
  flags: '--branch <name>',
  description: 'read and write tables on this branch; main where it has none (default: main)',
}

/** One resource, as kubectl and as DataOS name it. */
const naming: readonly CommandOption[] = [
  { flags: '-w, --workspace <name>', description: 'of this workspace' },
  { flags: '-t, --type <type>', description: 'the type, instead of the first word' },
  { flags: '-n, --name <name>', description: 'the name, instead of the second word' },
  { flags: '-i, --identifier <row>', description: 'a row of a table: "name | version | type | workspace"' },
]

/** Groups of DataOS whose verbs are those of all resources, and the type that each of them means. */
const groups: readonly { readonly group: string; readonly before: readonly string[] }[] = [
  { group: 'resource', before: [] },
  ...['product', 'bundle', 'domain', 'workspace'].map((group) => ({ group, before: [group] })),
]

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

/** Every command. To add one: a file in commands/, and its entry here. */
export const commands: readonly Command[] = [
  {
    name: 'init',
    summary: 'write a small project that works',
    args: '[folder]',
    options: [],
    examples: ['millrace init shop', 'cd shop && millrace apply'],
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'validate',
    summary: 'everything that can be known about manifests without data',
    args: '[paths...]',
    options: [
      output(['text', 'json', 'github', 'sarif', 'junit'], 'form of the findings'),
      ...choosing,
      { flags: '--fix', description: 'put right what can only have been meant in one way' },
      { flags: '--unsafe-fixes', description: 'with --fix: also what may have been meant otherwise' },
      { flags: '--dry-run', description: 'with --fix: write nothing, print what would change' },
      {
        flags: '--max-diagnostics <n>',
        description: 'findings that the text shows; 0 shows all (default: 500, 50 a file)',
      },
      ...files,
      workspace,
      ...variables,
      ...project,
    ],
    examples: ['millrace validate', 'millrace validate manifests/customer.yaml -o json'],
    load: async () => (await import('./commands/validate.ts')).validate,
  },
  ...manifestCommands,
  {
    name: 'plan',
    summary: 'what apply would create, change, delete and run, and why',
    args: '[paths...]',
    options: [
      output(['text', 'json', 'markdown', 'github'], 'form of the plan'),
      { flags: '--detailed-exitcode', description: 'exit 3 where apply would do anything' },
      ...choosing,
      ...files,
      workspace,
      branch,
      ...variables,
      ...project,
    ],
    examples: [
      'millrace plan',
      'millrace plan -s state:modified+',
      'millrace plan --set SCHEMA=dev --detailed-exitcode',
    ],
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'apply',
    aliases: groups.map(({ group }) => ({ name: `${group} apply` })),
    summary: 'validate, plan, register, and run what changed',
    args: '[paths...]',
    options: [
      ...files,
      ...choosing,
      { flags: '--dry-run', description: 'print the plan and stop' },
      { flags: '--no-run', description: 'register resources, run nothing' },
      { flags: '--full-refresh', description: 'forget watermarks and run everything' },
      { flags: '--force', description: 'also where a node now writes to another dataset' },
      output(['text', 'json'], 'events as text or as newline-delimited JSON'),
      workspace,
      branch,
      ...variables,
      ...project,
    ],
    examples: [
      'millrace apply',
      'millrace apply -f manifests/customer.yaml',
      'millrace apply -s +customer --exclude tag:slow',
      'millrace apply -f manifests -w sandbox',
      'millrace apply --env prod --env-file prod.env',
    ],
    load: async () => (await import('./commands/apply.ts')).apply,
  },
  {
    name: 'run',
    summary: 'run workflows now, changed or not',
    args: '[workflow...]',
    options: [
      { flags: '--node <name>', description: 'only this node', repeatable: true },
      ...choosing,
      { flags: '--full-refresh', description: 'forget watermarks' },
      {
        flags: '--from <bound>',
        description: 'with --to: incremental inputs read what lies after this bound',
      },
      { flags: '--to <bound>', description: 'and up to this one; watermarks stay as they are' },
      {
        flags: '--chunk <span>',
        description: 'one run a piece of the interval: 12h, 7d, 1w, 1mo, 1y, or a number',
      },
      output(['text', 'json'], 'events as text or as newline-delimited JSON'),
      { ...workspace, description: 'of this workspace; what belongs to one and names none belongs to it' },
      branch,
      ...variables,
      ...project,
    ],
    examples: [
      'millrace run customer',
      'millrace run customer --node deduplicate --full-refresh',
      'millrace run customer -w sandbox',
      'millrace run -s 1+result:error+',
      'millrace run customer --from 2024-01-01 --to 2025-01-01 --chunk 1mo',
    ],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'check',
    summary: 'evaluate assertions on the data as it is, and change nothing',
    args: '[workflow...]',
    options: [
      { flags: '--node <name>', description: 'only this node', repeatable: true },
      ...choosing,
      output(['text', 'json'], 'events as text or as newline-delimited JSON'),
      { ...workspace, description: 'of this workspace; what belongs to one and names none belongs to it' },
      branch,
      ...variables,
      ...project,
    ],
    examples: ['millrace check', 'millrace check -s tag:nightly', 'millrace check quality --branch pr-42'],
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'list',
    aliases: [{ name: 'ls' }],
    summary: 'what selectors choose of the manifests: resources, nodes, datasets',
    options: [
      ...choosing,
      { flags: '--resource-type <type>', description: 'only this type, or node', repeatable: true },
      output(['name', 'path', 'table', 'wide', 'json', 'yaml'], 'form of the list'),
      workspace,
      ...variables,
      ...project,
    ],
    examples: [
      'millrace ls -s +customer',
      'millrace ls -s state:modified+ --state main --resource-type node',
      'millrace ls -s tag:nightly,path:manifests --exclude type:policy -o table',
    ],
    load: async () => (await import('./commands/list.ts')).list,
  },
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
  {
    name: 'query',
    summary: 'masked read over any dataset; SQL from the argument, -f FILE or standard input',
    args: '[sql]',
    options: [
      { flags: '--as <user>', description: 'read as this user of the project file (default: you)' },
      { flags: '--use <depot.collection>', description: 'where unqualified table names live' },
      branch,
      { flags: '-f, --file <path>', description: 'read the SQL from a file' },
      {
        flags: '--dialect <dialect>',
        description: 'the SQL that the query is written in: duckdb, spark',
        choices: ['duckdb', 'spark'],
        default: 'duckdb',
      },
      sparkConf,
      output(['table', 'csv', 'json', 'jsonl', 'parquet'], 'form of the rows'),
      { flags: '--out <path>', description: 'write the rows to a file instead of standard output' },
      {
        flags: '--env-file <path>',
        description: 'read variables from a file of NAME=value lines',
        repeatable: true,
      },
      { flags: '--set <name=value>', description: 'set a variable', repeatable: true },
      ...project,
    ],
    examples: [
      'millrace query "SELECT country, count(*) FROM lake.fs_accelerator.customer GROUP BY ALL"',
      'millrace query --use lake.fs_accelerator --as support -o csv "SELECT * FROM customer LIMIT 10"',
      'millrace query --dialect spark --out top.parquet -f top-customers.sql',
      'millrace query --dialect spark --conf spark.sql.session.timeZone=Europe/Paris "SELECT current_date()"',
    ],
    load: async () => (await import('./commands/query.ts')).query,
  },
  {
    name: 'diff',
    summary: 'what a change means: SQL, columns, who sees what, what is affected',
    args: '[before] [after]',
    options: [
      output(['text', 'markdown', 'json', 'github'], 'form of the review'),
      {
        flags: '--fail-on <verdicts>',
        description: 'exit 1 where the change is one of these, with commas: breaking, access',
      },
      ...variables,
      ...project,
    ],
    examples: [
      'millrace diff main..HEAD',
      'millrace diff --fail-on breaking,access origin/main.. -o markdown',
      'millrace diff old-folder new-folder',
    ],
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    name: 'lineage',
    summary: 'where a dataset or a column comes from, and what comes from it',
    args: '[dataset]',
    options: [
      { flags: '--upstream', description: 'only what it comes from' },
      { flags: '--downstream', description: 'only what comes from it' },
      ...choosing,
      output(['text', 'json', 'mermaid', 'openlineage'], 'form; openlineage tells of all tasks'),
      ...variables,
      ...project,
    ],
    examples: [
      'millrace lineage lake.shop.orders',
      'millrace lineage lake.shop.orders.amount --upstream',
      'millrace lineage -s workflow:orders -o mermaid',
      'millrace lineage -o openlineage',
    ],
    load: async () => (await import('./commands/lineage.ts')).lineage,
  },
  {
    name: 'sql explain',
    summary: 'columns, types and both renderings (DuckDB, Trino) of a Spark SQL statement; runs nothing',
    args: '[sql]',
    options: [
      { flags: '--as <user>', description: 'with the columns that this user sees (default: you)' },
      { flags: '--use <depot.collection>', description: 'where unqualified table names live' },
      branch,
      { flags: '-f, --file <path>', description: 'read the SQL from a file' },
      sparkConf,
      output(['text', 'json'], 'form'),
      ...project,
    ],
    examples: [
      'millrace sql explain --use lake.shop "SELECT date_trunc(\'MONTH\', day), sum(amount) FROM orders GROUP BY 1"',
    ],
    load: async () => (await import('./commands/sql-explain.ts')).sqlExplain,
  },
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
  ...tableCommands,
  {
    name: 'mock change',
    summary: 'change customers of the generated feed and upload the change',
    args: '[address]',
    options: [
      { flags: '--id <cust_id>', description: 'the customer to change (asked for on a terminal)' },
      { flags: '--set <column=value>', description: 'an attribute and its new value', repeatable: true },
      { flags: '--percent <n>', description: 'change some attributes of n percent of the customers' },
      { flags: '--seed <n>', description: 'with --percent: which customers, and what changes', default: '1' },
      {
        flags: '--history <address>',
        description: 'container of dated copies (default: that of the mock node)',
      },
      ...project,
    ],
    examples: [
      'millrace mock change --id 1000000042 --set city=Chennai --set marital_status=Married',
      'millrace mock change --percent 1',
    ],
    load: async () => (await import('./commands/mock-change.ts')).mockChange,
  },
  {
    name: 'doctor',
    summary: 'looks at all that a run needs, and says what is wrong with it',
    options: [output(['text', 'json'], 'form'), ...variables, ...project],
    examples: ['millrace doctor'],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'completion',
    summary: 'a script for a shell, which completes commands and options',
    args: '[shell]',
    options: [],
    examples: [
      'source <(millrace completion bash)',
      'millrace completion fish > ~/.config/fish/completions/millrace.fish',
    ],
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  {
    name: 'version',
    summary: 'the version of millrace and of what it runs on',
    options: [output(['text', 'json'], 'form')],
    examples: ['millrace version'],
    load: async () => (await import('./commands/version.ts')).version,
  },
]
