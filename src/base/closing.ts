/**
 * Things that are closed together, the last one first. Node has a class for this from version 24 on; until that is the
 * oldest one supported, this does what is needed of it.
 */
export type Closing = AsyncDisposable & {
  /** Closes it with the rest, and returns it. */
  readonly use: <T extends AsyncDisposable>(thing: T) => T
  /** Runs this with the rest. */
  readonly defer: (close: () => unknown) => void
  /** Hands all of them on: who disposes the result closes them. */
  readonly move: () => AsyncDisposable
}

export const closing = (): Closing => {
  let closers: readonly (() => unknown)[] = []
  const closeAll = async (some: readonly (() => unknown)[]): Promise<void> => {
    const failures: unknown[] = []
    for (const close of some.toReversed())
      try {
        await close()
      } catch (cause) {
        failures.push(cause)
      }
    // The first failure is the one to tell; the others come from what was left open by it.
    if (failures.length > 0) throw failures[0]
  }
  return {
    use: (thing) => {
      closers = [...closers, () => thing[Symbol.asyncDispose]()]
      return thing
    },
    defer: (close) => {
      closers = [...closers, close]
    },
    move: () => {
      const moved = closers
      closers = []
      return { [Symbol.asyncDispose]: () => closeAll(moved) }
    },
    [Symbol.asyncDispose]: () => closeAll(closers),
  }
}
