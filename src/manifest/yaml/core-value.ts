/**
 * What a plain scalar with this text means in the YAML 1.2 core schema: null, a boolean, a number or the text itself.
 * Dates, yes and no stay text. Source: YAML 1.2.2, chapter 10.3.2.
 */
export const coreValue = (text: string): string | number | boolean | null => {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  if (/^0o[0-7]+$/.test(text)) return Number.parseInt(text.slice(2), 8)
  if (/^0x[0-9a-fA-F]+$/.test(text)) return Number.parseInt(text.slice(2), 16)
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) {
    const number = Number(text)
    // What overflows is no number to the parser either.
    return Number.isFinite(number) ? number : text
  }
  const infinity = /^([-+]?)\.(?:inf|Inf|INF)$/.exec(text)
  if (infinity !== null) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : text
}
