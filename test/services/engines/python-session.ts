import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Cell, type Rows, toRows } from './canonical.ts'
import { servicesFolder } from './installed.ts'

export type PythonSession = AsyncDisposable & {
  /** One request after the other; rejects with the error of the other side. */
  readonly ask: (request: Readonly<Record<string, unknown>>) => Promise<unknown>
}

/** Starts one of the Python programs of this folder; resolves when it answers. It ends with its input. */
export const startPython = async (program: string, argument: unknown): Promise<PythonSession> => {
  const child = spawn(
    join(servicesFolder, 'python/bin/python'),
    [join(import.meta.dirname, program), JSON.stringify(argument)],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PYTHONWARNINGS: 'ignore',
        PYTHONDONTWRITEBYTECODE: '1',
        SPARK_LOCAL_IP: '127.0.0.1',
        TZ: 'UTC',
      },
    },
  )
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaints = (complaints + chunk).slice(-20_000)
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const readReply = async (): Promise<Record<string, unknown>> => {
    const line = await lines.next()
    if (line.done === true) throw new Error(`${program} ended:\n${complaints}`)
    return JSON.parse(line.value)
  }
  await readReply()
  let last: Promise<unknown> = Promise.resolve()
  return {
    ask: (request) => {
      const answer = last.then(async () => {
        child.stdin.write(`${JSON.stringify(request)}\n`)
        const reply = await readReply()
        if (typeof reply['error'] === 'string')
          throw new Error(reply['error'], { cause: String(reply['trace']) })
        return reply['value']
      })
      last = answer.catch(() => undefined)
      return answer
    },
    [Symbol.asyncDispose]: async () => {
      child.stdin.end()
      await exited
    },
  }
}

/** The answer of a program that sends `columns` and canonical `rows`. */
export const askRows = async (
  session: PythonSession,
  request: Readonly<Record<string, unknown>>,
): Promise<Rows> => {
  const { columns, rows } = (await session.ask(request)) as {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly Cell[])[]
  }
  return toRows(columns, rows)
}
