import { DiagnosticsError, diagnose, failure, hasErrors } from '../../../diagnostics/index.ts'
import { fillIncremental, keyText, type Sql, type SourceText, sql } from '../../../sql/index.ts'
import { type MovedWatermarks, type WatermarkScope, watermarks } from '../../../state/watermark-store.ts'
import { type Incremental, type IncrementalBounds, incrementalBounds } from '../incremental.ts'
import { beforeWindow } from '../late-window.ts'
import { explained, refuseInZone, type Session, type View, type Views } from './session.ts'

export type IncrementalSource = {
  readonly whole: View
  /** Leaves rows out of the view that the statement, given as the engine's, cannot want. */
  readonly narrow: (statement: Sql) => Promise<void>
}

/**
 * Defines an input as its `incremental` block reads it. The context view is visible to its SQL and keys only. A
 * stored value takes the place of a key's SQL, which is the default of the first run. A key without a value leaves
 * the input empty and its state as it was. A run over an interval of its own takes its bounds from there, and leaves
 * the state as it was too.
 */
export const bindIncremental = async (
  session: Session,
  name: string,
  incremental: Incremental,
  { whole, narrow }: IncrementalSource,
): Promise<MovedWatermarks | undefined> => {
  const { context } = session
  const scope: WatermarkScope = { task: context.task, input: name, context: incremental.context }
  const bounds = incrementalBounds(incremental)
  const given = givenValues(session, name, incremental, scope)
  // Not registered in the job's namespace: two inputs of a job may use the same context name.
  const visible: Views = new Map([
    ...session.views,
    [incremental.context.toLowerCase(), { ...whole, name: incremental.context }],
  ])

  const values = new Map<string, string>()
  let withoutValue: string | undefined
  for (const key of incremental.keys) {
    const value = given.get(key.name) ?? (await evaluateKey(session, key.sql, values, visible))
    if (value === undefined) withoutValue ??= key.name
    values.set(key.name, value ?? 'NULL')
  }
  // Stored instants are texts in UTC, which the statement would take for times of its own zone.
  if ([...values.values()].some((text) => /^\d{4,}-\d\d-\d\d[ T]\d/.test(text)))
    refuseInZone(
      session,
      'an incremental read from one instant to another',
      incremental.sql.place(0),
      'leave spark.sql.session.timeZone out of this job, or count by dates or numbers',
    )
  const statement = filled(incremental.sql, values)
  const translation = await session.translate(statement, visible)
  if (translation === undefined)
    throw new DiagnosticsError([diagnose('MR3219', { name }, statement.place(0))])
  if (withoutValue !== undefined) {
    session.notice([diagnose('MR3215', { input: name, key: withoutValue }, incremental.sql.place(0))])
    session.publish(
      name,
      await session.makeView(name, sql`SELECT * FROM (${translation.sql}) LIMIT 0`, translation),
    )
    return undefined
  }
  await narrow(translation.sql)
  session.publish(name, await session.makeView(name, translation.sql, translation))
  if (overridden(session, bounds)) return undefined
  noticeFuture(session, name, incremental, values)
  const moved = new Map(
    incremental.state.flatMap(({ key, value }) => {
      const text = values.get(value)
      return text === undefined ? [] : [[key, text] as const]
    }),
  )
  return moved.size === 0 ? undefined : { scope, values: moved }
}

const overridden = ({ context }: Session, bounds: IncrementalBounds | undefined): boolean =>
  bounds !== undefined && (context.interval?.from ?? context.interval?.to) !== undefined

/** Values that no SQL is asked for: those of the run's own interval, or those that the last success stored. */
const givenValues = (
  session: Session,
  input: string,
  incremental: Incremental,
  scope: WatermarkScope,
): ReadonlyMap<string, string> => {
  const { interval, fullRefresh, database, branch } = session.context
  const bounds = incrementalBounds(incremental)
  const given = new Map(fullRefresh ? [] : watermarks(database, scope, branch))
  const late = incremental.lateWindow
  const stored = bounds === undefined ? undefined : given.get(bounds.lower)
  if (late !== undefined && bounds !== undefined && stored !== undefined) {
    const value = beforeWindow(stored, late)
    if (value === undefined) {
      const place = incremental.sql.place(0)
      throw failure('MR1448', { input, key: bounds.lower, value: stored }, { place })
    }
    given.set(bounds.lower, value)
  }
  if (bounds !== undefined && interval?.from !== undefined) given.set(bounds.lower, interval.from)
  if (bounds !== undefined && interval?.to !== undefined) given.set(bounds.upper, interval.to)
  return given
}

/** What arrives later, but before the end that is stored now, would be read by no run. */
const noticeFuture = (
  session: Session,
  input: string,
  { sql: text, state }: Incremental,
  values: ReadonlyMap<string, string>,
): void => {
  // The engine's clock may be a little ahead of this one.
  const soon = new Date(session.context.now().getTime() + 60_000).toISOString().replace('T', ' ')
  for (const { value: key } of state) {
    const value = values.get(key) ?? ''
    // Texts of times are ordered as the times are.
    if (!/^\d{4}-\d\d-\d\d(?: |$)/.test(value) || value <= soon) continue
    session.notice([diagnose('MR1447', { input, key, value }, text.place(0))])
  }
}

/** First row, first column, as text. */
const evaluateKey = async (
  session: Session,
  text: SourceText,
  earlier: ReadonlyMap<string, string>,
  views: Views,
): Promise<string | undefined> => {
  const translation = await session.translate(filled(text, earlier), views)
  if (translation === undefined) return undefined
  const { rows } = await explained(translation, () =>
    session.connection.table(sql`SELECT * FROM (${translation.sql}) LIMIT 1`, session.signal),
  )
  return keyText(rows[0]?.[0] ?? null)
}

const filled = (text: SourceText, values: ReadonlyMap<string, string>): SourceText => {
  const { value, diagnostics } = fillIncremental(text, values)
  if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  return value
}
