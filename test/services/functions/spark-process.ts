import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startPython } from '../engines/python-session.ts'

/** What Spark says of one statement, and of the Parquet file that holds what we made of it. */
export type Verdict = {
  /** Where it refuses or fails, or where the answers cannot be compared. */
  readonly stage?: 'analysis' | 'run' | 'compare'
  /** The name that Spark has for the error. */
  readonly named?: string | null
  readonly error?: string
  readonly columns?: readonly string[]
  readonly types?: readonly string[]
  readonly count?: number
  readonly rows?: readonly (readonly string[])[]
  readonly fileNames?: readonly string[]
  readonly fileTypes?: readonly string[]
  readonly fileCount?: number
  readonly fileRows?: readonly (readonly string[])[]
  readonly differing?: number
  readonly differences?: readonly {
    readonly id: string | null
    readonly spark: readonly string[] | null
    readonly ours: readonly string[] | null
  }[]
  /** The first place at which another row stands, of a case whose rows have an order. */
  readonly disordered?: number
}

type Request = {
  /** A folder of Parquet files; each is a view of its name. */
  readonly tables: string
  /** Whether the tables are kept in memory, for many statements over small ones. */
  readonly held?: boolean
  /** Settings of the session, for this request. */
  readonly settings?: Readonly<Record<string, string>>
  readonly cases: readonly {
    readonly sql: string
    readonly file?: string
    readonly show?: number
    readonly ordered?: boolean
  }[]
}

export type SparkProcess = AsyncDisposable & {
  readonly ask: (request: Request) => Promise<readonly Verdict[]>
}

const program = join(import.meta.dirname, 'oracle.py')

// Another version of the program is another server, so work trees with the same one share it.
const socketPath = join(
  tmpdir(),
  `millrace-spark-${createHash('sha256').update(readFileSync(program)).digest('hex').slice(0, 12)}.sock`,
)

/** The Spark that `try.ts --serve` keeps up, or one of its own, which takes seconds to start. */
export const openSpark = async (): Promise<SparkProcess> => {
  const socket = process.env['CI'] === 'true' ? undefined : await connected()
  return socket === undefined ? ownSpark() : sharedSpark(socket)
}

const ownSpark = async (): Promise<SparkProcess> => {
  const session = await startPython('../functions/oracle.py', {})
  return {
    ask: async (request) => (await session.ask(request)) as readonly Verdict[],
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

const sharedSpark = (socket: Socket): SparkProcess => {
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  return {
    ask: async (request) => {
      socket.write(`${JSON.stringify(request)}\n`)
      const line = await lines.next()
      if (line.done === true) throw new Error('the shared Spark ended')
      const reply = JSON.parse(line.value) as { readonly value?: readonly Verdict[]; readonly error?: string }
      if (reply.value === undefined) throw new Error(reply.error ?? 'no answer of the shared Spark')
      return reply.value
    },
    [Symbol.asyncDispose]: async () => void socket.destroy(),
  }
}

const connected = async (): Promise<Socket | undefined> => {
  const socket = connect(socketPath)
  try {
    await once(socket, 'connect')
    return socket
  } catch {
    return undefined
  }
}

/** Keeps a Spark up for others until it is told to stop, or nobody asked for so long. */
export const serveSpark = async (idleMs: number): Promise<void> => {
  const other = await connected()
  if (other !== undefined) {
    other.destroy()
    process.stdout.write(`a Spark is up already at ${socketPath}\n`)
    return
  }
  rmSync(socketPath, { force: true })
  await using spark = await ownSpark()
  const stop = new AbortController()
  const rest = setTimeout(() => stop.abort(), idleMs)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    createInterface({ input: socket }).on('line', (line) => {
      rest.refresh()
      const answer = spark.ask(JSON.parse(line)).then(
        (value) => ({ value }),
        (error: unknown) => ({ error: String(error) }),
      )
      void answer.then((reply) => socket.write(`${JSON.stringify(reply)}\n`))
    })
  })
  server.listen(socketPath)
  await once(server, 'listening')
  process.stdout.write(`Spark is up at ${socketPath}\n`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  clearTimeout(rest)
  server.close()
  rmSync(socketPath, { force: true })
}
