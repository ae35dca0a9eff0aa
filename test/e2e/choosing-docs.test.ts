import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { selectorBeginnings } from '../../src/cli/command-options.ts'
import { commands } from '../../src/cli/commands.ts'
import { methods } from '../../src/selection/methods.ts'
import { exampleProject, millrace, root } from './millrace.ts'

const page = readFileSync(join(root, 'docs/choosing.md'), 'utf8')

/** What is typed and what is printed below it, of all examples in order. */
const examples = [...page.matchAll(/```console\n([^]*?)```/g)].flatMap(([, text = '']) =>
  [...text.matchAll(/^\$ millrace (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, typed = '', printed = '']) => ({
    args: [...typed.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
    printed,
  })),
)

let project = ''
beforeAll(() => {
  project = exampleProject()
  const { code, stderr } = millrace(['apply', '--no-run'], { cwd: project })
  expect(code, stderr).toBe(0)
})

test('the page has examples of lists, warnings, errors and deleting', () => {
  expect(examples.length).toBeGreaterThan(10)
})

test.each(examples)('$args prints what the page says', ({ args, printed }) => {
  const { stdout, stderr } = millrace(args, { cwd: project })
  // Which of the two streams comes first on a terminal is theirs.
  const lines = (text: string) =>
    text
      .replace(/\n\d+ (warning|error)s?\n/, '\n')
      .split('\n')
      .filter((line) => line !== '')
  expect([...lines(stdout), ...lines(stderr)].toSorted()).toEqual(lines(printed).toSorted())
})

test('the page tells of every method, part of a state and command that takes selectors', () => {
  for (const { names } of methods) for (const name of names) expect(page).toContain(`\`${name}:\``)
  const choosing = commands.filter(({ options }) =>
    options.some(({ flags }) => flags.startsWith('-s, --select')),
  )
  expect(choosing.length).toBeGreaterThan(7)
  for (const { name } of choosing) expect(page.slice(0, page.indexOf('## What can'))).toContain(`\`${name}\``)
})

test('completion offers every method', () => {
  const offered = new Set(selectorBeginnings.map((text) => text.slice(0, text.indexOf(':'))))
  expect([...offered]).toEqual(methods.map(({ names }) => names[0]))
  for (const text of selectorBeginnings.filter((each) => !each.endsWith(':'))) {
    const [name, value = ''] = text.split(':')
    expect(methods.find(({ names }) => names[0] === name)?.check?.(value), text).toBeUndefined()
  }
})
