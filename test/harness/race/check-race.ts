import { openDuckdb } from '../../../src/engines/index.ts'
import { type Lakehouse, loadTable, scanRelation } from '../../../src/lakehouse/index.ts'
import { sql } from '../../../src/sql/quote.ts'
import { python, runPython } from '../../services/python.ts'
import { files } from '../files.ts'

type Race = {
  readonly writers: number
  readonly writes: number
  readonly pyiceberg: { readonly uri: string; readonly warehouse: string }
}

/**
 * Throws where a row of a race is missing or there twice, a commit was made twice, a file is gone, or one was left
 * behind.
 */
export const checkRace = async (
  lakehouse: Lakehouse,
  { writers, writes, pyiceberg }: Race,
): Promise<void> => {
  const table = await loadTable(lakehouse, { namespace: 'demo', name: 't' })
  if (table === undefined) throw new Error('there is no table')
  const all = Array.from({ length: writers }, (_, writer) =>
    Array.from({ length: writes }, (_each, i) => ({ writer, i, id: 1000 * (writer + 1) + i })),
  ).flat()
  const shared = new Set(all.filter(({ writer, i }) => (i + writer) % 2 === 1).map(({ id }) => id % 10))
  const expected = [...shared, ...all.map(({ id }) => id)].toSorted((a, b) => a - b).join()

  await using engine = await openDuckdb({ threads: 1 })
  await using connection = await engine.connect()
  const rows = await connection.rows(sql`SELECT id FROM ${await scanRelation(lakehouse, table)} ORDER BY id`)
  const found = rows.map((row) => row['id']).join()
  if (found !== expected) throw new Error(`the table holds ${found} instead of ${expected}`)
  const commits = table.metadata.snapshots.map(({ summary }) => summary['millrace.commit-id'])
  if (new Set(commits).size !== commits.length || commits.length !== all.length)
    throw new Error(`${all.length} writes made ${commits.length} snapshots: ${commits.join()}`)
  const { missing, orphans } = await files(lakehouse)
  if (missing.length + orphans.length > 0)
    throw new Error(`gone: ${missing.join()}; left behind: ${orphans.join()}`)
  if (python() === undefined) return
  const theirs = JSON.parse(await runPython(script, [pyiceberg.uri, pyiceberg.warehouse])) as unknown[]
  if (theirs.join() !== expected) throw new Error(`PyIceberg reads ${theirs.join()} instead of ${expected}`)
}

const script = `
import json, sys
from pyiceberg.catalog.sql import SqlCatalog
table = SqlCatalog("millrace", uri=sys.argv[1], warehouse=sys.argv[2]).load_table("demo.t")
print(json.dumps(sorted(table.scan(selected_fields=("id",)).to_arrow()["id"].to_pylist())))
`
