import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, BenchResult } from './bench.ts'
import { command, inFolder, inTurn, median, medianRatio, runNode } from './measure.ts'

const manifests = 10_000
const name = 'validate: 10,000 manifests'
const goal = 'below 5 s'

/**
 * `millrace validate` against reading and parsing the same files with js-yaml; only the former knows what they mean. All
 * have the same statement, so that the transpiler works once and the figure is that of manifests.
 */
const run = (): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const below = join(folder, 'manifests')
    await mkdir(below)
    await writeFile(join(folder, 'millrace.yaml'), project)
    for (let i = 0; i < manifests; i++) await writeFile(join(below, `orders-${i}.yaml`), manifest(i))
    const floor = join(import.meta.dirname, 'validate-floor.ts')
    const found = await inTurn(3, {
      floor: () => runNode([floor, below], folder),
      ours: () => runNode([command, 'validate'], folder),
    })
    const seconds = {
      ours: found.ours.map((each) => each.seconds),
      floor: found.floor.map((each) => each.seconds),
    }
    return {
      name,
      goal,
      measured: {
        seconds: median(seconds.ours),
        floorSeconds: median(seconds.floor),
        peakMegabytes: median(found.ours.map((each) => each.peakMegabytes)),
        floorPeakMegabytes: median(found.floor.map((each) => each.peakMegabytes)),
      },
      ratio: medianRatio(seconds.ours, seconds.floor),
      met: median(seconds.ours) < 5,
    }
  })

const project = `name: many
resources: [manifests]
depots:
  landing: {type: FILE, path: landing}
  lake: {type: LAKEHOUSE}
computes:
  runnable-default: default
`

const manifest = (i: number): string => `name: orders-${i}
version: v1
type: workflow
tags: [orders]
workflow:
  dag:
    - name: load
      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs:
              - {name: orders, dataset: "dataos://landing:shop/orders_${i}", format: csv}
            steps:
              - sequence:
                  - name: final
                    sql: SELECT id, upper(country) AS country FROM orders WHERE amount > 0
            outputs:
              - name: final
                dataset: dataos://lake:shop/orders_${i}
                format: iceberg
                options: {saveMode: overwrite}
`

const bench: Bench = { name, goal, run }
export default bench

if (import.meta.main) console.log(await run())
