import { Command as CommanderCommand, CommanderError, Option } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { DiagnosticsError, MillraceError, renderText, systemDiagnostic } from '../diagnostics/index.ts'
import { nearest } from '../base/nearest.ts'
import type { Alias, Command, CommandHandler, ExitCode, Invocation, Io, Options } from './command.ts'
import { commands } from './commands.ts'
import { usesColour } from './options.ts'

/** Parses the command line, runs the one command that it names, and returns the exit code. Never throws. */
export const main = async (args: readonly string[]): Promise<ExitCode> => {
  const io: Io = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
  }
  const interruption = listenForInterrupts(io)
  let chosen: { handler: () => Promise<CommandHandler>; invocation: Invocation } | undefined
  try {
    const program = declare((command, commandArgs, options) => {
      chosen = { handler: command.load, invocation: { args: commandArgs, options, io } }
    })
    // SQL that begins with a comment is no option.
    await program.parseAsync(
      args.map((arg) => (/^--\s/.test(arg) ? ` ${arg}` : arg)),
      { from: 'user' },
    )
    if (chosen === undefined) return 0
    const handler = await chosen.handler()
    const code = await handler(chosen.invocation, interruption.signal)
    return interruption.signal.aborted ? 130 : code
  } catch (cause) {
    if (interruption.signal.aborted) return 130
    return explain(cause, io, chosen?.invocation.options ?? {})
  } finally {
    interruption.stop()
  }
}

const declare = (
  choose: (command: Command, args: readonly string[], options: Options) => void,
): CommanderCommand => {
  const program = new CommanderCommand('millrace')
    .description('Runs data products from YAML: Spark SQL on DuckDB, Iceberg tables, masked readers.')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .addHelpText('after', '\nStart here:\n  millrace init shop && cd shop && millrace apply\n')
    .showHelpAfterError('(add --help for what it takes)')
    .exitOverride()
  program.allowExcessArguments().action(() => helpOrUnknown(program))
  for (const { command, name: called, args, before = [] } of [
    ...commands.map(itself),
    ...commands.flatMap(aliasesOf),
  ]) {
    const words = called.split(' ')
    const name = words.at(-1) ?? called
    const group = words.length > 1 ? groupOf(program, words[0] ?? '') : program
    const declared = group
      .command(`${name}${args === undefined ? '' : ` ${args}`}`, {
        hidden: called !== command.name && words.length === 1,
      })
      .description(
        called === command.name ? summaryOf(command) : `the same as ${[command.name, ...before].join(' ')}`,
      )
    for (const option of command.options) declared.addOption(commanderOption(option))
    declared
      .addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  ${example}`).join('\n')}\n`)
      .exitOverride()
      .action((...all: unknown[]) => {
        const positional = all
          .slice(0, -2)
          .flat()
          .filter((arg): arg is string => typeof arg === 'string')
        choose(command, [...before, ...positional], all.at(-2) as Options)
      })
  }
  return program
}

type Called = Alias & { readonly command: Command }

const itself = (command: Command): Called => ({
  command,
  name: command.name,
  ...(command.args === undefined ? {} : { args: command.args }),
})

const aliasesOf = (command: Command): readonly Called[] =>
  (command.aliases ?? []).map((alias) => ({ ...itself(command), ...alias }))

const summaryOf = ({ summary, aliases = [] }: Command): string => {
  const short = aliases.filter(({ name, before }) => before === undefined && !name.includes(' '))
  return short.length === 0 ? summary : `${summary} (also ${short.map(({ name }) => name).join(', ')})`
}

const groupSummaries: Readonly<Record<string, string>> = {
  branch: 'branches, over all tables',
  bundle: 'verbs of DataOS: apply, get, delete',
  domain: 'verbs of DataOS: apply, get, delete',
  product: 'verbs of DataOS: apply, get, delete',
  resource: 'verbs of DataOS: apply, get, delete',
  workspace: 'verbs of DataOS: apply, get, delete',
  mock: 'mock data and its changes',
  sql: 'statements and what they mean',
  table: 'tables: their state, history and upkeep',
}

const groupOf = (program: CommanderCommand, name: string): CommanderCommand => {
  const known = program.commands.find((command) => command.name() === name)
  if (known !== undefined) return known
  const group = program
    .command(name)
    .description(groupSummaries[name] ?? name)
    .exitOverride()
  return group.allowExcessArguments().action(() => helpOrUnknown(group))
}

/** A program or a group by itself prints help; with a word that is none of its commands it is wrong usage. */
const helpOrUnknown = (program: CommanderCommand): void => {
  const [unknown] = program.args
  if (unknown === undefined) return program.outputHelp()
  const near = nearest(
    unknown,
    program.commands.map((command) => command.name()),
  )
  program.error(`error: unknown command "${unknown}"${near === undefined ? '' : `; did you mean "${near}"?`}`)
}

const commanderOption = (option: Command['options'][number]): Option => {
  const result = new Option(option.flags, option.description)
  if (option.choices !== undefined) result.choices([...option.choices])
  if (option.default !== undefined) result.default(option.default)
  if (option.repeatable === true)
    result.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value])
  return result
}

/** The first interrupt asks for an orderly end, the second one ends at once. */
const listenForInterrupts = (io: Io) => {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130)
    io.stderr.write('\nstopping; press Ctrl-C again to stop at once\n')
    controller.abort(new Error('interrupted'))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
  io.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') process.exit(0)
  })
  return {
    signal: controller.signal,
    stop: () => {
      // Signals keep coming while an interrupted command ends: without a listener they would kill it.
      if (controller.signal.aborted) return
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}

/** 4 where a server could not be asked: that says nothing about the data. */
const exitCodeOf = (code: string): ExitCode => {
  if (['MR3010', 'MR3011', 'MR3012', 'MR3282', 'MR3283'].includes(code)) return 4
  return code.startsWith('MR9') ? 2 : 1
}

const explain = (cause: unknown, io: Io, options: Options): ExitCode => {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2
  const colour = usesColour(io.stderr, io.env, options)
  if (cause instanceof DiagnosticsError) {
    io.stderr.write(renderText(cause.diagnostics, { sources: () => undefined, colour }))
    return 2
  }
  if (cause instanceof MillraceError) {
    io.stderr.write(renderText([cause.diagnostic], { sources: () => undefined, colour }))
    return exitCodeOf(cause.diagnostic.code)
  }
  const system = systemDiagnostic(cause)
  if (system !== undefined) {
    io.stderr.write(renderText([system], { sources: () => undefined, colour }))
    return 1
  }
  const details = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  io.stderr.write(
    `millrace ${manifest.version} has a bug: please report it with the text below and the command that you typed\n\n${details}\n`,
  )
  return 1
}
