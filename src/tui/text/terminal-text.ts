/** Columns that a text takes on a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks. */
export const displayWidth = (text: string): number => {
  if (narrow.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment)
  return width
}

/** At most `width` columns of the text; where something is cut, the last column is an ellipsis. */
export const cutToWidth = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text
  if (width <= 0) return ''
  let kept = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    const next = graphemeWidth(segment)
    if (used + next > width - 1) break
    kept += segment
    used += next
  }
  return `${kept}…`
}

/** The text with spaces up to `width` columns; a longer text is left as it is. */
export const padToWidth = (
  text: string,
  width: number,
  align: 'left' | 'right' | 'centre' = 'left',
): string => {
  const missing = Math.max(0, width - displayWidth(text))
  if (align === 'left') return text + ' '.repeat(missing)
  if (align === 'right') return ' '.repeat(missing) + text
  const before = Math.floor(missing / 2)
  return ' '.repeat(before) + text + ' '.repeat(missing - before)
}

/**
 * The text with everything that a terminal would obey made visible: control characters (C0, DEL, C1), line and
 * paragraph separators, and the marks that turn the direction of writing. Data must not move the cursor, set the
 * clipboard or show one thing and mean another.
 */
export const escapeControls = (text: string): string =>
  obeyed.test(text) ? text.replace(allObeyed, visible) : text

/** The text on one line: line breaks and the indent after them become one space, other controls become visible. */
export const oneLine = (text: string): string => escapeControls(text.replace(/\s*[\r\n]+\s*/g, ' ').trim())

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const narrow = /^[\u0020-\u007e]*$/
const invisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u
const emoji = /\p{Emoji_Presentation}|\ufe0f|\p{RI}/u
// The blocks whose East Asian Width (UAX 11) is W or F; emoji are found by their own property.
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u

const graphemeWidth = (grapheme: string): number => {
  if (narrow.test(grapheme)) return grapheme.length
  if (invisible.test(grapheme)) return 0
  return emoji.test(grapheme) || wide.test(grapheme) ? 2 : 1
}

const obeyed = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u
const allObeyed = new RegExp(obeyed.source, 'gu')
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const visible = (character: string): string => {
  const known = named[character]
  if (known !== undefined) return known
  const hex = (character.codePointAt(0) ?? 0).toString(16)
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`
}
