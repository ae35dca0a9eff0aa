import { parsePrimitive } from '../../../src/lakehouse/format/iceberg-type.ts'
import type { SchemaChange } from '../../../src/lakehouse/maintenance/index.ts'
import type { NewColumn, Step } from './step.ts'
import { type Column, columnTypes, type ColumnType, type World } from './world.ts'

export type ColumnStep = Extract<Step, { kind: 'add' | 'drop' | 'rename' | 'widen' | 'move' }>

/** Undefined where there is nothing to do. */
export const columnsAfter = (
  { columns, lastColumn }: World,
  step: ColumnStep,
):
  | { readonly change: SchemaChange; readonly columns: readonly Column[]; readonly lastColumn: number }
  | undefined => {
  const isTaken = (name: string) => columns.some((column) => column.name === name)
  if (step.kind === 'add') {
    if (isTaken(step.name)) return undefined
    const change: SchemaChange = { kind: 'add', path: [step.name], type: typeOf(step.type) }
    const id = lastColumn + 1
    return { change, columns: [...columns, { id, name: step.name, type: step.type }], lastColumn: id }
  }
  // The key stays what it is, but for its type.
  const others = columns.filter(({ id }) => id !== 1)
  const column = nth(step.kind === 'widen' ? columns : others.length === 0 ? columns : others, step.which)
  const path = [column.name]
  const changed = (next: Column) => columns.map((each) => (each === column ? next : each))
  if (column.id === 1 && step.kind !== 'widen') return undefined
  switch (step.kind) {
    case 'drop':
      return {
        change: { kind: 'drop', path },
        columns: columns.filter((each) => each !== column),
        lastColumn,
      }
    case 'rename': {
      if (isTaken(step.name)) return undefined
      const change: SchemaChange = { kind: 'rename', path, name: step.name }
      return { change, columns: changed({ ...column, name: step.name }), lastColumn }
    }
    case 'widen': {
      const wider = widest(column)
      if (wider.type === column.type) return undefined
      const type = parsePrimitive(wider.type)
      return type && { change: { kind: 'widen', path, type }, columns: changed(wider), lastColumn }
    }
    case 'move': {
      const change: SchemaChange = { kind: 'move', path, position: { kind: 'first' } }
      return { change, columns: [column, ...columns.filter((each) => each !== column)], lastColumn }
    }
  }
}

/** Those of the branch, or those of `main` where only they have changed since; undefined where both have. */
export const columnsPublished = (world: World, head: string, main: string): readonly Column[] | undefined => {
  const [ours = [], before = []] = [world.commits[head]?.columns, world.commits[main]?.columns]
  const isSame = (a: readonly Column[], b: readonly Column[]) => JSON.stringify(a) === JSON.stringify(b)
  if (isSame(world.columns, before)) return ours
  if (isSame(ours, before)) return world.columns
  const isKept = ({ id, name, type }: Column) =>
    ours.some((own) => own.id === id && own.name === name && [type, columnTypes[type]].includes(own.type))
  const isDropped = ({ id }: Column) => !world.columns.some((column) => column.id === id)
  const comesBack = before.some((column) => isDropped(column) && ours.some(({ id }) => id === column.id))
  return world.columns.every(isKept) && !comesBack ? ours : undefined
}

export const widest = (column: Column): Column => ({
  ...column,
  type: columnTypes[column.type] ?? column.type,
})

export const newColumn = (
  { lastColumn }: World,
  columns: readonly Column[],
  adds: NewColumn | undefined,
): readonly Column[] =>
  adds === undefined || columns.some(({ name }) => name === adds.name)
    ? []
    : [{ id: lastColumn + 1, ...adds }]

export const transformsOf = (type: ColumnType): readonly string[] =>
  type === 'float' || type === 'double'
    ? ['identity', 'void']
    : ['identity', 'bucket[3]', 'truncate[2]', 'void']

const typeOf = (text: ColumnType) => {
  const type = parsePrimitive(text)
  if (type === undefined) throw new Error(`no type ${text}`)
  return type
}

export const nth = <T>(all: readonly T[], which: number): T => {
  const found = all[which % all.length]
  if (found === undefined) throw new Error('there is nothing to choose from')
  return found
}
