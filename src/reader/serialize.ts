import type { Connection } from '../engines/index.ts'
import { serializeStatement } from '../sql/index.ts'

/** A statement as the engine's own parse tree. */
export const serialize = async (
  connection: Connection,
  query: string,
  signal: AbortSignal,
): Promise<string> => String((await connection.rows(serializeStatement(query), signal))[0]?.['tree'])
