import {
  type AccessChange,
  type ColumnChange,
  isBreaking,
  type ResourceChange,
  type Review,
  type StepChange,
} from '../../review/index.ts'
import { escapeControls, paint } from '../../tui/index.ts'
import { pointName, shortTask } from './lineage-text.ts'

/** The line that says how bad it is. */
export const verdictText = ({ columns, access, verdicts }: Review): string => {
  if (verdicts.length === 0) return 'safe: nothing that is read goes away, and nobody sees more than before'
  const breaking = columns.filter(isBreaking).length
  const loosened = access.filter(({ direction }) => direction === 'loosened').length
  return [
    ...(loosened === 0 ? [] : [`access loosened in ${loosened} ${loosened === 1 ? 'place' : 'places'}`]),
    ...(breaking === 0 ? [] : [`breaking in ${breaking} ${breaking === 1 ? 'place' : 'places'}`]),
  ].join(', ')
}

type Section = { readonly title: string; readonly style: 'bad' | 'plain'; readonly lines: readonly string[] }

/** Loosened access first, then what breaks, then what is only different. */
const sections = (review: Review): readonly Section[] => {
  const loosened = review.access.filter(({ direction }) => direction === 'loosened')
  const others = review.access.filter(({ direction }) => direction !== 'loosened')
  const [breaking, columns] = [
    review.columns.filter(isBreaking),
    review.columns.filter((change) => !isBreaking(change)),
  ]
  const all: readonly Section[] = [
    { title: 'Access loosened', style: 'bad', lines: loosened.map(accessLine) },
    { title: 'Breaking', style: 'bad', lines: breaking.map(columnLine) },
    { title: 'Access', style: 'plain', lines: others.map(accessLine) },
    { title: 'Columns', style: 'plain', lines: columns.map(columnLine) },
    { title: 'SQL', style: 'plain', lines: review.steps.flatMap(stepLines) },
    { title: 'Resources', style: 'plain', lines: review.resources.flatMap(resourceLines) },
    {
      title: 'Written again',
      style: 'plain',
      lines: review.rebuilt.map(
        ({ task, dataset, rows }) => `${pointName({ dataset })}: ${rows} (${shortTask(task)})`,
      ),
    },
    { title: 'Affected', style: 'plain', lines: review.affected.map((each) => affectedName(each)) },
  ]
  return all.filter(({ lines }) => lines.length > 0)
}

const accessLine = ({ reader, dataset, column, before, after, because }: AccessChange): string =>
  `${reader} reads ${pointName({ dataset, column })}: ${before} → ${after}${because === undefined ? '' : ` (${because})`}`

const columnLine = ({ dataset, column, action, before, after, readers }: ColumnChange): string => {
  const name = column === undefined ? pointName({ dataset }) : pointName({ dataset, column })
  const read = readers.length === 0 ? '' : `; read by ${readers.map(affectedName).join(', ')}`
  switch (action) {
    case 'added':
      return `${name} is new${after === undefined || after === '' ? '' : `, ${after}`}`
    case 'removed':
      return `${name} is gone${read === '' ? '; nothing here reads it' : read}`
    case 'retyped':
      return `${name} was ${before}, is ${after}${read}`
    case 'derived otherwise':
      return `${name} comes from ${originNames(after)} instead of ${originNames(before)}`
  }
}

const originNames = (origins: string | undefined): string => {
  if (origins === undefined || origins === '') return 'no column'
  return origins
    .split(', ')
    .map((origin) => affectedName(origin))
    .join(', ')
}

const affectedName = (text: string): string =>
  text.startsWith('dataos://') ? pointName({ dataset: text }) : text

const stepLines = ({ task, step, action, changes }: StepChange): readonly string[] => [
  `${shortTask(task)}, ${step}${action === 'changed' ? ':' : ` is ${action === 'added' ? 'new' : 'gone'}`}`,
  ...changes.map(({ within, kind, name, before, after }) => {
    const what = `${kind}${name === '' ? '' : ` ${name}`}${within === '' ? '' : ` in ${within}`}`
    if (before === undefined) return `  ${what} added: ${after}`
    if (after === undefined) return `  ${what} removed: ${before}`
    return `  ${what}: ${before} → ${after}`
  }),
]

const resourceLines = ({ type, name, action, fields }: ResourceChange): readonly string[] => {
  if (action !== 'changed') return [`${type} ${name} is ${action === 'added' ? 'new' : 'gone'}`]
  return [
    `${type} ${name}:`,
    ...fields.map(({ path, before, after }) => {
      if (before === undefined) return `  ${path} added: ${valueText(after)}`
      if (after === undefined) return `  ${path} removed: ${valueText(before)}`
      return `  ${path}: ${valueText(before)} → ${valueText(after)}`
    }),
  ]
}

const valueText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const line = escapeControls(text.replaceAll('\n', ' ⏎ '))
  return line.length > 160 ? `${line.slice(0, 157)}…` : line
}

export const reviewText = (review: Review, colour: boolean): string => {
  const isBad = review.verdicts.length > 0
  const body = sections(review).map(
    ({ title, style, lines }) =>
      `\n${paint(title, style === 'bad' ? 'bad' : 'strong', colour)}\n${lines.map((line) => `  ${line}\n`).join('')}`,
  )
  return `${paint(verdictText(review), isBad ? 'bad' : 'good', colour)}\n${body.join('')}`
}

/** For a comment on a pull request: what is bad stands open, the rest is folded. */
export const reviewMarkdown = (review: Review): string => {
  const body = sections(review).map(({ title, style, lines }) => {
    const list = lines
      .map((line) => `${line.startsWith('  ') ? '  ' : ''}- ${escaped(line.trim())}\n`)
      .join('')
    return style === 'bad'
      ? `\n### ${title}\n\n${list}`
      : `\n<details><summary>${title} (${lines.filter((line) => !line.startsWith('  ')).length})</summary>\n\n${list}\n</details>\n`
  })
  return `**Millrace: ${verdictText(review)}**\n${body.join('')}`
}

const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>|]/g, (character) => `\\${character}`)

/** Annotations of a GitHub workflow. */
export const reviewGithub = (review: Review): string =>
  sections(review)
    .flatMap(({ title, style, lines }) =>
      lines
        .filter((line) => !line.startsWith('  '))
        .map((line) => `::${style === 'bad' ? 'error' : 'notice'} title=${title}::${annotation(line)}\n`),
    )
    .join('')

const annotation = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
