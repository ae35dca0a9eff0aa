/** The line starts of a text; `at` turns an offset into line and column, both from 1. */
export type Lines = {
  readonly at: (offset: number) => { readonly line: number; readonly column: number }
}

/** Computed when first asked for: most files have nothing to report. */
export const linesOf = (text: string): Lines => {
  let starts: readonly number[] | undefined
  return {
    at: (offset) => {
      starts ??= lineStarts(text)
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= offset) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
    },
  }
}

const lineStarts = (text: string): readonly number[] => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
