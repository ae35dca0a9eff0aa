/** The UTF-16 offset of a byte offset into the UTF-8 form of `text`; the end where it lies beyond. */
export const utf8Offset = (text: string, bytes: number): number => {
  let offset = 0
  let seen = 0
  for (const character of text) {
    if (seen >= bytes) break
    const point = character.codePointAt(0) ?? 0
    seen += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    offset += character.length
  }
  return offset
}

/** The UTF-16 offset of a count of code points. */
export const codePointOffset = (text: string, points: number): number =>
  Array.from(text).slice(0, Math.max(0, points)).join('').length
