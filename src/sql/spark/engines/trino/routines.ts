import { type Sql, trusted } from '../../../quote.ts'

/**
 * A function that stands at the head of the statement that calls it, since Trino keeps nothing for a session. Its name
 * begins with `spark_`; it may call others. Arguments are evaluated once.
 */
export type Routine = { readonly name: string; readonly text: string }

export const routine = (name: string, parameters: string, returns: string, body: string): Routine => ({
  name,
  text: `FUNCTION ${name}(${parameters}) RETURNS ${returns} RETURN (${body})`,
})

/** A statement with the routines that it calls at its head, each behind those that it calls itself. */
export const withRoutines = (statement: string, known: ReadonlyMap<string, Routine>): Sql => {
  const needed = new Map<string, string>()
  const visit = (text: string): void => {
    for (const [name] of text.matchAll(/\bspark_\w+/g)) {
      const found = known.get(name)
      if (found === undefined || needed.has(name)) continue
      visit(found.text.slice(found.text.indexOf(' RETURN ')))
      needed.set(name, found.text)
    }
  }
  visit(statement)
  return trusted(needed.size === 0 ? statement : `WITH ${[...needed.values()].join(', ')} ${statement}`)
}
