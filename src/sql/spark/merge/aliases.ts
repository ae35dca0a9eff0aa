import { editText, type SourceText, type TextEdit } from '../../source-text.ts'
import { isName, isSymbol, type NestedToken, nestedTokens } from '../parse/nested-tokens.ts'

/** Another spelling of an alias, and the alias. */
export type Synonym = { readonly spelling: string; readonly alias: string }

/**
 * The texts with each synonym before a dot replaced by the alias that it stands for. A synonym counts only where no
 * text uses the alias itself: then the author means a column of that name. Other spellings cost no place.
 */
export const replaceSynonyms = (
  texts: readonly SourceText[],
  synonyms: readonly Synonym[],
): readonly SourceText[] => {
  const qualifiers = texts.map(({ text }) => qualifiersOf(text))
  const used = new Set(qualifiers.flat().map(({ text }) => text.toLowerCase()))
  const meant = synonyms.filter(({ alias }) => !used.has(alias))
  return texts.map((text, i) => {
    const edits = (qualifiers[i] ?? []).flatMap(({ text: word, offset, end }): readonly TextEdit[] => {
      const synonym = meant.find(({ spelling }) => spelling === word.toLowerCase())
      return synonym === undefined ? [] : [{ start: offset, end, text: synonym.alias }]
    })
    return editText(text, edits)
  })
}

/** Names that stand first in a dotted one. */
const qualifiersOf = (text: string): readonly NestedToken[] => {
  const scanned = nestedTokens(text)
  if (scanned.kind === 'unclosed') return []
  return scanned.tokens.filter((token, i) => {
    const next = scanned.tokens[i + 1]
    return isName(token) && !token.isMember && next !== undefined && isSymbol(next, '.')
  })
}
