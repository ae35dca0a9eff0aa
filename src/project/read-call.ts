import { type Diagnostic, DiagnosticsError } from '../diagnostics/index.ts'
import { type Disclosure, sql, type SparkTranslator } from '../sql/index.ts'
import { callContext, functionByName } from '../stacks/flare/functions/index.ts'
import type { FlareFunctionCall } from '../stacks/flare/job.ts'

/** A column before a call: its type is empty where it is not known. */
type Column = { readonly name: string; readonly type: string }

/** A column behind a call, and the columns before it that its values are made of; undefined: any of them. */
export type CalledColumn = Column & {
  readonly of: readonly { readonly column: string; readonly shows?: Disclosure }[] | undefined
}

export type CallReading = {
  /** Undefined where only a run can tell. */
  readonly columns: readonly CalledColumn[] | undefined
  /** What is wrong with the call; of arguments only what the manifest alone does not tell. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Arguments that are missing or malformed are told when the manifest is read. */
const toldBefore = new Set(['MR2100', 'MR2101', 'MR2102'])

/** The columns that a call of a Flare function makes of others, found by compiling it as a run does. */
export const readCall = async (
  call: FlareFunctionCall,
  columns: readonly Column[],
  translator: SparkTranslator,
): Promise<CallReading> => {
  const { name, args } = call
  const known = functionByName(name)
  if (known === undefined) return { columns: undefined, diagnostics: [] }
  const context = callContext(call, translator, () => {
    // Nothing is wrong with a call whose columns depend on data.
    throw new DiagnosticsError([])
  })
  const result = await known.compile(call, { relation: sql`input`, columns }, context)
  if (result.kind === 'refused')
    return { columns: undefined, diagnostics: result.diagnostics.filter(({ code }) => !toldBefore.has(code)) }
  const shows = leaves(known.leaves, name, args)
  return {
    columns: result.columns.map((made) => ({
      name: made.name,
      type: made.kept?.type ?? '',
      of: made.of?.map((column) =>
        made.kept !== undefined || shows === undefined ? { column } : { column, shows },
      ),
    })),
    diagnostics: [],
  }
}

/** Other arguments may leave another part. */
const leaves = (
  share: 'digest' | 'part' | undefined,
  name: string,
  args: FlareFunctionCall['args'],
): Disclosure | undefined => (share === 'part' ? `part ${name} ${JSON.stringify(args)}` : share)
