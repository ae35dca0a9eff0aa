import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type PostgresServer = AsyncDisposable & {
  readonly port: number
  /** The URL of a new, empty database. */
  createDatabase(): string
  /** Runs SQL by psql as the superuser and returns what it printed, without headers. */
  psql(database: string, statement: string): string
  /** Ends the server at once, as a power cut would; `start` brings it back with its data. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** The folder of PostgreSQL's server programs; undefined where the machine has none. */
export const postgresPrograms = (): string | undefined => {
  const versions = '/usr/lib/postgresql'
  const folders = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : []
  return [...folders, ...(process.env['PATH'] ?? '').split(':')].find((folder) =>
    existsSync(join(folder, 'initdb')),
  )
}

/** A server with an empty cluster of its own, which is gone with it. Asks for the password `pass word` of `postgres`. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const programs = postgresPrograms()
  if (programs === undefined) throw new Error('this machine has no PostgreSQL server (apt: postgresql)')
  const folder = mkdtempSync(join(tmpdir(), 'millrace-postgres-'))
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  for (const path of [folder, passwordFile]) giveAway(path)
  const [initdb = '', ...initOptions] = asServerUser([
    join(programs, 'initdb'),
    `--pgdata=${data}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ])
  execFileSync(initdb, initOptions, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder })
  const port = await freePort()
  let child: ChildProcess | undefined
  let databases = 0
  const server: PostgresServer = {
    port,
    createDatabase: () => {
      const name = `lake${++databases}`
      server.psql('postgres', `CREATE DATABASE ${name}`)
      return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`
    },
    psql: (database, statement) =>
      execFileSync(
        join(programs, 'psql'),
        ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', `${port}`]
          .concat(['-U', 'postgres', '-d', database])
          .concat(['-c', statement]),
        {
          env: { ...process.env, PGPASSWORD: password },
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      ).trim(),
    kill: async () => {
      const running = child
      if (running === undefined) return
      child = undefined
      const ended = new Promise((done) => running.once('exit', done))
      running.kill('SIGQUIT')
      await ended
    },
    start: async () => {
      const [postgres = '', ...options] = asServerUser([
        join(programs, 'postgres'),
        '-D',
        data,
        `--port=${port}`,
        '--listen_addresses=127.0.0.1',
        `--unix_socket_directories=${folder}`,
        '--fsync=off',
      ])
      child = spawn(postgres, options, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder })
      let log = ''
      child.stderr?.on('data', (chunk: Buffer) => {
        log += chunk.toString()
      })
      const until = Date.now() + 60_000
      for (;;) {
        try {
          server.psql('postgres', 'SELECT 1')
          return
        } catch (cause) {
          if (child.exitCode !== null || Date.now() > until)
            throw new Error(`PostgreSQL did not start:\n${log}`, { cause })
          await sleep(50)
        }
      }
    },
    [Symbol.asyncDispose]: async () => {
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

const password = 'pass word'

const isRoot = userInfo().uid === 0

/** PostgreSQL refuses to run as root. It ends with this process, however that ends. */
const asServerUser = (command: readonly string[]): readonly string[] => [
  'setpriv',
  '--pdeathsig=QUIT',
  ...(isRoot ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : []),
  ...command,
]

const giveAway = (path: string): void => {
  if (!isRoot) return
  const [user, group] = ['-u', '-g'].map((flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })),
  )
  chownSync(path, user ?? 0, group ?? 0)
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
