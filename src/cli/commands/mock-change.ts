import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatasetAddress, namesDataset, parseAddress, printAddress } from '../../address.ts'
import { nearest } from '../../base/nearest.ts'
import { DiagnosticsError, failure, hasErrors, type Staged } from '../../diagnostics/index.ts'
import type { Project } from '../../project/index.ts'
import type { OpenedDeps } from '../../run/index.ts'
import {
  changeCustomers,
  changeCustomersAtRandom,
  type CustomerRow,
  datasetFolder,
  openCurrentCustomers,
  pickCustomers,
  writeChangeSet,
} from '../../stacks/mock/index.ts'
import { askForChange, openDialog } from '../ask-change.ts'
import type { CommandHandler, Invocation } from '../command.ts'
import { assignments, isInteractive, listOption, textOption } from '../options.ts'
import { openProjectDeps, validProject } from '../prepare-plan.ts'

/** Changes customers of a generated feed and uploads the change, with a dated copy. Nothing entered: nothing uploaded. */
export const mockChange: CommandHandler = async (invocation, signal) => {
  const { io, args, options } = invocation
  // --set names columns here, not variables.
  const { set: _columns, ...projectOptions } = options
  const project = await validProject({ io, args: [], options: projectOptions }, signal)
  await using deps = openProjectDeps(project, invocation)
  const target = feedOf(project, args[0], textOption(options, 'history'))
  const now = deps.now()
  const { value: rows, diagnostics } = await changedRows(invocation, target.output, deps, now, signal)
  if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  const written = await writeChangeSet(
    rows,
    {
      output: { address: target.output, depot: deps.depot(target.output) },
      ...(target.history === undefined
        ? {}
        : { history: { address: target.history, depot: deps.depot(target.history) } }),
    },
    now,
    signal,
  )
  if (written === undefined) {
    io.stdout.write('nothing changed, nothing uploaded\n')
    return 0
  }
  const copy = written.historyPath === undefined ? '' : `\ndated copy: ${written.historyPath}`
  const customers = written.rows === 1 ? '1 customer' : `${written.rows} customers`
  io.stdout.write(`changed ${customers}: ${written.path}${copy}\n`)
  io.stderr.write('millrace apply takes the change in\n')
  return 0
}

const changedRows = async (
  { io, options }: Invocation,
  feed: DatasetAddress,
  deps: OpenedDeps,
  now: Date,
  signal: AbortSignal,
): Promise<Staged<readonly CustomerRow[]>> => {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-'))
  try {
    const engine = await deps.engine('default')
    await using connection = await engine.connect(signal)
    const customers = await openCurrentCustomers(
      datasetFolder(feed, deps.depot(feed)),
      { connection, scratch },
      signal,
    )
    const percent = textOption(options, 'percent')
    if (percent !== undefined) {
      const seed = textOption(options, 'seed') ?? '1'
      const picked = pickCustomers(await customers.ids(), percentOf(percent), seed)
      return changeCustomersAtRandom(await customers.rows(picked), {
        seed: `${seed} ${now.toISOString()}`,
        now,
      })
    }
    const sets = listOption(options, 'set')
    using dialog = sets.length === 0 && isInteractive(io.stdin, io.env) ? openDialog(io, signal) : undefined
    const id = textOption(options, 'id') ?? (await dialog?.ask('cust_id of the customer to change: '))
    if (id === undefined)
      throw failure('MR9004', { message: 'which customer? give --id, or --percent for many' })
    const [row] = await customers.rows([id])
    if (row === undefined)
      throw failure('MR3276', { id, address: printAddress(feed), near: nearest(id, await customers.ids()) })
    const change = dialog === undefined ? assignments(sets, '--set') : await askForChange(row, dialog, io)
    return changeCustomers([row], change ?? {}, now)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const percentOf = (text: string): number => {
  const percent = Number(text.replace(/%$/, ''))
  if (percent > 0 && percent <= 100) return percent
  throw failure('MR9004', { message: `--percent takes a number above 0 and up to 100, not "${text}"` })
}

type Feed = { readonly output: DatasetAddress; readonly history?: DatasetAddress }

/** The feed that an address names, or the one customer feed of the project, with the history that its node has. */
const feedOf = (project: Project, named: string | undefined, history: string | undefined): Feed => {
  const feeds = project.tasks.flatMap(({ job }) =>
    job.kind === 'mock' && job.entity === 'customer' ? [job] : [],
  )
  const output = named === undefined ? feeds[0]?.output : datasetOf(named)
  if (output === undefined)
    throw failure('MR9004', {
      message: 'no mock node of the project generates customers',
      hint: 'name the feed: dataos://depot:collection/dataset',
    })
  const node = feeds.find((feed) => printAddress(feed.output) === printAddress(output))
  const copies = history === undefined ? node?.history : datasetOf(history)
  return { output, ...(copies === undefined ? {} : { history: copies }) }
}

const datasetOf = (text: string): DatasetAddress => {
  const parsed = parseAddress(text)
  if (parsed.kind === 'address' && namesDataset(parsed.address)) return parsed.address
  const reason = parsed.kind === 'malformed' ? parsed.reason : 'it names no dataset'
  throw failure('MR9004', { message: `the address ${text} is malformed: ${reason}` })
}
