import type { Engine } from '../engines/engine.ts'
import type { Argument } from '../spark-types/typed.ts'

/**
 * Renderings and their macros name arguments several times, so calls inside of calls would grow beyond what the engine
 * plans in time; and where they put them into a lambda, there may be no subquery.
 */
export const boundOnce = (
  once: NonNullable<Engine['once']>,
  texts: readonly string[],
  args: readonly Argument[],
  write: (texts: readonly string[], args: readonly Argument[]) => string,
): string => {
  const values = args.flatMap(({ sql, lambda }, i) => (lambda === undefined ? [texts[i] ?? '', sql] : []))
  const large = [...new Set([...values, ...texts.slice(args.length)].filter(isLarge))]
  if (large.length === 0) return write(texts, args)
  return once(large, (names) => {
    const named = new Map(large.map((text, i) => [text, names[i] ?? text]))
    const short = (text: string): string => named.get(text) ?? text
    return write(
      texts.map(short),
      args.map((argument) => ({ ...argument, sql: short(argument.sql) })),
    )
  })
}

const isLarge = (text: string): boolean =>
  !text.startsWith("'") &&
  (text.length > 1500 || text.includes('(SELECT ') || (text.match(/\bspark_\w+\(/g)?.length ?? 0) > 4)
