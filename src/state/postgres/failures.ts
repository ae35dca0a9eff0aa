import { failure, type MillraceError } from '../../diagnostics/index.ts'
import type { Answer } from './protocol.ts'

/**
 * What a failed answer means to the user. `name` is the server's address as messages show it.
 * Codes of errors: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const serverFailure = (answer: Extract<Answer, { kind: 'failed' }>, name: string): MillraceError => {
  const { code = '', message: reason } = answer.error
  const cause = new Error(code === '' ? reason : `${reason} (${code})`)
  const again = { cause, retryable: true }
  if (answer.when === 'lost' || answer.when === 'gone')
    return failure('MR3012', { database: name, reason }, again)
  if (/^(08|57P|53300)/.test(code) || (answer.when === 'connecting' && isNetwork(code, reason)))
    return failure('MR3010', { database: name, reason }, again)
  if (answer.when === 'connecting') return failure('MR3011', { database: name, reason }, { cause })
  switch (code) {
    case '55P03': // lock_not_available
      return failure('MR3006', { path: name }, again)
    case '40001': // serialization_failure
    case '40P01': // deadlock_detected
      return failure('MR3013', { database: name, reason }, again)
    case '57014': // query_canceled: the statement's own time limit
      return failure('MR3014', { database: name, reason }, again)
    case '53100': // disk_full
      return failure('MR3002', { path: name }, { cause })
    case '25006': // read_only_sql_transaction: a standby server
    case '3F000': // invalid_schema_name
    case '42501': // insufficient_privilege
    case '42P07': // duplicate_table
      return failure('MR3015', { database: name, reason }, { cause })
    default:
      return failure('MR3014', { database: name, reason }, { cause })
  }
}

const isNetwork = (code: string, reason: string): boolean =>
  // Codes with ERR_ are about certificates. The client's own time limit has no code.
  /^E(?!RR_)[A-Z_]+$/.test(code) || (code === '' && /timeout|terminated/i.test(reason))
