import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Bug } from '../base/bug.ts'
import { type Diagnostic, DiagnosticsError, hasErrors, MillraceError } from '../diagnostics/index.ts'
import { type Connection, type EngineTable, openDuckdb } from '../engines/index.ts'
import {
  compileQuery,
  confirmAdmitted,
  type Principal,
  readerSessionSettings,
  type Use,
} from '../policy/index.ts'
import { ident, locateEngineError, serializeStatement, type SourceText, sql, trusted } from '../sql/index.ts'
import { appliedPolicies } from './governance.ts'
import { readableDatasets, type ReadableSources } from './readable-datasets.ts'

export type QueryRequest = {
  readonly query: SourceText
  readonly principal: Principal
  readonly use?: Use | undefined
  readonly strict: boolean
  readonly memory?: string | undefined
  readonly threads?: number | undefined
  /** Told what the reader should know besides the rows, before the first of them. */
  readonly notice: (diagnostics: readonly Diagnostic[]) => void
}

/**
 * The rows of a query as one reader may see them, in batches. Every dataset that the query names is replaced by a
 * relation with that reader's masks inside; the query then runs in an engine of its own, which can open nothing but
 * the folders of the depots. Throws DiagnosticsError for a query that is not admitted.
 */
export async function* queryAs(
  request: QueryRequest,
  sources: ReadableSources & { readonly folders: readonly string[] },
  signal: AbortSignal,
): AsyncIterable<EngineTable> {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-'))
  try {
    const { memory, threads } = request
    await using engine = await openDuckdb({
      ...(memory === undefined ? {} : { memory }),
      ...(threads === undefined ? {} : { threads }),
      temporaryDirectory: scratch,
    })
    await using connection = await engine.connect(signal)
    const tree = await serialize(connection, request.query.text, signal)
    const datasets = await readableDatasets(sources, request.query.text, { connection, scratch }, signal)
    const { value: compiled, diagnostics } = compileQuery({
      tree,
      query: request.query,
      datasets,
      policies: appliedPolicies(sources.database),
      principal: request.principal,
      use: request.use,
      strict: request.strict,
    })
    if (compiled === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
    request.notice(diagnostics)
    for (const { name, dataset, conditions, secure } of compiled.views) {
      const secured = secure(await dataset.read(conditions))
      await connection.run(sql`CREATE TEMPORARY VIEW ${ident(name)} AS ${secured}`, signal)
    }
    for (const setting of readerSessionSettings([...sources.folders, scratch]))
      await connection.run(setting, signal)
    const printed = (await connection.rows(compiled.statement, signal))[0]?.['query']
    if (typeof printed !== 'string') throw new Bug('the engine did not print a statement that it had parsed')
    const doubts = confirmAdmitted(
      await serialize(connection, printed, signal),
      compiled.views,
      request.query,
    )
    if (doubts.length > 0) throw new DiagnosticsError(doubts)
    await located(request.query, () => connection.describe(trusted(printed), signal))
    yield* connection.stream(trusted(printed), signal)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** What the engine says against the query is told at its place, without the names that only the engine knows. */
const located = async (query: SourceText, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (cause) {
    if (!(cause instanceof MillraceError) || cause.diagnostic.code !== 'MR3001') throw cause
    throw new DiagnosticsError([locateEngineError({ statement: query }, cause.diagnostic.message)])
  }
}

const serialize = async (connection: Connection, query: string, signal: AbortSignal): Promise<string> =>
  String((await connection.rows(serializeStatement(query), signal))[0]?.['tree'])
