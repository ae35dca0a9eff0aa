import { describe, expect, test } from 'vitest'
import { python } from '../python.ts'
import { compareReaders, type ReaderCase } from './against-spark.ts'

const json = (
  name: string,
  content: ReaderCase['content'],
  options: Readonly<Record<string, string>> = {},
): ReaderCase => ({ name, format: 'json', content, options })

const refused = (where: 'here' | 'everywhere', ...cases: readonly ReaderCase[]): readonly ReaderCase[] =>
  cases.map((one) => ({ ...one, refused: where }))

const cases: readonly ReaderCase[] = [
  json(
    'types',
    '{"i":1,"d":1.5,"e":1e3,"b":true,"s":"x","n":null,"a":[1,2.5],"o":{"z":1,"y":"q"},"x":{},"ea":[],"na":[null]}\n',
  ),
  json('numbers and text', '{"a":1.50}\n{"a":"x"}\n{"a":1e3}\n{"a":{"b":1.0}}\n{"a":[1, 2]}\n{"a":true}\n'),
  json('integers and fractions', '{"a":1,"b":12345678901234567890}\n{"a":1.5,"b":1}\n'),
  json('beyond 128 bits', '{"a":123456789012345678901234567890123456789012}\n'),
  json('lists of several kinds', '{"a":[1]}\n{"a":["x"]}\n{"a":[[1]]}\n'),
  json('a list and an object', '{"a":[1]}\n{"a":{"b":1}}\n'),
  json('nested', '{"a":{"b":{"c":1}}}\n{"a":{"b":{"d":"x"}}}\n{"a":null}\n'),
  json('deep', '{"a":[{"b":[{"c":1}]},{"b":[{"d":2.5}]}]}\n'),
  json(
    'empty texts',
    '{"a":"","b":"","c":"x\\"","d":{"e":"","f":["",""]}}\n{"a":1,"b":"x","d":{"e":2.5}}\n{"":"","g":":\\"\\""}\n',
  ),
  json('quotes of one stroke', `{'a':1}\n{"b":"it's"}\n`),
  json('no numbers', '{"a":NaN}\n{"a":1.5}\n{"a":-Infinity}\n'),
  json('what follows', '{"a":1} x\n{"a":2}{"a":3}\n'),
  json(
    'what is no JSON',
    '{"a":1,}\n{a:1}\n{"a":1/*x*/}\n{"a":01}\n{"a":"x\ty"}\n{"b":1}\nbad\n5\nnull\n[1,2]\n',
  ),
  json('lists of rows', '[{"a":1},{"a":2}]\n[]\n{"a":3}\n'),
  json('objects without fields', '{}\n{"a":1,"b":{}}\n{"b":{}}\n'),
  json('fields without values', '{"a":null,"b":1,"c":{},"d":[null],"e":"","f":[]}\n', {
    dropFieldIfAllNull: 'TRUE',
  }),
  json('a mark of the encoding, and ends of lines', '\uFEFF{"a":1}\r\n{"a":2}\r\n'),
  json('carriage returns', '{"a":1}\r{"a":2}\r'),
  json('names', '{"é":"\\u00e9\\ud83d\\ude00","a b":1,"a.b":2,"`":3,"\\"":4,"Z":{"z":1,"B":2}}\n'),
  json('all as text', '{"a":1,"b":[1.50,true],"c":{"d":1e3}}\n', { primitivesAsString: 'true' }),
  json('several lines', '{\n"a": 1,\n"b": [\n1]\n}', { multiLine: 'true' }),
  json('several lines of rows', '[{"a":1},\n{"b":2}]', { multiLine: 'true' }),
  json('several documents', '{"a":1}\n{"a":2}\n', { MultiLine: 'true' }),
  json('another name for what is no object', '{"a":1}\nbad\n', { columnNameOfCorruptRecord: 'oops' }),
  json('dropped', '{"a":1}\nbad\n[1]\n', { mode: 'DROPMALFORMED' }),
  json('several files', ['{"a":1}\n', '{"a":"x","b":1}\n']),
  json('dates are text', '{"d":"2024-01-01","t":"2024-01-01T00:00:00Z"}\n', { dateFormat: 'yyyy-MM-dd' }),
  json('a zero below zero', '{"a":-0,"b":-0.0,"c":1E400}\n'),
  json('NULL as a row', 'null\n{"a":1}\n[{"a":2}]\nnull x\n'),
  json('NULL beside what is no object', 'null\nbad\n{"a":1}\n'),
  json('NULL that is dropped', 'null\n{"a":1}\n', { mode: 'DROPMALFORMED' }),
  ...refused(
    'everywhere',
    json('NULL, failing fast', 'null\n{"a":1}\n', { mode: 'FAILFAST' }),
    json('nothing but what is no object', 'bad\n"x"\n'),
    json('one name twice', '{"a":1,"a":2}\n'),
    json('one name twice inside', '{"a":{"x":1}}\n{"a":{"x":2,"x":"b"}}\n'),
    json('one name twice in a list', '{"a":[[{"x":1},{"b c":{"x":1,"x":null}}]]}\n'),
    json('one name twice in a row of several', '[{"a":1},{"a":1,"a":2}]\n'),
    json('two letter cases', '{"a":1,"A":2}\n'),
    json('failing fast', '{"a":1}\nbad\n', { mode: 'FAILFAST' }),
  ),
  ...refused(
    'here',
    json('large numbers inside', '{"a":{"b":12345678901234567890}}\n'),
    json('empty texts in a list', '{"a":["",1]}\n'),
    json('empty texts beside what is no JSON', '{"a":""}\n{"a":1}\nbad\n'),
    json('empty texts that would be dropped', '{"a":""}\n{"a":1}\n', { mode: 'DROPMALFORMED' }),
    json('two letter cases in two rows', '{"a":1}\n{"A":2}\n'),
    json('an infinite number with a sign', '{"a":+Infinity}\n'),
    json('a NULL among rows', '[null,{"a":1}]\n'),
    json('its own corrupt record', '{"a":1,"_corrupt_record":"mine"}\nbad\n'),
    json('half a character', '{"a":"\\ud83d"}\n'),
    json('comments', '{"a":1}\n', { allowComments: 'true' }),
  ),
]

describe.skipIf(python() === undefined)('JSON', () => {
  test('is read with the names, types and cells that Spark finds, or refused', async () => {
    expect(await compareReaders(cases)).toEqual([])
  }, 240_000)
})
