import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

export type Server = AsyncDisposable

type ServerOptions = {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** What it prints as soon as it answers. */
  readonly ready: RegExp
}

// The shell ends the server when its own input ends: on disposal, and also when the test process is killed.
const bound = 'exec 3<&0; "$@" 3<&- & server=$!; (cat <&3 >/dev/null; kill -s KILL $server) & wait $server'

/** Starts a server; resolves when it is ready. Rejects with the end of its output where it exits before that. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const child = spawn('sh', ['-c', bound, 'sh', options.command, ...options.args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let output = ''
  const ready = new Promise<void>((resolve) => {
    const read = (chunk: string): void => {
      output = (output + chunk).slice(-20_000)
      if (options.ready.test(output)) resolve()
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
  })
  const end = async (): Promise<void> => {
    child.stdin.end()
    await exited
    // The shell is gone when the server is, but a process that it left behind may hold the pipes.
    child.stdout.destroy()
    child.stderr.destroy()
  }
  await Promise.race([
    ready,
    exited.then(() => {
      throw new Error(`${options.command} exited before it was ready:\n${output}`)
    }),
  ])
  return { [Symbol.asyncDispose]: end }
}

/** A TCP port that nothing listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  return address.port
}
