import { explainSpark } from '../../reader/index.ts'
import type { Translation } from '../../sql/index.ts'
import type { CommandHandler } from '../command.ts'
import { openReader } from '../open-reader.ts'
import { textOption, usesColour } from '../options.ts'
import { alignedTable } from '../output/aligned-table.ts'
import { jsonText } from '../output/json-text.ts'

/** What a Spark SQL statement means here: its columns with types and origins, and the SQL that runs. Runs nothing. */
export const sqlExplain: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  await using reader = await openReader(invocation, signal)
  try {
    const { translation, diagnostics } = await explainSpark(reader.request, reader.sources, signal)
    reader.request.notice(diagnostics)
    const isJson = textOption(options, 'output') === 'json'
    io.stdout.write(
      isJson
        ? `${jsonText(viewOf(translation))}\n`
        : textOf(translation, usesColour(io.stdout, io.env, options)),
    )
    return 0
  } catch (cause) {
    return reader.explain(cause)
  }
}

const viewOf = ({ statement, outputColumns, tables, sql }: Translation) => ({
  statement: statement.text,
  tables,
  columns: outputColumns ?? null,
  duckdb: sql,
})

const textOf = ({ outputColumns, sql }: Translation, colour: boolean): string => {
  const rows = (outputColumns ?? []).map(({ name, type, from }) => [
    name,
    type ?? 'unknown',
    from === undefined
      ? 'any column'
      : from.map(({ relation, column }) => `${relation}.${column}`).join(', '),
  ])
  const columns = ['column', 'type', 'from'].map((name) => ({ name, type: 'VARCHAR' }))
  return `${alignedTable({ columns, rows }, { colour })}\nDuckDB\n${sql}\n`
}
