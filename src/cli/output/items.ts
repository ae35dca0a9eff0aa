import type { EngineTable, EngineValue } from '../../engines/index.ts'
import type { ExitCode, Invocation } from '../command.ts'
import { textOption, usesColour } from '../options.ts'
import { alignedTable } from './aligned-table.ts'
import { jsonText } from './json-text.ts'
import { yamlText } from './yaml.ts'

/** One thing of a list. */
export type Item = Readonly<Record<string, unknown>> & { readonly name: string }

/** Which members make a table, and which more a wide one. */
export type ItemForm = {
  readonly columns: readonly string[]
  readonly wide: readonly string[]
  readonly isSingle?: boolean
  /** Names are printed with their types, as kubectl does: what is printed can be asked for. */
  readonly isTyped?: boolean
}

/**
 * Prints things that were listed in the form that `-o` asks for: table, wide, json, yaml or name. A single thing, asked
 * for by its name, is no list in JSON and YAML.
 */
export const printItems = async (
  { io, options }: Invocation,
  { columns, wide, isSingle = false, isTyped = false }: ItemForm,
  items: readonly Item[],
): Promise<ExitCode> => {
  const form = textOption(options, 'output') ?? 'table'
  switch (form) {
    case 'json':
      io.stdout.write(`${jsonText(isSingle ? items[0] : items)}\n`)
      return 0
    case 'yaml':
      io.stdout.write(await yamlText(isSingle ? items[0] : items))
      return 0
    case 'name':
      for (const { name, type } of items) io.stdout.write(isTyped ? `${type}/${name}\n` : `${name}\n`)
      return 0
    default: {
      if (items.length === 0) {
        io.stderr.write('nothing found\n')
        return 0
      }
      const shown = form === 'wide' ? [...columns, ...wide] : columns
      const table = itemTable(items, shown)
      const width = io.stdout.isTTY ? { width: io.stdout.columns } : {}
      io.stdout.write(alignedTable(table, { colour: usesColour(io.stdout, io.env, options), ...width }))
      return 0
    }
  }
}

const itemTable = (items: readonly Item[], columns: readonly string[]): EngineTable => ({
  columns: columns.map((name) => ({
    name: name.toUpperCase(),
    type: items.every((item) => typeof item[name] === 'number') ? 'BIGINT' : 'VARCHAR',
  })),
  rows: items.map((item) => columns.map((name) => cell(item[name]))),
})

const cell = (value: unknown): EngineValue => {
  // What a thing does not have is no unknown value.
  if (value === undefined) return ''
  if (value === null) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value)
}
