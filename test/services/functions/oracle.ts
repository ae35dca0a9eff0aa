import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Diagnostic, hasErrors } from '../../../src/diagnostics/index.ts'
import { openDuckdb } from '../../../src/engines/index.ts'
import { createSparkTranslator, detachedText, sparkMacrosFor } from '../../../src/sql/index.ts'
import { ident, literal, sql, trusted } from '../../../src/sql/quote.ts'
import { defaultSparkSettings } from '../../../src/sql/spark/spark-settings.ts'
import type { Case } from './cases.ts'
import { openSpark, type SparkProcess, type Verdict } from './spark-process.ts'
import { makeTables, type Schemas, viewTables } from './tables.ts'

/** What became of a statement here. */
type Ours =
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'unbound' | 'failed'; readonly message: string; readonly sql: string }
  | {
      readonly kind: 'written'
      readonly sql: string
      readonly names: readonly string[]
      /** As the engine calls them, where the file has other names. */
      readonly engineNames: readonly string[] | undefined
      readonly types: readonly (string | undefined)[]
    }

export type Outcome = {
  readonly asked: Case
  readonly ours: Ours
  readonly spark: Verdict
  /** The arguments behind an id of `over`, as text. */
  readonly inputs: ReadonlyMap<string, string>
}

type Oracle = AsyncDisposable & {
  readonly ask: (cases: readonly Case[], show?: number) => Promise<readonly Outcome[]>
}

/**
 * Both engines over the adversarial tables, or over the Parquet files of a folder. Each call of `ask` finds itself a
 * Spark unless it is given one, which then answers one call while the engine works for the next.
 */
export const openOracle = async (
  files?: { readonly folder: string; readonly names: readonly string[] },
  given?: {
    readonly spark: SparkProcess
    readonly settings: Readonly<Record<string, string>>
    /** Whether the tables stay in memory; read from files unless. */
    readonly held: boolean
  },
): Promise<Oracle> => {
  const own = await mkdtemp(join(tmpdir(), 'millrace-functions-'))
  const engine = await openDuckdb({ library: sparkMacrosFor })
  const connection = await engine.connect()
  const schemas: Schemas =
    files === undefined
      ? await makeTables(connection, own)
      : await viewTables(connection, files.folder, files.names)
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })

  const write = async (asked: Case, file: string): Promise<Ours> => {
    const statement = asked.sql
    const settings = {
      ...defaultSparkSettings,
      ansi: asked.ansi === true,
      ...(asked.zone === undefined ? {} : { timeZone: asked.zone }),
    }
    const { value, diagnostics } = await translator
      .under(settings)
      .translate(detachedText(statement), schemas)
    if (value?.kind !== 'query' || hasErrors(diagnostics)) return { kind: 'refused', diagnostics }
    const names = value.outputColumns?.map(({ name }) => name) ?? []
    // A file cannot have two columns of one name, and planning a statement twice takes most of the time.
    const alike = names.length === 0 || new Set(names.map((name) => name.toLowerCase())).size < names.length
    const described = alike ? await connection.describe(value.sql).catch(failure) : undefined
    if (described !== undefined && 'error' in described) return { ...missed(described.error), sql: value.sql }
    const engineNames = described?.map(({ name }) => name)
    const rows =
      engineNames === undefined
        ? value.sql
        : sql`SELECT * FROM (${value.sql}) AS q(${engineNames.map((_, i) => ident(`c${i}`))})`
    const written = await connection
      .run(sql`COPY (${rows}) TO ${literal(file)} (FORMAT parquet)`)
      .catch(failure)
    if (typeof written !== 'number') return { ...missed(written.error), sql: value.sql }
    return {
      kind: 'written',
      sql: value.sql,
      names,
      engineNames,
      types: value.outputColumns?.map(({ type }) => type) ?? [],
    }
  }

  const inputsOf = async (asked: Case, verdict: Verdict): Promise<ReadonlyMap<string, string>> => {
    const ids = (verdict.differences ?? []).flatMap(({ id }) => (id === null ? [] : [id]))
    if (asked.inputs === undefined || ids.length === 0) return new Map()
    const { rows } = await connection.table(
      trusted(
        `SELECT CAST(id AS VARCHAR), CAST(args AS VARCHAR) FROM (${asked.inputs}) WHERE id IN (${ids.join(', ')})`,
      ),
    )
    return new Map(rows.map(([id, args]) => [String(id), String(args)]))
  }

  return {
    ask: async (cases, show = 0) => {
      const ours: { readonly asked: Case; readonly file: string; readonly made: Ours }[] = []
      const round = await mkdtemp(join(own, 'round-'))
      for (const [i, asked] of cases.entries()) {
        const file = join(round, `${i}.parquet`)
        ours.push({ asked, file, made: await write(asked, file) })
      }
      await using found = given === undefined ? await openSpark() : undefined
      const spark = given?.spark ?? found
      if (spark === undefined) throw new Error('no Spark')
      const verdicts = new Map<string, Verdict>()
      for (const zone of new Set(cases.map((asked) => asked.zone))) {
        const together = ours.filter(({ asked }) => asked.zone === zone)
        const settings = {
          ...given?.settings,
          ...(zone === undefined ? {} : { 'spark.sql.session.timeZone': zone }),
        }
        const answers = await spark.ask({
          tables: files?.folder ?? own,
          settings,
          ...(given === undefined ? {} : { held: given.held }),
          cases: together.map(({ asked, file, made }) => ({
            sql: asked.sql,
            ansi: asked.ansi === true,
            show,
            ...(asked.ordered === true ? { ordered: true } : {}),
            ...(made.kind === 'written' ? { file } : {}),
          })),
        })
        for (const [i, verdict] of answers.entries()) verdicts.set(together[i]?.file ?? '', verdict)
      }
      const outcomes: Outcome[] = []
      for (const { asked, file, made } of ours) {
        const verdict = verdicts.get(file) ?? { error: 'no answer', stage: 'run' }
        outcomes.push({ asked, ours: made, spark: verdict, inputs: await inputsOf(asked, verdict) })
      }
      await rm(round, { recursive: true })
      return outcomes
    },
    [Symbol.asyncDispose]: async () => {
      await connection[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
      await rm(own, { recursive: true })
    },
  }
}

const failure = (error: unknown): { readonly error: string } => ({ error: String(error) })

/** The engine binds all of a statement before it reads a row. */
const missed = (message: string) =>
  ({ kind: /\b(?:Binder|Parser|Catalog) Error/.test(message) ? 'unbound' : 'failed', message }) as const
