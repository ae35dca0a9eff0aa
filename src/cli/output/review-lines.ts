import { spokenAddress } from '../../address.ts'
import type { Place } from '../../diagnostics/index.ts'
import {
  type AccessChange,
  type ColumnChange,
  isBreaking,
  type Judged,
  type ResourceChange,
  type Review,
  type StepChange,
} from '../../review/index.ts'
import { escapeControls } from '../../tui/index.ts'
import { shortTask } from './lineage-text.ts'

/** The line that says how bad it is. */
export const verdictText = ({ columns, resources, access, verdicts }: Review): string => {
  const accepted = [...columns, ...resources, ...access].filter(isAccepted).length
  const besides = accepted === 0 ? '' : ` (${accepted} accepted)`
  if (verdicts.length === 0)
    return `safe: nothing that is read goes away, and nobody sees more than before${besides}`
  const breaking = [...columns, ...resources].filter((each) => isBreaking(each) && !isAccepted(each)).length
  const loosened = access.filter((each) => isLoosened(each) && !isAccepted(each)).length
  return `${[
    ...(loosened === 0 ? [] : [`access loosened in ${loosened} ${loosened === 1 ? 'place' : 'places'}`]),
    ...(breaking === 0 ? [] : [`breaking in ${breaking} ${breaking === 1 ? 'place' : 'places'}`]),
  ].join(', ')}${besides}`
}

/** A finding in one line, and what belongs to it in further ones. */
export type Item = {
  readonly text: string
  readonly more: readonly string[]
  readonly place: Place | undefined
  readonly id?: string | undefined
}

export type Section = {
  readonly title: string
  readonly style: 'bad' | 'plain'
  readonly items: readonly Item[]
}

/** Loosened access first, then what breaks, then what is only different. */
export const sections = (review: Review): readonly Section[] => {
  const { access, columns, resources } = review
  const open = <T extends { readonly accepted?: unknown }>(list: readonly T[]) =>
    list.filter((each) => each.accepted === undefined)
  const accepted = [
    ...access.filter(isAccepted).map((each) => acceptedItem(accessItem(each), each)),
    ...columns.filter(isAccepted).map((each) => acceptedItem(columnItem(each), each)),
    ...resources.filter(isAccepted).map((each) => acceptedItem(resourceItem(each), each)),
  ]
  const all: readonly Section[] = [
    { title: 'Access loosened', style: 'bad', items: open(access.filter(isLoosened)).map(accessItem) },
    {
      title: 'Breaking',
      style: 'bad',
      items: [
        ...open(columns.filter(isBreaking)).map(columnItem),
        ...open(resources.filter(isBreaking)).map(resourceItem),
      ],
    },
    { title: 'Accepted', style: 'plain', items: accepted },
    {
      title: 'Access',
      style: 'plain',
      items: access.filter((each) => !isLoosened(each)).map(accessItem),
    },
    {
      title: 'Columns',
      style: 'plain',
      items: columns.filter((each) => !isBreaking(each)).map(columnItem),
    },
    { title: 'SQL', style: 'plain', items: review.steps.map(stepItem) },
    {
      title: 'Resources',
      style: 'plain',
      items: resources.filter((each) => !isBreaking(each)).map(resourceItem),
    },
    {
      title: 'Written again',
      style: 'plain',
      items: review.rebuilt.map(({ task, dataset, rows }) =>
        plainItem(`${spokenAddress(dataset)}: ${rows} (${shortTask(task)})`),
      ),
    },
    { title: 'Affected', style: 'plain', items: review.affected.map((each) => plainItem(spoken(each))) },
  ]
  return all.filter(({ items }) => items.length > 0)
}

const isLoosened = ({ direction }: AccessChange): boolean => direction === 'loosened'

const isAccepted = ({ accepted }: Judged<object>): boolean => accepted !== undefined

const plainItem = (text: string): Item => ({ text, more: [], place: undefined })

const acceptedItem = (item: Item, { accepted }: Judged<object>): Item => ({
  ...item,
  more: [`until ${accepted?.until}: ${line(accepted?.reason ?? '')}`],
})

const accessItem = (change: Judged<AccessChange>): Item => {
  const { reader, before, after, because, place, id } = change
  const why = because === undefined ? '' : ` (${because})`
  return { text: line(`${reader} ${whatOf(change)}: ${before} → ${after}${why}`), more: [], place, id }
}

const whatOf = ({ kind, dataset, column, verbs }: AccessChange): string => {
  switch (kind) {
    case 'column':
      return `reads ${spokenAddress(dataset)}.${column}`
    case 'rows':
      return `reads rows of ${spokenAddress(dataset)}`
    case 'rule':
      return `may ${(verbs ?? []).join(', ')} ${dataset}`
  }
}

const columnItem = ({
  dataset,
  column,
  action,
  before,
  after,
  readers,
  place,
  id,
}: Judged<ColumnChange>): Item => {
  const name = column === undefined ? spokenAddress(dataset) : `${spokenAddress(dataset)}.${column}`
  const item = (text: string): Item => ({ text: line(text), more: [], place, id })
  switch (action) {
    case 'added':
      return item(`${name} is new${after === undefined || after === '' ? '' : `, ${after}`}`)
    case 'removed':
      return item(`${name} is gone${readBy(readers) || '; nothing here reads it'}`)
    case 'retyped':
    case 'widened':
      return item(`${name} was ${before}, is ${after}${readBy(readers)}`)
    case 'derived otherwise':
      return item(`${name} comes from ${origins(after)} instead of ${origins(before)}`)
  }
}

const readBy = (readers: readonly string[]): string =>
  readers.length === 0 ? '' : `; read by ${readers.map(spoken).join(', ')}`

const origins = (text: string | undefined): string =>
  text === undefined || text === '' ? 'no column' : text.split(', ').map(spoken).join(', ')

const spoken = (text: string): string => (text.startsWith('dataos://') ? spokenAddress(text) : text)

const stepItem = ({ task, step, action, changes, place }: StepChange): Item => ({
  text: `${shortTask(task)}, ${step}${action === 'changed' ? ':' : ` is ${action === 'added' ? 'new' : 'gone'}`}`,
  more: changes.map(({ within, kind, name, before, after }) => {
    const what = `${kind}${name === '' ? '' : ` ${name}`}${within === '' ? '' : ` in ${within}`}`
    if (before === undefined) return line(`${what} added: ${after}`)
    if (after === undefined) return line(`${what} removed: ${before}`)
    return line(`${what}: ${before} → ${after}`)
  }),
  place,
})

const resourceItem = ({ type, name, action, fields, readers, place, id }: Judged<ResourceChange>): Item => {
  if (action !== 'changed') {
    const spokenType = type === 'data' && readers.length > 0 ? 'product' : type
    const text = `${spokenType} ${name} is ${action === 'added' ? 'new' : 'gone'}${readBy(readers)}`
    return { text: line(text), more: [], place, id }
  }
  const more = fields.map(({ path, before, after }) => {
    if (before === undefined) return line(`${path} added: ${valueText(after)}`)
    if (after === undefined) return line(`${path} removed: ${valueText(before)}`)
    return line(`${path}: ${valueText(before)} → ${valueText(after)}`)
  })
  return { text: `${type} ${name}:`, more, place }
}

const valueText = (value: unknown): string =>
  cut(typeof value === 'string' ? value : JSON.stringify(value), 160)

const line = (text: string): string => cut(escapeControls(text.replaceAll('\n', ' ⏎ ')), 500)

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text
