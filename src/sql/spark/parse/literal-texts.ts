import type { Rendered } from '../scope.ts'

/** The text that literals make when they are joined: as good as one literal. */
export const joinedLiteral = (parts: readonly Rendered[]): string | undefined =>
  parts.every(({ literal }) => literal !== undefined)
    ? parts.map(({ literal }) => literal ?? '').join('')
    : undefined

/** The texts that one of several results may be, where all are literals or NULL. */
export const choicesOf = (results: readonly Rendered[]): readonly string[] | undefined => {
  const texts = results.map(({ type, literal, choices }) =>
    type.kind === 'null' ? [] : literal === undefined ? choices : [literal],
  )
  return texts.every((found) => found !== undefined) ? [...new Set(texts.flat())] : undefined
}
