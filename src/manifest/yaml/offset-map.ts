/**
 * A run of text that knows where it came from. `verbatim`: character i of the run is character i of its origin;
 * otherwise the whole run (an escape, a folded line break, a filled-in variable) stands for the whole origin.
 */
type Run = { readonly at: number; readonly start: number; readonly end: number; readonly verbatim: boolean }

/** Text made from another text, and the way back from each of its characters. Ranges are half-open. */
export type OffsetMap = {
  readonly text: string
  /** The origin of the `length` characters at `offset`; empty, where the text stands still, for length 0. */
  readonly origin: (offset: number, length: number) => { readonly start: number; readonly end: number }
}

/** Collects runs in order. `finish` names the origin of the position just behind the last character. */
export const offsetMapBuilder = () => {
  const runs: Run[] = []
  const pieces: string[] = []
  let at = 0
  const append = (text: string, start: number, end: number, verbatim: boolean) => {
    if (text === '') return
    runs.push({ at, start, end, verbatim })
    pieces.push(text)
    at += text.length
  }
  return {
    copy: (source: string, start: number, end: number) => append(source.slice(start, end), start, end, true),
    put: (text: string, start: number, end: number) => append(text, start, end, false),
    finish: (end: number): OffsetMap => mapOf(pieces.join(''), runs, end),
  }
}

const mapOf = (text: string, runs: readonly Run[], end: number): OffsetMap => {
  const startOf = (offset: number): number => {
    const run = offset < text.length ? runAt(runs, offset) : undefined
    return run === undefined ? end : run.verbatim ? run.start + (offset - run.at) : run.start
  }
  const endOf = (offset: number): number => {
    const run = runAt(runs, offset)
    return run === undefined ? end : run.verbatim ? run.start + (offset - run.at) + 1 : run.end
  }
  return {
    text,
    origin: (offset, length) => {
      const first = Math.min(Math.max(offset, 0), text.length)
      const start = startOf(first)
      const last = Math.min(first + length, text.length) - 1
      return { start, end: last < first ? start : Math.max(start, endOf(last)) }
    },
  }
}

const runAt = (runs: readonly Run[], offset: number): Run | undefined => {
  let low = 0
  let high = runs.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((runs[middle]?.at ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return runs[low]
}

/** The map of a text that is its own origin, or a slice of it. */
export const verbatimMap = (source: string, start = 0, end = source.length): OffsetMap => {
  const builder = offsetMapBuilder()
  builder.copy(source, start, end)
  return builder.finish(end)
}

/** First `inner`, whose origin is the text of `outer`, then `outer`. */
export const throughBoth = (inner: OffsetMap, outer: OffsetMap): OffsetMap => ({
  text: inner.text,
  origin: (offset, length) => {
    const between = inner.origin(offset, length)
    return outer.origin(between.start, between.end - between.start)
  },
})
