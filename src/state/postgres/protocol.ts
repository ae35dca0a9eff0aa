import type { MessagePort } from 'node:worker_threads'
import type { DatabaseRow, DatabaseValue } from '../database-contract.ts'

/** What the worker is started with: questions come and answers go through `port`; `settled` counts the answers. */
export type WorkerStart = {
  readonly url: string
  /** Statements that every new connection begins with. */
  readonly session: string
  readonly port: MessagePort
  readonly settled: Int32Array<SharedArrayBuffer>
}

export type Question = {
  readonly id: number
  readonly text: string
  readonly values: readonly DatabaseValue[]
  /** Whether a lost connection may be opened anew for it. Never inside a transaction, which died with the old one. */
  readonly mayConnect: boolean
}

export type Answer = { readonly id: number } & (
  | {
      readonly kind: 'done'
      readonly rows: readonly DatabaseRow[]
      readonly changes: number
      /** The command that the server says it did. It answers COMMIT with ROLLBACK where a statement had failed. */
      readonly command: string
    }
  | { readonly kind: 'failed'; readonly when: FailedWhen; readonly error: ServerError }
)

/**
 * `connecting`: no connection could be made. `statement`: the server refused it, and the connection lives. `gone`: the
 * connection had ended before and may not be made anew; nothing was sent. `lost`: the connection ended before an
 * answer came, so the statement may or may not have been done.
 */
export type FailedWhen = 'connecting' | 'statement' | 'gone' | 'lost'

/** A SQLSTATE of five characters, or a code of the operating system. */
export type ServerError = { readonly code: string | undefined; readonly message: string }
