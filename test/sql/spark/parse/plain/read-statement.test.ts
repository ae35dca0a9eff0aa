import { expect, test } from 'vitest'
import { sparkFunctionNames } from '../../../../../src/sql/spark/function-names.ts'
import { parseTokens, readableTokens } from '../../../../../src/sql/spark/parse/parse.ts'
import { readPlainStatement } from '../../../../../src/sql/spark/parse/plain/read-statement.ts'
import { tokenize } from '../../../../../src/sql/spark/parse/tokens.ts'
import { type Random, seeded } from '../../../../harness/spark-sql/random.ts'
import { randomStatement } from './random-statement.ts'

type Outcome =
  | 'plain'
  | 'not plain'
  | { readonly statement: string; readonly plain: string; readonly whole: string }

/** Whether a statement is plain, and what the two readers make of it where they are not of one mind. */
const examine = async (statement: string): Promise<Outcome> => {
  const readable = readableTokens(statement)
  if (readable.kind !== 'tokens') return 'not plain'
  const query = readPlainStatement(readable.tokens)
  if (query === undefined) return 'not plain'
  const plain = print({ kind: 'query', query })
  const whole = print(await parseTokens(readable.tokens).catch((error: unknown) => String(error)))
  return plain === whole ? 'plain' : { statement, plain, whole }
}

/** The order of members, and members that are undefined, count as well. */
const print = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' || member === undefined ? `${member}` : member,
  )

const examineAll = async (statements: Iterable<string>) => {
  let plain = 0
  const wrong: Outcome[] = []
  for (const statement of statements) {
    const outcome = await examine(statement)
    if (outcome === 'plain') plain++
    else if (outcome !== 'not plain') wrong.push(outcome)
  }
  return { plain, wrong }
}

test('a plain statement is what the parser of all of Spark SQL makes of it, to the last place and number', async () => {
  const random = seeded(1)
  const found = await examineAll(Array.from({ length: 4000 }, () => randomStatement(random)))
  expect(found.wrong).toEqual([])
  expect(found.plain).toBeGreaterThan(2000)
})

const strays =
  'select from where group by order having limit as and or not in is null like between case when then else end cast union all join left on using with distinct exists ( ) , . * + - = < > [ ] | & ! ~ :: -> => ; any some interval date timestamp array struct values table lateral view over partition rows range current row desc asc nulls first last filter ignore respect window rollup cube sets try_cast escape natural cross semi anti full outer pivot tablesample'.split(
    ' ',
  )

/** With one or two tokens dropped, added, exchanged or swapped. */
const mistyped = (random: Random): string => {
  const statement = randomStatement(random)
  const scanned = tokenize(statement)
  const texts =
    scanned.kind === 'tokens' ? scanned.tokens.map(({ offset, end }) => statement.slice(offset, end)) : []
  for (let count = 1 + random.upTo(2); count > 0; count--) {
    const [at, other] = [random.upTo(texts.length), random.upTo(texts.length)]
    const stray = random.pick(strays)
    const [here = '', there = ''] = [texts[at], texts[other]]
    random.pick([
      () => texts.splice(at, 1),
      () => texts.splice(at, 0, stray),
      () => texts.splice(at, 1, stray),
      () => ([texts[at], texts[other]] = [there, here]),
    ])()
  }
  return texts.join(' ')
}

test('a statement with a slip of the hand is plain only where that parser reads it as well', async () => {
  const random = seeded(2)
  const found = await examineAll(Array.from({ length: 8000 }, () => mistyped(random)))
  expect(found.wrong).toEqual([])
  expect(found.plain).toBeGreaterThan(200)
})

/** Each word where a plain statement may have a name. */
const named = (word: string): readonly string[] => [
  `SELECT ${word}, x.${word}, -${word} + 1 FROM t WHERE ${word} = 1 AND ${word} IS NULL OR NOT ${word}`,
  `SELECT ${word} x, ${word}[0], ${word}.x, f(${word}, x.${word}) FROM t`,
  `SELECT 1 AS ${word}, x AS ${word} FROM t`,
  `SELECT x ${word} FROM t ${word} WHERE x`,
  `SELECT 1 ${word} FROM t AS ${word} GROUP BY ${word} ORDER BY ${word} DESC`,
  `SELECT CASE ${word} WHEN ${word} THEN ${word} ELSE ${word} END, CAST(${word} AS int)`,
  `SELECT ${word}.*, sum(x) OVER (PARTITION BY ${word} ORDER BY ${word}) FROM ${word}`,
  `SELECT x FROM ${word} JOIN x.${word} ON ${word}.x = ${word}.y LEFT JOIN t ${word} USING (${word})`,
  `WITH ${word} AS (SELECT 1) SELECT DISTINCT ${word} FROM ${word} LIMIT 1`,
  `SELECT ${word}() FROM t`,
  `SELECT ${word}(x), 1 - ${word}(x, y) FROM t WHERE x < ${word}(x)`,
  `SELECT ${word}(DISTINCT x), ${word}(*), ${word}(x) OVER (PARTITION BY y)`,
]

test('a word is a name only where it is one to that parser too', async () => {
  const words = new Set(
    `${[...sparkFunctionNames].join(' ')} ${strays.filter((word) => /^\w+$/.test(word)).join(' ')} after always apply
     asof at authorization begin block body both bulk cascade character check collate column comment commit connect
     constraint copy create current current_role current_schema current_time cycle data database datetime declare
     default define delete describe domain drop each execute export fetch file final following for force foreign format
     function generated global go grant groups identity ilike increment index input insert install instead into key kill
     lambda language leading limit list load local lock match measure member merge model namespace new next no nothing
     object of off old only operator option ordered ordinality others output overwrite owned parameter pattern percent
     placing preceding prepare preserve primary prior procedure qualify quote read recursive references refresh rename
     replace restrict returning revoke role rollback rows sample savepoint schema seed separator sequence session_user
     set settings share sink source start statement storage string summarize system tag temp temporary text ties time to
     top trailing transaction treat trigger truncate type unbounded uncache unique unnest update use user version volatile
     warehouse within year zone constructor __proto__`.split(/\s+/),
  )
  const found = await examineAll(
    [...words].flatMap((word, i) => named(i % 2 === 0 ? word : word.toUpperCase())),
  )
  expect(found.wrong).toEqual([])
  expect(found.plain).toBeGreaterThan(words.size * 5)
})

test('deep brackets are left to that parser, and fill no stack', () => {
  const nested = (depth: number) => `SELECT ${'('.repeat(depth)}1${')'.repeat(depth)}`
  const plain = (statement: string) => {
    const readable = readableTokens(statement)
    return readable.kind === 'tokens' && readPlainStatement(readable.tokens) !== undefined
  }
  expect(plain(nested(20))).toBe(true)
  expect(plain(nested(100_000))).toBe(false)
})
