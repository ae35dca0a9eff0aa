import type { Span } from './tree.ts'

/** A use of Spark SQL that is known to differ here, so it is refused; the hint says what to write instead. */
export class Refused extends Error {
  override readonly name: string = 'Refused'
  readonly hint: string | undefined
  /** Where it stands in the statement: told by the innermost expression around it that knows. */
  span: Span | undefined
  /** A word that the author wrote, where the tree that is read does not know its place. */
  readonly word: string | undefined
  constructor(what: string, hint?: string, word?: string) {
    super(what)
    this.hint = hint
    this.word = word
  }
}

/** What Spark refuses, too, before it runs: operands of types that do not go together, a name that may be several. */
export class Mistaken extends Refused {
  override readonly name: string = 'Mistaken'
}

/** What Spark refuses whatever the types are: a clause that it has not, an aggregate in WHERE. */
export class Misformed extends Mistaken {
  override readonly name = 'Misformed'
}

/** A mismatch of types. Spark takes NULL in many of them, and text beside intervals: those are refused here alone. */
export const mismatch = (
  what: string,
  types: readonly { readonly kind: string }[],
  hint?: string,
): Refused => {
  const kinds = types.map(({ kind }) => kind)
  const beside = kinds.includes('string') && (kinds.includes('day_time') || kinds.includes('year_month'))
  return kinds.includes('null') || beside ? new Refused(what, hint) : new Mistaken(what, hint)
}

/** What the engine's regular expressions have no word for, and JavaScript's have. */
export class Lacking extends Refused {
  override readonly name = 'Lacking'
}
