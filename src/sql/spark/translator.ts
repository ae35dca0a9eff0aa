import { unreachable } from '../../base/bug.ts'
import { diagnose, type Diagnostic, hasErrors, type Staged } from '../../diagnostics/index.ts'
import type { EngineColumn } from '../row.ts'
import { ident, type Sql } from '../quote.ts'
import type { SourceText } from '../source-text.ts'
import { inZone } from './engines/duckdb/macros.ts'
import { diagnoseRefusal, isRefusal } from './refusal.ts'
import { parseStatement, type Parsed } from './parse/parse.ts'
import { columnOf, type ExpressionSource, renderOne, renderStatement } from './render/render-statement.ts'
import { underAnsi } from './engines/duckdb/ansi.ts'
import { underZone } from './engines/duckdb/zoned.ts'
import { duckdb } from './engines/duckdb/index.ts'
import type { Engine } from './engines/engine.ts'
import type { Context, Limit, Relation } from './scope.ts'
import { sessionZone } from './zones/session-zone.ts'
import { defaultSparkSettings, type SparkSettings } from './spark-settings.ts'
import {
  expressionOf,
  type Hint,
  keyOf,
  readStored,
  type Stored,
  type TranslatedExpression,
  type Translation,
  translationOf,
  warningsOf,
} from './stored-translation.ts'
import type { TranslationCache } from './translation-cache.ts'

export type Relations = ReadonlyMap<string, readonly EngineColumn[] | undefined>

export type SparkTranslator = {
  /** The same under other settings of Spark. */
  readonly under: (settings: SparkSettings) => SparkTranslator
  /** The same for another engine. */
  readonly on: (engine: Engine) => SparkTranslator
  /**
   * The engine's query for a Spark SQL statement, over the relations in scope (names compare without case). `names` says
   * how the engine calls a relation; by default as it is named. Reports MR2001 to MR2011; the value is undefined where
   * there is an error. The session must have made what `sparkMacrosFor` names.
   */
  readonly translate: (
    statement: SourceText,
    relations: Relations,
    names?: ReadonlyMap<string, Sql>,
  ) => Promise<Staged<Translation | Hint | undefined>>
  /** One expression over the given columns: a filter or the argument of a function. */
  readonly translateExpression: (
    expression: SourceText,
    columns: readonly EngineColumn[] | undefined,
  ) => Promise<Staged<TranslatedExpression | undefined>>
  /**
   * An expression between relations that are named by their aliases, such as a merge's `old.id = new.id`. Queries
   * inside it, such as EXISTS, read `relations`; without them they read nothing.
   */
  readonly translateCondition: (
    condition: SourceText,
    sources: ReadonlyMap<string, readonly EngineColumn[]>,
    relations?: Relations,
    names?: ReadonlyMap<string, Sql>,
  ) => Promise<Staged<TranslatedExpression | undefined>>
}

/** Spark SQL to the SQL of an engine. The parser is loaded on the first statement that the cache does not have. */
export const createSparkTranslator = (deps: {
  readonly cache: TranslationCache
  readonly settings?: SparkSettings
  /** Whose SQL is written; DuckDB's unless said. */
  readonly engine?: Engine
}): SparkTranslator => {
  const { cache, settings = defaultSparkSettings, engine = duckdb } = deps
  return {
    under: (others) => createSparkTranslator({ cache, settings: others, engine }),
    on: (other) => createSparkTranslator({ cache, settings, engine: other }),
    translate: async (statement, relations, names = new Map()) => {
      const key = keyOf(
        'query',
        statement.text,
        [...relations].map(([name, columns]) => [name, columns, names.get(name)]),
        settings,
        engine,
      )
      const stored = readStored(cache.get(key))
      if (stored?.kind === 'query')
        return { value: translationOf(statement, stored), diagnostics: warningsOf(stored, statement) }
      if (stored?.kind === 'hint') {
        const notice = diagnose('MR2007', { table: stored.table }, statement.place(0))
        return { value: { kind: 'hint', statement, table: stored.table }, diagnostics: [notice] }
      }
      const { value, diagnostics } = await staged(statement, async (report) => {
        const parsed = await parseStatement(statement.text)
        return settle(
          { engine, settings },
          statement,
          parsed,
          report,
          (context, tree) => renderStatement(context, tree),
          relationsOf(relations, names),
        )
      })
      if (value === undefined || hasErrors(diagnostics)) return { value: undefined, diagnostics }
      if (value.kind === 'expression') return { value: undefined, diagnostics }
      cache.put(key, JSON.stringify(value))
      if (value.kind === 'hint')
        return { value: { kind: 'hint', statement, table: value.table }, diagnostics }
      return {
        value: translationOf(statement, value),
        diagnostics: [...diagnostics, ...warningsOf(value, statement)],
      }
    },
    translateExpression: (expression, columns) => translateOne(expression, [{ alias: '', columns }], []),
    translateCondition: (condition, sources, relations = new Map(), names = new Map()) =>
      translateOne(
        condition,
        [...sources].map(([alias, columns]) => ({ alias, columns })),
        [...relations].map(([name, columns]) => ({
          name,
          columns,
          engineName: names.get(name) ?? ident(name),
        })),
      ),
  }

  async function translateOne(
    expression: SourceText,
    sources: readonly ExpressionSource[],
    relations: readonly NamedRelation[],
  ): Promise<Staged<TranslatedExpression | undefined>> {
    const key = keyOf(
      'expression',
      expression.text,
      relations.length === 0 ? sources : [sources, relations],
      settings,
      engine,
    )
    const stored = readStored(cache.get(key))
    const select: SourceText = {
      text: `SELECT ${expression.text}`,
      place: (offset, length) => expression.place(Math.max(0, offset - 7), length),
    }
    if (stored?.kind === 'expression')
      return { value: expressionOf(stored), diagnostics: warningsOf(stored, select) }
    const { value, diagnostics } = await staged(select, async (report) => {
      const parsed = await parseStatement(select.text)
      return settle(
        { engine, settings },
        select,
        parsed,
        report,
        (context, tree) => renderOne(context, tree, sources),
        relationsOf(
          new Map(relations.map(({ name, columns }) => [name, columns])),
          new Map(relations.map(({ name, engineName }) => [name, engineName])),
        ),
      )
    })
    if (value === undefined || value.kind === 'hint' || hasErrors(diagnostics))
      return { value: undefined, diagnostics }
    cache.put(key, JSON.stringify(value))
    return {
      value: value.kind === 'expression' ? expressionOf(value) : undefined,
      diagnostics: [...diagnostics, ...warningsOf(value, select)],
    }
  }
}

