import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { commands } from '../../src/cli/commands.ts'
import { folder, millrace, root } from './millrace.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  )

test('the first minute of the README works as it is written', () => {
  const typed = blocks('').find((text) => text.includes('millrace init')) ?? ''
  let cwd = folder()
  for (const command of typed.trim().split(/\n| && /)) {
    const into = /^cd (\S+)$/.exec(command)?.[1]
    if (into !== undefined) {
      cwd = join(cwd, into)
      continue
    }
    const [, rest = ''] = /^npx millrace (.*)$/.exec(command) ?? []
    const args = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    expect(args.length, command).toBeGreaterThan(0)
    const result = millrace(args, { cwd })
    expect(result.code, `${command}\n${result.stderr}`).toBe(0)
  }
})

test('every manifest of the README is valid', () => {
  const manifests = blocks('yaml')
  expect(manifests.length).toBeGreaterThan(1)
  const cwd = folder({
    'millrace.yaml':
      'name: readme\ndepots: {landing: {type: FILE, path: landing}, lake: {type: LAKEHOUSE}}\n',
    ...Object.fromEntries(manifests.map((text, i) => [`m/${i}.yaml`, text])),
  })
  const result = millrace(['validate', '-o', 'json'], { cwd })
  expect(JSON.parse(result.stdout)).toEqual([])
})

test('the README names every command and every script that it tells people to run', () => {
  // Of a group of commands the README names the group, and the page that it leads to names each of them.
  const lakehouse = readFileSync(join(root, 'docs/lakehouse.md'), 'utf8')
  const ledOn = new Set(['table', 'branch'])
  for (const { name } of commands) {
    const [group = name] = name.split(' ')
    if (name !== 'version') expect(readme).toContain(`millrace ${ledOn.has(group) ? group : name}`)
    if (ledOn.has(group)) expect(lakehouse).toContain(`millrace ${name}`)
  }
  const pages = [
    readme,
    ...readdirSync(join(root, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => readFileSync(join(root, 'docs', name), 'utf8')),
  ]
  const scripts = pages.flatMap((page) =>
    [...page.matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, script = '']) => script),
  )
  expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([])
})
