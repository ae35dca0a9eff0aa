import { expect, test } from 'vitest'
import { jobFingerprint } from '../../src/project/fingerprint.ts'
import { isRecordedJob, recordedJob } from '../../src/project/index.ts'
import { linkTexts } from './linking.ts'

const statement = "SELECT id, upper(name) AS name FROM feed WHERE country = 'Chad  ' AND amount > 1.0"

const manifest = (sql: string, filter = "country = 'CL'", on = 'old.id = new.id') => `name: w
version: v1
type: workflow
workflow:
  dag:
    - name: n
      spec:
        stack: flare:7.0
        stackSpec:
          job:
            inputs: [{name: feed, dataset: "dataos://landing:shop/orders", format: csv}]
            steps:
              - sequence:
                  - name: a
                    sql: |
${sql.replaceAll(/^/gm, '                      ')}
            outputs:
              - name: a
                dataset: dataos://lake:shop/orders
                options:
                  saveMode: overwrite
                  iceberg: {merge: {onClause: "${on}", whenClause: MATCHED THEN UPDATE SET *}}
                assertions: [{column: id, filter: "${filter}", tests: [missing_count == 0]}]
`

type Parts = Parameters<typeof manifest>

const jobOf = async (...parts: Parts) => {
  const { project, diagnostics } = await linkTexts({ 'w.yaml': manifest(...parts) })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const job = project.tasks[0]?.job
  if (job === undefined) throw new Error('no task')
  return job
}

test('a recorded job is the same after blanks, comments and the case of keywords, and a plan knows that', async () => {
  const recorded = await recordedJob(await jobOf(statement))
  const same: readonly Parts[] = [
    [statement],
    [statement.replaceAll(' FROM', '\n-- what was landed\nfrom').replace('AND', '/* and */ and')],
    [statement.replace('SELECT id, upper', 'select\n  id,\n  UPPER')],
    [statement, "country='CL' -- as agreed"],
    [statement, "country = 'CL'", 'old.id=new.id'],
  ]
  for (const parts of same)
    expect(await isRecordedJob(recorded, await jobOf(...parts)), parts.join(' | ')).toBe(true)
})

test('it is another one after any other change, also of one blank in a text', async () => {
  const recorded = await recordedJob(await jobOf(statement))
  const others: readonly Parts[] = [
    [statement.replace("'Chad  '", "'Chad '")],
    [statement.replace("'Chad  '", "'chad  '")],
    [statement.replace('1.0', '1.00')],
    [statement.replace('>', '>=')],
    [statement.replace('AS name', 'AS Name')],
    [statement.replace('upper', 'lower')],
    [statement.replace('AND', 'OR')],
    [statement, "country = 'cl'"],
    [statement, "country = 'CL'", 'old.id = new.ident'],
  ]
  for (const parts of others)
    expect(await isRecordedJob(recorded, await jobOf(...parts)), parts.join(' | ')).toBe(false)
})

test('a record of an earlier release, which has the texts alone, still stands for the same texts', async () => {
  const recorded = jobFingerprint(await jobOf(statement))
  expect(await isRecordedJob(recorded, await jobOf(statement))).toBe(true)
  expect(await isRecordedJob(recorded, await jobOf(statement.replace('AND', 'and')))).toBe(false)
})
