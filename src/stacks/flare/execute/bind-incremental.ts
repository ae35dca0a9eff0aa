import { DiagnosticsError, diagnose, hasErrors } from '../../../diagnostics/index.ts'
import { fillIncremental, keyText, type SourceText, sql } from '../../../sql/index.ts'
import { type WatermarkScope, watermarks } from '../../../state/watermark-store.ts'
import type { Incremental } from '../job.ts'
import { explained, type Session, type View, type Views } from './session.ts'

/** Watermarks that move when the job's outputs are published. */
export type MovedWatermarks = { readonly scope: WatermarkScope; readonly values: ReadonlyMap<string, string> }

/**
 * Defines an input as its `incremental` block reads it. The context view is visible to its SQL and keys only. A
 * stored value takes the place of a key's SQL, which is the default of the first run. A key without a value leaves
 * the input empty and its state as it was.
 */
export const bindIncremental = async (
  session: Session,
  name: string,
  incremental: Incremental,
  whole: View,
): Promise<MovedWatermarks | undefined> => {
  const { context } = session
  const scope: WatermarkScope = { task: context.task, input: name, context: incremental.context }
  const stored = context.fullRefresh
    ? new Map<string, string>()
    : watermarks(context.database, scope, context.branch)
  // Not registered in the job's namespace: two inputs of a job may use the same context name.
  const visible: Views = new Map([
    ...session.views,
    [incremental.context.toLowerCase(), { ...whole, name: incremental.context }],
  ])

  const values = new Map<string, string>()
  let withoutValue: string | undefined
  for (const key of incremental.keys) {
    const value = stored.get(key.name) ?? (await evaluateKey(session, key.sql, values, visible))
    if (value === undefined) withoutValue ??= key.name
    values.set(key.name, value ?? 'NULL')
  }
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
  session.publish(name, await session.makeView(name, translation.sql, translation))
  const moved = new Map(
    incremental.state.flatMap(({ key, value }) => {
      const text = values.get(value)
      return text === undefined ? [] : [[key, text] as const]
    }),
  )
  return moved.size === 0 ? undefined : { scope, values: moved }
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
