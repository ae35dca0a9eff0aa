import { createInterface } from 'node:readline'
import {
  type CustomerChange,
  type CustomerRow,
  changeableColumnsOf,
  closedValues,
} from '../stacks/mock/index.ts'
import type { Io } from './command.ts'

/** Questions on the terminal. Answers that come early, such as pasted lines, wait for their question. */
export type Dialog = Disposable & {
  /** Undefined where the input has ended: nobody is there to answer. */
  readonly ask: (question: string) => Promise<string | undefined>
}

export const openDialog = ({ stdin, stderr }: Io, signal: AbortSignal): Dialog => {
  const reader = createInterface({ input: stdin, output: stderr })
  const lines = reader[Symbol.asyncIterator]()
  // The input may end while lines that came before it still wait for their questions.
  let isOpen = true
  reader.on('close', () => {
    isOpen = false
  })
  // The line editor takes Ctrl-C for itself.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  signal.addEventListener('abort', () => reader.close(), { once: true })
  return {
    ask: async (question) => {
      reader.setPrompt(question)
      if (isOpen) reader.prompt()
      else stderr.write(`${question}\n`)
      const answer = await lines.next()
      return answer.done === true ? undefined : answer.value.trim()
    },
    [Symbol.dispose]: () => reader.close(),
  }
}

/** Asks for a customer's new values, one attribute after another. Undefined where the input ends before the last. */
export const askForChange = async (
  row: CustomerRow,
  dialog: Dialog,
  io: Io,
): Promise<CustomerChange | undefined> => {
  io.stderr.write(`Customer ${row['cust_id']} (${row['customer_type']}). Enter keeps a value, - clears it.\n`)
  const change: Record<string, string> = {}
  for (const column of changeableColumnsOf(row)) {
    const values = closedValues[column]
    const choice = values === undefined ? '' : ` {${values.join(' | ')}}`
    const answer = await dialog.ask(`${column}${choice} [${row[column] ?? ''}]: `)
    if (answer === undefined) return undefined
    if (answer !== '') change[column] = answer === '-' ? '' : answer
  }
  return change
}
