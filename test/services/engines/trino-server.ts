import { globSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { servicesFolder } from './installed.ts'
import { freePort, startServer } from './process.ts'

const offeredAt = 'MILLRACE_TEST_TRINO'

/**
 * Offers one Trino to all test files, which run in processes of their own: it takes 17 s to start, so it starts when
 * the first of them asks and ends with the whole run. Catalogs come and go by statement.
 */
export const offerTrino = async (): Promise<AsyncDisposable> => {
  let trino: Promise<RunningTrino> | undefined
  const broker = createServer((_, response) => {
    trino ??= startTrinoServer()
    trino.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(broker, 'listening')
  const address = broker.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  process.env[offeredAt] = `http://127.0.0.1:${address.port}`
  return {
    [Symbol.asyncDispose]: async () => {
      broker.close()
      const started = await trino?.catch(() => undefined)
      await started?.[Symbol.asyncDispose]()
    },
  }
}

/** The address of the shared Trino, started where it is not yet. */
export const trinoUrl = async (): Promise<string> => {
  const broker = process.env[offeredAt]
  if (broker === undefined) throw new Error('nobody offers a Trino: global-setup.ts does')
  const response = await fetch(broker)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}

type RunningTrino = AsyncDisposable & { readonly url: string }

const startTrinoServer = async (): Promise<RunningTrino> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-trino-'))
  const home = join(servicesFolder, 'trino')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await mkdir(join(folder, 'etc'))
  await writeFile(
    join(folder, 'etc/config.properties'),
    Object.entries({
      coordinator: 'true',
      'node-scheduler.include-coordinator': 'true',
      'http-server.http.port': String(port),
      'discovery.uri': url,
      'catalog.management': 'dynamic',
      'catalog.store': 'memory',
      'plugin.dir': join(home, 'plugin'),
    })
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  const server = await startServer({
    command: join(servicesFolder, 'trino-java/bin/java'),
    args: [
      '-Xmx1500m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-XX:+ExitOnOutOfMemoryError',
      '-XX:ReservedCodeCacheSize=256M',
      '-Djdk.attach.allowAttachSelf=true',
      '--sun-misc-unsafe-memory-access=allow',
      '--enable-native-access=ALL-UNNAMED',
      '--add-modules=jdk.incubator.vector',
      '-Duser.timezone=UTC',
      '-Dnode.environment=test',
      `-Dnode.data-dir=${folder}`,
      `-Dconfig=${join(folder, 'etc/config.properties')}`,
      '-cp',
      globSync(join(home, 'lib/*.jar')).join(':'),
      'io.trino.server.TrinoServer',
    ],
    cwd: folder,
    ready: /SERVER STARTED/,
  })
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
