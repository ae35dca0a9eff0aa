import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffSchemas } from '../../../src/lakehouse/format/diff-schemas.ts'
import { fromDuckdbType } from '../../../src/lakehouse/format/duckdb-type.ts'
import {
  type EvolvedSchema,
  evolveSchema,
  type SchemaChange,
  type SchemaHistory,
  widens,
} from '../../../src/lakehouse/format/evolve.ts'
import {
  type Field,
  type IcebergType,
  isPrimitive,
  parsePrimitive,
  type PrimitiveType,
  printPrimitive,
} from '../../../src/lakehouse/format/iceberg-type.ts'
import { allFields, type Schema } from '../../../src/lakehouse/format/schema.ts'
import { primitiveTypes } from './values.ts'

const primitive = (text: string): PrimitiveType => {
  const type = parsePrimitive(text)
  if (type === undefined) throw new Error(text)
  return type
}

const field = (id: number, name: string, type: string | IcebergType, required = false): Field => ({
  id,
  name,
  required,
  type: typeof type === 'string' ? primitive(type) : type,
})

const schema: Schema = {
  schemaId: 3,
  fields: [
    field(1, 'id', 'int', true),
    field(2, 'Price', 'decimal(9, 2)'),
    field(3, 'place', {
      kind: 'struct',
      fields: [field(4, 'city', 'string'), field(5, 'height', 'float', true)],
    }),
    field(6, 'tags', { kind: 'list', element: field(7, 'element', 'int', true) }),
    field(8, 'parts', {
      kind: 'map',
      key: field(9, 'key', { kind: 'struct', fields: [field(10, 'code', 'int')] }, true),
      value: field(11, 'value', { kind: 'struct', fields: [field(12, 'count', 'int')] }),
    }),
    field(13, 'day', 'date'),
  ],
  rest: { 'identifier-field-ids': [1] },
}

const history: SchemaHistory = {
  schemas: [schema],
  lastColumnId: 20,
  specs: [
    {
      specId: 0,
      fields: [{ sourceId: 13, fieldId: 1000, name: 'day_month', transform: { kind: 'month' } }],
    },
    {
      specId: 1,
      fields: [{ sourceId: 4, fieldId: 1001, name: 'place.city', transform: { kind: 'identity' } }],
    },
    { specId: 2, fields: [{ sourceId: 2, fieldId: 1002, name: 'p', transform: { kind: 'void' } }] },
  ],
  sortOrders: [
    {
      orderId: 1,
      fields: [{ sourceId: 12, transform: { kind: 'identity' }, direction: 'asc', nulls: 'first' }],
    },
  ],
}

const evolve = (...changes: readonly SchemaChange[]) => evolveSchema(schema, changes, history)

const evolved = (result: EvolvedSchema) => {
  if (result.kind === 'refused') throw new Error(`refused: ${result.reason}`)
  return result
}

/** `id:1 Price:2 …`, nested fields with their path. */
const outline = (result: EvolvedSchema): string =>
  allFields(evolved(result).schema.fields)
    .map((each) => `${each.path.join('.')}:${each.field.id}`)
    .join(' ')

const whole =
  'id:1 Price:2 place:3 place.city:4 place.height:5 tags:6 tags.element:7 parts:8 parts.key:9 parts.key.code:10 parts.value:11 parts.value.count:12 day:13'

