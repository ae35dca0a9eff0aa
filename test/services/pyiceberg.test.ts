import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scanRelation } from '../../src/lakehouse/index.ts'
import { literal, sql, trusted } from '../../src/sql/quote.ts'
import { type Lake, openLake } from '../lakehouse/lake.ts'
import { python, runPython } from './python.ts'

// PyIceberg reads what was written here: another implementation of the spec, so its rows are the proof.
const everyType = `SELECT * FROM (VALUES
  (1, true, 1::TINYINT, 2147483647, 9007199254740993, 0.1::FLOAT, 1e300::DOUBLE, 1.25::DECIMAL(5,2), -12345678901234.5678::DECIMAL(18,4),
   99999999999999999999999999999999999.999::DECIMAL(38,3), DATE '2024-02-29', TIME '23:59:59.999999',
   TIMESTAMP '2024-02-29 12:34:56.789012', TIMESTAMPTZ '2024-02-29 12:34:56.789012+02', 'Zürich 🚢 ''"', UUID '00112233-4455-6677-8899-aabbccddeeff',
   'a\\x00\\xFFz'::BLOB, 18446744073709551615::UBIGINT, '{"a":1}'::JSON),
  (2, false, -128, -2147483648, -9223372036854775808, -0.0, 'nan', -0.01, 0, -1, DATE '1969-12-31', TIME '00:00:00',
   TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMPTZ '1900-01-01 00:00:00+00', '', UUID 'ffffffff-ffff-ffff-ffff-ffffffffffff', ''::BLOB, 0, '[]'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, true, 0, 0, 0, 'inf', '-inf', 0, 1, 2, DATE '0001-01-01', TIME '12:00:00', TIMESTAMP '0001-01-01 00:00:00',
   TIMESTAMPTZ '9999-12-31 23:59:59+00', repeat('𝄞', 40) || 'ÿ', UUID '80000000-0000-0000-0000-000000000000', repeat('x', 40)::BLOB, 1, 'null')
) AS v(id, bool, tiny, i, l, f, d, dec5, dec18, dec38, date, time, ts, tz, s, u, b, ub, j)`

// PyIceberg 0.12 turns a NULL list of structs inside a struct into an empty one; the file is right (checked in Arrow).
const nested = `SELECT 1 AS id, {'a': 1, 'B c': ['x', NULL], 'deep': [{'m': MAP {'k': 1.5::DECIMAL(4,1)}}]} AS st, MAP {'é': [1, 2], '': []} AS m, [[1], NULL, []] AS ll
  UNION ALL SELECT 2, NULL, NULL, NULL UNION ALL SELECT 3, {'a': NULL, 'B c': [], 'deep': []}, MAP {}, []`

const strange = [
  'a/b',
  'x=y',
  '50%',
  'two words',
  'é🚢',
  '',
  '__HIVE_DEFAULT_PARTITION__',
  'NULL',
  "o'k",
  'a+b&c?d#e',
  '..',
  'null',
]

const partitioned = (name: string, columns: readonly string[]) => ({
  identity: { namespace: 'demo', name },
  partitionBy: columns.map((column) => ({ column, transform: 'identity' })),
})

const named = (name: string) => ({ identity: { namespace: 'demo', name } })

const script = `
import json, sys, datetime, decimal, uuid, math
from pyiceberg.catalog.sql import SqlCatalog
uri, warehouse, work = sys.argv[1:4]
catalog = SqlCatalog("millrace", uri=uri, warehouse=warehouse)
def plain(v):
    if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)): return [plain(x) for x in v]
    if isinstance(v, (bytes, bytearray)): return v.hex()
    if isinstance(v, float): return "nan" if math.isnan(v) else repr(v)
    if isinstance(v, datetime.datetime):
        return v.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z" if v.tzinfo else v.isoformat(timespec="microseconds")
    if isinstance(v, datetime.time): return v.isoformat(timespec="microseconds")
    if isinstance(v, (datetime.date, uuid.UUID)): return str(v)
    if isinstance(v, decimal.Decimal): return format(v, "f")
    if isinstance(v, int) and not isinstance(v, bool): return str(v)
    return v
out = []
for task in json.loads(work):
    table = catalog.load_table("demo." + task["table"])
    scan = table.scan(row_filter=task["filter"]) if task.get("filter") else table.scan()
    if task.get("files"):
        out.append(sorted(len(t.file.file_path) > 0 for t in scan.plan_files()))
    else:
        out.append([plain(r) for r in scan.to_arrow().to_pylist()])
print(json.dumps(out))
`

