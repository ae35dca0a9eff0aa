/** A use of Spark SQL that is known to differ here, so it is refused; the hint says what to write instead. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly hint: string | undefined
  constructor(what: string, hint?: string) {
    super(what)
    this.hint = hint
  }
}

/** What the engine's regular expressions have no word for, and JavaScript's have. */
export class Lacking extends Refused {}

/** A cast that Spark refuses, or that is not known to mean the same here. */
export class CastRefused extends Error {
  override readonly name = 'CastRefused'
}
