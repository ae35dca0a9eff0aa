import { DiagnosticsError, failure } from '../../diagnostics/index.ts'
import { type Bounds, splitInterval } from '../../plan/index.ts'
import type { Task } from '../../project/index.ts'
import { run as runPlan, settle } from '../../run/index.ts'
import { stacks } from '../../stacks/index.ts'
import { rememberProjectSql } from '../check-project-sql.ts'
import type { CommandHandler, ExitCode, Options } from '../command.ts'
import { flag, textOption } from '../options.ts'
import { openProjectDeps, preparePlan, refuseUnknownWorkspace, validProject } from '../prepare-plan.ts'
import { tasksToRun } from '../select-tasks.ts'
import { showEvents } from '../show-events.ts'
import { lockProject } from './apply.ts'

/**
 * Runs workflows now, changed or not, with nothing before or after them. Over an interval it runs once a chunk, each
 * with commits of its own, and stops at the first that fails.
 */
export const run: CommandHandler = async (invocation, signal) => {
  const { options, args, io } = invocation
  const whole = { ...invocation, args: [] }
  const project = await validProject(whole, signal)
  if (args.length === 0 && options['select'] === undefined && options['exclude'] === undefined)
    throw failure('MR9004', {
      message: 'nothing says what to run',
      hint: 'name a workflow, or choose nodes with --select; millrace apply runs what changed',
    })
  const { tasks: selected, words } = await tasksToRun(invocation, project, signal)
  if (selected.length === 0) {
    io.stderr.write('nothing to run\n')
    return 0
  }
  const chunks = chunksOf(options, selected)
  await using deps = openProjectDeps(project, invocation)
  refuseUnknownWorkspace(invocation, deps.database)
  using _lock = lockProject(project.settings.stateFolder, 'run')
  await settle(deps, signal)
  const fullRefresh = flag(options, 'fullRefresh')
  const selection = new Set(selected.map(({ id }) => id))
  const command = ['run', ...words].join(' ')
  let code: ExitCode = 0
  for (const chunk of chunks) {
    const { tasks } = await preparePlan(project, whole, deps, { selection, force: true, fullRefresh })
    const request =
      chunk === undefined
        ? { command, fullRefresh }
        : { command: `${command} ${intervalText(chunk)}`, interval: chunk }
    if (chunks.length > 1 && chunk !== undefined) io.stderr.write(`${intervalText(chunk)}\n`)
    code = await showEvents(runPlan(tasks, request, deps, signal), invocation, signal)
    if (code === 0) continue
    if (chunk !== undefined && chunks.length > 1)
      io.stderr.write(
        `stopped; what is left: ${intervalText({ ...chunk, to: textOption(options, 'to') ?? chunk.to })}\n`,
      )
    break
  }
  if (!signal.aborted) await rememberProjectSql(project, deps.database, signal)
  return code
}

const intervalText = ({ from, to }: Bounds): string => `--from "${from}" --to "${to}"`

/** The intervals to run over; one without bounds where none were asked for. Throws for ones that nothing follows. */
const chunksOf = (options: Options, tasks: readonly Task[]): readonly (Bounds | undefined)[] => {
  const [from, to, chunk] = ['from', 'to', 'chunk'].map((name) => textOption(options, name))
  if (from === undefined && to === undefined && chunk === undefined) return [undefined]
  if (from === undefined || to === undefined)
    throw failure('MR9004', {
      message: 'an interval needs both ends',
      hint: 'write --from and --to, as the keys of the incremental read are written',
    })
  if (flag(options, 'fullRefresh'))
    throw failure('MR9004', { message: '--full-refresh reads everything: it has no interval' })
  if (!tasks.some(({ job }) => job.kind === 'flare' && stacks.flare.readsIntervals(job)))
    throw new DiagnosticsError([failure('MR9007', { tasks: tasks.map(({ node }) => node) }).diagnostic])
  if (chunk === undefined) return [{ from, to }]
  const chunks = splitInterval({ from, to }, chunk)
  if (chunks !== undefined) return chunks
  throw failure('MR9004', {
    message: `${intervalText({ from, to })} cannot be cut into chunks of "${chunk}"`,
    hint: 'write dates or times with a chunk like 12h, 7d, 1w, 1mo or 1y, or numbers with a number; at most 10,000 chunks',
  })
}
