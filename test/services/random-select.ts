/*
 * Random SELECT statements over the tables `t` and `u`, the same for the same seed. Each is valid in Spark and has one
 * answer only: whatever LIMIT or a window cuts is ordered by every column.
 */

/** Columns of `t` and `u` by Spark's types. */
export const randomTables = {
  t: [
    ['id', 'int'],
    ['k', 'int'],
    ['s', 'string'],
    ['m', 'decimal(10,2)'],
    ['day', 'date'],
  ],
  u: [
    ['id', 'int'],
    ['k', 'int'],
    ['n', 'string'],
    ['day', 'date'],
  ],
} as const

type Kind = 'int' | 'string' | 'decimal(10,2)' | 'date'
type Reference = { readonly sql: string; readonly kind: Kind }
type Source = { readonly sql: string; readonly columns: readonly Reference[] }
type Cte = { readonly name: string; readonly kinds: readonly Kind[] }
type Built = { readonly sql: string; readonly kinds: readonly Kind[] }

const literals: Readonly<Record<Kind, readonly string[]>> = {
  int: ['0', '1', '2', '3', '5', '-1', 'NULL', 'CAST(NULL AS int)'],
  string: ["'a'", "'b,c'", "''", "'A'", "'it\\'s'"],
  'decimal(10,2)': ['CAST(1.50 AS decimal(10,2))', 'CAST(-2 AS decimal(10,2))'],
  date: ["DATE '2024-02-29'", "to_date('2024-01-31')"],
}

