/**
 * A queue between producers that never wait and one consumer that iterates. `close` ends the iteration after what is
 * queued; `fail` ends it with an error.
 */
export type Channel<T> = AsyncIterable<T> & {
  readonly push: (item: T) => void
  readonly close: () => void
  readonly fail: (reason: unknown) => void
}

type End = { readonly kind: 'closed' } | { readonly kind: 'failed'; readonly reason: unknown }

export const channel = <T>(): Channel<T> => {
  const queue: T[] = []
  let end: End | undefined
  let wake: (() => void) | undefined
  const changed = () => {
    wake?.()
    wake = undefined
  }
  return {
    push: (item) => {
      queue.push(item)
      changed()
    },
    close: () => {
      end ??= { kind: 'closed' }
      changed()
    },
    fail: (reason) => {
      end ??= { kind: 'failed', reason }
      changed()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (queue.length > 0) yield queue.shift() as T
        if (end?.kind === 'failed') throw end.reason
        if (end?.kind === 'closed') return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
