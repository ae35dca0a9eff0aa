import { type Sql, trusted } from '../quote.ts'

/** A macro of the engine; its name begins with `spark_`. It may call others, also of other files. */
export const define = (head: string, body: string): Sql =>
  trusted(`CREATE OR REPLACE MACRO ${head} AS ${body}`)
