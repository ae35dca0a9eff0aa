import { stat } from 'node:fs/promises'
import { failure } from '../../../diagnostics/index.ts'
import type { CsvOptions } from './csv-options.ts'
import { csvRows } from './csv-source.ts'

export type CsvHeader = {
  readonly names: readonly string[]
  /** The record that the names come from, and its file. */
  readonly first: readonly (string | null)[]
  readonly path: string
  /** The first record of each file; undefined for a file without one. */
  readonly firsts: readonly (readonly (string | null)[] | undefined)[]
}

/**
 * Column names of a dataset: those of the largest file, which Spark reads first, of several the first. Where headers
 * differ that matters, and it is an approximation for files that Spark splits. Throws MR3220 without a line, MR3225.
 */
export const readCsvHeader = async (
  files: readonly string[],
  options: CsvOptions,
  signal?: AbortSignal,
): Promise<CsvHeader> => {
  const firsts: (readonly (string | null)[] | undefined)[] = []
  for (const file of files) firsts.push(await firstRecord(file, options, signal))
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  const largest = Math.max(-1, ...sizes.filter((_, i) => firsts[i] !== undefined))
  const at = firsts.findIndex((record, i) => record !== undefined && sizes[i] === largest)
  const path = files[at] ?? files[0] ?? ''
  const record = firsts[at]
  if (record === undefined) throw failure('MR3220', { path })
  const names = options.header ? headerNames(record, options) : record.map((_, i) => `_c${i}`)
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name.toLowerCase()))
      throw failure('MR3225', { path, name }, { place: { file: path, line: 1, column: 1 } })
    seen.add(name.toLowerCase())
  }
  return { names, first: record, path, firsts }
}

/** An empty cell is called by its position, and every name that occurs twice gets its position as suffix. */
const headerNames = (cells: readonly (string | null)[], options: CsvOptions): readonly string[] => {
  const folded = cells.map((cell) => (cell ?? options.nullValue).toLowerCase())
  const isRepeated = (name: string) => folded.indexOf(name) !== folded.lastIndexOf(name)
  return cells.map((cell, i) => {
    const name = cell === '' ? options.emptyValue : cell
    if (name === null || name === '' || name === options.nullValue) return `_c${i}`
    return isRepeated(name.toLowerCase()) ? `${name}${i}` : name
  })
}

const firstRecord = async (
  path: string,
  options: CsvOptions,
  signal?: AbortSignal,
): Promise<readonly (string | null)[] | undefined> => {
  for await (const rows of csvRows(path, options, signal)) {
    const [row] = rows
    if (row !== undefined) return row.cells
  }
  return undefined
}
