import { join } from 'node:path'
import { openDuckdb } from '../src/engines/index.ts'
import {
  type ColumnPredicate,
  loadTable,
  openLakehouse,
  scanRelation,
  type Table,
  writeTable,
} from '../src/lakehouse/index.ts'
import { sql } from '../src/sql/index.ts'
import { openDatabase } from '../src/state/database.ts'
import type { Bench, BenchResult, Scale } from './bench.ts'
import { inFolder, inTurn, median } from './measure.ts'

const goal = 'below 200 ms, warm'

/**
 * What a query does before the engine reads the first row of a table of 10,000 files: loading the metadata, reading
 * manifests, choosing files. Warm: the process has planned a scan of the table before. `cold` is the first time.
 */
const run = ({ rows: files = 10_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    using database = openDatabase(join(folder, 'millrace.db'))
    const open = () => openLakehouse({ database, warehouse: join(folder, 'warehouse') })
    const lakehouse = open()
    await using engine = await openDuckdb()
    await using connection = await engine.connect()
    const identity = { namespace: 'bench', name: 'files' }
    const commits = 20
    for (let i = 0; i < commits; i++)
      await writeTable(lakehouse, {
        connection,
        query: sql`SELECT CAST(range AS INTEGER) AS part, range * 7 AS id, 'text ' || range AS text
          FROM range(${(i * files) / commits}, ${((i + 1) * files) / commits})`,
        identity,
        mode: { kind: 'append' },
        partitionBy: [{ column: 'part', transform: 'identity' }],
        runId: 'bench',
        commitId: `files-${i}`,
      })
    const plan = async (place: typeof lakehouse, filter: readonly ColumnPredicate[]): Promise<number> => {
      const begun = performance.now()
      await scanRelation(place, await loaded(place), { filter })
      return performance.now() - begun
    }
    const loaded = async (place: typeof lakehouse): Promise<Table> => {
      const table = await loadTable(place, identity)
      if (table === undefined) throw new Error('the table is not there')
      return table
    }
    const one: readonly ColumnPredicate[] = [{ column: 'id', op: '=', value: 7n * 1234n }]
    await plan(lakehouse, [])
    const found = await inTurn(11, {
      all: () => plan(lakehouse, []),
      one: () => plan(lakehouse, one),
      cold: () => plan(open(), one),
    })
    const [all, oneFile, cold] = [median(found.all), median(found.one), median(found.cold)]
    return {
      name: `planning: a table of ${files.toLocaleString('en-GB')} files`,
      goal,
      measured: {
        millisecondsAllFiles: all,
        millisecondsOneFile: oneFile,
        millisecondsOneFileCold: cold,
        peakMegabytes: process.resourceUsage().maxRSS / 1024,
      },
      met: Math.max(all, oneFile) < 200,
    }
  })

const bench: Bench = { name: 'planning', goal, run }
export default bench

if (import.meta.main) console.log(await run())
