import * as fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { coreValue } from '../../../src/manifest/yaml/core-value.ts'

describe('the value of a plain scalar', () => {
  it.each([
    ['', null],
    ['~', null],
    ['true', true],
    ['FALSE', false],
    ['yes', 'yes'],
    ['off', 'off'],
    ['2024-01-31', '2024-01-31'],
    ['12', 12],
    ['0o14', 12],
    ['0xff', 255],
    ['012', 12],
    ['-1.5e3', -1500],
    ['.inf', Number.POSITIVE_INFINITY],
    ['1_000', '1_000'],
    ['0b11', '0b11'],
  ])('%j is what YAML 1.2 says', (text, value) => {
    expect(coreValue(text)).toBe(value)
  })

  it('is what the parser reads', () => {
    const units = fc.constantFrom(...Array.from('0123456789abcdefxonulNaTrI.+-eE_~'))
    fc.assert(
      fc.property(fc.string({ unit: units, minLength: 1, maxLength: 6 }), (text) => {
        fc.pre(!/^(?:-$|-{3}|\.{3}$)/.test(text))
        expect(coreValue(text)).toEqual(load(`key: ${text}\n`) instanceof Object ? keyOf(text) : undefined)
      }),
      { numRuns: 2000 },
    )
  })
})

const keyOf = (text: string): unknown => (load(`key: ${text}\n`) as { key: unknown }).key
