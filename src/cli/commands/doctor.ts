import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import manifest from '../../../package.json' with { type: 'json' }
import { DiagnosticsError, hasErrors, MillraceError } from '../../diagnostics/index.ts'
import { loadTableOrDraft } from '../../lakehouse/index.ts'
import { type OpenedDeps, openDeps } from '../../run/index.ts'
import type { Settings } from '../../settings/index.ts'
import { runRecords } from '../../state/run-store.ts'
import type { CommandHandler } from '../command.ts'
import { openSettings, readProject } from '../open-project.ts'
import { textOption, usesColour } from '../options.ts'
import { jsonText } from '../output/json-text.ts'
import { counted, paint } from '../../tui/index.ts'

/** One thing that was looked at. */
type Finding = {
  readonly what: string
  readonly state: 'ok' | 'warning' | 'bad'
  readonly detail: string
  readonly hint?: string
}

/** Looks at all that a run needs, and says what is wrong with it and what to do. Changes nothing. */
export const doctor: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const findings: Finding[] = []
  const look = async (what: string, work: () => Promise<Omit<Finding, 'what'>>): Promise<void> => {
    findings.push({ what, ...(await work().catch((cause: unknown) => problem(cause, signal))) })
  }
  await look('node', nodeVersion)
  let settings: Settings | undefined
  await look('project', async () => {
    settings = await openSettings(invocation, signal)
    // It leaves nothing behind.
    const options = { ...invocation.options, cache: false }
    const { project, diagnostics } = await readProject({ ...invocation, options }, signal)
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    const { resources, tasks } = project
    const found = `${counted(resources.length, 'resource')}, ${counted(tasks.length, 'node')} in ${settings.root}`
    if (!hasErrors(diagnostics)) return { state: 'ok', detail: found }
    return { state: 'bad', detail: counted(errors, 'error'), hint: 'millrace validate shows them' }
  })
  const opened = settings
  if (opened !== undefined) {
    await look('state', async () => {
      if (!existsSync(opened.stateFolder))
        return { state: 'ok', detail: 'nothing has run yet', hint: 'millrace apply runs it' }
      await using deps = openDeps({ settings: opened })
      return stateOf(deps)
    })
    await look('warehouse', async () => warehouse(opened.lakehouse.warehouse))
    if (existsSync(opened.stateFolder))
      await look('tables', async () => {
        await using deps = openDeps({ settings: opened })
        return await tables(deps, signal)
      })
  }
  await look('git', async () => {
    const { stdout } = await promisify(execFile)('git', ['--version'], { signal })
    return { state: 'ok', detail: stdout.trim() }
  })
  signal.throwIfAborted()
  const isJson = textOption(options, 'output') === 'json'
  const colour = usesColour(io.stdout, io.env, options)
  io.stdout.write(isJson ? `${jsonText(findings)}\n` : findings.map((each) => lineOf(each, colour)).join(''))
  return findings.some(({ state }) => state === 'bad') ? 1 : 0
}

const tones = { ok: 'good', warning: 'warn', bad: 'bad' } as const

const lineOf = ({ what, state, detail, hint }: Finding, colour: boolean): string => {
  const head = `${paint(state.padEnd(7), tones[state], colour)}  ${what.padEnd(9)}  ${detail}\n`
  return hint === undefined ? head : `${head}${' '.repeat(20)}${hint}\n`
}

const problem = (cause: unknown, signal: AbortSignal): Omit<Finding, 'what'> => {
  signal.throwIfAborted()
  if (cause instanceof MillraceError) {
    const { message, hint } = cause.diagnostic
    return { state: 'bad', detail: message, ...(hint === undefined ? {} : { hint }) }
  }
  if (cause instanceof DiagnosticsError)
    return { state: 'bad', detail: cause.diagnostics.map(({ message }) => message).join('; ') }
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
    return {
      state: 'warning',
      detail: 'not installed',
      hint: 'millrace diff compares folders without it, not revisions',
    }
  throw cause
}

const nodeVersion = async (): Promise<Omit<Finding, 'what'>> => {
  const wanted = manifest.engines.node
  const [least = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(wanted) ?? []).slice(1).map(Number)
  const [major = 0, own = 0] = process.versions.node.split('.').map(Number)
  const isEnough = major > least || (major === least && own >= minor)
  return isEnough
    ? { state: 'ok', detail: `${process.versions.node} (needs ${wanted})` }
    : {
        state: 'bad',
        detail: `${process.versions.node}, but ${wanted} is needed`,
        hint: 'install a newer Node',
      }
}

const stateOf = ({ database, settings }: OpenedDeps): Omit<Finding, 'what'> => {
  const runs = runRecords(database, 20)
  const open = runs.filter(({ outcome }) => outcome === null)
  const where = settings.lakehouse.catalog.type
  if (open.length === 0)
    return {
      state: 'ok',
      detail: `${where}; ${runs.length === 0 ? 'no run yet' : `last run ${runs[0]?.outcome}`}`,
    }
  return {
    state: 'warning',
    detail: `${where}; ${open.length} of the last ${runs.length} runs have not ended`,
    hint: 'a run goes on in another process, or its process died: what it left is settled by the next apply',
  }
}

/** A gigabyte is little for tables, and about what a first run of the example takes with room to spare. */
const littleBytes = 1024 ** 3

const warehouse = async (folder: string): Promise<Omit<Finding, 'what'>> => {
  let place = folder
  while (!existsSync(place)) place = dirname(place)
  accessSync(place, constants.W_OK)
  const { bavail, bsize } = statfsSync(place)
  const free = bavail * bsize
  const detail = `${folder}, ${Math.floor(free / 1024 ** 3)} GiB free`
  return free < littleBytes
    ? { state: 'warning', detail, hint: 'millrace table expire and table clean give space back' }
    : { state: 'ok', detail }
}

const tables = async ({ lakehouse }: OpenedDeps, signal: AbortSignal): Promise<Omit<Finding, 'what'>> => {
  const listed = await lakehouse.catalog.list(undefined, signal)
  const damaged: string[] = []
  for (const { namespace, name } of listed) {
    const broken = await loadTableOrDraft(lakehouse, { namespace, name }, signal).then(
      () => false,
      () => true,
    )
    if (broken) damaged.push(`${namespace}.${name}`)
  }
  if (damaged.length === 0) return { state: 'ok', detail: `${counted(listed.length, 'table')} can be read` }
  return {
    state: 'bad',
    detail: `${damaged.length} of ${counted(listed.length, 'table')} cannot be read: ${damaged.join(', ')}`,
    hint: 'millrace table show TABLE says why',
  }
}