/** A relation that queries inside an expression may read. */
type NamedRelation = {
  readonly name: string
  readonly columns: readonly EngineColumn[] | undefined
  readonly engineName: Sql
}

const staged = async <T>(
  statement: SourceText,
  work: (report: (diagnostic: Diagnostic) => void) => Promise<T | undefined>,
): Promise<Staged<T | undefined>> => {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => {
    const same = diagnostics.some(
      (known) =>
        known.code === diagnostic.code &&
        known.message === diagnostic.message &&
        known.place?.line === diagnostic.place?.line &&
        known.place?.column === diagnostic.place?.column,
    )
    if (!same) diagnostics.push(diagnostic)
  }
  try {
    return { value: await work(report), diagnostics }
  } catch (error) {
    if (isRefusal(error)) {
      report(diagnoseRefusal(error, statement))
      return { value: undefined, diagnostics }
    }
    throw error
  }
}

/** Where `<name>` stands for something that nobody filled in, that says more than the character at which reading ended. */
const syntaxError = (
  statement: SourceText,
  { reason, offset, length }: Extract<Parsed, { kind: 'syntax' }>,
): Diagnostic => {
  const holes = Array.from(statement.text.matchAll(/<[A-Za-z][\w.-]*(?: [\w.-]+)*>/g))
  const hole = holes.find(({ index, 0: text }) => offset >= index && offset <= index + text.length)
  return hole === undefined
    ? diagnose('MR2001', { reason }, statement.place(offset, length))
    : diagnose('MR1021', { text: hole[0] }, statement.place(hole.index, hole[0].length))
}

const settle = (
  { engine, settings }: Pick<Context, 'engine' | 'settings'>,
  statement: SourceText,
  parsed: Parsed,
  report: (diagnostic: Diagnostic) => void,
  render: (context: Context, tree: Extract<Parsed, { kind: 'query' }>['query']) => Stored,
  relations: ReadonlyMap<string, Relation>,
): Stored | undefined => {
  switch (parsed.kind) {
    case 'syntax':
      report(syntaxError(statement, parsed))
      return undefined
    case 'several':
      report(
        diagnose(
          'MR2005',
          { next: statement.text.slice(parsed.offset, parsed.offset + parsed.length) },
          statement.place(parsed.offset, parsed.length),
        ),
      )
      return undefined
    case 'other':
      report(
        diagnose('MR2006', { statement: parsed.statement }, statement.place(parsed.offset, parsed.length)),
      )
      return undefined
    case 'cache':
      report(diagnose('MR2007', { table: parsed.table }, statement.place(0)))
      return { kind: 'hint', table: parsed.table }
    case 'query': {
      const [unknown] = settings.unknown
      if (unknown !== undefined) {
        const hint =
          'statements are understood as with the usual settings of Spark and a session in UTC; leave it out'
        report(diagnose('MR2008', { what: `a statement under ${unknown}`, hint }, statement.place(0)))
        return undefined
      }
      const zone = sessionZone(settings)
      const zoned = zone === undefined ? engine : underZone(engine, zone)
      let counter = 0
      const limits = new Map<string, Limit>()
      const context: Context = {
        engine: settings.ansi ? underAnsi(zoned) : zoned,
        statement,
        relations,
        report,
        used: new Set(),
        fresh: () => `_q${++counter}`,
        settings,
        limit: (limit) => {
          if (!limits.has(limit.name)) limits.set(limit.name, limit)
        },
      }
      const stored = render(context, parsed.query)
      if (stored.kind === 'hint') return stored
      const local = { ...stored, sql: inZone(stored.sql, zone) }
      return limits.size === 0 ? local : { ...local, limits: [...limits.values()] }
    }
    default:
      return unreachable(parsed)
  }
}

const relationsOf = (relations: Relations, names: ReadonlyMap<string, Sql>): ReadonlyMap<string, Relation> =>
  new Map(
    [...relations].map(([name, columns]) => [
      name.toLowerCase(),
      {
        name,
        sql: names.get(name) ?? ident(name),
        columns: columns?.map((column) => columnOf(name, column, ident(column.name))),
      },
    ]),
  )
