import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { failure } from '../diagnostics/index.ts'

const run = promisify(execFile)

/** The files of a revision in a folder of their own, which disposing removes. */
export type Checkout = AsyncDisposable & {
  /** Where the folder that was asked from stands in it. */
  readonly folder: string
}

/**
 * Writes the files of a revision of the repository around `cwd` to a temporary folder. The repository, its index and
 * its working tree stay as they are. What is known of tables comes from the state folder beside the working tree.
 * Throws MR9004 where there is no such revision, no repository or no git.
 */
export const checkOut = async (revision: string, cwd: string, signal: AbortSignal): Promise<Checkout> => {
  const git = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    try {
      const { stdout } = await run('git', [...args], { cwd, env: { ...process.env, ...env }, signal })
      return stdout.trim()
    } catch (cause) {
      signal.throwIfAborted()
      throw failure('MR9004', gitProblem(cause, revision), { cause })
    }
  }
  const treeOf = (name: string) =>
    git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{tree}`])
  const [tree, root, prefix] = await Promise.all([
    treeOf(revision).catch(async (cause: unknown) => {
      const hasCommits = (await git(['rev-list', '--all', '--max-count=1'])) !== ''
      throw hasCommits ? cause : failure('MR9004', noCommits, { cause })
    }),
    git(['rev-parse', '--show-toplevel']),
    git(['rev-parse', '--show-prefix']),
  ])
  const place = await mkdtemp(join(tmpdir(), 'millrace-diff-'))
  const dispose = () => rm(place, { recursive: true, force: true })
  try {
    const files = join(place, 'files')
    await mkdir(files)
    // An index of its own: the one of the user is not looked at.
    const env = { GIT_INDEX_FILE: join(place, 'index') }
    await git(['-C', root, 'read-tree', tree], env)
    await git(['-C', root, 'checkout-index', '--all', '--force', `--prefix=${files}/`], env)
    const folder = join(files, prefix)
    await mkdir(folder, { recursive: true })
    const state = join(cwd, '.millrace')
    if (existsSync(state) && !existsSync(join(folder, '.millrace')))
      await symlink(state, join(folder, '.millrace'))
    return { folder, [Symbol.asyncDispose]: dispose }
  } catch (cause) {
    await dispose()
    throw cause
  }
}

const noCommits = {
  message: 'the repository has no commits yet',
  hint: 'commit the project first; millrace plan compares with what was applied, millrace diff A B two folders',
}

const gitProblem = (cause: unknown, revision: string): { message: string; hint?: string } => {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
    return { message: 'git is not installed', hint: 'compare two folders: millrace diff A B' }
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
  if (said === '')
    return { message: `there is no revision "${revision}"`, hint: 'git log --oneline lists them' }
  return { message: `git: ${said.split('\n')[0] ?? ''}` }
}
