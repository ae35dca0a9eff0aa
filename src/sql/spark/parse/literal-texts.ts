import type { Rendered } from '../scope.ts'

const mostChoices = 16

/** What literals make when they are joined, as good as one literal, and the texts that choices among them make. */
export const joinedTexts = (parts: readonly Rendered[]): Pick<Rendered, 'literal' | 'choices'> => {
  if (parts.every(({ literal }) => literal !== undefined))
    return { literal: parts.map(({ literal }) => literal ?? '').join('') }
  let joined: readonly string[] = ['']
  for (const { literal, choices = literal === undefined ? undefined : [literal] } of parts) {
    if (choices === undefined || joined.length * choices.length > mostChoices) return {}
    joined = joined.flatMap((start) => choices.map((text) => start + text))
  }
  return { choices: [...new Set(joined)] }
}

/** The texts that one of several results may be, where all are literals or NULL. */
export const choicesOf = (results: readonly Rendered[]): readonly string[] | undefined => {
  const texts = results.map(({ type, literal, choices }) =>
    type.kind === 'null' ? [] : literal === undefined ? choices : [literal],
  )
  return texts.every((found) => found !== undefined) ? [...new Set(texts.flat())] : undefined
}
