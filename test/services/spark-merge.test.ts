import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasErrors } from '../../src/diagnostics/index.ts'
import { createSparkTranslator, detachedText, translateMerge } from '../../src/sql/index.ts'
import { readMergeTexts } from '../../src/sql/spark/merge/read-merge.ts'
import { python, runPython } from './python.ts'

/*
 * Merges that nobody thought of, seeded: whole ones, and ones that lost, gained or swapped a word. What Spark's own
 * parser refuses is refused here; what it takes is not refused for its clauses. Words that SQL reserves count as such:
 * a column called CASE or WHEN needs backquotes here, and without them only there is one.
 */
const sample = { seed: 20241105, count: 600 }

const oracle = `
import json, sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()
spark.sparkContext.setLogLevel('OFF')
spark.conf.set('spark.sql.ansi.enabled', 'true')
spark.conf.set('spark.sql.ansi.enforceReservedKeywords', 'true')
parser = spark._jsparkSession.sessionState().sqlParser()
def takes(clauses):
    try:
        parser.parsePlan('MERGE INTO t AS old USING v AS new ON old.a = new.a WHEN ' + clauses)
        return True
    except Exception:
        return False
print(json.dumps([takes(clauses) for clauses in json.load(open(sys.argv[1]))]))
`

const one = (...texts: readonly string[]) => fc.constantFrom(...texts)
const value = one('1', 'new.a', "'then'", 'new.b + 1', 'CASE WHEN new.a = 1 THEN 2 ELSE new.b END', '(new.a)')
const condition = one(
  'new.a = 1',
  'NOT new.a = 2',
  'new.b BETWEEN 1 AND 2',
  'CASE WHEN true THEN new.a END = 1',
)
const column = one('a', 'b', 'old.c', '`d`')
const when = (head: string) =>
  fc.option(condition, { nil: undefined }).map((and) => (and === undefined ? head : `${head} AND ${and}`))
const update = fc
  .uniqueArray(fc.tuple(column, value), { minLength: 1, maxLength: 3, selector: ([name]) => name })
  .map((all) => `UPDATE SET ${all.map(([name, given]) => `${name} = ${given}`).join(' , ')}`)
const insert = fc
  .uniqueArray(fc.tuple(column, value), { minLength: 1, maxLength: 3, selector: ([name]) => name })
  .map(
    (all) =>
      `INSERT ( ${all.map(([name]) => name).join(' , ')} ) VALUES ( ${all.map(([, given]) => given).join(' , ')} )`,
  )
const matched = fc.tuple(when('MATCHED'), fc.oneof(one('UPDATE SET *', 'DELETE'), update))
const notMatched = fc.tuple(
  fc.oneof(when('NOT MATCHED'), when('NOT MATCHED BY TARGET')),
  fc.oneof(one('INSERT *'), insert),
)
const clauses = fc
  .tuple(fc.array(matched, { maxLength: 3 }), fc.array(notMatched, { maxLength: 2 }))
  .map(([first, second]) => [...first, ...second].map(([head, action]) => `${head} THEN ${action}`))
  .map((all) => all.join(' WHEN '))
const changed = fc
  .tuple(clauses, fc.nat(), fc.nat(), one('drop', 'repeat', 'swap', 'keep'))
  .map(([text, i, j, how]) => {
    const words = text.split(' ')
    const [at, other] = [i % words.length, j % words.length]
    const [word = '', swapped = ''] = [words[at], words[other]]
    if (how === 'drop') words.splice(at, 1)
    if (how === 'repeat') words.splice(at, 0, word)
    if (how === 'swap') words.splice(at, 1, swapped)
    return words.join(' ')
  })

const texts = fc.sample(changed, { seed: sample.seed, numRuns: sample.count })
const columns = ['a', 'b', 'c', 'd'].map((name) => ({ name, type: 'INTEGER' }))

/** True per text where Spark's parser takes it. */
const askSpark = async (): Promise<readonly unknown[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-merge-'))
  try {
    const file = join(folder, 'texts.json')
    await writeFile(file, JSON.stringify(texts))
    return JSON.parse(await runPython(oracle, [file]))
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe.skipIf(python() === undefined)('random merge clauses', () => {
  test('are refused where Spark refuses them, and for their form nowhere else', async () => {
    const taken = await askSpark()
    const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
    const wrong: unknown[] = []
    for (const [i, text] of texts.entries()) {
      const codes: string[] = []
      const report = ({ code }: { readonly code: string }) => codes.push(code)
      const merge = readMergeTexts(detachedText('old.a = new.a'), detachedText(text), report)
      // Two values for one column, and columns of structs, are refused by Spark too, but later.
      const form = codes.filter((code) => code !== 'MR1421' && code !== 'MR1374' && code !== 'MR1425')
      if (taken[i] === true && form.length > 0) wrong.push({ text, spark: 'takes it', here: codes })
      if (taken[i] === true || codes.length > 0) continue
      const { diagnostics } = await translateMerge(merge, { old: columns, fresh: columns }, translator)
      if (!hasErrors(diagnostics)) wrong.push({ text, spark: 'refuses it', here: 'taken' })
    }
    expect(wrong).toEqual([])
    expect(taken.filter((verdict) => verdict === true).length).toBeGreaterThan(sample.count / 5)
    expect(taken.filter((verdict) => verdict === false).length).toBeGreaterThan(sample.count / 5)
  }, 120_000)
})
