import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/state/database.ts'
import { folder, main, millrace, type Result } from './millrace.ts'

/** The starter project, applied: what must still be there after a bad input. */
export const appliedShop = (): string => {
  const place = folder()
  for (const args of [['init'], ['apply']]) {
    const { code, stderr } = millrace(args, { cwd: place })
    if (code !== 0) throw new Error(stderr)
  }
  return place
}

/** Registered resources, and which version each table is at. Equal before and after means: nothing changed. */
export const stateOf = (place: string): unknown => {
  const path = join(place, '.millrace', 'millrace.db')
  if (!existsSync(path)) return 'no project database'
  using database = openDatabase(path)
  return {
    resources: database.all('SELECT type, workspace, name, hash, generation FROM resource ORDER BY 1, 2, 3'),
    tables: database.all(
      'SELECT table_namespace, table_name, metadata_location FROM iceberg_tables ORDER BY 1, 2',
    ),
    watermarks: database.all('SELECT * FROM watermark ORDER BY 1, 2, 3, 4'),
  }
}

/** True where this machine lets a test mount file systems of its own. */
export const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0
/** True where a process can be started that modes of files hold for, although the tests run as root. */
export const canDropRights =
  process.getuid?.() !== 0 || spawnSync('setpriv', [...withoutCapabilities(), 'true']).status === 0

if (process.env['CI'] === 'true' && !(canMount && canDropRights))
  throw new Error('tests of full disks and missing permissions must run in CI')

export function withoutCapabilities(): readonly string[] {
  return ['--bounding-set=-all', '--inh-caps=-all']
}

/** Runs the command as somebody whom the modes of files stop: root reads and writes everything otherwise. */
export const withoutRights = (args: readonly string[], cwd: string): Result =>
  process.getuid?.() === 0
    ? spawned('setpriv', [...withoutCapabilities(), process.execPath, main, ...args], cwd)
    : millrace(args, { cwd })

/** Runs the command with a small file system at `.millrace`, on which state and tables are kept. */
export const withSmallDisk = (
  commands: readonly (readonly string[])[],
  sizeBytes: number,
  cwd: string,
): Result => {
  const line = commands.map((args) => `"$0" "$1" ${args.join(' ')}`).join('; code=$?; ')
  const script = `mkdir -p .millrace && mount -t tmpfs -o size=${sizeBytes} tmpfs .millrace && ${line}`
  return spawned('unshare', ['-rm', 'sh', '-c', script, process.execPath, main], cwd)
}

const spawned = (command: string, args: readonly string[], cwd: string): Result => {
  const { CI: _ci, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...env, NO_COLOR: '1' },
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}