const change = `
import sys, datetime, decimal, pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.types import DateType, LongType
from pyiceberg.transforms import BucketTransform, DayTransform, TruncateTransform
catalog = SqlCatalog("millrace", uri=sys.argv[1], warehouse=sys.argv[2])
table = catalog.load_table("demo.shared")
with table.update_schema(allow_incompatible_changes=True) as update:
    update.rename_column("id", "key")
    update.update_column("id", LongType())
    update.delete_column("gone")
    update.add_column("extra", DateType())
table.append(pa.table({"key": pa.array([2**62, 7], pa.int64()), "s": ["b/ü", "c"], "extra": [datetime.date(2024, 1, 1)] * 2}))
table.delete("key = 7")
theirs = catalog.create_table("demo.theirs", schema=pa.schema([("id", pa.int64()), ("at", pa.timestamp("us")), ("amount", pa.decimal128(5, 2))]))
theirs.append(pa.table({"id": [1, 2], "at": pa.array([datetime.datetime(2024, 1, 1, 10), datetime.datetime(2024, 2, 1, 10)], pa.timestamp("us")), "amount": pa.array([decimal.Decimal("1.50"), None], pa.decimal128(5, 2))}))
with theirs.update_spec() as update:
    update.add_field("id", BucketTransform(4), "id_bucket")
    update.add_field("at", DayTransform(), "at_day")
    update.add_field("amount", TruncateTransform(10), "amount_trunc")
`

