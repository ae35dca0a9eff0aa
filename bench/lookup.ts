import { join } from 'node:path'
import { openDuckdb } from '../src/engines/index.ts'
import { type ColumnPredicate, loadTable, openLakehouse, scanRelation } from '../src/lakehouse/index.ts'
import { sql } from '../src/sql/index.ts'
import { openDatabase } from '../src/state/database.ts'
import type { Bench, BenchResult, Scale } from './bench.ts'
import { builtScript } from './built.ts'
import { inFolder, inTurn, median, medianRatio, runNode } from './measure.ts'

const goal = 'faster than asking all files'

/**
 * The row of one id out of a table of a hundred files, planned with the condition and without it. Both have the engine
 * apply the condition, which skips row groups by itself; only the first spares it the files.
 */
const run = ({ rows = 50_000_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const perDay = Math.ceil(rows / 100)
    const fill = [await builtScript('table-job'), 'fill', folder, `${rows}`, `${perDay}`]
    await runNode(fill, folder)
    using database = openDatabase(join(folder, 'millrace.db'))
    const lakehouse = openLakehouse({ database, warehouse: join(folder, 'warehouse') })
    await using engine = await openDuckdb()
    await using connection = await engine.connect()
    let asked = 0
    const lookUp = async (filterOf: (id: number) => readonly ColumnPredicate[]): Promise<number> => {
      asked += 1
      const id = (asked * 7_919_317) % rows
      const begun = performance.now()
      const table = await loadTable(lakehouse, { namespace: 'bench', name: 'sales' })
      if (table === undefined) throw new Error('the table is not there')
      const relation = await scanRelation(lakehouse, table, { filter: filterOf(id) })
      const found = await connection.rows(sql`SELECT * FROM ${relation} WHERE id = ${id}`)
      if (found.length !== 1) throw new Error(`${found.length} rows have the id ${id}`)
      return performance.now() - begun
    }
    const found = await inTurn(11, {
      floor: () => lookUp(() => []),
      ours: () => lookUp((id) => [{ column: 'id', op: '=', value: BigInt(id) }]),
    })
    const ratio = medianRatio(found.ours, found.floor)
    return {
      name: `lookup: one of ${rows.toLocaleString('en-GB')} rows`,
      goal,
      measured: {
        milliseconds: median(found.ours),
        millisecondsAllFiles: median(found.floor),
        peakMegabytes: process.resourceUsage().maxRSS / 1024,
      },
      ratio,
      met: ratio < 1,
    }
  })

const bench: Bench = { name: 'lookup', goal, run }
export default bench

if (import.meta.main) console.log(await run())
