import { explainSpark } from '../../reader/index.ts'
import type { Translation } from '../../sql/index.ts'
import type { CommandHandler } from '../command.ts'
import { openReader } from '../open-reader.ts'
import { textOption, usesColour } from '../options.ts'
import { alignedTable } from '../output/aligned-table.ts'
import { jsonText } from '../output/json-text.ts'

type Rendered = Awaited<ReturnType<typeof explainSpark>>['trino']

/** What a Spark SQL statement means here: its columns with types and origins, and its SQL on each engine. Runs nothing. */
export const sqlExplain: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  await using reader = await openReader(invocation, signal)
  try {
    const { translation, diagnostics, trino } = await explainSpark(reader.request, reader.sources, signal)
    reader.request.notice(diagnostics)
    const isJson = textOption(options, 'output') === 'json'
    io.stdout.write(
      isJson
        ? `${jsonText(viewOf(translation, trino))}\n`
        : textOf(translation, trino, usesColour(io.stdout, io.env, options)),
    )
    return 0
  } catch (cause) {
    return reader.explain(cause)
  }
}

const viewOf = ({ statement, outputColumns, tables, sql }: Translation, trino: Rendered) => ({
  statement: statement.text,
  tables,
  columns: outputColumns ?? null,
  duckdb: sql,
  trino: trino.value ?? null,
  refusedOnTrino: trino.diagnostics.map(({ code, message, hint, place }) => ({ code, message, hint, place })),
})

/** Where Trino has no rendering: why, each at its place. */
const refusalsOf = ({ diagnostics }: Rendered): string =>
  diagnostics
    .map(({ message, hint, place }) => {
      const at = place === undefined ? '' : `${place.file}:${place.line}:${place.column}  `
      return `refused: ${at}${message}${hint === undefined ? '' : `\n  ${hint}`}`
    })
    .join('\n')

const textOf = ({ outputColumns, sql }: Translation, trino: Rendered, colour: boolean): string => {
  const rows = (outputColumns ?? []).map(({ name, type, from }) => [
    name,
    type ?? 'unknown',
    from === undefined
      ? 'any column'
      : from.map(({ relation, column }) => `${relation}.${column}`).join(', '),
  ])
  const columns = ['column', 'type', 'from'].map((name) => ({ name, type: 'VARCHAR' }))
  return `${alignedTable({ columns, rows }, { colour })}\nDuckDB\n${sql}\n\nTrino\n${trino.value ?? refusalsOf(trino)}\n`
}
