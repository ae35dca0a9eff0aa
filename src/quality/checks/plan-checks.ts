import { nearest } from '../../base/nearest.ts'
import { DiagnosticsError, MillraceError } from '../../diagnostics/index.ts'
import type { EngineColumn } from '../../engines/index.ts'
import { isNumber, typeFamily } from '../../policy/index.ts'
import { ident, literal, type Sql, sql } from '../../sql/quote.ts'
import type { SourceText } from '../../sql/source-text.ts'
import type { Assertion, AssertionTest, CheckResult } from './assertion.ts'
import { type CheckStatementResult, evaluateChecks, type PlannedTest, type ValueSource } from './evaluate.ts'
import { findMetric, type Metric, metrics, type MetricSubject } from './metrics.ts'

/** What is checked: `relation` can stand after FROM. */
export type CheckedRelation = { readonly relation: Sql; readonly columns: readonly EngineColumn[] }

/** Renders a filter or a whole statement for the engine. Throws MillraceError where it cannot. */
export type Translate = (text: SourceText, kind: 'predicate' | 'statement') => Promise<Sql>

export type CheckStatement = {
  readonly sql: Sql
  /** The same values one by one, in the order of the columns: run these when `sql` fails, to find the culprit. */
  readonly parts?: readonly Sql[]
}

export type CheckPlan = {
  readonly statements: readonly CheckStatement[]
  /** One result per test, in manifest order. `results` stand in the order of `statements`. */
  readonly evaluate: (results: readonly CheckStatementResult[]) => readonly CheckResult[]
}

/**
 * Plans all assertions about one relation: one aggregate per filter for everything that an aggregate can tell, one
 * GROUP BY per (column, filter) for duplicates, and each `sql` assertion by itself. Throws only what is not a
 * MillraceError; what cannot be planned becomes an `error` result of its own test.
 */
export const planChecks = async (
  assertions: readonly Assertion[],
  checked: CheckedRelation,
  translate: Translate,
): Promise<CheckPlan> => {
  const scans = new Map<string, Scan>()
  const keyed = new Map<Sql, number>()
  const statements: CheckStatement[] = []
  const tests: UnplacedTest[] = []
  // Scans come first and grow while assertions are read, so their statements are written at the end.
  for (const assertion of assertions) {
    const { subject } = assertion
    if (subject.kind === 'sql') {
      const statement = await attempt(() => translate(subject.sql, 'statement'))
      const index = typeof statement === 'string' ? statements.push({ sql: statement }) - 1 : undefined
      for (const test of assertion.tests)
        tests.push({
          test,
          assertion,
          source:
            index === undefined
              ? { kind: 'error', reason: reasonOf(statement) }
              : { kind: 'rows', statement: index },
        })
      continue
    }
    const scan = await scanOf(subject.filter, scans, translate)
    for (const test of assertion.tests)
      tests.push({ test, assertion, source: sourceOf(test, subject, scan, checked, { keyed, statements }) })
  }
  const fused = [...scans.values()].filter((scan) => scan.cells.length > 0)
  const scanIndex = new Map(fused.map((scan, i) => [scan, statements.length + i]))
  for (const scan of fused) statements.push(scanStatement(scan, checked.relation))
  const located = tests.map((test) => locate(test, scanIndex))
  return { statements, evaluate: (results) => evaluateChecks(located, results) }
}

/** One pass over the rows that a filter leaves. `cells` are the values that it returns, each once. */
type Scan = {
  readonly filter: Sql | undefined
  readonly problem: string | undefined
  readonly cells: Sql[]
}

const scanOf = async (
  filter: SourceText | undefined,
  scans: Map<string, Scan>,
  translate: Translate,
): Promise<Scan> => {
  const key = filter?.text ?? ''
  const known = scans.get(key)
  if (known !== undefined) return known
  const rendered = filter === undefined ? undefined : await attempt(() => translate(filter, 'predicate'))
  const failed = rendered !== undefined && typeof rendered !== 'string'
  const scan: Scan = {
    filter: failed ? undefined : rendered,
    problem: failed ? reasonOf(rendered) : undefined,
    cells: [],
  }
  scans.set(key, scan)
  return scan
}

const where = (scan: Scan): Sql => (scan.filter === undefined ? sql`` : sql` WHERE (${scan.filter})`)

