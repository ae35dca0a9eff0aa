import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { folder, millrace, write } from './millrace.ts'

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0
const ask = (shell: string, script: string) => {
  const { status, stdout, stderr } = spawnSync(shell, ['-c', script], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  return stdout.split(/\s+/).filter((word) => word !== '')
}

let scripts = ''
beforeAll(() => {
  scripts = folder()
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = millrace(['completion', shell], { cwd: scripts })
    expect(code).toBe(0)
    write(join(scripts, shell), stdout)
  }
})

const words = (...typed: readonly string[]) => typed.map((word) => `'${word}'`).join(' ')

/** How each shell is asked what may stand for the last word. */
const shells: Readonly<Record<string, (typed: readonly string[]) => string>> = {
  bash: (typed) =>
    `source ${scripts}/bash; COMP_WORDS=(millrace ${words(...typed)}); COMP_CWORD=${typed.length}; _millrace; echo "\${COMPREPLY[@]}"`,
  // As its completion of bash's functions calls them.
  zsh: (typed) =>
    `autoload -U compinit && compinit -u -D; source ${scripts}/zsh; f() { emulate -L sh; COMP_WORDS=(millrace ${words(...typed)}); COMP_CWORD=${typed.length}; _millrace; echo "\${COMPREPLY[@]}"; }; f`,
  fish: (typed) =>
    `source ${scripts}/fish; complete -C ${JSON.stringify(`millrace ${typed.join(' ')}`)} | cut -f1`,
}

describe.each(Object.entries(shells))('%s', (shell, script) => {
  const complete = (...typed: readonly string[]) => ask(shell, script(typed))

  // CI installs all three.
  test.skipIf(!has(shell) && process.env['CI'] !== 'true')(
    'completes commands, options and their choices',
    () => {
      expect(complete('val')).toEqual(['validate'])
      expect(complete('table', 'hi')).toEqual(['history'])
      expect(complete('--project', 'x', 'query', '--dia')).toEqual(['--dialect'])
      expect(complete('validate', '--output', 's')).toEqual(['sarif'])
      expect(complete('table', 'tag', '--dr').toSorted()).toEqual(['--drop', '--dry-run'])
      expect(complete('describe', 'pol')).toEqual(['policy'])
      expect(complete('ls', '--sel')).toEqual(['--select'])
      expect(complete('product', 'de')).toEqual(['delete'])
      expect(complete('run', '--select', 'ta')).toEqual(['tag:'])
    },
  )
})

test('a shell that nobody knows is told, with those that are known', () => {
  expect(millrace(['completion', 'csh'], { cwd: scripts })).toMatchObject({ code: 2, stdout: '' })
  expect(millrace(['completion', 'csh'], { cwd: scripts }).stderr).toContain('bash, zsh, fish')
})
