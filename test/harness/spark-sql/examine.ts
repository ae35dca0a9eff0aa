import { complaintOf } from '../../services/functions/complaint.ts'
import { openOracle, type Outcome } from '../../services/functions/oracle.ts'
import type { SparkProcess } from '../../services/functions/spark-process.ts'
import type { Statement } from './queries.ts'
import { smaller, textOf } from './tree.ts'

/**
 * What became of a statement. `silent`: it is answered, and not as Spark does, or Spark refuses it before it runs.
 * `fails here`: Spark answers. `fails there`: it is answered, and Spark fails while it runs.
 */
export const kindsOfVerdict = [
  'equal',
  'refused here',
  'refused by both',
  'fails there',
  'fails here',
  'silent',
] as const
export type KindOfVerdict = (typeof kindsOfVerdict)[number]

export type Examined = {
  readonly statement: Statement
  readonly sql: string
  readonly kind: KindOfVerdict
  /** Why it is refused, or what is wrong; the same words for the same trouble where that can be. */
  readonly reason: string
  readonly complaint: string
}

export type Examiner = AsyncDisposable & {
  readonly examine: (statements: readonly Statement[]) => Promise<readonly Examined[]>
  /** The least statement found with the same trouble. */
  readonly shrink: (found: Examined) => Promise<Examined>
}

// Spark takes longer to plan and compile such small queries than to run them.
const settings = {
  'spark.sql.adaptive.enabled': 'false',
  'spark.sql.codegen.wholeStage': 'false',
  'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
}

export const openExaminer = async (spark: SparkProcess): Promise<Examiner> => {
  const oracle = await openOracle(undefined, { spark, settings, held: true })
  const compiled = await openOracle(undefined, { spark, settings: {}, held: false })
  const ask = async (from: typeof oracle, statements: readonly Statement[]): Promise<readonly Examined[]> => {
    const cases = statements.map((statement, i) => ({
      name: String(i),
      sql: textOf(statement.tree),
      ordered: statement.ordered,
      ...(statement.ansi === true ? { ansi: true } : {}),
      ...(statement.zone === undefined ? {} : { zone: statement.zone }),
    }))
    const outcomes = await from.ask(cases)
    return outcomes.flatMap((outcome, i) => {
      const statement = statements[i]
      return statement === undefined ? [] : [judge(statement, outcome)]
    })
  }
  // Spark's interpreter differs from the code that it compiles, which is what runs over tables: that has the last word.
  const examine = async (statements: readonly Statement[]): Promise<readonly Examined[]> => {
    const first = await ask(oracle, statements)
    const doubted = first.filter(({ kind }) => kind === 'silent')
    if (doubted.length === 0) return first
    const again = await ask(
      compiled,
      doubted.map(({ statement }) => statement),
    )
    return first.map((one) => again[doubted.indexOf(one)] ?? one)
  }
  return {
    examine,
    shrink: async (found) => {
      let least = found
      for (let round = 0; round < 60; round++) {
        const next = await firstAlike(examine, least)
        if (next === undefined) break
        least = next
      }
      return least
    },
    [Symbol.asyncDispose]: async () => {
      await compiled[Symbol.asyncDispose]()
      await oracle[Symbol.asyncDispose]()
    },
  }
}

/** So many statements in batches. The engine works on the next ones while Spark answers those before. */
export async function* inBatches(
  examine: Examiner['examine'],
  next: () => Statement,
  count: number,
): AsyncGenerator<readonly Examined[]> {
  const size = 40
  let later: Promise<readonly Examined[]> | undefined
  for (let begun = 0; begun < count || later !== undefined; ) {
    const before = later
    const batch = Array.from({ length: Math.min(size, count - begun) }, next)
    begun += batch.length
    later = batch.length === 0 ? undefined : examine(batch)
    if (before !== undefined) yield await before
  }
}

const firstAlike = async (
  examine: Examiner['examine'],
  { statement, kind, reason }: Examined,
): Promise<Examined | undefined> => {
  const candidates = smaller(statement.tree).map((tree) => ({ ...statement, tree }))
  for (let from = 0; from < candidates.length && from < 240; from += 30) {
    const examined = await examine(candidates.slice(from, from + 30))
    const next = examined.find((one) => one.kind === kind && one.reason === reason)
    if (next !== undefined) return next
  }
  return undefined
}

const judge = (statement: Statement, outcome: Outcome): Examined => {
  const { ours, spark, asked } = outcome
  const complaint = complaintOf(outcome) ?? ''
  const found = (kind: KindOfVerdict, reason = ''): Examined => ({
    statement,
    sql: asked.sql,
    kind,
    reason,
    complaint,
  })
  if (spark.stage === 'compare') return found('fails here', `cannot be compared: ${spark.error}`)
  if (ours.kind === 'refused') {
    if (spark.stage !== undefined) return found('refused by both')
    return found('refused here', ours.diagnostics.map(({ code, message }) => `${code} ${message}`)[0])
  }
  if (ours.kind === 'unbound' || ours.kind === 'failed') {
    if (spark.stage !== undefined) return found('refused by both')
    return found('fails here', ours.message.split('\n')[0]?.replaceAll(/\d+/g, '0').slice(0, 60))
  }
  if (spark.stage === 'run' || gaveUp(spark.error)) return found('fails there', spark.error?.slice(0, 60))
  if (spark.stage === 'analysis') return found('silent', spark.error?.slice(0, 40))
  if (complaint === '') return found('equal')
  const [first = ''] = complaint.split('\n').slice(1)
  return found('silent', first.trim().split(' ').slice(0, 2).join(' ').replaceAll(/\d+/g, '0'))
}

/** Spark's analyzer ends after a hundred rounds, whether it is done or not: that says nothing of the statement. */
const gaveUp = (error: string | undefined): boolean =>
  /Max iterations \(\d+\) reached for batch|\[INTERNAL_ERROR\]/.test(error ?? '')
