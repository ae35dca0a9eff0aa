/** A broken invariant of Millrace itself. Nothing below the command line catches it. */
export class Bug extends Error {
  override readonly name = 'Bug'
}

/** Marks a branch that the types say cannot be reached. */
export const unreachable = (value: never): never => {
  throw new Bug(`unexpected value ${JSON.stringify(value)}`)
}
