import { columnNames } from './adversarial.ts'

/** One statement that both sides run. Its first column is best called `id`, so that rows are set against each other. */
export type Case = {
  readonly name: string
  readonly sql: string
  /**
   * Absent where both answer. `here`: Spark answers and we refuse, on purpose; the case fails as soon as we answer.
   * `everywhere`: Spark refuses it before it runs, or fails, and so do we.
   */
  readonly refused?: 'here' | 'everywhere'
  /** Under spark.sql.ansi.enabled. What fails at run time then fails with the same name of an error. */
  readonly ansi?: boolean
  /** spark.sql.session.timeZone; UTC unless said. */
  readonly zone?: string
  /** A query of the engine with `id` and `args`: what stands behind an id. */
  readonly inputs?: string
  /** Whether ORDER BY fixes the place of every row, so that the order counts, too. */
  readonly ordered?: boolean
}

/**
 * A function over the cross product of its arguments: `over('substring', ['s', 'few i', '2'])`. An argument is a
 * column of `t` (all its values), `few` of them, or SQL. A name with question marks is an expression:
 * `over('? + ?', ['i', 'few d'])`.
 */
export const over = (name: string, args: readonly string[]): Case => {
  const tables = args.flatMap((argument, i) => {
    const [kind, column] = argument.startsWith('few ') ? ['few', argument.slice(4)] : ['t', argument]
    return columnNames.includes(column) ? [{ argument: i, alias: `x${i}`, table: `${kind}_${column}` }] : []
  })
  const sqls = args.map((argument, i) =>
    tables.some((table) => table.argument === i) ? `x${i}.v` : argument,
  )
  const used = sqls.values()
  const call = name.includes('?')
    ? name.replaceAll('?', () => used.next().value ?? 'NULL')
    : `${name}(${sqls.join(', ')})`
  // No table has a hundred rows.
  const id =
    tables.length === 0
      ? '0'
      : tables
          .map(({ alias }, i) => [
            `${alias}.id`,
            ...Array.from({ length: tables.length - 1 - i }, () => '100'),
          ])
          .map((factors) => factors.join(' * '))
          .join(' + ')
  const from = tables.map(({ table, alias }) => `${table} ${alias}`).join(' CROSS JOIN ')
  const rows = from === '' ? '' : ` FROM ${from}`
  return {
    name: name.includes('?') ? `${name} of ${args.join(', ')}` : `${name}(${args.join(', ')})`,
    sql: `SELECT ${id} AS id, ${call} AS r${rows}`,
    ...(tables.length === 0
      ? {}
      : {
          inputs: `SELECT ${id} AS id, {${tables.map(({ alias }) => `'${alias}': ${alias}.v`).join(', ')}} AS args${rows}`,
        }),
  }
}

/** The same function over several lists of arguments. */
export const overEach = (name: string, lists: readonly (readonly string[])[]): readonly Case[] =>
  lists.map((args) => over(name, args))

/** One case a line: `pmod: i, few i`, or `? % ?: i, few i`. */
export const overLines = (text: string): readonly Case[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [, name = '', args = ''] = /^\s*(.+?):(?:\s+(.*))?$/.exec(line) ?? []
      return over(name, args === '' ? [] : args.split(', '))
    })

/** One statement a line, which is its own name. */
export const statements = (text: string): readonly Case[] =>
  text
    .trim()
    .split('\n')
    .map((line) => ({ name: line.trim(), sql: line.trim() }))

/** Cases that Spark answers and we refuse. */
export const refusedHere = (cases: readonly Case[]): readonly Case[] =>
  cases.map((one) => ({ ...one, refused: 'here' }))

/** Cases that Spark refuses, as a wrong type of an argument, or that fail when they run. */
export const refusedEverywhere = (cases: readonly Case[]): readonly Case[] =>
  cases.map((one) => ({ ...one, refused: 'everywhere' }))

/**
 * Cases as lines: `substring: s, few i, 2` as for `over`, a whole SELECT, or one expression. Lines that begin with a
 * hash say something about those below.
 */
export const lines = (text: string): readonly Case[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const call = /^([\w?[\]]+):\s*(.*)$/.exec(line)
      if (call !== null) return { ...over(call[1] ?? '', (call[2] ?? '').split(/,\s+/)), name: line }
      return { name: line, sql: /^select/i.test(line) ? line : `SELECT 0 AS id, ${line} AS r` }
    })

/** Cases under spark.sql.ansi.enabled. */
export const underAnsi = (cases: readonly Case[]): readonly Case[] =>
  cases.map((one) => ({ ...one, name: `${one.name} (ANSI)`, ansi: true }))

/** Cases in a session of each zone. */
export const inZones = (zones: readonly string[], cases: readonly Case[]): readonly Case[] =>
  zones.flatMap((zone) => cases.map((one) => ({ ...one, name: `${one.name} (${zone})`, zone })))