describe.skipIf(python() === undefined)('PyIceberg (needs `npm run services`)', () => {
  let lake: Lake
  beforeAll(async () => {
    lake = await openLake()
    await lake.write(everyType, named('every_type'))
    await lake.write(nested, named('nested'))
    await lake.write(everyType, {
      ...named('compressed'),
      properties: { 'write.metadata.compression-codec': 'gzip' },
    })
    await lake.write('SELECT 1 AS id, 2.5 AS x', named('overwritten'))
    await lake.write(`SELECT 2 AS ID, 7 AS X UNION ALL SELECT NULL, NULL`, {
      ...named('overwritten'),
      mode: { kind: 'overwrite' },
    })
    await lake.write('SELECT 1 AS id', named('emptied'))
    await lake.write('SELECT 1 AS id WHERE false', { ...named('emptied'), mode: { kind: 'overwrite' } })
    await lake.write('SELECT 1 AS id WHERE false', named('born_empty'))
    const values = strange.map((text) => `(${literal(text)})`).join(', ')
    await lake.write(
      `SELECT s AS "part col", row_number() OVER () AS id FROM (VALUES ${values}, (NULL)) v(s)`,
      partitioned('by_text', ['PART COL']),
    )
    await lake.write(
      everyType,
      partitioned('by_types', ['bool', 'l', 'dec38', 'date', 'time', 'ts', 'tz', 'u', 'd', 'f', 'dec5']),
    )
    await lake.write('SELECT 1 AS id, 10 AS a, 20 AS b', partitioned('evolved', ['a']))
    await lake.write('SELECT 2 AS id, 11 AS a, 21 AS b', partitioned('evolved', ['b', 'a']))
    await lake.write('SELECT 3 AS id, 12 AS a, 22 AS b', named('evolved'))
    await lake.write('SELECT 3 AS id, 99 AS a, 99 AS b UNION ALL SELECT 4, 13, 23', {
      ...named('evolved'),
      mode: {
        kind: 'merge',
        on: trusted('"old".id = "new".id'),
        keys: [],
        clauses: [{ kind: 'insert', values: 'all' }],
      },
    })
  }, 120_000)
  afterAll(async () => lake[Symbol.asyncDispose]())

  type Task = { readonly table: string; readonly filter?: string; readonly files?: boolean }
  const ask = async (tasks: readonly Task[]): Promise<readonly (readonly Record<string, unknown>[])[]> =>
    JSON.parse(
      await runPython(script, [
        `sqlite:///${lake.databasePath}`,
        `file://${lake.folder}/warehouse`,
        JSON.stringify(tasks),
      ]),
    )

  test('every table has the rows that DuckDB reads', async () => {
    const tables = [
      'every_type',
      'nested',
      'compressed',
      'overwritten',
      'emptied',
      'born_empty',
      'by_text',
      'by_types',
      'evolved',
    ]
    const found = await ask(tables.map((table) => ({ table })))
    for (const [i, table] of tables.entries()) {
      const theirs = (found[i] ?? []).map(sortMaps).toSorted(byId)
      expect({ table, rows: theirs }).toEqual({ table, rows: (await ours(table)).toSorted(byId) })
    }
    expect(found.map((rows) => rows.length)).toEqual([4, 3, 4, 2, 0, 0, strange.length + 1, 4, 4])
  })

  test('a filter finds the same rows as DuckDB, so no bound or partition value hides one', async () => {
    const columns: readonly (readonly [column: string, values: readonly string[]])[] = [
      ['bool', ['true', 'false']],
      ['i', ['2147483647', '-2147483648', '0', '1']],
      ['l', ['9007199254740993', '9007199254740992', '-9223372036854775808', '0']],
      ['f', ['0.0', '0.25', '1000.0']],
      ['d', ['0.0', '2.5']],
      ['dec5', ['1.25', '-0.01', '0.00']],
      ['dec38', ['99999999999999999999999999999999999.999', '-1.000', '2.000']],
      ['date', ["'2024-02-29'", "'1969-12-31'", "'0001-01-01'"]],
      ['ts', ["'2024-02-29T12:34:56.789012'", "'1969-12-31T23:59:59.999999'"]],
      ['tz', ["'2024-02-29T10:34:56.789012+00:00'", "'1900-01-01T00:00:00+00:00'"]],
      ['s', [`'${'𝄞'.repeat(40)}ÿ'`, "''", "'a'"]],
    ]
    const operators = ['=', '<>', '<', '<=', '>', '>=']
    const filters = columns.flatMap(([column, values]) => [
      ...values.flatMap((value) => operators.map((operator) => `${column} ${operator} ${value}`)),
      `${column} IS NULL`,
      `${column} IS NOT NULL`,
    ])
    const tasks = ['every_type', 'by_types'].flatMap((table) =>
      filters.filter((filter) => !/^bool [<>]=?\s/.test(filter)).map((filter) => ({ table, filter })),
    )
    const found = await ask(tasks)
    for (const [i, task] of tasks.entries()) {
      const relation = await scanRelation(lake.lakehouse, await lake.table(task.table))
      // In Iceberg, as in DuckDB, nothing compares with NULL; NaN is left out since the two order it differently.
      const expected = await lake.connection.rows(
        sql`SELECT id FROM ${relation} WHERE ${trusted(task.filter)} AND NOT coalesce(isnan(d), false)`,
      )
      const theirs = (found[i] ?? []).filter((row) => row['d'] !== 'nan').map((row) => row['id'])
      expect({ task, ids: theirs.toSorted(byText) }).toEqual({
        task,
        ids: expected.map((row) => String(row['id'])).toSorted(byText),
      })
    }
  })

  test('a partition value finds its one file and no other', async () => {
    const quoted = strange.filter((text) => !/[?'"]/.test(text))
    const tasks = quoted.map((text) => ({ table: 'by_text', filter: `"part col" = '${text}'` }))
    const [rows, files] = [
      await ask(tasks),
      await ask(
        [...tasks, { table: 'by_text', filter: '"part col" IS NULL' }].map((task) => ({
          ...task,
          files: true,
        })),
      ),
    ]
    expect(rows.map((found) => found.map((row) => row['part col']))).toEqual(quoted.map((text) => [text]))
    expect(files.map((found) => found.length)).toEqual([...quoted.map(() => 1), 1])
  })

  test('a table that PyIceberg changed is read, appended to and overwritten', async () => {
    await lake.write(`SELECT 1 AS id, 'a' AS s, 5 AS gone`, {
      ...named('shared'),
      partitionBy: [{ column: 's', transform: 'identity' }],
    })
    await runPython(change, [`sqlite:///${lake.databasePath}`, `file://${lake.folder}/warehouse`])
    expect(await lake.rows('shared')).toEqual([
      { key: 1n, s: 'a', extra: null },
      { key: 2n ** 62n, s: 'b/ü', extra: '2024-01-01' },
    ])
    expect((await lake.table('shared')).metadata.currentSnapshotId).toBeTypeOf('bigint')
    await lake.write(`SELECT 3::BIGINT AS key, NULL AS s, NULL::DATE AS extra`, named('shared'))
    const [theirs] = await ask([{ table: 'shared' }])
    expect(theirs?.map((row) => row['key']).toSorted(byText)).toEqual(['1', '3', String(2n ** 62n)])
    await lake.write(`SELECT 4 AS key, 'x' AS s, DATE '2024-01-02' AS extra`, {
      ...named('shared'),
      mode: { kind: 'overwrite' },
    })
    expect(await ask([{ table: 'shared' }])).toEqual([[{ key: '4', s: 'x', extra: '2024-01-02' }]])
  })

  test('a table that PyIceberg made with transforms is read, and overwritten with columns of ours', async () => {
    expect(await lake.rows('theirs', 'id')).toEqual([
      { id: 1n, at: '2024-01-01 10:00:00', amount: '1.50' },
      { id: 2n, at: '2024-02-01 10:00:00', amount: null },
    ])
    await expect(
      lake.write(`SELECT * FROM (VALUES (3, NULL, 'much')) v(id, "at", amount)`, named('theirs')),
    ).rejects.toMatchObject({ diagnostic: { code: 'MR3102' } })
    const row = `SELECT 3 AS id, NULL::TIMESTAMP AS at, 2::DECIMAL(3,2) AS amount`
    await lake.write(row, named('theirs'))
    const [appended] = (await ask([{ table: 'theirs' }])) ?? []
    expect(appended?.map((each) => each['id']).toSorted(byText)).toEqual(['1', '2', '3'])
    await lake.write(row, {
      ...named('theirs'),
      mode: { kind: 'overwrite' },
      partitionBy: [{ column: 'amount', transform: 'identity' }],
    })
    expect(await ask([{ table: 'theirs' }])).toEqual([[{ id: '3', at: null, amount: '2.00' }]])
    const [deleted] = (await ask([{ table: 'theirs', filter: 'amount = 1.50' }])) ?? []
    expect(deleted).toEqual([])
  })

  /** Rows as the script prints them. */
  const ours = async (table: string): Promise<readonly Record<string, unknown>[]> => {
    const relation = await scanRelation(lake.lakehouse, await lake.table(table))
    const rows = await lake.connection.rows(sql`SELECT * FROM ${relation}`)
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value, column)])),
    )
  }
})

