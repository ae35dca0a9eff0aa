// The thread that translates statements while another reads manifests. It ends by itself, once all are translated and
// kept; whoever no longer wants them may end it at any time.
import module from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { Bug } from '../../base/bug.ts'
import type { Outline } from './outline.ts'
import type { Said, ThreadStart, Told } from './protocol.ts'

// For what is imported below: the cache of the thread that starts this one does not reach here.
module.enableCompileCache?.()
const { createSparkTranslator } = await import('../../sql/index.ts')
const { openTextCache } = await import('../../state/text-cache.ts')
const { translateAhead } = await import('./translate.ts')

const port = parentPort ?? raise()
const { file } = workerData as ThreadStart
const say = (said: Said) => port.postMessage(said)

const known = new Map<string, string>()
const fresh = new Map<string, string>()
const ahead = translateAhead(
  createSparkTranslator({
    cache: {
      get: (key) => known.get(key),
      put: (key, text) => {
        known.set(key, text)
        fresh.set(key, text)
      },
    },
  }),
)

const hear = async (told: Told): Promise<void> => {
  await (told.kind === 'part' ? ahead.add(JSON.parse(told.outline) as Outline) : ahead.finish())
  if (fresh.size > 0) say({ kind: 'translated', entries: [...fresh] })
  fresh.clear()
  if (told.kind === 'part') return
  say({ kind: 'all' })
  port.close()
  // While the other thread goes through the statements.
  if (file === undefined) return
  const kept = openTextCache(file)
  for (const [key, text] of known) kept.put(key, text)
  kept.save()
}

let turn = Promise.resolve()
port.on('message', (told: Told) => {
  turn = turn.then(() => hear(told))
})

function raise(): never {
  throw new Bug('this runs as a thread only')
}
