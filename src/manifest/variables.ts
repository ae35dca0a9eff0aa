import { type OffsetMap, offsetMapBuilder } from './yaml/offset-map.ts'

/** How `${NAME}` is answered. */
export type Variables = {
  readonly values: Readonly<Record<string, string>>
  /** Leave every `$` alone. */
  readonly areDisabled?: boolean
  /** Also fill in `$NAME` without braces, where no word character stands before it. */
  readonly fillBareNames?: boolean
}

/** Templates of another system that a text may hold: none, those in braces, or whatever stands there. */
export type Templates = 'none' | 'braces' | 'all'

/**
 * What could not be filled in: a name without a value, a name that no variable can have, text left for a human, a value
 * that is nothing but `$NAME`, which looks like a variable and is none, and an address with a page's brackets around it.
 */
export type VariableProblem = {
  readonly kind: 'unset' | 'illegal' | 'placeholder' | 'bare' | 'link'
  /** The name of a variable, the placeholder as written, or the address. */
  readonly text: string
  readonly offset: number
  readonly length: number
}

export type Filling = { readonly map: OffsetMap; readonly problems: readonly VariableProblem[] }

// In order: the escape, the two forms of documentation placeholders, a name in braces, a bare name.
const occurrence =
  /\$\$\{(?!\{)|\$\{\{[^\n]*?\}\}|\{\{[^{}\n]*\}\}|\$\{([^{}\n]*)\}|(?<![\w$])\$([A-Za-z_]\w*)/g

/** True where `text` may hold something for `fillIn`; false is certain. */
export const mayHoldVariables = (text: string, fillBareNames = false): boolean =>
  fillBareNames ? /\$|\{\{|<[A-Za-z]/.test(text) : /\$[{A-Z_]|\{\{|<[A-Za-z]/.test(text)

/**
 * `text` with its variables filled in. `$${NAME}` is the literal `${NAME}`; `$|name|`, `$1`, `${!json()}` and every
 * other `$` stay as they are. Where something cannot be filled in it stays as written and is reported.
 */
export const fillIn = (text: string, variables: Variables, templates: Templates = 'none'): Filling => {
  const builder = offsetMapBuilder()
  const problems: VariableProblem[] = []
  let from = 0
  const replace = (offset: number, length: number, by: string) => {
    builder.copy(text, from, offset)
    builder.put(by, offset, offset + length)
    from = offset + length
  }
  for (const match of text.matchAll(occurrence)) {
    const [written, braced, bare] = match
    const at = { offset: match.index, length: written.length }
    const name = braced ?? bare
    if (variables.areDisabled && written.includes('$')) continue
    if (written === '$${') replace(at.offset, at.length, '${')
    else if (name === undefined) {
      const isTemplate = templates !== 'none' && !written.startsWith('$')
      if (!isTemplate) problems.push({ kind: 'placeholder', text: written, ...at })
    } else if (bare !== undefined && !variables.fillBareNames) {
      if (isBareVariable(text)) problems.push({ kind: 'bare', text: bare, ...at })
    } else if (/^[A-Za-z_]\w*$/.test(name)) {
      const value = Object.hasOwn(variables.values, name) ? variables.values[name] : undefined
      if (value === undefined) problems.push({ kind: 'unset', text: name, ...at })
      else replace(at.offset, at.length, value)
    } else if (isMeantAsName(name, written === text.trim()))
      problems.push({ kind: 'illegal', text: name, ...at })
  }
  if (templates !== 'all') problems.push(...angled(text))
  builder.copy(text, from, text.length)
  return { map: builder.finish(text.length), problems }
}

/** `${!json()}` and `${1}` belong to others. What stands alone in a value is meant to be filled in, whatever it says. */
const isMeantAsName = (name: string, isAlone: boolean): boolean =>
  /^[A-Za-z_]/.test(name) || (isAlone && !/^(?:!.*|\d*)$/.test(name))

/** A value that is nothing but `$NAME`, as an environment variable is written: the text of no regex and no SQL. */
export const isBareVariable = (text: string): boolean => /^\$[A-Z_][A-Z0-9_]*$/.test(text.trim())

/** What a page writes to make an address a link. */
const isBracketedLink = (text: string): boolean => /^<(?:https?:\/\/|mailto:)[^<>\s]+>$/.test(text)

/** `<name>` alone, or as a part of a word such as a path. After a letter it is a type: `array<string>`. */
const angled = (text: string): readonly VariableProblem[] => {
  if (!text.includes('<')) return []
  if (isBracketedLink(text))
    return [{ kind: 'link', text: text.slice(1, -1), offset: 0, length: text.length }]
  if (/^<[A-Za-z][^<>\n]*>$/.test(text)) return [placeholderAt(text, 0)]
  const holes = Array.from(text.matchAll(/(?<![\w<>])<[A-Za-z][\w-]*(?: [\w-]+)*>(?!>)/g))
  const around = text.replaceAll(/<[A-Za-z][\w -]*>/g, '')
  return /\s|[<>]/.test(around) ? [] : holes.map((match) => placeholderAt(match[0], match.index))
}

const placeholderAt = (text: string, offset: number): VariableProblem => ({
  kind: 'placeholder',
  text,
  offset,
  length: text.length,
})
