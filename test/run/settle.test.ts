import { expect, test } from 'vitest'
import { failure } from '../../src/diagnostics/index.ts'
import { type Lakehouse, scanRelation, tableOnBranch } from '../../src/lakehouse/index.ts'
import { settle } from '../../src/run/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { watermarks } from '../../src/state/watermark-store.ts'
import { type NodeText, workflowText } from '../project/linking.ts'
import { endings, type ProjectRun, projectRun } from './project-run.ts'

const grow: NodeText = {
  name: 'grow',
  reads: { orders: 'landing:shop/orders' },
  input: `                incremental:
                  context: all_orders
                  sql: SELECT * FROM all_orders WHERE cast(id AS int) > $|seen|
                  keys: [{name: seen, sql: SELECT 0}, {name: last, sql: SELECT max(cast(id AS int)) FROM all_orders}]
                  state: [{key: seen, value: last}]`,
  steps: { grown: 'SELECT cast(id AS int) AS id FROM orders' },
  writes: 'lake:shop/grown',
  options: 'saveMode: append',
}
const scope = { task: 'public/w/grow', input: 'orders', context: 'all_orders' }

/** A catalog that shares no transactions with the project database, and whose answer may get lost. */
const apart = ({ deps }: ProjectRun, loses: { readonly commit: boolean } | undefined): Lakehouse => ({
  ...deps.lakehouse,
  catalog: {
    ...deps.lakehouse.catalog,
    transactional: false,
    // Asked again after a lost answer, it stays away, as it does for a process that is dying.
    load: async (...args) => {
      if (lost) throw failure('MR3280', { what: 'the commit', reason: 'connection lost' })
      return deps.lakehouse.catalog.load(...args)
    },
    commit: async (moves, also) => {
      if (loses === undefined) {
        await deps.lakehouse.catalog.commit(moves)
        also?.()
        return
      }
      if (loses.commit && moves.length > 0) await deps.lakehouse.catalog.commit(moves)
      lost = true
      throw failure('MR3280', { what: 'the commit', reason: 'connection lost' })
    },
  },
})
let lost = false

const ids = async ({ deps }: ProjectRun): Promise<unknown> => {
  const found = await tableOnBranch(deps.lakehouse, { namespace: 'shop', name: 'grown' }, 'main')
  if (found === undefined) return undefined
  await using connection = await (await deps.engine('default')).connect()
  const relation = await scanRelation(deps.lakehouse, found.table)
  return (await connection.rows(sql`SELECT list(id ORDER BY id) AS ids FROM ${relation}`))[0]?.['ids']
}

test.for([true, false])(
  'a process that ends before it knows whether its commit was made repeats and loses nothing (it was: %s)',
  { timeout: 60_000 },
  async (commit) => {
    lost = false
    await using project = await projectRun({ 'w.yaml': workflowText('w', [grow]) })
    project.land('shop/orders/1.csv', 'id\n1\n')
    const signal = AbortSignal.timeout(50_000)
    await project.run(signal, { ...project.deps, lakehouse: apart(project, undefined) })
    project.land('shop/orders/2.csv', 'id\n2\n')
    const cut = { ...project.deps, lakehouse: apart(project, { commit }) }
    expect(endings(await project.run(signal, cut))).toEqual({ grow: 'failed' })
    expect(watermarks(project.deps.database, scope)).toEqual(new Map([['seen', '1']]))
    // The next command is another process, which finds the note and the table.
    project.deps.database.run('UPDATE pending_publication SET process_id = 999999999')
    lost = false
    await settle({ ...project.deps, lakehouse: apart(project, undefined) })
    expect(project.deps.database.all('SELECT * FROM pending_publication')).toEqual([])
    expect(watermarks(project.deps.database, scope)).toEqual(new Map([['seen', commit ? '2' : '1']]))
    await project.run(signal, { ...project.deps, lakehouse: apart(project, undefined) })
    expect(await ids(project)).toEqual([1, 2])
    expect(await project.plan()).toEqual(['grow: skip'])
  },
)
