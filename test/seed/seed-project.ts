import { chmodSync, cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { folder, root, write } from '../e2e/millrace.ts'

/** The original manifests, beside the repository. They are copied when a test runs, and are no part of it. */
export const seedFolder = join(root, '..', 'shared', 'seed', 'fs-accelerator')
export const seedIsHere = existsSync(seedFolder)

/** The manifests, text for text, in a folder of their own, with a project file and the given files of the feed. */
export const seedProject = (feed: Readonly<Record<string, string | Uint8Array>>, more = ''): string => {
  const place = folder()
  cpSync(seedFolder, place, { recursive: true })
  makeWritable(place)
  write(join(place, 'millrace.yaml'), projectFile + more)
  addToFeed(place, feed)
  return place
}

/** Delivers further files. */
export const addToFeed = (place: string, feed: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [name, content] of Object.entries(feed))
    write(join(place, 'feed', 'finance_service', 'customer_overview', name), content)
}

export const rawTable = 'icebasetw.fs_accelerator.customer_overview_raw'
export const publishedTable = 'icebasetw.fs_accelerator.customer_overview_dp'

const projectFile = `name: seed
resources: [workflows, policies, data-product.yaml]
variables: {SCHEMA: fs_accelerator}
paths: {/jobsfolder: jobsfolder}
depots:
  twdepot: {type: FILE, path: feed}
  icebasetw: {type: LAKEHOUSE}
users:
  restricted: {tags: ["roles:id:restricted-acess"]}
  analyst: {tags: ["roles:id:dob-bucketing"]}
  reader: {tags: ["roles:id:pii-reader"]}
`

// The folder of the originals may be read-only; a copy keeps that, and the next run could not clean up.
const makeWritable = (path: string): void => {
  chmodSync(path, 0o755)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) makeWritable(inner)
    else chmodSync(inner, 0o644)
  }
}
