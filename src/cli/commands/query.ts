import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { failure } from '../../diagnostics/index.ts'
import { queryAs, writeParquetAs } from '../../reader/index.ts'
import type { CommandHandler, Io, Options } from '../command.ts'
import { openReader } from '../open-reader.ts'
import { textOption, usesColour } from '../options.ts'
import { type TableForm, tableText } from '../output/table.ts'

/** A masked read: rows on standard output, everything else on standard error. */
export const query: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  await using reader = await openReader(invocation, signal)
  const { request, sources } = reader
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
    return reader.explain(cause)
  }
}

const tableOptions = (io: Io, options: Options, out: string | undefined) => ({
  colour: out === undefined && usesColour(io.stdout, io.env, options),
  ...(out === undefined && io.stdout.isTTY ? { width: io.stdout.columns } : {}),
})

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
