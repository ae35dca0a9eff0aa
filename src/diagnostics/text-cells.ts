/** A tab is shown as blanks of this width, so that the mark below a line stands where it should. */
const tab = '    '

/** `text` as a terminal shows it safely: tabs as blanks, control characters as a replacement character. */
export const shownCells = (text: string): string =>
  text.replaceAll('\t', tab).replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD')

/** How many columns of a terminal `shownCells(text)` takes: two for wide characters, none for combining ones. */
export const cellWidth = (text: string): number => {
  let width = 0
  for (const { segment } of segmenter.segment(shownCells(text))) width += widthOf(segment)
  return width
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

const widthOf = (grapheme: string): number => {
  if (/^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u.test(grapheme)) return 0
  return /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u.test(grapheme) || wide.test(grapheme) ? 2 : 1
}

// East Asian Width W and F: Hangul, kana, ideographs, full-width forms. Source: Unicode Standard Annex 11.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u
