import { rowsSeed } from './adversarial.ts'
import type { Outcome } from './oracle.ts'

/** What is wrong with an outcome, for a reader; undefined where it is right. */
export const complaintOf = (outcome: Outcome): string | undefined => {
  const found = wrong(outcome)
  return found === undefined ? undefined : [outcome.asked.sql, ...found].join('\n  ')
}

const wrong = ({ asked, ours, spark, inputs }: Outcome): readonly string[] | undefined => {
  const here = ours.kind === 'refused' ? '' : `our SQL: ${ours.sql}`
  const { error = '', stage } = spark
  if (stage === 'compare')
    return ['the answers cannot be compared: cast them, or select something of them', error]
  const refusing = stage === 'analysis'
  if (
    rowsSeed !== undefined &&
    ours.kind !== 'written' &&
    (stage !== undefined || asked.refused !== undefined)
  )
    return undefined
  if (rowsSeed === undefined && stage !== undefined && asked.refused !== 'everywhere')
    return [
      `Spark ${refusing ? 'refuses it' : 'fails'}: if that is meant, it is a case of refusedEverywhere`,
      error,
    ]
  if (rowsSeed === undefined && stage === undefined && asked.refused === 'everywhere')
    return ['Spark answers it']
  switch (ours.kind) {
    case 'refused': {
      const blamed = ours.diagnostics.find(({ code }) => /^MR201[35]$/.test(code))
      if (blamed !== undefined && stage !== 'analysis')
        return [`we say that ${blamed.message}; it does not`, error]
      if (asked.refused !== undefined) return undefined
      const reasons = ours.diagnostics.map(({ code, message }) => `${code} ${message}`)
      return ['we refuse it, Spark answers', ...reasons, `Spark's types: ${spark.types?.join(', ')}`]
    }
    case 'unbound':
      return stage === undefined
        ? ['the engine does not bind it, Spark answers', ours.message, here]
        : undefined
    case 'failed':
      if (stage === 'run' && asked.ansi === true && !ours.message.includes(`[${spark.named ?? ''}`))
        return [`it fails, but not with [${spark.named ?? ''}] as Spark does`, ours.message]
      if (stage === 'run') return undefined
      return [`it fails at run time; Spark ${refusing ? 'refuses it before' : 'answers'}`, ours.message, here]
    case 'written': {
      if (stage !== undefined)
        return [refusing ? 'we answer what Spark refuses' : 'we answer, Spark fails at run time', error, here]
      const lower = (names: readonly string[] | undefined) => names?.join(', ').toLowerCase()
      const facts = [
        ...different('names', lower(ours.names), lower(spark.columns)),
        ...different('names in the engine', lower(ours.engineNames ?? spark.fileNames), lower(ours.names)),
        ...different('declared types', ours.types.join(', '), spark.types?.join(', ')),
        ...differentTypes(spark.fileTypes ?? [], spark.types ?? []),
        ...different('number of rows', String(spark.fileCount), String(spark.count)),
        ...(spark.disordered === undefined ? [] : [`another row stands at place ${spark.disordered}`]),
      ]
      const rows = (spark.differences ?? []).map(({ id, ours: own, spark: theirs }) =>
        [
          id === null ? 'row' : `id ${id}`,
          ...(id !== null && inputs.has(id) ? [`of ${inputs.get(id)}`] : []),
          `ours ${own === null ? 'missing' : own.join(' | ')}`,
          `Spark ${theirs === null ? 'missing' : theirs.join(' | ')}`,
        ].join('; '),
      )
      const differing = spark.differing ?? 0
      if (facts.length + differing === 0)
        return asked.refused === 'here' && rowsSeed === undefined
          ? ['both agree: it is no case of refusedHere']
          : undefined
      return [...facts, ...(differing === 0 ? [] : [`${differing} rows differ`]), ...rows, here]
    }
  }
}

const different = (what: string, ours: string | undefined, spark: string | undefined): readonly string[] =>
  ours === spark ? [] : [`${what}: ours ${ours}, Spark ${spark}`]

/** A column of no type is written as whatever the engine likes: only its NULLs count. */
const differentTypes = (ours: readonly string[], spark: readonly string[]): readonly string[] => {
  if (ours.length !== spark.length) return [`${ours.length} columns written, Spark has ${spark.length}`]
  return ours.flatMap((type, i) => {
    const theirs = spark[i] ?? ''
    return theirs.includes('void') ? [] : different(`written type of column ${i + 1}`, type, theirs)
  })
}
