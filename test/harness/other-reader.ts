import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { printRows, rowsOfRefs } from './model.ts'
import type { Row, World } from './operation.ts'

/** Another implementation of the format, which must read the same rows. */
export type OtherReader = Disposable & {
  /** Throws where the published tables of the catalog are others, or hold other rows, on any ref or snapshot. */
  readonly check: (folder: string, world: World) => Promise<void>
}

// One process for all questions: starting it takes longer than most of them.
const script = `
import json, sys
from pyiceberg.catalog.sql import SqlCatalog
for line in sys.stdin:
    folder = json.loads(line)
    try:
        catalog = SqlCatalog("millrace", uri=f"sqlite:///{folder}/millrace.db", warehouse=f"file://{folder}/warehouse")
        answer = {}
        for name in catalog.list_tables("demo") if catalog.list_namespaces() else []:
            table = catalog.load_table(name)
            refs = {ref: table.scan(snapshot_id=at.snapshot_id).to_arrow().to_pylist() for ref, at in table.metadata.refs.items()}
            answer[name[-1]] = {"refs": refs, "current": table.scan().to_arrow().to_pylist()}
        catalog.engine.dispose()
        print(json.dumps({"tables": answer}), flush=True)
    except Exception as error:
        print(json.dumps({"failed": repr(error)}), flush=True)
`

type Answer = {
  readonly failed?: string
  readonly tables?: Readonly<
    Record<
      string,
      { readonly refs: Readonly<Record<string, readonly Row[]>>; readonly current: readonly Row[] }
    >
  >
}

/** PyIceberg, over the catalog in the project database. */
export const pyiceberg = (python: string): OtherReader => {
  const child = spawn(python, ['-c', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONWARNINGS: 'ignore' },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    check: async (folder, world) => {
      child.stdin.write(`${JSON.stringify(join(folder))}\n`)
      const { value } = await lines.next()
      const { failed, tables = {} } = JSON.parse(String(value)) as Answer
      if (failed !== undefined) throw new Error(`PyIceberg: ${failed}`)
      const expected = Object.fromEntries(
        Object.entries(world.tables).flatMap(([name, table]) => {
          const refs = rowsOfRefs(table)
          const current = refs['main']
          return current === undefined
            ? []
            : [[name, { refs: printed(refs), current: printRows(current) }] as const]
        }),
      )
      const found = Object.fromEntries(
        Object.entries(tables).map(([name, { refs, current }]) => [
          name,
          { refs: printed(refs), current: printRows(current) },
        ]),
      )
      const [a, b] = [sortedJson(found), sortedJson(expected)]
      if (a !== b) throw new Error(`PyIceberg reads\n${a}\ninstead of\n${b}`)
    },
    [Symbol.dispose]: () => child.kill(),
  }
}

const printed = (refs: Readonly<Record<string, readonly Row[]>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(refs).map(([ref, rows]) => [ref, printRows(rows)]))

const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
