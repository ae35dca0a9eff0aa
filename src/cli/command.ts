/** 0 fine; 1 a run or a check failed; 2 bad manifests or usage; 3 plan has changes; 4 could not be evaluated; 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130

/** Where a command reads and prints. Data goes to `stdout`, talk to `stderr`. */
export type Io = {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}

/** Options as commander parsed them. Each command reads its own through `options.ts`. */
export type Options = Readonly<Record<string, unknown>>

export type Invocation = { readonly args: readonly string[]; readonly options: Options; readonly io: Io }

export type CommandHandler = (invocation: Invocation, signal: AbortSignal) => Promise<ExitCode>

export type CommandOption = {
  /** Commander's flags, e.g. `-o, --output <format>`. */
  readonly flags: string
  readonly description: string
  readonly choices?: readonly string[]
  /** Beginnings that completion offers; others are as good. */
  readonly suggestions?: readonly string[]
  readonly default?: string | boolean
  /** May be given several times; the values are collected in a list. */
  readonly repeatable?: boolean
}

export type Alias = {
  readonly name: string
  readonly before?: readonly string[]
  readonly args?: string
}

/** A command as data. Its handler is loaded only when it is the one that runs. */
export type Command = {
  /** `name` or `group name`, e.g. `mock change`. */
  readonly name: string
  readonly summary: string
  /** Other names, which are no commands of their own: `before` stands before what is typed. */
  readonly aliases?: readonly Alias[]
  /** Commander's arguments, e.g. `<type> [name]`. */
  readonly args?: string
  /** Its first argument is a type of resource, which completion offers. */
  readonly takesType?: boolean
  readonly options: readonly CommandOption[]
  /** Shown below the help, each a line that can be typed. */
  readonly examples: readonly string[]
  readonly load: () => Promise<CommandHandler>
}