describe('a new field', () => {
  test('gets a fresh id and stands last', () => {
    const result = evolve({ kind: 'add', path: ['note'], type: primitive('string'), doc: 'why' })
    expect(outline(result)).toBe(`${whole} note:21`)
    expect(evolved(result).lastColumnId).toBe(21)
    expect(evolved(result).schema.fields.at(-1)).toMatchObject({ required: false, doc: 'why' })
  })

  test('of a nested type takes an id for every part, level by level, whatever ids the type came with', () => {
    let last = 0
    const type = fromDuckdbType('STRUCT(a STRUCT(b INTEGER)[], c MAP(VARCHAR, INTEGER))', () => ++last)
    const result = evolve({ kind: 'add', path: ['n'], type: type ?? primitive('int') })
    expect(outline(result)).toBe(
      `${whole} n:21 n.a:22 n.a.element:24 n.a.element.b:25 n.c:23 n.c.key:26 n.c.value:27`,
    )
  })

  test.each([
    [{ kind: 'first' }, 'x:21 city:4 height:5'],
    [{ kind: 'last' }, 'city:4 height:5 x:21'],
    [{ kind: 'after', name: 'CITY' }, 'city:4 x:21 height:5'],
    [{ kind: 'before', name: 'height' }, 'city:4 x:21 height:5'],
  ] as const)('stands in a struct where it should: %j', (position, expected) => {
    const result = evolve({ kind: 'add', path: ['place', 'x'], type: primitive('int'), position })
    const place = evolved(result).schema.fields[2]?.type
    const names = place?.kind === 'struct' ? place.fields.map(({ name, id }) => `${name}:${id}`) : []
    expect(names.join(' ')).toBe(expected)
  })

  test('may be inside of a list or of the values of a map', () => {
    expect(outline(evolve({ kind: 'add', path: ['parts', 'value', 'x'], type: primitive('int') }))).toContain(
      'parts.value.x:21',
    )
  })

  test.each([
    [['ID'], { reason: 'name-taken', by: 'column' }],
    [['place', 'City'], { reason: 'name-taken' }],
    [['Day_Month'], { reason: 'name-taken', by: 'partition' }],
    [[''], { reason: 'no-name' }],
    [['tags', 'x'], { reason: 'not-in-a-struct' }],
    [['tags', 'element', 'x'], { reason: 'not-in-a-struct' }],
    [['parts', 'key', 'x'], { reason: 'map-key' }],
    [['id', 'x'], { reason: 'not-in-a-struct' }],
    [['nowhere', 'x'], { reason: 'unknown-column' }],
    [['id', 'x', 'y'], { reason: 'unknown-column' }],
  ])('is refused at %j', (path, expected) => {
    const change = { kind: 'add', path, type: primitive('int') } as const
    expect(evolve(change)).toMatchObject({ kind: 'refused', change, path, ...expected })
  })

  test('is never required, and needs a neighbour that exists', () => {
    expect(evolve({ kind: 'add', path: ['x'], type: primitive('int'), required: true })).toMatchObject({
      reason: 'required',
    })
    const position = { kind: 'after', name: 'y' } as const
    expect(evolve({ kind: 'add', path: ['x'], type: primitive('int'), position })).toMatchObject({
      reason: 'unknown-position',
      name: 'y',
    })
  })
})

describe('dropping', () => {
  test('leaves the others as they are, and no id is given twice', () => {
    const result = evolve(
      { kind: 'drop', path: ['price'] },
      { kind: 'add', path: ['Price'], type: primitive('double') },
    )
    expect(outline(result)).toBe(`${whole.replace(' Price:2', '')} Price:21`)
  })

  test.each([
    [['day'], { reason: 'in-use', by: 'partition' }],
    // A spec of earlier still describes files.
    [['place', 'city'], { reason: 'in-use', by: 'partition' }],
    [['place'], { reason: 'in-use', by: 'partition' }],
    [['parts'], { reason: 'in-use', by: 'sort' }],
    [['id'], { reason: 'in-use', by: 'identifier' }],
    [['tags', 'element'], { reason: 'not-in-a-struct' }],
    [['parts', 'key'], { reason: 'map-key' }],
    [['parts', 'key', 'code'], { reason: 'map-key' }],
    [['parts', 'value'], { reason: 'not-in-a-struct' }],
    [['other'], { reason: 'unknown-column' }],
  ])('is refused of %j', (path, expected) => {
    expect(evolve({ kind: 'drop', path })).toMatchObject({ kind: 'refused', path, ...expected })
  })

  test('the last field of a struct stays', () => {
    const small = { ...schema, fields: [field(1, 'a', 'int')], rest: {} }
    expect(evolveSchema(small, [{ kind: 'drop', path: ['a'] }], history)).toMatchObject({
      reason: 'last-column',
    })
  })
})

