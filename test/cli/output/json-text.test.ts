import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import { jsonText } from '../../../src/cli/output/json-text.ts'

it('64-bit integers are exact digits', () => {
  expect(jsonText({ id: 9_223_372_036_854_775_807n })).toBe('{"id":9223372036854775807}')
})

it('bytes are base64, and numbers that JSON lacks are texts', () => {
  expect(jsonText([new Uint8Array([0, 255]), Number.NaN, Infinity, -Infinity])).toBe(
    '["AP8=","NaN","Infinity","-Infinity"]',
  )
  expect(jsonText(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toBe('"AgM="')
})

it('a secret stays one, and undefined members are left out', () => {
  expect(jsonText({ password: new Secret('hunter2'), nothing: undefined })).toBe('{"password":"***"}')
})

it('no character of the text acts on a terminal, and the value reads back the same', () => {
  expect(jsonText('\u001b[2J\u009b1A\u202e')).toBe('"\\u001b[2J\\u009b1A\\u202e"')
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = jsonText(value)
      expect(text).not.toMatch(/[\p{Cc}\u2028-\u202e]/u)
      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value))
    }),
  )
})
