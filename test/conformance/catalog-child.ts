// Another process that appends to a table, for iceberg-catalog.test.ts: one row a commit, and in the same transaction
// a watermark with the number of the row, where the catalog has such transactions. Prints the number when it is done.
import { publishAudited } from '../../src/lakehouse/index.ts'
import { storeWatermarks } from '../../src/state/watermark-store.ts'
import { openPlace, parsePlace } from './catalog-place.ts'

const [place = '', writer = '', count = '0'] = process.argv.slice(2)
await using lake = await openPlace(parsePlace(place))
for (let i = 1; i <= Number(count); i++) {
  const staged = await lake.stage(`SELECT '${writer}' AS writer, ${i} AS n`, { commitId: `${writer}-${i}` })
  await publishAudited(lake.lakehouse, [staged], {
    attempts: 100,
    also: () =>
      storeWatermarks(
        lake.database,
        { task: writer, input: 'i', context: 'c' },
        new Map([['last', String(i)]]),
        { run: 'r' },
      ),
  })
  console.log(i)
}