describe('renaming and moving', () => {
  test('keep the id', () => {
    const result = evolve(
      { kind: 'rename', path: ['PRICE'], name: 'price' },
      { kind: 'rename', path: ['place', 'city'], name: 'town' },
      { kind: 'move', path: ['day'], position: { kind: 'first' } },
      { kind: 'move', path: ['place', 'height'], position: { kind: 'before', name: 'town' } },
    )
    expect(outline(result)).toBe(
      'day:13 id:1 price:2 place:3 place.height:5 place.town:4 tags:6 tags.element:7 parts:8 parts.key:9 parts.key.code:10 parts.value:11 parts.value.count:12',
    )
  })

  test('two columns can change names', () => {
    const result = evolve(
      { kind: 'rename', path: ['id'], name: 'x' },
      { kind: 'rename', path: ['day'], name: 'id' },
      { kind: 'rename', path: ['x'], name: 'day' },
    )
    expect(outline(result)).toBe(whole.replace('id:1', 'day:1').replace('day:13', 'id:13'))
  })

  test.each([
    [
      { kind: 'rename', path: ['id'], name: 'PRICE' },
      { reason: 'name-taken', by: 'column' },
    ],
    [
      { kind: 'rename', path: ['id'], name: 'day_month' },
      { reason: 'name-taken', by: 'partition' },
    ],
    [
      { kind: 'rename', path: ['day'], name: 'day_month' },
      { reason: 'name-taken', by: 'partition' },
    ],
    [{ kind: 'rename', path: ['tags', 'element'], name: 'x' }, { reason: 'not-in-a-struct' }],
    [{ kind: 'rename', path: ['parts', 'key', 'code'], name: 'x' }, { reason: 'map-key' }],
    [{ kind: 'rename', path: ['x'], name: 'y' }, { reason: 'unknown-column' }],
    [{ kind: 'move', path: ['x'], position: { kind: 'first' } }, { reason: 'unknown-column' }],
    [
      { kind: 'move', path: ['id'], position: { kind: 'after', name: 'id' } },
      { reason: 'unknown-position', name: 'id' },
    ],
    [
      { kind: 'move', path: ['id'], position: { kind: 'after', name: 'city' } },
      { reason: 'unknown-position', name: 'city' },
    ],
  ] as const)('are refused: %j', (change, expected) => {
    expect(evolve(change)).toMatchObject({ kind: 'refused', ...expected })
  })

  test('an identity partition does not hold its own column back', () => {
    const result = evolve({ kind: 'rename', path: ['place', 'city'], name: 'City' })
    expect(outline(result)).toContain('place.City:4')
  })
})

