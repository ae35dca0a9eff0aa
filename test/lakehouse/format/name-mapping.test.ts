import { describe, expect, test } from 'vitest'
import { mappedId, mappedNames, parseNameMapping } from '../../../src/lakehouse/format/name-mapping.ts'

// The example of the specification, with a list, a map and a column that the table has not.
const mapping = parseNameMapping(
  JSON.stringify([
    { 'field-id': 1, names: ['id', 'record_id'] },
    { 'field-id': 2, names: ['data'] },
    {
      'field-id': 3,
      names: ['location'],
      fields: [
        { 'field-id': 4, names: ['latitude', 'lat'] },
        { 'field-id': 5, names: ['longitude', 'long'] },
      ],
    },
    { 'field-id': 6, names: ['tags.all'], fields: [{ 'field-id': 7, names: ['element'] }] },
    {
      'field-id': 8,
      names: [],
      fields: [
        { 'field-id': 9, names: ['key'] },
        { 'field-id': 10, names: ['value'] },
      ],
    },
    { names: ['ignored'] },
  ]),
)

describe('names of files without ids', () => {
  test.each([
    [['id'], 1],
    [['record_id'], 1],
    [['location'], 3],
    [['location', 'lat'], 4],
    [['location', 'long'], 5],
    [['tags.all', 'element'], 7],
    [['tags', 'all'], undefined],
    [['lat'], undefined],
    [['ignored'], undefined],
    [['ID'], undefined],
    [[], undefined],
  ])('%j is field %s', (path, id) => {
    expect(mappedId(mapping, path)).toBe(id)
  })

  test('a field is found under all of its names', () => {
    expect(mappedNames(mapping, 1)).toEqual(['id', 'record_id'])
    expect(mappedNames(mapping, 4)).toEqual(['latitude', 'lat'])
    expect(mappedNames(mapping, 8)).toEqual([])
    expect(mappedNames(mapping, 99)).toEqual([])
  })
})

test.each([
  ['{}', 'not a list'],
  ['[{"field-id": 1}]', 'names'],
  ['[{"field-id": "1", "names": []}]', 'field-id'],
  ['[{"field-id": 1, "names": ["a"]}, {"field-id": 2, "names": ["a"]}]', 'two fields'],
  ['[', 'JSON'],
])('%s is refused', (text, message) => {
  expect(() => parseNameMapping(text)).toThrow(message)
})
