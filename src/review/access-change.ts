import type { Place } from '../diagnostics/index.ts'
import type { Reader } from './readers.ts'
import type { Direction } from './shown.ts'

/** That a reader sees more, less or something else than before: of a column, of rows, or by a rule of access. */
export type AccessChange = {
  readonly kind: 'column' | 'rows' | 'rule'
  readonly reader: string
  /** The canonical address; of a rule, what it is about. */
  readonly dataset: string
  readonly column: string | undefined
  /** Of a rule: what may be done. */
  readonly verbs: readonly string[] | undefined
  readonly direction: Direction
  readonly before: string
  readonly after: string
  /** The policy that decides now, or what else lets the value through. */
  readonly because: string | undefined
  readonly place: Place | undefined
}

/** What is found for a reader; stand-ins are left out where somebody who has their tags, or some of them, tells it. */
export const accessFindings = () => {
  const found: AccessChange[] = []
  const told = new Map<string, (readonly string[])[]>()
  return {
    found,
    add: ({ name, after: { tags }, isDeclared }: Reader, change: Omit<AccessChange, 'reader'>): void => {
      const { kind, dataset, column, verbs, before, after } = change
      const key = JSON.stringify([kind, dataset, column, verbs, before, after])
      const others = told.get(key) ?? []
      const isTold =
        !isDeclared &&
        tags.length > 0 &&
        others.some((other) => isWithin(tags, other) || isWithin(rolesOf(other), tags))
      if (isTold) return
      told.set(key, [...others, tags])
      found.push({ reader: name, ...change })
    },
  }
}

export type AccessFindings = ReturnType<typeof accessFindings>

/** What others may have too. */
const rolesOf = (tags: readonly string[]): readonly string[] =>
  tags.length === 1 ? tags : tags.filter((tag) => !tag.startsWith('users:id:'))

const isWithin = (some: readonly string[], all: readonly string[]): boolean =>
  some.length > 0 && some.every((tag) => all.includes(tag))