describe('types', () => {
  const allowed = [
    'int long',
    'float double',
    'decimal(9, 2) decimal(38, 2)',
    'decimal(38, 0) decimal(38, 0)',
  ]
  test('only what keeps every value is widening', () => {
    const words = [...primitiveTypes.map(printPrimitive), 'decimal(18, 2)', 'decimal(38, 2)', 'fixed[6]']
    const pairs = words.flatMap((from) =>
      words.filter((to) => widens(primitive(from), primitive(to))).map((to) => `${from} -> ${to}`),
    )
    expect(pairs.sort()).toEqual([
      'decimal(1, 0) -> decimal(18, 0)',
      'decimal(1, 0) -> decimal(38, 0)',
      'decimal(18, 0) -> decimal(38, 0)',
      'decimal(18, 2) -> decimal(38, 2)',
      'decimal(9, 2) -> decimal(18, 2)',
      'decimal(9, 2) -> decimal(38, 2)',
      'float -> double',
      'int -> long',
    ])
  })

  test.each(allowed)('%s', (words) => {
    const [from = '', to = ''] = words.split(/ (?=[a-z])/)
    const one = { ...schema, fields: [field(1, 'a', from), field(2, 'b', 'int')], rest: {} }
    const result = evolveSchema(one, [{ kind: 'widen', path: ['a'], type: primitive(to) }], history)
    expect(evolved(result).schema.fields[0]).toEqual(field(1, 'a', to))
  })

  test('are widened in lists, structs and values of maps, and never in keys', () => {
    const widen = (path: readonly string[], type: string) =>
      evolve({ kind: 'widen', path, type: primitive(type) })
    expect(evolved(widen(['tags', 'element'], 'long')).schema.fields[3]?.type).toEqual({
      kind: 'list',
      element: field(7, 'element', 'long', true),
    })
    expect(evolved(widen(['place', 'height'], 'double')).kind).toBe('evolved')
    expect(evolved(widen(['parts', 'value', 'count'], 'long')).kind).toBe('evolved')
    expect(widen(['parts', 'key', 'code'], 'long')).toMatchObject({ reason: 'map-key' })
    expect(widen(['price'], 'decimal(8, 2)')).toMatchObject({ reason: 'not-widening' })
    expect(widen(['place'], 'string')).toMatchObject({ reason: 'not-widening' })
  })

  test('what was required may become optional, but for what tells rows apart', () => {
    const optional = (...path: readonly string[]) => evolve({ kind: 'make-optional', path })
    expect(allFields(evolved(optional('place', 'height')).schema.fields)[4]?.field.required).toBe(false)
    expect(allFields(evolved(optional('tags', 'element')).schema.fields)[6]?.field.required).toBe(false)
    expect(optional('id')).toMatchObject({ reason: 'in-use', by: 'identifier' })
    expect(optional('parts', 'key')).toMatchObject({ reason: 'map-key' })
  })
})

describe('schema ids', () => {
  test('nothing changed is the same schema', () => {
    const result = evolve(
      { kind: 'rename', path: ['id'], name: 'x' },
      { kind: 'rename', path: ['x'], name: 'id' },
    )
    expect(evolved(result).schema).toBe(schema)
  })

  test('a schema that the table had before is found again, another one gets the next id', () => {
    const [earlier] = [evolved(evolve({ kind: 'rename', path: ['id'], name: 'x' })).schema]
    expect(earlier.schemaId).toBe(4)
    expect(earlier.rest).toEqual(schema.rest)
    const known = { ...history, schemas: [schema, earlier] }
    const back = evolveSchema(schema, [{ kind: 'rename', path: ['id'], name: 'x' }], known)
    expect(evolved(back).schema).toBe(earlier)
  })
})

