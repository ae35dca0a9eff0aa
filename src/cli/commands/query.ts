import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { text as readAll } from 'node:stream/consumers'
import { type Diagnostic, DiagnosticsError, failure, renderText } from '../../diagnostics/index.ts'
import type { Use } from '../../policy/index.ts'
import { findBranch, mainBranch } from '../../lakehouse/index.ts'
import { type Dialect, queryAs, writeParquetAs } from '../../reader/index.ts'
import { openDepot, openDeps } from '../../run/index.ts'
import type { DepotBinding, Settings } from '../../settings/index.ts'
import { detachedText, type SourceText } from '../../sql/index.ts'
import type { CommandHandler, Invocation, Io, Options } from '../command.ts'
import { openSettings, registeredDepotBindings } from '../open-project.ts'
import { branchOption, textOption, usesColour } from '../options.ts'
import { principalOf } from '../principal.ts'
import { readText } from '../read-text.ts'
import { type TableForm, tableText } from '../output/table.ts'

/** A masked read: rows on standard output, everything else on standard error. */
export const query: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  const source = await querySource(invocation)
  const principal = principalOf(textOption(options, 'as'), settings)
  await using deps = openDeps({ settings, branch: branchOption(options) })
  // A name that no table has is a mistake: all rows would be those of main.
  if (deps.branch !== mainBranch) await findBranch(deps.lakehouse, deps.branch, signal)
  const bindings = { ...registeredDepotBindings(deps.database, settings), ...settings.depots }
  const colour = usesColour(io.stderr, io.env, options)
  const request = {
    query: source,
    dialect: textOption(options, 'dialect') as Dialect | undefined,
    principal,
    use: useOf(textOption(options, 'use')),
    strict: settings.masking.strict,
    ...duckdbOf(settings),
    notice: (diagnostics: readonly Diagnostic[]) => {
      if (diagnostics.length > 0)
        io.stderr.write(renderText(diagnostics, { sources: () => source.text, colour }))
    },
  }
  const sources = {
    database: deps.database,
    lakehouse: deps.lakehouse,
    branch: deps.branch,
    depots: Object.keys(bindings).map((depot) => openDepot({ depot }, bindings)),
    formatOf: (depot: string) => formatOf(bindings[depot]),
    folders: [settings.lakehouse.warehouse, ...Object.values(bindings).flatMap(folderOf)],
  }
  const { form, file } = target(textOption(options, 'output'), textOption(options, 'out'), io.cwd)
  try {
    if (form === 'parquet') await writeParquetAs(request, sources, file, signal)
    else {
      const batches = queryAs(request, sources, signal)
      const chunks = tableText(form, batches, tableOptions(io, options, file))
      if (file === undefined) for await (const chunk of chunks) io.stdout.write(chunk)
      else await pipeline(chunks, createWriteStream(file))
    }
    return 0
  } catch (cause) {
    if (!(cause instanceof DiagnosticsError)) throw cause
    io.stderr.write(renderText(cause.diagnostics, { sources: () => source.text, colour }))
    return 2
  }
}

const tableOptions = (io: Io, options: Options, out: string | undefined) => ({
  colour: out === undefined && usesColour(io.stdout, io.env, options),
  ...(out === undefined && io.stdout.isTTY ? { width: io.stdout.columns } : {}),
})

const duckdbOf = ({ engines }: Settings): { memory?: string; threads?: number } => {
  const engine = engines['default']
  if (engine?.type !== 'duckdb') return {}
  const { type: _type, ...options } = engine
  return options
}

type Target =
  | { readonly form: 'parquet'; readonly file: string }
  | { readonly form: TableForm; readonly file: string | undefined }

/** Where the rows go, and as what: what is asked for, else what the file's name asks for, else CSV. */
const target = (form: string | undefined, out: string | undefined, cwd: string): Target => {
  if (out === undefined) {
    if (form !== 'parquet') return { form: (form ?? 'table') as TableForm, file: undefined }
    throw failure('MR9004', {
      message: 'Parquet is written to a file only',
      hint: 'add --out FILE',
    })
  }
  const file = resolve(cwd, out)
  const extension = /\.([a-z]+)$/i.exec(out)?.[1]?.toLowerCase() ?? ''
  const wanted = form ?? (['json', 'jsonl', 'parquet'].includes(extension) ? extension : 'csv')
  return wanted === 'parquet' ? { form: wanted, file } : { form: wanted as TableForm, file }
}

const formatOf = (binding: DepotBinding | undefined) =>
  binding?.type === 'FILE' ? binding.format : undefined

const folderOf = (binding: DepotBinding): readonly string[] => (binding.type === 'FILE' ? [binding.path] : [])

const querySource = async ({ args, options, io }: Invocation): Promise<SourceText> => {
  const file = textOption(options, 'file')
  if (file !== undefined) return detachedText(readText(resolve(io.cwd, file)), file)
  if (args[0] !== undefined) return detachedText(args[0], 'query')
  if (io.stdin.isTTY)
    throw failure('MR9004', {
      message: 'there is no SQL',
      hint: 'write it as an argument, in a file (-f FILE), or on standard input',
    })
  return detachedText(await readAll(io.stdin), 'standard input')
}

const useOf = (text: string | undefined): Use | undefined => {
  if (text === undefined) return undefined
  const [depot, collection, ...rest] = text.split('.')
  if (!depot || !collection || rest.length > 0)
    throw failure('MR9004', { message: `--use takes depot.collection, not "${text}"` })
  return { depot: depot.toLowerCase(), collection }
}
