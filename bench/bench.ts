/** What one benchmark measured. `ratio` is how many times its floor it took. */
export type BenchResult = {
  readonly name: string
  readonly goal: string
  readonly measured: Record<string, number>
  readonly ratio?: number
  readonly met: boolean
}

/** How much of it, where that can be chosen: rows, or files. A goal is meant for the size that is the default. */
export type Scale = { readonly rows?: number }

/** A benchmark: the default export of every other file of this folder. */
export type Bench = {
  readonly name: string
  readonly goal: string
  readonly run: (scale?: Scale) => Promise<BenchResult>
}
