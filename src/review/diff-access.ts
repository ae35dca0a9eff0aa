import { openness, type Reveal } from '../policy/index.ts'
import { accessOf, principalOn, readersOf, type Sight } from './access.ts'
import type { Side } from './side.ts'

/** That a reader sees more, less or something else of a column than before. */
export type AccessChange = {
  readonly reader: string
  readonly dataset: string
  readonly column: string
  readonly direction: 'loosened' | 'tightened' | 'changed'
  readonly before: string
  readonly after: string
  /** The policy that decides now, or what else lets the value through. */
  readonly because: string | undefined
}

/** For every reader and column that either side knows, loosened access first. */
export const diffAccess = (before: Side, after: Side): readonly AccessChange[] => {
  const [old, fresh] = [accessOf(before), accessOf(after)]
  const found: AccessChange[] = []
  for (const reader of readersOf(before, after)) {
    const [was, is] = [principalOn(before, reader), principalOn(after, reader)]
    for (const [dataset, columns] of fresh.datasets)
      for (const [key, column] of columns) {
        const change = compare(old.sees(was, dataset, key), fresh.sees(is, dataset, key))
        if (change !== undefined) found.push({ reader, dataset, column, ...change })
      }
  }
  return found.toSorted((a, b) => rank(a) - rank(b))
}

const rank = ({ direction }: AccessChange): number => ['loosened', 'changed', 'tightened'].indexOf(direction)

type Compared = Pick<AccessChange, 'direction' | 'before' | 'after' | 'because'>

const compare = (was: Sight | undefined, is: Sight | undefined): Compared | undefined => {
  if (is === undefined) return undefined
  const known = was?.exposes ?? []
  const newly = is.exposes.filter((origin) => !known.includes(origin))
  const texts = {
    before: was === undefined ? 'no such column' : sightText(was.reveal),
    after: sightText(is.reveal),
  }
  if (newly.length > 0)
    return {
      ...texts,
      direction: 'loosened',
      because: `it shows what ${newly.join(' and ')} hides`,
    }
  // A column that is new lets nobody see what nobody protects.
  if (was === undefined) return undefined
  const [a, b] = [openness(was.reveal), openness(is.reveal)]
  const because = is.policy === undefined ? 'no policy decides' : `policy ${is.policy}`
  if (b > a) return { ...texts, direction: 'loosened', because }
  if (b < a) return { ...texts, direction: 'tightened', because }
  return texts.before === texts.after ? undefined : { ...texts, direction: 'changed', because }
}

const sightText = (reveal: Reveal): string => {
  switch (reveal.kind) {
    case 'raw':
      return 'the value'
    case 'null':
      return 'NULL'
    case 'masked':
      return reveal.mask.operator === 'bucket_date'
        ? `the ${reveal.mask.precision} of it`
        : `${reveal.mask.operator} mask`
  }
}
