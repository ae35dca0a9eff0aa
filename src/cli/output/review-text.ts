import type { Review } from '../../review/index.ts'
import { paint } from '../../tui/index.ts'
import { type Item, type Section, sections, verdictText } from './review-lines.ts'

/** A review for people. What may be accepted shows by which name. */
export const reviewText = (review: Review, colour: boolean): string => {
  const isBad = review.verdicts.length > 0
  return `${paint(verdictText(review), isBad ? 'bad' : 'good', colour)}\n${reviewSections(review, colour)}`
}

/** The same without the line that judges it. */
export const reviewSections = (review: Review, colour: boolean): string =>
  sections(review)
    .map(
      ({ title, style, items }) =>
        `\n${paint(title, style === 'bad' ? 'bad' : 'strong', colour)}\n${items.map((item) => textItem(item, style, colour)).join('')}`,
    )
    .join('')

const textItem = ({ text, more, id }: Item, style: Section['style'], colour: boolean): string => {
  const shown = style === 'bad' ? paint(text, 'bad', colour) : text
  const named = style === 'bad' && id !== undefined ? `    ${paint(`accept as ${id}`, 'dim', colour)}\n` : ''
  return `  ${shown}\n${named}${more.map((each) => `    ${each}\n`).join('')}`
}

/** A plan for a comment: what it does to data and readers, and the plan itself folded. */
export const planMarkdown = (review: Review | undefined, plan: string): string => {
  const folded = `\n<details><summary>Plan</summary>\n\n${fenced(plan.slice(0, 16_000))}\n</details>\n`
  return review === undefined
    ? `**Millrace: a plan**\n${folded}`
    : `${reviewMarkdown(review, folded.length)}${folded}`
}

/** A fence longer than any in the text. */
const fenced = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`
}

/** Annotations of a plan. */
export const planGithub = (review: Review | undefined, line: string): string =>
  `${review === undefined ? '' : reviewGithub(review)}::notice title=Plan::${annotation(line)}\n`

/** What a comment on a pull request may hold, in characters. */
const mostCharacters = 65_536

/** For a comment on a pull request: what is bad stands open, the rest is folded; what does not fit is counted. */
export const reviewMarkdown = (review: Review, taken = 0): string => {
  let left = mostCharacters - 2_000 - taken
  const take = (text: string): boolean => {
    if (text.length > left) return false
    left -= text.length
    return true
  }
  const head = `**Millrace: ${verdictText(review)}**\n`
  take(head)
  const body = sections(review).map(({ title, style, items }) => {
    const lines = items.map(markdownItem)
    const end = lines.findIndex((text) => !take(text))
    const fitting = end < 0 ? lines : lines.slice(0, end)
    const missing = lines.length - fitting.length
    const list = `${fitting.join('')}${missing === 0 ? '' : `- … and ${missing} more\n`}`
    return style === 'bad'
      ? `\n### ${title}\n\n${list}`
      : `\n<details><summary>${title} (${items.length})</summary>\n\n${list}\n</details>\n`
  })
  return `${head}${body.join('')}`
}

const markdownItem = ({ text, more }: Item): string =>
  `- ${escaped(text)}\n${more.map((each) => `  - ${escaped(each)}\n`).join('')}`

// Names in the texts come from manifests: they must neither format the comment nor call people.
const escaped = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]<>|~#]/g, (character) => `\\${character}`).replaceAll('@', '@\u200b')

/** Annotations of a GitHub workflow, each at its place where it has one. */
export const reviewGithub = (review: Review): string =>
  sections(review)
    .flatMap(({ title, style, items }) =>
      items.map(({ text, more, place }) => {
        const at =
          place === undefined ? '' : `file=${property(place.file)},line=${place.line},col=${place.column},`
        const said = [text, ...more].join('\n')
        return `::${style === 'bad' ? 'error' : 'notice'} ${at}title=${property(title)}::${annotation(said)}\n`
      }),
    )
    .join('')

const annotation = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => annotation(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
