import * as fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readAvro, writeAvro } from '../../src/lakehouse/format/avro-file.ts'
import {
  fromTwosComplement,
  lowerBound,
  serialize,
  twosComplement,
  upperBound,
} from '../../src/lakehouse/format/bounds.ts'
import { fromDuckdbType, toDuckdbType } from '../../src/lakehouse/format/duckdb-type.ts'
import { typeToJson } from '../../src/lakehouse/format/iceberg-type.ts'
import { parseExactJson } from '../../src/lakehouse/format/json-reader.ts'
import { parseMetadata } from '../../src/lakehouse/format/metadata.ts'
import { compareValues, valueFromText } from '../../src/lakehouse/format/value.ts'

const ids = () => {
  let last = 0
  return () => ++last
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')

describe('types', () => {
  test.each([
    ['BOOLEAN', 'boolean', 'BOOLEAN'],
    ['TINYINT', 'int', 'INTEGER'],
    ['USMALLINT', 'int', 'INTEGER'],
    ['UINTEGER', 'long', 'BIGINT'],
    ['UBIGINT', 'decimal(20, 0)', 'DECIMAL(20,0)'],
    ['HUGEINT', 'decimal(38, 0)', 'DECIMAL(38,0)'],
    ['DECIMAL(10,2)', 'decimal(10, 2)', 'DECIMAL(10,2)'],
    ['TIMESTAMP WITH TIME ZONE', 'timestamptz', 'TIMESTAMP WITH TIME ZONE'],
    ['TIMESTAMP_S', 'timestamp', 'TIMESTAMP'],
    [`ENUM('a', 'b,)c')`, 'string', 'VARCHAR'],
    ['JSON', 'string', 'VARCHAR'],
    ['BLOB', 'binary', 'BLOB'],
    ['UUID', 'uuid', 'UUID'],
  ])('%s is stored as %s and read as %s', (duckdb, iceberg, read) => {
    const type = fromDuckdbType(duckdb, ids())
    expect(type && typeToJson(type)).toBe(iceberg)
    expect(type && toDuckdbType(type)).toBe(read)
  })

  test('nested types keep their names, and ids run level by level', () => {
    const type = fromDuckdbType(
      `STRUCT("x ""y" DATE, b INTEGER[][], m MAP(VARCHAR, STRUCT(z DECIMAL(4,1)[3])))`,
      ids(),
    )
    expect(type && toDuckdbType(type)).toBe(
      `STRUCT("x ""y" DATE, "b" INTEGER[][], "m" MAP(VARCHAR, STRUCT("z" DECIMAL(4,1)[])))`,
    )
    expect(type && typeToJson(type)).toMatchObject({
      fields: [
        { id: 1, name: 'x "y', type: 'date' },
        { id: 2, type: { 'element-id': 4, element: { 'element-id': 5 } } },
        {
          id: 3,
          type: { 'key-id': 6, 'value-id': 7, value: { fields: [{ id: 8, type: { 'element-id': 9 } }] } },
        },
      ],
    })
  })

  test.each([
    'INTERVAL',
    'TIMESTAMP_NS',
    'TIME WITH TIME ZONE',
    'BIT',
    'UNION(a INTEGER)',
    'VARIANT',
    'STRUCT(a INTERVAL)',
    'INTERVAL[]',
    '',
  ])('%s cannot be stored', (duckdb) => {
    expect(fromDuckdbType(duckdb, ids())).toBeUndefined()
  })
})

describe('single values', () => {
  // Source: Iceberg table spec, "Appendix D".
  test.each([
    [{ kind: 'boolean' }, 'true', '01'],
    [{ kind: 'int' }, '-2', 'feffffff'],
    [{ kind: 'long' }, '9007199254740993', '0100000000002000'],
    [{ kind: 'float' }, '1.5', '0000c03f'],
    [{ kind: 'double' }, '-inf', '000000000000f0ff'],
    [{ kind: 'date' }, '2017-11-16', '4e440000'],
    [{ kind: 'date' }, '0044-03-15 (BC)', '48c8f4ff'],
    [{ kind: 'time' }, '22:31:08.000001', '018307e012000000'],
    [{ kind: 'timestamp' }, '1969-12-31 23:59:59.999999', 'ffffffffffffffff'],
    [{ kind: 'timestamptz' }, '1970-01-01 02:00:00.5+02', '20a1070000000000'],
    [{ kind: 'decimal', precision: 9, scale: 2 }, '14.20', '058c'],
    [{ kind: 'decimal', precision: 9, scale: 2 }, '-1.28', '80'],
    [{ kind: 'decimal', precision: 9, scale: 2 }, '1.28', '0080'],
    [{ kind: 'string' }, 'é', 'c3a9'],
    [{ kind: 'uuid' }, 'f79c3e09-677c-4bbd-a479-3f349cb785e7', 'f79c3e09677c4bbda4793f349cb785e7'],
    [{ kind: 'binary' }, '00FF', '00ff'],
  ] as const)('%j %s', (type, from, expected) => {
    const value = valueFromText(type, from)
    expect(value).toBeDefined()
    expect(hex(serialize(type, value ?? 0))).toBe(expected)
  })

  test('days agree with the calendar of the platform over ten thousand years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (day) => {
        const printed = new Date(day * 86_400_000).toISOString().slice(0, 10)
        expect(valueFromText({ kind: 'date' }, printed)).toBe(day)
      }),
    )
  })

  test('text that has no value of the type is no value', () => {
    expect(valueFromText({ kind: 'date' }, 'infinity')).toBeUndefined()
    expect(valueFromText({ kind: 'timestamp' }, '-infinity')).toBeUndefined()
    expect(valueFromText({ kind: 'int' }, '2147483648')).toBeUndefined()
    expect(valueFromText({ kind: 'long' }, '9223372036854775808')).toBeUndefined()
  })

  test('two’s complement survives any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), (value) => {
        expect(fromTwosComplement(twosComplement(value))).toBe(value)
        expect(fromTwosComplement(twosComplement(value, 16))).toBe(value)
      }),
    )
  })
})

