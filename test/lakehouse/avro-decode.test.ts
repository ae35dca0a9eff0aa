import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AvroCursor, avroDecoder, AvroPairs, ended } from '../../src/lakehouse/format/avro-decode.ts'
import { avroField, avroPairs, avroRecord } from '../../src/lakehouse/format/avro-fields.ts'
import { readAvro, writeAvro } from '../../src/lakehouse/format/avro-file.ts'

/** One record through a file: what the writer's library encodes is what the decoder must understand. */
const through = (type: unknown, value: unknown): unknown => {
  const schema = { type: 'record', name: 'r', fields: [{ name: 'v', type, 'field-id': 1 }] }
  const [record] = readAvro(writeAvro(schema, {}, [{ v: value }])).records
  return (record as readonly unknown[])[0]
}

describe('values', () => {
  test.each([
    ['int', fc.integer()],
    ['long', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
    ['double', fc.double()],
    ['float', fc.float()],
    ['boolean', fc.boolean()],
    ['string', fc.string({ unit: 'binary' })],
    [['null', 'string'], fc.option(fc.string())],
    [{ type: 'array', items: 'long' }, fc.array(fc.bigInt({ min: -1000n, max: 2n ** 53n }))],
    [{ type: 'enum', name: 'e', symbols: ['A', 'B'] }, fc.constantFrom('A', 'B')],
  ] as const)('%j', (type, values) => {
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        expect(through(type, value)).toEqual(value)
      }),
    )
  })

  test('longs of every length', () => {
    for (let bits = 0n; bits < 64n; bits++)
      for (const value of [2n ** bits - 1n, -(2n ** bits), 2n ** bits])
        if (BigInt.asIntN(64, value) === value) expect(through('long', value)).toBe(value)
  })

  test('bytes, fixed, maps, and a type by its name', () => {
    const fixed = { type: 'fixed', size: 2, name: 'two', namespace: 'of' }
    const inner = avroRecord('inner', [avroField(1, 'a', fixed), avroField(2, 'b', 'of.two')])
    const [a, b] = [Buffer.from('ab'), Buffer.from('cd')]
    expect(through(inner, { a, b })).toEqual([a, b])
    expect(through('bytes', Buffer.from([0, 255]))).toEqual(Buffer.from([0, 255]))
    expect(through({ type: 'map', values: 'int' }, { x: 1, y: 2 })).toEqual([
      ['x', 1],
      ['y', 2],
    ])
  })

  test('blocks of a list that tell their length are read as others are', () => {
    // Two items of 3 bytes in all, then one, then the end; -2 and 3 in zigzag are 3 and 6.
    const cursor: AvroCursor = { bytes: Buffer.from([3, 6, 2, 128, 1, 2, 6, 0]), at: 0 }
    expect(avroDecoder({ type: 'array', items: 'int' })(cursor)).toEqual([1, 64, 3])
    expect(ended(cursor)).toBe(true)
  })
})

test('a map by id is looked into without being unpacked', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 300 })), (ids) => {
      const pairs = ids.map((id) => ({ key: id, value: Buffer.from(`value ${id}`) }))
      const found = through(avroPairs(117, 118, 'bytes'), pairs)
      expect(found).toBeInstanceOf(AvroPairs)
      const map = found as AvroPairs<Uint8Array>
      expect(map.size).toBe(ids.length)
      expect([...map]).toEqual(pairs.map(({ key, value }) => [key, value]))
      expect([...map.keys()]).toEqual(ids)
      for (let id = -1; id < 302; id++) {
        expect(map.has(id)).toBe(ids.includes(id))
        expect(map.get(id)).toEqual(ids.includes(id) ? Buffer.from(`value ${id}`) : undefined)
      }
    }),
  )
})

test('bytes that are no values of the schema are refused, whatever they are', () => {
  const decode = avroDecoder(
    avroRecord('r', [
      avroField(1, 'a', { type: 'array', items: ['null', 'string'] }),
      avroField(2, 'm', avroPairs(3, 4, 'bytes')),
      avroField(5, 'n', 'long'),
    ]),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const cursor: AvroCursor = { bytes: Buffer.from(bytes), at: 0 }
      try {
        decode(cursor)
        ended(cursor)
      } catch (cause) {
        expect(cause).toMatchObject({ name: 'MalformedMetadata' })
        return
      }
      expect(cursor.at).toBeLessThanOrEqual(bytes.length)
    }),
    { numRuns: 2000 },
  )
})
