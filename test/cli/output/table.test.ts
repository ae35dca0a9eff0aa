import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignedTable } from '../../../src/cli/output/aligned-table.ts'
import { type TableForm, tableText } from '../../../src/cli/output/table.ts'
import { yamlText } from '../../../src/cli/output/yaml.ts'
import type { EngineTable } from '../../../src/engines/engine.ts'
import { openDuckdb } from '../../../src/engines/index.ts'
import { sql } from '../../../src/sql/quote.ts'
import { displayWidth } from '../../../src/tui/index.ts'

async function* batches(...tables: readonly EngineTable[]): AsyncIterable<EngineTable> {
  for (const table of tables) yield table
}

const printed = async (
  form: TableForm,
  tables: readonly EngineTable[],
  options: { readonly width?: number; readonly colour?: boolean } = {},
): Promise<string> =>
  (await Array.fromAsync(tableText(form, batches(...tables), { colour: false, ...options }))).join('')

const people: EngineTable = {
  columns: [
    { name: 'name', type: 'VARCHAR' },
    { name: 'age', type: 'INTEGER' },
    { name: 'city', type: 'VARCHAR' },
  ],
  rows: [
    ['Mira', 7, '東京'],
    ['Zoë', 1234, null],
  ],
}

const one = (name: string, ...values: EngineTable['rows'][number]): EngineTable => ({
  columns: [{ name, type: 'VARCHAR' }],
  rows: values.map((value) => [value]),
})

