/** What one benchmark measured. `ratio` is how many times its floor it took. */
export type BenchResult = {
  readonly name: string
  readonly goal: string
  readonly measured: Record<string, number>
  readonly ratio?: number
  readonly met: boolean
}

/** A benchmark: the default export of every other file of this folder. */
export type Bench = {
  readonly name: string
  readonly goal: string
  readonly run: () => Promise<BenchResult>
}
