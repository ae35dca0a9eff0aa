import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasErrors } from '../../src/diagnostics/index.ts'
import { type EngineTable, openDuckdb } from '../../src/engines/index.ts'
import {
  compileQuery,
  confirmAdmitted,
  type MaskPolicy,
  type ReadableDataset,
  readerSessionSettings,
  type Use,
} from '../../src/policy/index.ts'
import { serializeStatement } from '../../src/sql/parse-tree.ts'
import { ident, literal, type Sql, sql, trusted } from '../../src/sql/quote.ts'
import { detachedText } from '../../src/sql/source-text.ts'

export const hashEmails: MaskPolicy = {
  name: 'hash-emails',
  priority: 80,
  scope: {},
  user: { match: 'any', tags: ['roles:id:restricted'] },
  column: { tags: ['PII.Email'], names: [] },
  mask: { operator: 'hash' },
}

export const bucketBirthdays: MaskPolicy = {
  name: 'bucket-birthdays',
  priority: 85,
  scope: {},
  user: { match: 'any', tags: ['roles:id:restricted'] },
  column: { tags: ['PII.Birth'], names: [] },
  mask: { operator: 'bucket_date', precision: 'quarter' },
}

/** A warehouse folder with two Parquet datasets, and a locked session that may read that folder only. */
export const openReading = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-reading-'))
  const files = { customers: join(folder, 'customers.parquet'), orders: join(folder, 'orders.parquet') }
  await using writer = await openDuckdb()
  await using connection = await writer.connect()
  await connection.run(
    trusted(`COPY (SELECT * FROM (VALUES
    (1, 'ana@x.io', DATE '1990-05-17', 'FL', {'city': 'Miami', 'zip': ['1', '2']}),
    (2, 'bo@x.io', DATE '1985-01-01', 'CA', {'city': 'LA', 'zip': ['3']}),
    (3, NULL, NULL, 'FL', NULL)) t(id, email, born, state, place)) TO ${literal(files.customers)} (FORMAT parquet)`),
  )
  await connection.run(
    trusted(`COPY (SELECT * FROM (VALUES
    (10, 1, 'ana@x.io', 5.50), (11, 1, 'ana@x.io', 7.25), (12, 2, 'bo@x.io', 1.00)) t(order_id, customer_id, email, amount))
    TO ${literal(files.orders)} (FORMAT parquet)`),
  )
  const dataset = (
    name: string,
    file: string,
    columns: readonly (readonly [string, string, string[]?])[],
  ): ReadableDataset & { readonly relation: Sql } => ({
    address: { depot: 'icebase', collection: 'retail', dataset: name },
    columns: columns.map(([name, type, tags]) => ({ name, type, tags: tags ?? [] })),
    relation: sql`read_parquet([${literal(file)}])`,
  })
  const datasets = [
    dataset('customers', files.customers, [
      ['id', 'INTEGER'],
      ['email', 'VARCHAR', ['PII.Email']],
      ['born', 'DATE', ['PII.Birth']],
      ['state', 'VARCHAR'],
      ['place', 'STRUCT(city VARCHAR, zip VARCHAR[])'],
    ]),
    dataset('orders', files.orders, [
      ['order_id', 'INTEGER'],
      ['customer_id', 'INTEGER'],
      ['email', 'VARCHAR', ['PII.Email']],
      ['amount', 'DECIMAL(3,2)'],
    ]),
  ]
  const parserEngine = await openDuckdb()
  const parser = await parserEngine.connect()

  const compile = async (text: string, options: Options = {}) => {
    const tree = String((await parser.rows(serializeStatement(text)))[0]?.['tree'])
    const compiled = compileQuery({
      tree,
      query: detachedText(text, 'query.sql'),
      datasets,
      policies: [hashEmails, bucketBirthdays],
      principal: { name: 'rita', tags: ['users:id:rita', ...(options.roles ?? ['roles:id:restricted'])] },
      use: options.use,
    })
    return { ...compiled, codes: compiled.diagnostics.map((diagnostic) => diagnostic.code) }
  }

  const readerConnection = async () => {
    const engine = await openDuckdb()
    const session = await engine.connect()
    for (const setting of readerSessionSettings([folder])) await session.run(setting)
    return session
  }

  const ask = async (text: string, options: Options = {}): Promise<EngineTable> => {
    const { value, diagnostics } = await compile(text, options)
    if (value === undefined || hasErrors(diagnostics))
      throw new Error(diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`).join('; '))
    const printed = String((await parser.rows(value.statement))[0]?.['query'])
    const again = String((await parser.rows(serializeStatement(printed)))[0]?.['tree'])
    const doubts = confirmAdmitted(again, value.views, detachedText(printed))
    if (doubts.length > 0) throw new Error(`${doubts[0]?.message}: ${printed}`)
    const session = await readerConnection()
    for (const view of value.views)
      await session.run(
        sql`CREATE TEMPORARY VIEW ${ident(view.name)} AS ${view.secure(view.dataset.relation)}`,
      )
    return session.table(trusted(printed))
  }

  return { folder, files, datasets, parser, compile, ask, readerConnection }
}

type Options = { readonly roles?: readonly string[]; readonly use?: Use }

export type Reading = Awaited<ReturnType<typeof openReading>>
