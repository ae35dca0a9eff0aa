import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codes } from '../../src/diagnostics/index.ts'
import { checkCodes } from '../../src/diagnostics/codes/checks.ts'
import { flareCodes } from '../../src/diagnostics/codes/flare.ts'
import { meaningCodes } from '../../src/diagnostics/codes/meaning.ts'
import { registeredCodes } from '../../src/diagnostics/codes/registered.ts'
import { readFolder } from '../resources/reading.ts'

// One file per rule. Its first document keeps the rule; what breaks it says so in a comment on its own line:
// `# MR1310 part of the message`. A file that lives beside the manifests is found under its relative path.
const folder = join(import.meta.dirname, 'meaning')
const manifests = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const attached = Object.fromEntries(
  readdirSync(join(folder, 'steps')).map((file) => {
    const path = join('steps', file)
    return [path, readFileSync(join(folder, path), 'utf8')]
  }),
)

type Finding = { readonly at: string; readonly message: string }

const expectations = (file: string, text: string): readonly Finding[] =>
  text.split('\n').flatMap((line, i) => {
    const comment = /# (MR\d{4}.*)$/.exec(line)?.[1] ?? ''
    return comment.split(' # ').flatMap((part) => {
      const [, code, message = ''] = /^(MR\d{4}) ?(.*)$/.exec(part) ?? []
      return code === undefined ? [] : [{ at: `${file}:${i + 1} ${code}`, message: message.trim() }]
    })
  })

const sorted = (findings: readonly Finding[]) => findings.map(({ at }) => at).sort()

describe('each rule about meaning', () => {
  test.each(manifests)('%s', async (file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const texts = { [file]: text, ...attached }
    const expected = Object.entries(texts).flatMap(([name, content]) =>
      name === file || text.includes(name) ? expectations(name, content) : [],
    )
    const { diagnostics } = await readFolder({ root: folder, paths: [file] })
    const found = diagnostics.map(({ code, message, place }) => ({
      at: `${place?.file}:${place?.line} ${code}`,
      message,
    }))
    expect(sorted(found)).toEqual(sorted(expected))
    for (const { at, message } of expected)
      expect(
        found.filter((finding) => finding.at === at).map((finding) => finding.message),
        at,
      ).toContainEqual(expect.stringContaining(message))
    expect(expected.length, 'a file that provokes nothing').toBeGreaterThan(0)
  })
})

test('every code about meaning is provoked by a file', () => {
  const provoked = new Set(
    [
      ...manifests.map((file) => readFileSync(join(folder, file), 'utf8')),
      ...Object.values(attached),
    ].flatMap((text) => [...text.matchAll(/# (MR\d{4})/g)].map(([, code]) => code)),
  )
  expect(
    Object.keys({ ...meaningCodes, ...registeredCodes, ...flareCodes, ...checkCodes }).filter(
      (code) => code in codes && !provoked.has(code),
    ),
  ).toEqual([])
})
