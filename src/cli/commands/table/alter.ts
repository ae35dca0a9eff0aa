import { printAddress } from '../../../address.ts'
import { failure } from '../../../diagnostics/index.ts'
import {
  type Alteration,
  alterTable,
  type AlterOutcome,
  readColumnType,
  type SchemaChange,
} from '../../../lakehouse/maintenance/index.ts'
import { openDeps } from '../../../run/index.ts'
import { carryColumnTags } from '../../../state/catalog-store.ts'
import type { CommandHandler, Options } from '../../command.ts'
import { isConfirmed } from '../../confirm.ts'
import { findTable } from '../../find-table.ts'
import { lockTable } from '../../lock-table.ts'
import { openSettings } from '../../open-project.ts'
import { assignments, flag, listOption, textOption } from '../../options.ts'
import { jsonText } from '../../output/json-text.ts'
import { readPartitions } from '../../read-partition.ts'
import { readSort } from '../../read-sort.ts'
import { refreshFacts } from '../../refresh-facts.ts'

/** Changes columns, properties, partitioning and sort order by hand. Dropping a column is asked about. */
export const tableAlter: CommandHandler = async (invocation, signal) => {
  const { args, options, io } = invocation
  // --set names properties of the table here, not variables.
  const { set: _properties, ...projectOptions } = options
  const settings = await openSettings({ io, args: [], options: projectOptions }, signal)
  await using deps = openDeps({ settings })
  const { table, address, name } = await findTable(deps, args[0] ?? '', signal)
  const alteration = alterationOf(options)
  if (Object.keys(alteration).length === 0)
    throw failure('MR9004', {
      message: 'what is to change?',
      hint: 'millrace table alter --help lists what can',
    })
  const dryRun = flag(options, 'dryRun')
  const isText = textOption(options, 'output') !== 'json'
  // A wrong change is told before anybody is asked.
  const planned = await alterTable(deps.lakehouse, table.identity, { ...alteration, dryRun: true }, signal)
  const print = (outcome: AlterOutcome): void => {
    const view = { changed: outcome.changes, dryRun }
    io.stdout.write(isText ? textOf(outcome, name, dryRun) : `${jsonText(view)}\n`)
  }
  if (dryRun || planned.changes.length === 0) {
    print(planned)
    return 0
  }
  const drops = listOption(options, 'drop')
  const question = `${drops.join(', ')} of ${name} would not be read any more`
  if (drops.length > 0 && !(await isConfirmed(invocation, question, signal))) return 1
  using _lock = lockTable(deps, table.identity, 'table alter')
  // In the same transaction: under no name is a column seen without its masks.
  const also = () => {
    for (const { from, to } of renames(alteration))
      carryColumnTags(deps.database, printAddress(address), { from, to })
  }
  const done = await alterTable(deps.lakehouse, table.identity, { ...alteration, also }, signal)
  await refreshFacts(deps, address, signal)
  print(done)
  return 0
}

const alterationOf = (options: Options): Alteration => {
  const columns: readonly SchemaChange[] = [
    ...pairs(options, 'rename').map(
      ([path, to]) => ({ kind: 'rename', path: pathOf(path), name: to }) as const,
    ),
    ...listOption(options, 'drop').map((path) => ({ kind: 'drop', path: pathOf(path) }) as const),
    ...listOption(options, 'add').map(additionOf),
    ...pairs(options, 'type').map(([path, text]): SchemaChange => {
      const type = typeOf(text, '--type')
      if (type.kind === 'struct' || type.kind === 'list' || type.kind === 'map')
        throw failure('MR9013', { option: '--type', value: text, wanted: 'a type with single values' })
      return { kind: 'widen', path: pathOf(path), type }
    }),
    ...listOption(options, 'optional').map(
      (path) => ({ kind: 'make-optional', path: pathOf(path) }) as const,
    ),
    ...listOption(options, 'move').map(moveOf),
  ]
  const set = assignments(listOption(options, 'set'), '--set')
  const unset = listOption(options, 'unset')
  const partitions = textOption(options, 'partitionBy')
  const sort = textOption(options, 'sortBy')
  return {
    ...(columns.length === 0 ? {} : { columns }),
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(unset.length === 0 ? {} : { unset }),
    ...(partitions === undefined ? {} : { partitionBy: readPartitions(partitions, '--partition-by') }),
    ...(sort === undefined
      ? {}
      : { sortBy: sort.trim().toLowerCase() === 'none' ? [] : readSort(sort, '--sort-by') }),
  }
}

const pairs = (options: Options, name: string): readonly (readonly [string, string])[] =>
  Object.entries(assignments(listOption(options, name), `--${name}`))

const renames = ({ columns = [] }: Alteration): readonly { readonly from: string; readonly to: string }[] =>
  columns.flatMap((change) =>
    change.kind === 'rename' && change.path.length === 1
      ? [{ from: change.path[0] ?? '', to: change.name }]
      : [],
  )

/** `address.city`; names with dots or spaces stand in double quotes. */
const pathOf = (text: string): readonly string[] =>
  [...text.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim(),
  )

const additionOf = (text: string): SchemaChange => {
  const [, path = '', type = ''] = /^((?:"(?:[^"]|"")*"|[^"\s])+)\s+(.+)$/.exec(text.trim()) ?? []
  if (path === '')
    throw failure('MR9013', { option: '--add', value: text, wanted: 'a column and its type: city string' })
  return { kind: 'add', path: pathOf(path), type: typeOf(type, '--add') }
}

const typeOf = (text: string, option: string) => {
  const type = readColumnType(text)
  if (type !== undefined) return type
  throw failure('MR9013', { option, value: text, wanted: 'a type such as long, string or decimal(10, 2)' })
}

const moveOf = (text: string): SchemaChange => {
  const [, path = '', where = '', other] =
    /^((?:"(?:[^"]|"")*"|[^"\s])+)\s+(first|last|before|after)(?:\s+(.+))?$/i.exec(text.trim()) ?? []
  const kind = where.toLowerCase()
  if (path !== '' && (kind === 'first' || kind === 'last') && other === undefined)
    return { kind: 'move', path: pathOf(path), position: { kind } }
  if (path !== '' && (kind === 'before' || kind === 'after') && other !== undefined)
    return { kind: 'move', path: pathOf(path), position: { kind, name: pathOf(other).at(-1) ?? '' } }
  throw failure('MR9013', {
    option: '--move',
    value: text,
    wanted: 'a column and where to: city after country',
  })
}

const textOf = ({ changes }: AlterOutcome, name: string, dryRun: boolean): string =>
  changes.length === 0
    ? `${name} is so already\n`
    : `${name}${dryRun ? ' would change' : ''}\n${changes.map((change) => `  ${change}\n`).join('')}`