test('ids stay unique, and fields keep theirs, through any changes', () => {
  const name = fc.constantFrom('id', 'price', 'place', 'tags', 'parts', 'day', 'a', 'b', 'city', 'height')
  const path = fc.array(fc.oneof(name, fc.constantFrom('element', 'key', 'value')), {
    minLength: 1,
    maxLength: 3,
  })
  const position = fc.oneof(
    fc.constantFrom('first', 'last').map((kind) => ({ kind })),
    fc.record({ kind: fc.constantFrom('before', 'after'), name }),
  )
  const change: fc.Arbitrary<SchemaChange> = fc.oneof(
    fc.record({
      kind: fc.constant('add' as const),
      path,
      type: fc.constantFrom(...schema.fields.map((f) => f.type)),
      position,
    }),
    fc.record({ kind: fc.constant('drop' as const), path }),
    fc.record({ kind: fc.constant('rename' as const), path, name }),
    fc.record({ kind: fc.constant('move' as const), path, position }),
    fc.record({ kind: fc.constant('widen' as const), path, type: fc.constantFrom(...primitiveTypes) }),
    fc.record({ kind: fc.constant('make-optional' as const), path }),
  )
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let current = schema
      let { lastColumnId } = history
      for (const each of changes) {
        const before = allFields(current.fields).map(({ field: { id } }) => id)
        const result = evolveSchema(current, [each], { ...history, lastColumnId })
        if (result.kind === 'refused') continue
        const after = allFields(result.schema.fields).map(({ field: { id } }) => id)
        expect(new Set(after).size).toBe(after.length)
        for (const id of after) if (!before.includes(id)) expect(id).toBeGreaterThan(lastColumnId)
        expect(Math.max(...after)).toBeLessThanOrEqual(result.lastColumnId)
        const names = result.schema.fields.map((each) => each.name.toLowerCase())
        expect(new Set(names).size).toBe(names.length)
        current = result.schema
        lastColumnId = result.lastColumnId
      }
    }),
  )
})

describe('differences', () => {
  const incoming = (columns: Readonly<Record<string, string>>) =>
    Object.entries(columns).map(([name, text]) => {
      const type = fromDuckdbType(text, () => 0)
      if (type === undefined) throw new Error(text)
      return { name, type }
    })
  const same = {
    DAY: 'DATE',
    parts: 'MAP(STRUCT(code INTEGER), STRUCT(count INTEGER))',
    id: 'INTEGER',
    place: 'STRUCT(HEIGHT FLOAT, city VARCHAR)',
    price: 'DECIMAL(9,2)',
    tags: 'INTEGER[]',
  }

  test('order and letter case are none', () => {
    expect(diffSchemas(schema.fields, incoming(same))).toEqual([])
  })

  test('are found at any depth', () => {
    const { DAY: _day, ...others } = same
    const changed = incoming({
      ...others,
      id: 'BIGINT',
      price: 'DECIMAL(5,2)',
      place: 'STRUCT(city INTEGER, zip VARCHAR)',
      tags: 'BIGINT[]',
      parts: 'MAP(STRUCT(code VARCHAR), STRUCT(count INTEGER, x DATE))',
      extra: 'INTEGER[]',
    })
    expect(diffSchemas(schema.fields, changed).map(({ kind, path }) => `${kind} ${path.join('.')}`)).toEqual([
      'widened id',
      'narrowed Price',
      'changed place.city',
      'missing place.height',
      'added place.zip',
      'widened tags.element',
      'changed parts.key.code',
      'added parts.value.x',
      'missing day',
      'added extra',
    ])
  })

  test('tell the types, and whether what is missing was required', () => {
    expect(diffSchemas(schema.fields.slice(0, 2), incoming({ Price: 'DECIMAL(12,3)' }))).toEqual([
      { kind: 'missing', path: ['id'], from: { kind: 'int' }, required: true },
      {
        kind: 'changed',
        path: ['Price'],
        from: { kind: 'decimal', precision: 9, scale: 2 },
        to: { kind: 'decimal', precision: 12, scale: 3 },
      },
    ])
  })

  test('what was added and widened can be made so, and then nothing is missing', () => {
    const wanted = incoming({
      ...same,
      id: 'BIGINT',
      place: 'STRUCT(city VARCHAR, height DOUBLE, n INTEGER[])',
      e: 'DATE',
    })
    const changes = diffSchemas(schema.fields, wanted).flatMap((each): readonly SchemaChange[] => {
      if (each.kind === 'added') return [{ kind: 'add', path: each.path, type: each.to }]
      return each.kind === 'widened' && isPrimitive(each.to)
        ? [{ kind: 'widen', path: each.path, type: each.to }]
        : []
    })
    expect(changes).toHaveLength(4)
    expect(diffSchemas(evolved(evolve(...changes)).schema.fields, wanted)).toEqual([])
  })
})