/** The generator of one seed: each call gives the next statement. */
export const randomSelects = (seed: number): (() => string) => {
  let state = seed >>> 0
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const upTo = (count: number): number => Math.floor(random() * count)
  const chance = (share: number): boolean => random() < share
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => {
    const found = list[upTo(list.length)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }
  let counter = 0
  const fresh = (prefix: string): string => `${prefix}${++counter}`
  const kindsOf = (): readonly Kind[] =>
    Array.from({ length: 1 + upTo(3) }, () =>
      pick<Kind>(['int', 'int', 'string', 'string', 'decimal(10,2)', 'date']),
    )

  const value = (columns: readonly Reference[], kind: Kind, depth: number): string => {
    const own = columns.filter((column) => column.kind === kind)
    const inner = (other: Kind = kind): string => value(columns, other, depth - 1)
    if (depth <= 0 || chance(0.4))
      return own.length > 0 && chance(0.85) ? pick(own).sql : pick(literals[kind])
    const forms: (() => string)[] = [
      () => `CASE WHEN ${test(columns, depth - 1)} THEN ${inner()} ELSE ${inner()} END`,
      () => `CASE ${inner('int')} WHEN 1 THEN ${inner()} WHEN 2 THEN ${inner()} END`,
      () => `coalesce(${inner()}, ${inner()})`,
      () => `if(${test(columns, depth - 1)}, ${inner()}, ${inner()})`,
      () => `nullif(${inner()}, ${inner()})`,
    ]
    if (kind === 'int')
      forms.push(
        () => `${inner()} + ${pick(literals.int)}`,
        () => `(${inner()} - ${inner()}) * 2`,
        () => `length(${inner('string')})`,
        () => `-${inner()}`.replace('--', '- -'),
        () => `year(${inner('date')})`,
        () => `${inner()} % 3`,
      )
    if (kind === 'string')
      forms.push(
        () => `upper(${inner()})`,
        () => `${inner()} || ${inner()}`,
        () => `concat(${inner()}, ${inner('int')})`,
        () => `CAST(${inner('int')} AS string)`,
        () => `substring(${inner()}, 1, 2)`,
      )
    if (kind === 'date') forms.push(() => `date_add(${inner()}, ${upTo(40)})`)
    return pick(forms)()
  }

  const test = (columns: readonly Reference[], depth: number): string => {
    const kind = pick<Kind>(['int', 'int', 'string', 'date'])
    const one = (of: Kind = kind): string => value(columns, of, depth - 1)
    if (depth > 0 && chance(0.35))
      return pick([
        () => `(${test(columns, depth - 1)} OR ${test(columns, depth - 1)})`,
        () => `${test(columns, depth - 1)} AND ${test(columns, depth - 1)}`,
        () => `NOT ${test(columns, 0)}`,
        () => `NOT (${test(columns, depth - 1)} OR ${test(columns, depth - 1)})`,
        () => `${test(columns, 0)} OR ${test(columns, 0)} AND ${test(columns, 0)}`,
      ])()
    return pick([
      () => `${one()} ${pick(['=', '<>', '<', '>=', '<=>', '!='])} ${one()}`,
      () => `${one()} IS ${pick(['', 'NOT '])}NULL`,
      () => `${one()} IS ${pick(['', 'NOT '])}DISTINCT FROM ${one()}`,
      () => `${one()} ${pick(['', 'NOT '])}IN (${one()}, ${one()})`,
      () => `${one('int')} ${pick(['', 'NOT '])}BETWEEN ${one('int')} AND ${one('int')}`,
      () =>
        `${one('string')} ${pick(['', 'NOT '])}LIKE ${pick(["'%a%'", "'_'", "'A%'", "ANY ('a%', '%c')", "ALL ('%a%', '%b%')"])}`,
      () => `${one('string')} RLIKE '^[a-c]'`,
    ])()
  }

  /** A condition that may ask other queries; only WHERE may in every version. */
  const filter = (columns: readonly Reference[], depth: number, ctes: readonly Cte[]): string => {
    const kind = pick<Kind>(['int', 'string', 'date'])
    if (depth <= 0 || chance(0.6)) return test(columns, 2)
    const link = columns.filter((column) => column.kind === 'int')
    return pick([
      () => `${value(columns, kind, 1)} ${pick(['', 'NOT '])}IN (${query([kind], depth - 1, ctes)})`,
      () => `${pick(['', 'NOT '])}EXISTS (${query(kindsOf(), depth - 1, ctes)})`,
      () =>
        link.length === 0
          ? test(columns, 2)
          : `${pick(['', 'NOT '])}EXISTS (SELECT 1 FROM u z WHERE z.k = ${pick(link).sql}${chance(0.5) ? " AND z.n LIKE '%a%'" : ''})`,
      () =>
        `${value(columns, 'int', 1)} >= (SELECT min(x0) FROM (${query(['int'], depth - 1, ctes, 'x')})${pick(['', ' AS y', ' y'])})`,
    ])()
  }

  const source = (depth: number, ctes: readonly Cte[], alone: boolean): Source => {
    const shape = random()
    if (depth > 0 && shape < 0.5) {
      const kinds = [...kindsOf(), 'int' as const]
      const inner = query(kinds, depth - 1, ctes)
      const named = !alone || chance(0.4)
      const alias = named ? fresh('q') : ''
      const renamed = named && chance(0.3)
      const columns = kinds.map((kind, i) => ({
        kind,
        sql: `${named ? `${alias}.` : ''}${renamed ? 'r' : 'c'}${i}`,
      }))
      const list = renamed ? `(${kinds.map((_, i) => `r${i}`).join(', ')})` : ''
      return { sql: `(${inner})${named ? `${pick([' ', ' AS '])}${alias}${list}` : ''}`, columns }
    }
    const cte = ctes.length > 0 && shape < 0.75 ? pick(ctes) : undefined
    const alias = fresh('a')
    if (cte !== undefined)
      return {
        sql: `${cte.name} ${alias}`,
        columns: cte.kinds.map((kind, i) => ({ kind, sql: `${alias}.c${i}` })),
      }
    const name = pick<'t' | 'u'>(['t', 'u'])
    return {
      sql: `${name}${pick([' ', ' AS '])}${alias}`,
      columns: randomTables[name].map(([column, kind]) => ({ kind, sql: `${alias}.${column}` })),
    }
  }

  const from = (depth: number, ctes: readonly Cte[]): Source => {
    const first = source(depth, ctes, chance(0.7))
    const bare = first.columns.some((column) => !column.sql.includes('.'))
    if (bare || chance(0.5)) return chance(0.2) ? exploded(first) : first
    const second = source(depth - 1, ctes, false)
    const both = [...first.columns, ...second.columns]
    const ints = (side: Source): string => pick(side.columns.filter((column) => column.kind === 'int')).sql
    const on = `${ints(first)} = ${ints(second)}${chance(0.3) ? ` AND ${test(both, 1)}` : ''}`
    const how = pick([
      'JOIN',
      'LEFT JOIN',
      'RIGHT OUTER JOIN',
      'FULL JOIN',
      'CROSS JOIN',
      'LEFT SEMI JOIN',
      'LEFT ANTI JOIN',
      ',',
    ])
    if (how === ',' || how === 'CROSS JOIN')
      return { sql: `${first.sql}${how === ',' ? ', ' : ` ${how} `}${second.sql}`, columns: both }
    const columns = /SEMI|ANTI/.test(how) ? first.columns : both
    return { sql: `${first.sql} ${how} ${second.sql} ON ${on}`, columns }
  }

  const exploded = (inner: Source): Source => {
    const texts = inner.columns.filter((column) => column.kind === 'string')
    const table = fresh('e')
    const outer = pick(['', 'OUTER '])
    const [call, kind]: [string, Kind] =
      texts.length > 0 && chance(0.5)
        ? [`split(${pick(texts).sql}, ',')`, 'string']
        : [`array(${value(inner.columns, 'int', 0)}, 7)`, 'int']
    return {
      sql: `${inner.sql} LATERAL VIEW ${outer}explode(${call}) ${table} AS part`,
      columns: [...inner.columns, { sql: `${table}.part`, kind }],
    }
  }

  const aggregate = (columns: readonly Reference[], kind: Kind): string => {
    const how = pick(['min', 'max'])
    if (kind !== 'int') return `${how}(${value(columns, kind, 1)})`
    return pick([
      () => `CAST(count(*) AS int)`,
      () => `CAST(count(DISTINCT ${value(columns, 'string', 1)}) AS int)`,
      () => `CAST(sum(${value(columns, 'int', 1)}) AS int)`,
      () => `${how}(${value(columns, 'int', 1)})`,
      () => `CAST(count(*) FILTER (WHERE ${test(columns, 1)}) AS int)`,
    ])()
  }

  const windowed = (columns: readonly Reference[], kind: Kind): string => {
    const over = `OVER (PARTITION BY ${value(columns, 'int', 0)} % 3 ORDER BY ${pick(columns).sql}${pick(['', ' DESC', ' NULLS LAST'])})`
    const call =
      kind === 'int'
        ? pick(['rank()', 'dense_rank()', `min(${value(columns, 'int', 1)})`])
        : `max(${value(columns, kind, 1)})`
    return `${call} ${over}`
  }

  const select = (kinds: readonly Kind[], depth: number, ctes: readonly Cte[], prefix = 'c'): Built => {
    const { sql, columns } = from(depth, ctes)
    const where = chance(0.45) ? ` WHERE ${filter(columns, depth, ctes)}` : ''
    const grouped = chance(0.25)
    const items: string[] = []
    const groups: string[] = []
    for (const [i, kind] of kinds.entries()) {
      const keys = columns.filter((column) => column.kind === kind)
      let item: string
      if (!grouped) item = chance(0.12) ? windowed(columns, kind) : value(columns, kind, upTo(3))
      else if (keys.length > 0 && chance(0.5)) {
        item = pick(keys).sql
        groups.push(item)
      } else item = aggregate(columns, kind)
      items.push(`${item}${pick([' AS ', ' '])}${prefix}${i}`)
    }
    const group = groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`
    const having = grouped && chance(0.4) ? ` HAVING count(*) ${pick(['>', '<=', '<>'])} ${upTo(3)}` : ''
    return {
      sql: `SELECT ${chance(0.15) ? 'DISTINCT ' : ''}${items.join(', ')} FROM ${sql}${where}${group}${having}`,
      kinds,
    }
  }

  const ordered = (kinds: readonly Kind[], prefix = 'c'): string => {
    const keys = kinds.map(
      (_, i) =>
        (chance(0.2) ? `${i + 1}` : `${prefix}${i}`) +
        pick(['', ' DESC', ' ASC', ' NULLS LAST', ' DESC NULLS FIRST']),
    )
    return ` ORDER BY ${keys.join(', ')}${chance(0.75) ? ` LIMIT ${1 + upTo(6)}` : ''}`
  }

  const query = (kinds: readonly Kind[], depth: number, outer: readonly Cte[], prefix = 'c'): string => {
    let ctes = outer
    let head = ''
    if (depth > 0 && chance(0.2)) {
      const own = Array.from({ length: 1 + upTo(2) }, () => {
        const cte = { name: fresh('w'), kinds: [...kindsOf(), 'int' as const] }
        const text = `${cte.name} AS (${query(cte.kinds, depth - 1, ctes)})`
        ctes = [...ctes, cte]
        return text
      })
      head = `WITH ${own.join(', ')} `
    }
    const parts = chance(depth > 0 ? 0.5 : 0.2) ? 2 + upTo(2) : 1
    let sql = ''
    for (let i = 0; i < parts; i++) {
      const built = select(kinds, depth - (parts > 1 ? 1 : 0), ctes, prefix).sql
      const cut = parts > 1 && chance(0.25)
      const nested =
        parts > 1 && chance(0.15) ? `${built} UNION ALL ${select(kinds, 0, ctes, prefix).sql}` : built
      const part = cut || nested !== built ? `(${nested}${cut ? ordered(kinds, prefix) : ''})` : nested
      const op = pick([
        'UNION',
        'UNION ALL',
        'UNION DISTINCT',
        'INTERSECT',
        'EXCEPT',
        'MINUS',
        'EXCEPT ALL',
        'INTERSECT ALL',
        'UNION ALL',
      ])
      sql += i === 0 ? part : ` ${op} ${part}`
    }
    return `${head}${sql}${chance(0.3) ? ordered(kinds, prefix) : ''}`
  }

  return () => {
    counter = 0
    return query(kindsOf(), pick([0, 1, 1, 1, 2]), [])
  }
}
