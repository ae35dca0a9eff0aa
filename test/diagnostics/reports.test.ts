import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { type Diagnostic, renderGithub, renderJunit, renderSarif } from '../../src/diagnostics/index.ts'

const findings: readonly Diagnostic[] = [
  { severity: 'warning', code: 'MR1307', message: 'no place' },
  {
    severity: 'error',
    code: 'MR2003',
    message: 'unknown column "a,b: <c>"\nsecond line 100 %',
    hint: 'did you mean "x & y"?',
    place: { file: 'manifests/a b,c.yaml', line: 3, column: 5, endLine: 3, endColumn: 9 },
    related: [{ message: 'declared here', place: { file: 'm.yaml', line: 1, column: 1 } }],
  },
  {
    severity: 'error',
    code: 'MR2004',
    message: 'bell \u0007 and \ud800',
    place: { file: 'm.yaml', line: 1, column: 2 },
  },
]

test('annotations of GitHub keep one line a finding, whatever is in a message or a name', () => {
  expect(renderGithub(findings).split('\n')).toEqual([
    '::warning title=MR1307::no place',
    '::error file=manifests/a b%2Cc.yaml,line=3,endLine=3,col=5,endColumn=9,title=MR2003::unknown column "a,b: <c>"%0Asecond line 100 %25%0Adid you mean "x & y"?',
    '::error file=m.yaml,line=1,col=2,title=MR2004::bell \u0007 and \ud800',
    '',
  ])
  expect(renderGithub([])).toBe('')
})

test('a SARIF log has the rules once, results with places, and what is related', () => {
  const log = JSON.parse(renderSarif(findings, '1.2.3'))
  const [run] = log.runs
  expect([log.version, run.tool.driver.version]).toEqual(['2.1.0', '1.2.3'])
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['MR1307', 'MR2003', 'MR2004'])
  expect(
    run.results.map(({ level, ruleIndex }: { level: string; ruleIndex: number }) => [level, ruleIndex]),
  ).toEqual([
    ['warning', 0],
    ['error', 1],
    ['error', 2],
  ])
  expect(run.results[0].locations).toBeUndefined()
  expect(run.results[1].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'manifests/a%20b%2Cc.yaml' },
    region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
  })
  expect(run.results[1].relatedLocations[0].message.text).toBe('declared here')
})

test('a JUnit report is XML whatever is in a message, counts files, and passes where nothing is found', () => {
  const parsed = (text: string) => {
    const script = `import sys, xml.etree.ElementTree as e, json
root = e.fromstring(sys.stdin.buffer.read())
print(json.dumps([root.attrib, [[c.get("name"), [[x.tag, x.get("message"), x.text] for x in c]] for c in root.iter("testcase")]]))`
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: text, encoding: 'utf8' })
    expect(stderr).toBe('')
    return JSON.parse(stdout)
  }
  const [counts, cases] = parsed(renderJunit(findings))
  expect(counts).toEqual({ tests: '3', failures: '2' })
  expect(cases[0]).toEqual(['project', [['system-out', null, 'warning MR1307 no place']]])
  expect(cases[1][0]).toBe('manifests/a b,c.yaml')
  expect(cases[1][1][0][1]).toBe('unknown column "a,b: <c>"\nsecond line 100 %')
  expect(cases[2][1][0][2]).toBe('m.yaml:1:2 error MR2004 bell \ufffd and \ufffd')
  expect(parsed(renderJunit([]))).toEqual([{ tests: '1', failures: '0' }, [['manifests', []]]])
})
