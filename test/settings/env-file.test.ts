import { describe, expect, it } from 'vitest'
import { parseEnvFile } from '../../src/settings/index.ts'

const values = (text: string) => parseEnvFile(text, '.env').value
const found = (text: string) =>
  parseEnvFile(text, '.env').diagnostics.map(({ code, place }) => `${code} ${place?.line}`)

describe('an environment file', () => {
  it('has names and values, comments and blank lines', () => {
    const text = '# comment\n\nA=1\nexport B = two words # comment\r\nC=\nD=a#b\nE=x=y\n  F=1\n'
    expect(values(text)).toEqual({ A: '1', B: 'two words', C: '', D: 'a#b', E: 'x=y', F: '1' })
    expect(found(text)).toEqual([])
  })

  it('has quoted values, over several lines too', () => {
    expect(values(`A='a # $b \\n'\nB="x\\n\\"y\\"\\\\ \\$z" # comment\nC="one\ntwo"\nD=''`)).toEqual({
      A: 'a # $b \\n',
      B: 'x\n"y"\\ $z',
      C: 'one\ntwo',
      D: '',
    })
  })

  it('is told where a line is no assignment or a quote is open, without showing what stands there', () => {
    const text = 'A="1\n2"\nsecret\n1B=2\nC="open\nD=3\nE="x" y\n'
    expect(found(text)).toEqual(['MR1045 3', 'MR1045 4', 'MR1045 5'])
    expect(JSON.stringify(parseEnvFile(text, '.env').diagnostics)).not.toContain('secret')
    expect(found('A=1\nB="open\nC=3\n')).toEqual(['MR1046 2'])
  })

  it('may hold any name', () => {
    expect(Object.entries(values('__proto__=1\n'))).toEqual([['__proto__', '1']])
  })
})
