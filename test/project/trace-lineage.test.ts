import { expect, test } from 'vitest'
import { type DatasetLineage, type LineageTree, traceLineage } from '../../src/project/index.ts'

const written = (
  task: string,
  dataset: string,
  inputs: readonly string[],
  columns?: Readonly<Record<string, readonly string[] | undefined>>,
): DatasetLineage => ({
  dataset,
  task,
  inputs,
  columns:
    columns === undefined
      ? undefined
      : Object.entries(columns).map(([name, from]) => ({
          name,
          type: 'VARCHAR',
          from: from?.map((origin) => {
            const [from = '', column = ''] = origin.split('.')
            return { dataset: from, column }
          }),
        })),
})

const project = [
  written('load', 'raw', ['feed'], { id: ['feed.id'], mail: ['feed.email'], note: undefined }),
  written('keep', 'customer', ['raw', 'country'], { id: ['raw.id'], label: ['raw.mail', 'country.name'] }),
  written('script', 'export', ['customer']),
  written('count', 'counts', ['customer', 'counts'], { n: [] }),
]

/** `name.column task?` and what hangs under it, a question mark where only a run can tell. */
const drawn = ({ dataset, column, task, uncertain, repeated, next }: LineageTree): unknown => {
  const name = column === undefined ? dataset : `${dataset}.${column}`
  const text = [name, task, uncertain === true ? '?' : undefined, repeated === true ? 'again' : undefined]
  const line = text.filter((part) => part !== undefined).join(' ')
  return next.length === 0 ? line : { [line]: next.map(drawn) }
}

const trace = (dataset: string, column: string | undefined, direction: 'upstream' | 'downstream') =>
  drawn(traceLineage(project, column === undefined ? { dataset } : { dataset, column }, direction))

test('a column is followed through every task to where it comes from', () => {
  expect(trace('customer', 'LABEL', 'upstream')).toEqual({
    'customer.LABEL': [{ 'raw.mail keep': ['feed.email load'] }, 'country.name keep'],
  })
  expect(trace('counts', 'n', 'upstream')).toBe('counts.n')
})

test('a column is followed to all that is made of it; what only a run can tell is marked', () => {
  expect(trace('feed', 'email', 'downstream')).toEqual({
    'feed.email': [{ 'raw.mail load': [{ 'customer.label keep': ['export script ?'] }] }, 'raw.note load ?'],
  })
  expect(trace('raw', 'note', 'upstream')).toEqual({ 'raw.note': ['feed load ?'] })
})

test('datasets are connected by the tasks between them, and one that a task updates does not come from itself', () => {
  expect(trace('counts', undefined, 'upstream')).toEqual({
    counts: [{ 'customer count': [{ 'raw keep': ['feed load'] }, 'country keep'] }],
  })
  expect(trace('raw', undefined, 'downstream')).toEqual({
    raw: [{ 'customer keep': ['export script', 'counts count'] }],
  })
})

test('circles end, and what was drawn before is not drawn again', () => {
  const circle = [written('a', 'x', ['y']), written('b', 'y', ['x']), written('c', 'x', ['z'])]
  expect(drawn(traceLineage(circle, { dataset: 'x' }, 'upstream'))).toEqual({
    x: [{ 'y a': ['x b again'] }, 'z c'],
  })
})
