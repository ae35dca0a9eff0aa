import { Refused } from '../refusals.ts'

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: string }
  | { readonly kind: 'all' }

/** The steps of a path; undefined where Spark finds none in it. Source: JsonPathParser. */
export const stepsOf = (path: string): readonly Step[] | undefined => {
  if (!path.startsWith('$')) return undefined
  const steps: Step[] = []
  for (let rest = path.slice(1); rest !== ''; ) {
    const found = /^\[(?<index>\d+)\]|^\[(?<all>\*)\]|^\['(?<quoted>[^'?]+)'\]|^\.(?<name>[^.[]+)/.exec(rest)
    if (found === null) {
      // Only there does its parser take blanks; elsewhere they end what it takes for a path.
      if (/^\s|^\[\s+\d/.test(rest))
        throw new Refused('a JSON path with blanks between its parts', `write it without: ${path}`)
      return undefined
    }
    const { index, all, quoted, name } = found.groups ?? {}
    const member = quoted ?? name
    if (all !== undefined) steps.push({ kind: 'all' })
    else if (index !== undefined) steps.push({ kind: 'index', index })
    // Spark reads these as any member, and then finds none.
    else if (member === '*' || name?.startsWith('*') === true) return undefined
    else if (member !== undefined) {
      if (/^\s|\\/.test(member)) throw new Refused(`the JSON path ${path}`)
      steps.push({ kind: 'name', name: member })
    }
    rest = rest.slice(found[0].length)
  }
  return steps
}

/** A member's name in the engine's paths. */
export const member = (name: string): string => `."${name.replaceAll('"', '\\"')}"`

/** The path as the engine reads it. */
export const enginePath = (steps: readonly Step[]): string => {
  const written = steps.map((step) =>
    step.kind === 'name' ? member(step.name) : step.kind === 'index' ? `[${step.index}]` : '[*]',
  )
  return `$${written.join('')}`
}

/**
 * The engine's path for one that stands in a row, behind a letter: `n` where it leads to a member, `e` to an element or
 * the whole; behind `w` the path itself, which has [*]. Empty where Spark finds no path.
 */
export const jsonPathOfRow = ([path = '']: readonly string[]): string => {
  const steps = stepsIn(path)
  if (steps === undefined) return ''
  if (steps.some(({ kind }) => kind === 'all')) return `w${path}`
  return `${steps.at(-1)?.kind === 'name' ? 'n' : 'e'}${enginePath(steps)}`
}

/** Data is not shown in messages: who reads them may not see the column. */
const stepsIn = (path: string): readonly Step[] | undefined => {
  try {
    return stepsOf(path)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Error('a JSON path in a row has blanks between its parts, or a backslash', { cause: error })
  }
}
