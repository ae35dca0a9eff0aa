import { type Diagnostic, diagnose, type Place } from '../diagnostics/index.ts'

type Rule = { readonly pattern: RegExp; readonly longest: number; readonly says: string }

// The attribute page needs two characters; one is accepted because nothing is gained by refusing it.
const general: Rule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 48,
  says: 'lower-case letters, digits and dashes, no dash at either end',
}
const node: Rule = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  longest: 48,
  says: 'lower-case letters, digits and dashes, starting with a letter',
}
const depot: Rule = {
  pattern: /^[a-zA-Z][a-zA-Z0-9_-]*$/,
  longest: 48,
  says: 'letters and digits, starting with a letter',
}
const rules: Readonly<Record<string, Rule>> = { node, depot, workspace: { ...node, longest: 32 } }

/** Names that become names of catalogs in SQL. */
const undashed = new Set(['depot', 'cluster'])

/** Names that DataOS extends by a suffix for each run. */
const suffixed = new Set(['workflow', 'node'])

/** The name rules of DataOS for a resource type, a node or a workspace. */
export const checkName = (what: string, name: string, place: Place): readonly Diagnostic[] => {
  const rule = rules[what] ?? general
  if (name.length > rule.longest) {
    const says = `it has ${name.length} characters, at most ${rule.longest} are allowed`
    return [diagnose('MR1304', { what, name, rule: says }, place)]
  }
  if (!rule.pattern.test(name))
    return [diagnose('MR1304', { what, name, rule: `${rule.says}${offending(name, rule)}` }, place)]
  if (undashed.has(what) && !/^[a-z][a-z0-9]*$/.test(name)) return [diagnose('MR1305', { what, name }, place)]
  if (suffixed.has(what) && name.length > 30) return [diagnose('MR1306', { what, name }, place)]
  return []
}

/** The first character that the rule has no place for, said with its position; nothing where only an end is wrong. */
const offending = (name: string, { pattern }: Rule): string => {
  const characters = Array.from(name)
  // Between two letters every character that a name may hold is allowed.
  const at = characters.findIndex((character) => !pattern.test(`a${character}a`))
  const character = characters[at]
  return character === undefined ? '' : `; character ${at + 1} is ${JSON.stringify(character)}`
}
