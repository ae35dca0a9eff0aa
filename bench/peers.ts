import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, BenchResult, Scale } from './bench.ts'
import { type ShopNode, shopNodes, writeManyManifests } from './many-manifests.ts'
import { command, inFolder, inTurn, median, medianRatio, root } from './measure.ts'

const goal = 'a tenth of the processor time of dbt parse and of sqlmesh info, where they are installed'

/** Made by `scripts/services.sh peers`. */
const installed = join(process.env['MILLRACE_SERVICES'] ?? join(root, '.services'), 'peers/bin')

type Peer = {
  readonly name: 'dbt' | 'sqlmesh'
  readonly args: readonly string[]
  readonly write: (folder: string, nodes: readonly PeerNode[]) => Promise<void>
  /** What it keeps for its next run, so that each is a first one. */
  readonly kept: readonly string[]
}

type PeerNode = { readonly shop: number; readonly node: ShopNode }

/** The same statements over the same tables, in files as each of them wants them. dbt reads no SQL, only its templates. */
const peers: readonly Peer[] = [
  {
    name: 'dbt',
    args: ['parse', '--no-partial-parse', '--profiles-dir', '.'],
    write: async (folder, nodes) => {
      await mkdir(join(folder, 'models'), { recursive: true })
      await writeFile(
        join(folder, 'dbt_project.yml'),
        'name: many\nversion: "1.0"\nprofile: many\nmodel-paths: [models]\n',
      )
      await writeFile(
        join(folder, 'profiles.yml'),
        'many:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: many.duckdb}\n',
      )
      const shops = [...new Set(nodes.map(({ shop }) => shop))]
      const sources = shops.map(
        (shop) => `  - name: shop_${shop}\n    tables: [{name: orders}, {name: customers}]\n`,
      )
      await writeFile(join(folder, 'models/sources.yml'), `version: 2\nsources:\n${sources.join('')}`)
      for (const { shop, node } of nodes) {
        const views = Object.entries(node.reads).map(([view, { depot, dataset }]) =>
          depot === 'landing'
            ? `${view} AS (SELECT * FROM {{ source('shop_${shop}', '${dataset}') }})`
            : `${view} AS (SELECT * FROM {{ ref('shop_${shop}_${dataset}') }})`,
        )
        const text = `{{ config(materialized='table') }}\nWITH ${views.join(', ')}\n${node.sql}\n`
        await writeFile(join(folder, `models/shop_${shop}_${node.name}.sql`), text)
      }
    },
    kept: ['target', 'logs'],
  },
  {
    name: 'sqlmesh',
    args: ['info', '--skip-connection'],
    write: async (folder, nodes) => {
      await mkdir(join(folder, 'models'), { recursive: true })
      await writeFile(
        join(folder, 'config.yaml'),
        'gateways:\n  local:\n    connection: {type: duckdb, database: many.duckdb}\ndefault_gateway: local\nmodel_defaults: {dialect: spark}\n',
      )
      for (const { shop, node } of nodes) {
        const views = Object.entries(node.reads).map(([view, { depot, dataset }]) => {
          const table = depot === 'landing' ? `landing_${shop}.${dataset}` : `shop_${shop}.${dataset}`
          return `${view} AS (SELECT * FROM ${table})`
        })
        const text = `MODEL (name shop_${shop}.${node.name}, kind FULL);\n\nWITH ${views.join(', ')}\n${node.sql}\n`
        await writeFile(join(folder, `models/shop_${shop}_${node.name}.sql`), text)
      }
    },
    kept: ['.cache', 'logs'],
  },
]

const run = ({ rows: count = 1_000 }: Scale = {}): Promise<BenchResult> =>
  inFolder(async (folder) => {
    const ours = join(folder, 'ours')
    await writeManyManifests(ours, count, { onlyWorkflows: true })
    const nodes = Array.from({ length: Math.ceil(count / 4) }, (_, shop) => shop).flatMap((shop) =>
      shopNodes(shop).map((node) => ({ shop, node })),
    )
    const measured: Record<string, number> = {}
    const ratios: number[] = []
    for (const peer of peers.filter(({ name }) => existsSync(join(installed, name)))) {
      const theirs = join(folder, peer.name)
      await peer.write(theirs, nodes.slice(0, count))
      const found = await inTurn(3, {
        theirs: async () => {
          for (const name of peer.kept) await rm(join(theirs, name), { recursive: true, force: true })
          return timeCommand([join(installed, peer.name), ...peer.args], theirs)
        },
        ours: async () => {
          await rm(join(ours, '.millrace'), { recursive: true, force: true })
          return timeCommand([process.execPath, command, 'validate'], ours)
        },
      })
      const [theirProcessor, ourProcessor] = [found.theirs, found.ours].map((all) =>
        all.map(({ processor }) => processor),
      )
      const ratio = medianRatio(theirProcessor ?? [], ourProcessor ?? [])
      ratios.push(ratio)
      measured[`${peer.name}ProcessorSeconds`] = median(theirProcessor ?? [])
      measured[`ours, beside ${peer.name}`] = median(ourProcessor ?? [])
      measured[`${peer.name}Ratio`] = ratio
      measured[`${peer.name}WallRatio`] = medianRatio(
        found.theirs.map(({ wall }) => wall),
        found.ours.map(({ wall }) => wall),
      )
    }
    if (ratios.length === 0) throw new Error(`neither dbt nor sqlmesh is installed in ${installed}`)
    const ratio = Math.min(...ratios)
    return {
      name: `peers: ${count.toLocaleString('en-GB')} nodes with SQL`,
      goal,
      measured,
      ratio,
      met: ratio >= 10,
    }
  })

/** Wall and processor seconds; a shell knows how long its children kept processors busy, threads and forks included. */
const timeCommand = async (
  command: readonly string[],
  cwd: string,
): Promise<{ readonly wall: number; readonly processor: number }> => {
  const started = performance.now()
  const script = '"$@" || exit $?; times >&3'
  const child = spawn('sh', ['-c', script, 'sh', ...command], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const reported: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text))
  child.stdio[3]?.on('data', (bytes: Buffer) => reported.push(String(bytes)))
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}\n${said.join('')}`)
  const [, children = ''] = reported.join('').trim().split('\n')
  const seconds = Array.from(
    children.matchAll(/(\d+)m([\d.]+)s/g),
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  )
  return {
    wall: (performance.now() - started) / 1000,
    processor: seconds.reduce((sum, each) => sum + each, 0),
  }
}

const bench: Bench = { name: 'peers', goal, run }
export default bench

if (import.meta.main) console.log(await run())