const scanStatement = (scan: Scan, relation: Sql): CheckStatement => {
  const select = (cells: readonly Sql[]) =>
    sql`SELECT ${cells.map((cell, i) => sql`CAST(${cell} AS VARCHAR) AS ${ident(`value_${i}`)}`)} FROM ${relation} AS checked${where(scan)}`
  return { sql: select(scan.cells), parts: scan.cells.map((cell) => select([cell])) }
}

type Planned = { readonly keyed: Map<Sql, number>; readonly statements: CheckStatement[] }

const sourceOf = (
  test: AssertionTest,
  subject: Extract<Assertion['subject'], { kind: 'column' }>,
  scan: Scan,
  checked: CheckedRelation,
  planned: Planned,
): PlannedSource => {
  const error = (reason: string): ValueSource => ({ kind: 'error', reason })
  const didYouMean = (near: string | undefined) => (near === undefined ? '' : `; did you mean "${near}"?`)
  if (scan.problem !== undefined) return error(scan.problem)
  const metric = findMetric(test.metric)
  if (metric === undefined) {
    const near = nearest(
      test.metric,
      metrics.map((known) => known.name),
    )
    return error(`there is no metric "${test.metric}"${didYouMean(near)}`)
  }
  const names = checked.columns.map((column) => column.name)
  const column =
    checked.columns.find((known) => known.name === subject.column) ??
    checked.columns.find((known) => known.name.toLowerCase() === subject.column.toLowerCase())
  if (column === undefined)
    return error(`there is no column "${subject.column}"${didYouMean(nearest(subject.column, names))}`)
  const unfit = misfit(metric, column, subject.regex)
  if (unfit !== undefined) return error(unfit)
  if (metric.sql.kind === 'keyed') {
    const name = sql`checked.${ident(column.name)}`
    const filter = scan.filter === undefined ? sql`` : sql` AND (${scan.filter})`
    const statement = sql`SELECT CAST(count(*) AS VARCHAR) AS duplicates FROM (SELECT 1 FROM ${checked.relation} AS checked WHERE ${name} IS NOT NULL${filter} GROUP BY ${name} HAVING count(*) > 1)`
    const index = planned.keyed.get(statement) ?? planned.statements.push({ sql: statement }) - 1
    planned.keyed.set(statement, index)
    return { kind: 'cell', statement: index, column: 0 }
  }
  const cell = metric.sql.expression(metricSubject(column, subject.regex))
  const known = scan.cells.indexOf(cell)
  return { kind: 'scan', scan, column: known < 0 ? scan.cells.push(cell) - 1 : known }
}

/** A value source whose statement is not numbered yet. */
type PlannedSource = ValueSource | { readonly kind: 'scan'; readonly scan: Scan; readonly column: number }

type UnplacedTest = Omit<PlannedTest, 'source'> & { readonly source: PlannedSource }

const locate = (test: UnplacedTest, scanIndex: ReadonlyMap<Scan, number>): PlannedTest => {
  const { source } = test
  if (source.kind !== 'scan') return { ...test, source }
  const statement = scanIndex.get(source.scan) ?? -1
  return { ...test, source: { kind: 'cell', statement, column: source.column } }
}

const misfit = (metric: Metric, column: EngineColumn, regex: string | undefined): string | undefined => {
  if (metric.needs === 'regex' && regex === undefined)
    return `${metric.name} needs validFormat.regex, and this assertion has none`
  const family = typeFamily(column.type)
  if (metric.needs === 'numbers' && !isNumber(family) && family !== 'text')
    return `${metric.name} needs numbers; ${column.name} is ${column.type}`
  return undefined
}

const metricSubject = (column: EngineColumn, regex: string | undefined): MetricSubject => {
  const name = sql`checked.${ident(column.name)}`
  const family = typeFamily(column.type)
  const text = family === 'text' ? name : sql`CAST(${name} AS VARCHAR)`
  const number = isNumber(family) ? name : sql`TRY_CAST(${name} AS DOUBLE)`
  const exact = family === 'integer' || family === 'decimal'
  return {
    column: name,
    text,
    number,
    finite: exact ? number : sql`CASE WHEN isfinite(${number}) THEN ${number} END`,
    // A search, not a full match: authors anchor themselves.
    matches: sql`regexp_matches(${text}, ${literal(regex ?? '')})`,
  }
}

const attempt = async (work: () => Promise<Sql>): Promise<Sql | MillraceError | DiagnosticsError> => {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof MillraceError || cause instanceof DiagnosticsError) return cause
    throw cause
  }
}

const reasonOf = (failure: Sql | Error | undefined): string =>
  failure instanceof Error ? failure.message : 'it could not be planned'