const plain = (value: unknown, column: string): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (column === 'f' || column === 'd') return floating(value)
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string' && column === 'time')
    return value.padEnd(15, value.includes('.') ? '0' : '.000000')
  if (typeof value === 'string' && (column === 'ts' || column === 'tz')) {
    const [, day, time, fraction = ''] = /^(\S+) (\d\d:\d\d:\d\d)\.?(\d*)/.exec(value) ?? []
    return `${day}T${time}.${fraction.padEnd(6, '0')}${column === 'tz' ? 'Z' : ''}`
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, ''))
    return value.length > 0 && isPair(value[0])
      ? value.map((item) => [plain(item.key, ''), plain(item.value, '')]).toSorted(byText)
      : items
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, '')]))
  return value
}

const isPair = (value: unknown): value is { key: unknown; value: unknown } =>
  typeof value === 'object' && value !== null && 'key' in value && 'value' in value

const floating = (value: unknown): unknown => {
  if (typeof value !== 'number') return value
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : String(value)
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

const byId = (a: Record<string, unknown>, b: Record<string, unknown>): number =>
  String(a['id'] ?? a['ID']) < String(b['id'] ?? b['ID']) ? -1 : 1

const sortMaps = (row: Record<string, unknown>): Record<string, unknown> =>
  Array.isArray(row['m']) ? { ...row, m: row['m'].toSorted(byText) } : row
