import { createInterface } from 'node:readline/promises'
import {
  changeableColumnsOf,
  closedValues,
  type CustomerChange,
  type CustomerRow,
} from '../stacks/mock/index.ts'
import type { Io } from './command.ts'

/** Asks on the terminal for a customer's new values, one attribute after another. Enter keeps, `-` clears. */
export const askForChange = async (
  row: CustomerRow,
  io: Io,
  signal: AbortSignal,
): Promise<CustomerChange> => {
  const asking = createInterface({ input: io.stdin, output: io.stderr })
  try {
    io.stderr.write(
      `Customer ${row['cust_id']} (${row['customer_type']}). Enter keeps a value, - clears it.\n`,
    )
    const change: Record<string, string> = {}
    for (const column of changeableColumnsOf(row)) {
      const values = closedValues[column]
      const choice = values === undefined ? '' : ` {${values.join(' | ')}}`
      const answer = (await asking.question(`${column}${choice} [${row[column] ?? ''}]: `, { signal })).trim()
      if (answer !== '') change[column] = answer === '-' ? '' : answer
    }
    return change
  } finally {
    asking.close()
  }
}

export const askForId = async (io: Io, signal: AbortSignal): Promise<string> => {
  const asking = createInterface({ input: io.stdin, output: io.stderr })
  try {
    return (await asking.question('cust_id of the customer to change: ', { signal })).trim()
  } finally {
    asking.close()
  }
}