describe('bounds', () => {
  const string = { kind: 'string' } as const
  test('long text is cut to 16 code points, and its upper bound raised past what was cut', () => {
    expect(text(lowerBound(string, 'a'.repeat(20)))).toBe('a'.repeat(16))
    expect(text(upperBound(string, 'a'.repeat(20)))).toBe(`${'a'.repeat(15)}b`)
    expect(text(upperBound(string, 'a'.repeat(16)))).toBe('a'.repeat(16))
    expect(text(upperBound(string, `${'a'.repeat(15)}\u{10ffff}z`))).toBe(`${'a'.repeat(14)}b`)
    expect(text(upperBound(string, `${'a'.repeat(15)}\ud7ffz`))).toBe(`${'a'.repeat(15)}\ue000`)
    expect(upperBound(string, '\u{10ffff}'.repeat(17))).toBeUndefined()
    expect(hex(upperBound({ kind: 'binary' }, new Uint8Array(17).fill(255)))).toBeUndefined()
  })

  test('bounds of any text hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
        const lower = text(lowerBound(string, value)) ?? ''
        const upper = text(upperBound(string, value))
        expect(compareValues(lower, value)).toBeLessThanOrEqual(0)
        if (upper !== undefined) expect(compareValues(upper, value)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('zeros are bounded on both sides, NaN and uuids not at all', () => {
    expect(hex(lowerBound({ kind: 'double' }, 0))).toBe('0000000000000080')
    expect(hex(upperBound({ kind: 'double' }, -0))).toBe('0000000000000000')
    expect(hex(lowerBound({ kind: 'int' }, 0))).toBe('00000000')
    expect(lowerBound({ kind: 'double' }, Number.NaN)).toBeUndefined()
    expect(lowerBound({ kind: 'uuid' }, 'f79c3e09-677c-4bbd-a479-3f349cb785e7')).toBeUndefined()
  })
})

describe('files', () => {
  const schema = {
    type: 'record',
    name: 'r',
    fields: [
      { name: 'n', type: ['null', 'long'], default: null, 'field-id': 7 },
      {
        name: 't',
        type: { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': true },
        'field-id': 8,
      },
    ],
  }

  test('64-bit numbers and field ids survive Avro', () => {
    const records = Array.from({ length: 2500 }, (_, i) => ({
      n: i % 2 === 0 ? null : 9_223_372_036_854_775_807n - BigInt(i),
      t: -9_223_372_036_854_775_808n + BigInt(i),
    }))
    const read = readAvro(writeAvro(schema, { key: 'välue' }, records))
    expect(read.schema).toEqual(schema)
    expect(read.metadata['key']).toBe('välue')
    expect(read.records).toEqual(records.map(({ n, t }) => [n, t]))
  })

  test('a cut Avro file is refused, never half read', () => {
    const bytes = writeAvro(schema, {}, [{ n: 1n, t: 2n }])
    for (let length = 0; length < bytes.length - 1; length++)
      if (length !== headerEnd(bytes)) expect(() => readAvro(bytes.subarray(0, length))).toThrow()
  })

  // A file without blocks is a whole file.
  const headerEnd = (bytes: Uint8Array): number => {
    const sync = Buffer.from(bytes.subarray(-16))
    return Buffer.from(bytes).indexOf(sync) + 16
  }

  test('whole numbers of JSON keep all digits', () => {
    expect(parseExactJson('{"a":9223372036854775807,"b":[-9007199254740993,1,1.5,1e3]}')).toEqual({
      a: 9_223_372_036_854_775_807n,
      b: [-9_007_199_254_740_993n, 1, 1.5, 1000],
    })
  })

  test('metadata of another format version is told before anything else is read', () => {
    const versions: number[] = []
    const bytes = gzipSync('{"format-version":3,"table-uuid":1}')
    expect(() => parseMetadata(bytes, (version) => versions.push(version))).toThrow('table-uuid')
    expect(versions).toEqual([3])
  })
})
