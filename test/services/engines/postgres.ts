import { execFile, execFileSync } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { postgresCommands } from './installed.ts'
import { freePort, startServer } from './process.ts'

export type Postgres = AsyncDisposable & {
  /** A database of the superuser `postgres` that needs no password. */
  readonly url: string
  readonly host: string
  readonly port: number
  /** What psql prints for a statement: rows by line, columns by bar. */
  readonly psql: (statement: string) => Promise<string>
}

/** A PostgreSQL with an empty database, in a folder of its own that goes when it ends. */
export const startPostgres = async (): Promise<Postgres> => {
  const commands = postgresCommands()
  if (commands === undefined) throw new Error('PostgreSQL is not installed: guard the test with describeWith')
  const folder = await mkdtemp(join(tmpdir(), 'millrace-postgres-'))
  const user = serverUser()
  if (user !== undefined) await chown(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  await promisify(execFile)(
    join(commands, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { cwd: folder, ...user },
  )
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    // A cluster that lives for one test file has nothing to lose.
    fsync: 'off',
    timezone: 'UTC',
  }
  const server = await startServer({
    command: join(commands, 'postgres'),
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    cwd: folder,
    ...(user === undefined ? {} : { user }),
    ready: /ready to accept connections/,
    signal: 'QUIT',
  })
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  return {
    url,
    host: '127.0.0.1',
    port,
    psql: async (statement) => {
      const { stdout } = await promisify(execFile)('psql', [
        '-XAtq',
        '-v',
        'ON_ERROR_STOP=1',
        '-c',
        statement,
        url,
      ])
      return stdout.trim()
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made, else as nobody. */
const serverUser = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const id = (option: string, name: string): number =>
    Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', name), gid: id('-g', name) }
    } catch {
      // There is no such user: the next.
    }
  }
  return undefined
}
