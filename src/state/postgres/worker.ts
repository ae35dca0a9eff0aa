// The thread that talks to PostgreSQL, so that the thread that asks can sleep until the answer is there. It has one
// connection, answers questions in order, and never ends by itself.
import { workerData } from 'node:worker_threads'
import { Client, DatabaseError } from 'pg'
import type { DatabaseRow, DatabaseValue } from '../database-contract.ts'
import type { Answer, Question, ServerError, WorkerStart } from './protocol.ts'

const start = workerData as WorkerStart
let client: Client | undefined

/** A silent network must not hold a command for ever; the server's own limits, set by the session, are shorter. */
const connectMs = 10_000
const answerMs = 40_000

const connect = async (): Promise<Client> => {
  const fresh = new Client({
    connectionString: start.url,
    fallback_application_name: 'millrace',
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
  })
  // A connection that breaks while nobody asks: the next question finds none and opens another.
  fresh.on('error', () => forget(fresh))
  fresh.on('end', () => forget(fresh))
  try {
    await fresh.connect()
    await fresh.query(start.session)
  } catch (cause) {
    abandon(fresh)
    throw cause
  }
  client = fresh
  return fresh
}

const forget = (old: Client): void => {
  if (client === old) client = undefined
}

const abandon = (old: Client): void => {
  forget(old)
  old.end().catch(() => undefined)
}

const handle = async (question: Question): Promise<Answer> => {
  const { id } = question
  let open = client
  if (open === undefined) {
    const closed = { code: undefined, message: 'the connection was closed' }
    if (!question.mayConnect) return { id, kind: 'failed', when: 'gone', error: closed }
    try {
      open = await connect()
    } catch (cause) {
      return { id, kind: 'failed', when: 'connecting', error: serverError(cause) }
    }
  }
  try {
    return { id, kind: 'done', ...(await ask(open, question)) }
  } catch (cause) {
    const error = serverError(cause)
    if (cause instanceof DatabaseError && !endsConnection(error.code))
      return { id, kind: 'failed', when: 'statement', error }
    abandon(open)
    return { id, kind: 'failed', when: 'lost', error }
  }
}

/** The schema has text and integers; whatever else a statement computes comes as the server writes it. */
const types = {
  getTypeParser:
    (oid: number) =>
    (text: string): DatabaseValue => {
      switch (oid) {
        case 16: // bool: 1 or 0, as in SQLite
          return text === 't' ? 1 : 0
        case 17: // bytea, in the hex form that the session asks for
          return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
        case 20: // int8
        case 21: // int2
        case 23: {
          const value = BigInt(text)
          return Number.isSafeInteger(Number(value)) ? Number(value) : value
        }
        case 700: // float4
        case 701: // float8
          return Number(text)
        default:
          return text
      }
    },
}

const ask = async (open: Client, { text, values }: Question) => {
  // Without values the simple protocol is used, which takes several statements at once and gives several results.
  const asked = values.length === 0 ? { text } : { text, values: [...values] }
  const given = await open.query<DatabaseRow>({ ...asked, types })
  const result = [given].flat().at(-1)
  return { rows: result?.rows ?? [], changes: result?.rowCount ?? 0, command: result?.command ?? '' }
}

/** FATAL errors. The severity itself is a word in the server's language: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const endsConnection = (code: string | undefined): boolean =>
  code === undefined || code.startsWith('08') || code.startsWith('57P') || code === '25P03'

const serverError = (cause: unknown): ServerError => {
  // A name with several addresses fails once for each; the outer error says nothing.
  const told: unknown = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  if (!(told instanceof Error)) return { code: undefined, message: String(told) }
  const code = 'code' in told && typeof told.code === 'string' ? told.code : undefined
  return { code, message: told.message }
}

let last: Promise<void> = Promise.resolve()
start.port.on('message', (question: Question) => {
  last = last.then(async () => {
    start.port.postMessage(await handle(question))
    // After the answer is in the mailbox: who wakes up finds it there.
    Atomics.add(start.settled, 0, 1)
    Atomics.notify(start.settled, 0)
  })
})
// Without the port and the connection nothing keeps this thread alive.
start.port.on('close', () => {
  if (client !== undefined) abandon(client)
})
