import type { Connection, EngineColumn } from '../../../src/engines/index.ts'
import {
  type Assertion,
  type AssertionTest,
  type CheckPlan,
  type CheckResult,
  type CheckStatementResult,
  planChecks,
} from '../../../src/quality/index.ts'
import { type Sql, sql, trusted } from '../../../src/sql/quote.ts'
import { detachedText } from '../../../src/sql/source-text.ts'

const place = { file: 'checks.yaml', line: 1, column: 1 }

export const tests = (...texts: readonly string[]): readonly AssertionTest[] =>
  texts.map((text) => {
    const [metric = '', operator = '==', threshold = '0'] = text.split(' ')
    return {
      text,
      metric,
      operator: operator as AssertionTest['operator'],
      threshold: Number(threshold),
      place,
    }
  })

export const onColumn = (
  column: string,
  texts: readonly string[],
  more: { readonly filter?: string; readonly regex?: string } = {},
): Assertion => ({
  subject: {
    kind: 'column',
    column,
    ...(more.filter === undefined ? {} : { filter: detachedText(more.filter) }),
    ...(more.regex === undefined ? {} : { regex: more.regex }),
  },
  tests: tests(...texts),
  place,
})

export const onSql = (statement: string, texts: readonly string[]): Assertion => ({
  subject: { kind: 'sql', sql: detachedText(statement) },
  tests: tests(...texts),
  place,
})

export const planOn = async (
  assertions: readonly Assertion[],
  relation: Sql,
  columns: readonly EngineColumn[],
): Promise<CheckPlan> => planChecks(assertions, { relation, columns }, async ({ text }) => trusted(text))

/** Runs a plan as a caller does: a failed fused statement is run in parts. */
export const runPlan = async (connection: Connection, plan: CheckPlan): Promise<readonly CheckResult[]> => {
  const one = async (statement: Sql) => {
    try {
      return { kind: 'table', table: await connection.table(statement) } as const
    } catch (error) {
      return { kind: 'failed', reason: (error as Error).message } as const
    }
  }
  const results: CheckStatementResult[] = []
  for (const statement of plan.statements) {
    const whole = await one(statement.sql)
    if (whole.kind === 'table' || statement.parts === undefined) results.push(whole)
    else {
      const parts = []
      for (const part of statement.parts) parts.push(await one(part))
      results.push({ kind: 'parts', parts })
    }
  }
  return plan.evaluate(results)
}

export const check = async (
  connection: Connection,
  assertions: readonly Assertion[],
  relation: Sql = sql`t`,
): Promise<readonly CheckResult[]> => {
  const columns = await connection.describe(sql`SELECT * FROM ${relation}`)
  return runPlan(connection, await planOn(assertions, relation, columns))
}
