import { describe, expect, it } from 'vitest'
import { fillIn, type Variables } from '../../src/manifest/variables.ts'

const variables: Variables = { values: { NAME: 'value', EMPTY: '', LONG: 'much longer than its name' } }
const filled = (text: string, options: Partial<Variables> = {}) =>
  fillIn(text, { ...variables, ...options }).map.text
const problems = (text: string, options: Partial<Variables> = {}) =>
  fillIn(text, { ...variables, ...options }).problems.map(({ kind, text }) => `${kind} ${text}`)

describe('variables in a text', () => {
  it('are filled in, as often as they occur', () => {
    expect(filled('a ${NAME} b ${NAME}${EMPTY}.')).toBe('a value b value.')
  })

  it.each([
    '$|start|',
    '$1',
    '${!json()}',
    '^a$|b',
    'customer$files',
    '$name',
    'WHERE a = $NAME',
    '$$',
    'a $$ b',
    '${}',
    '${1}',
  ])('leave %s alone', (text) => {
    expect(filled(text)).toBe(text)
    expect(problems(text)).toEqual([])
  })

  it('that are all of a value and lack braces stay as they are, and are reported', () => {
    expect(filled('$NAME')).toBe('$NAME')
    expect(problems('$NAME')).toEqual(['bare NAME'])
  })

  it('can be escaped, and $$ is an escape only before a brace', () => {
    expect(filled('$${NAME} $$NAME $$')).toBe('${NAME} $$NAME $$')
  })

  it('are filled in without braces where that was asked for, but not inside words or as an escape', () => {
    expect(filled('$NAME a$NAME $|NAME| $$NAME', { fillBareNames: true })).toBe('value a$NAME $|NAME| $$NAME')
    expect(problems('$OTHER', { fillBareNames: true })).toEqual(['unset OTHER'])
  })

  it('are not filled in a second time: a value stays as it is', () => {
    expect(filled('${A}', { values: { A: '${B}', B: 'x' } })).toBe('${B}')
  })

  it('are left alone where interpolation is disabled', () => {
    expect(filled('${NAME} ${OTHER} $${NAME}', { areDisabled: true })).toBe('${NAME} ${OTHER} $${NAME}')
    expect(problems('${OTHER} ${{x}} ${a-b}', { areDisabled: true })).toEqual([])
  })

  it('are reported where they have no value, cannot be names, or are placeholders', () => {
    expect(problems('${OTHER} ${a-b} ${{ x }} {{ y }} ${NAME:-z}')).toEqual([
      'unset OTHER',
      'illegal a-b',
      'placeholder ${{ x }}',
      'placeholder {{ y }}',
      'illegal NAME:-z',
    ])
    expect(problems('<your name>')).toEqual(['placeholder <your name>'])
    expect(problems('a < b and c > d')).toEqual([])
  })

  it('are no addresses that a page makes links of', () => {
    expect(problems('<https://example.org/hook>')).toEqual(['link https://example.org/hook'])
    expect(problems('<https host>')).toEqual(['placeholder <https host>'])
  })

  it('do not look at members that every object has', () => {
    expect(problems('${constructor} ${__proto__}')).toEqual(['unset constructor', 'unset __proto__'])
  })

  it('lead from each character of the result back to where it was written', () => {
    const { map } = fillIn('ab ${NAME} cd', variables)
    expect(map.text).toBe('ab value cd')
    expect(map.origin(0, 2)).toEqual({ start: 0, end: 2 })
    expect(map.origin(5, 1)).toEqual({ start: 3, end: 10 })
    expect(map.origin(9, 2)).toEqual({ start: 11, end: 13 })
    expect(map.origin(1, 4)).toEqual({ start: 1, end: 10 })
  })
})
