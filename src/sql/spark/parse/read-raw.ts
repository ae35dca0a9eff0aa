import { isFields, listOf, open, Unsupported } from './node.ts'

const notBlank = /\S/

/**
 * The parser leaves `NOT a LIKE b` as a text of its own spelling. What stands behind NOT is parsed alone, at the place
 * that it has in the statement, so that spans stay.
 */
export const readRaw = (
  text: string,
  raw: string,
  parse: (text: string) => { readonly success: boolean; readonly ast?: unknown },
): unknown => {
  const places = Array.from(text, (char, at) => ({ char, at })).filter(({ char }) => notBlank.test(char))
  const squeezed = places.map(({ char }) => char).join('')
  const wanted = raw.replaceAll(/\s/g, '')
  const first = squeezed.indexOf(wanted)
  const [start, end] = [places[first + 'NOT'.length]?.at, places[first + wanted.length - 1]?.at]
  const head = 'SELECT '
  if (!/^not\b/i.test(raw) || first < 0 || start === undefined || end === undefined || start < head.length)
    throw new Unsupported('this NOT')
  const { success, ast } = parse(`${head.padStart(start)}${text.slice(start, end + 1)}`)
  const [statement] = success && Array.isArray(ast) ? ast : []
  const select = isFields(statement) ? open(statement) : undefined
  const [operand, ...others] = select?.kind === 'select' ? listOf(select.fields, 'expressions') : []
  if (operand === undefined || others.length > 0) throw new Unsupported('this NOT')
  return operand
}