describe('the aligned table', () => {
  it('aligns numbers to the right and counts columns, not characters', async () => {
    expect(await printed('table', [people])).toBe(
      [' name | age  | city', '------|------|------', ' Mira |    7 | 東京', ' Zoë  | 1234 | NULL', ''].join(
        '\n',
      ),
    )
  })

  it('shows NULL dim, so that it is not taken for a text', async () => {
    expect(await printed('table', [people], { colour: true })).toContain('\u001b[2mNULL\u001b[22m')
  })

  it('lets no data reach the terminal as a command', async () => {
    const text = await printed('table', [one('x\u001b[2J', 'a\nb', '\u001b]0;owned\u0007', 'é\u0000')])
    expect(text).toContain('\\x1b]0;owned\\x07')
    expect(text).toContain('a\\nb')
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })

  it('cuts the widest columns first to fit a terminal', async () => {
    const table: EngineTable = {
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'text', type: 'VARCHAR' },
      ],
      rows: [[12n, 'x'.repeat(100)]],
    }
    const lines = (await printed('table', [table], { width: 20 })).trimEnd().split('\n')
    expect(lines[2]).toBe(` 12 | ${'x'.repeat(12)}…`)
    expect(await printed('table', [table])).toContain('x'.repeat(100))
  })

  it('leaves out columns that do not fit and names them', async () => {
    const columns = ['first', 'second', 'third'].map((name) => ({ name: `${name}_column`, type: 'VARCHAR' }))
    const text = await printed('table', [{ columns, rows: [['a', 'b', 'c']] }], { width: 24 })
    expect(text.split('\n').at(-2)).toBe('… 1 more column does no…')
    const wider = await printed('table', [{ columns, rows: [] }], { width: 30 })
    expect(wider.split('\n').at(-2)).toMatch(/^… 1 more column does not fit:/)
  })

  it('keeps the widths of its first rows for those that come later', async () => {
    const first = one('n', ...Array.from({ length: 1000 }, () => 'abc'))
    const text = await printed('table', [first, one('n', 'a longer text')])
    expect(text.split('\n')[1]).toBe('-----')
    expect(text.split('\n').at(-2)).toBe(' a longer text')
    const cut = await printed('table', [first, one('n', 'a longer text')], { width: 80 })
    expect(cut.split('\n').at(-2)).toBe(' a …')
  })

  it('prints the heading of an empty result, and nothing where there was no result', async () => {
    expect(await printed('table', [one('n')])).toBe(' n\n---\n')
    expect(await printed('table', [])).toBe('')
  })

  it('no line is wider than the terminal', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.bigInt(), fc.double())
    const table = fc.integer({ min: 1, max: 6 }).chain((count) =>
      fc.record({
        columns: fc.array(fc.record({ name: fc.string(), type: fc.constantFrom('BIGINT', 'VARCHAR') }), {
          minLength: count,
          maxLength: count,
        }),
        rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: 4 }),
      }),
    )
    fc.assert(
      fc.property(table, fc.integer({ min: 12, max: 60 }), (table, width) => {
        for (const line of alignedTable(table, { colour: false, width }).split('\n'))
          expect(displayWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('CSV', () => {
  it('follows RFC 4180 and tells NULL from an empty text', async () => {
    const table: EngineTable = {
      columns: [
        { name: 'a', type: 'VARCHAR' },
        { name: 'a', type: 'VARCHAR' },
        { name: 'say "hi"', type: 'VARCHAR' },
      ],
      rows: [
        ['x,y', 'two\nlines', null],
        ['', 'plain', 'q"q'],
      ],
    }
    expect(await printed('csv', [table])).toBe(
      'a,a,"say ""hi"""\r\n"x,y","two\nlines",\r\n"",plain,"q""q"\r\n',
    )
  })

  it('has no blank line for a NULL in the only column', async () => {
    expect(await printed('csv', [one('n', null, 'x')])).toBe('n\r\n""\r\nx\r\n')
  })

  it('has one heading, whatever the number of batches', async () => {
    expect(await printed('csv', [one('n', 'a'), one('n'), one('n', 'b')])).toBe('n\r\na\r\nb\r\n')
  })
})

describe('JSON', () => {
  const twins: EngineTable = {
    columns: ['id', 'id', 'id_2', '__proto__'].map((name) => ({ name, type: 'BIGINT' })),
    rows: [[1n, 9_223_372_036_854_775_807n, null, 4n]],
  }

  it('keeps both of two columns with one name, and integers exact', async () => {
    expect(await printed('json', [twins])).toBe(
      '[\n{"id":1,"id_3":9223372036854775807,"id_2":null,"__proto__":4}\n]\n',
    )
  })

  it('is one array over all batches, and an empty one for no rows', async () => {
    expect(await printed('json', [one('n', 'a'), one('n'), one('n', 'b')])).toBe(
      '[\n{"n":"a"},\n{"n":"b"}\n]\n',
    )
    expect(await printed('json', [one('n')])).toBe('[]\n')
    expect(await printed('json', [])).toBe('[]\n')
  })

  it('as lines has one object each', async () => {
    expect(await printed('jsonl', [one('n', 'a\n'), one('n', new Uint8Array([255]))])).toBe(
      '{"n":"a\\n"}\n{"n":"/w=="}\n',
    )
  })
})

it('every form prints what an engine streams', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const query = sql`select 9223372036854775807 as big, 1.50::decimal(10,2) as price, 'nan'::double as odd,
    {'k': [1, null]} as nested, unhex('FF') as bytes, date '2026-01-02' as day`
  const said = async (form: TableForm): Promise<string> =>
    (await Array.fromAsync(tableText(form, connection.stream(query), { colour: false }))).join('')
  expect(await said('jsonl')).toBe(
    '{"big":9223372036854775807,"price":1.50,"odd":"NaN","nested":{"k":[1,null]},"bytes":"/w==","day":"2026-01-02"}\n',
  )
  expect(await said('csv')).toBe(
    'big,price,odd,nested,bytes,day\r\n9223372036854775807,1.50,NaN,"{""k"":[1,null]}",/w==,2026-01-02\r\n',
  )
  expect((await said('table')).split('\n')[2]).toBe(
    ' 9223372036854775807 |  1.50 | NaN | {"k":[1,null]} | /w==  | 2026-01-02',
  )
})

it('an empty result of an engine still has its heading', async () => {
  await using engine = await openDuckdb()
  await using connection = await engine.connect()
  const said = await Array.fromAsync(
    tableText('csv', connection.stream(sql`select 1 as id, 2 as n where false`), { colour: false }),
  )
  expect(said.join('')).toBe('id,n\r\n')
})

it('YAML keeps 64-bit integers and texts that look like something else', async () => {
  const text = await yamlText({ id: 9_223_372_036_854_775_807n, day: '2026-01-02', yes: 'true', list: [1] })
  expect(text).toBe('id: 9223372036854775807\nday: "2026-01-02"\n"yes": "true"\nlist:\n  - 1\n')
})
