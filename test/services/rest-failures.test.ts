import { mkdtempSync, readdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import type { RestOptions } from '../../src/lakehouse/catalogs/rest-server.ts'
import { loadTable, publish, publishAudited, scanRelation } from '../../src/lakehouse/index.ts'
import { sql } from '../../src/sql/quote.ts'
import { type Lake, openLake } from '../lakehouse/lake.ts'
import { describeWith } from './engines/installed.ts'
import { type Rest, startRest } from './engines/rest.ts'

type Request = { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }
type Answer = { readonly status: number; readonly body: string }

/** What happens to a request: it is passed on, changed on its way, answered without the server, or lost. */
type Fate =
  | { readonly kind: 'pass'; readonly url?: string; readonly change?: (answer: Answer) => Answer }
  | { readonly kind: 'answer'; readonly status: number; readonly body?: string }
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }

/** A place between the client and the server where requests meet their fate. */
const startBetween = async (server: Rest, fate: (request: Request) => Fate) => {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url = '/', headers } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const decided = fate({ method, url, headers })
    if (decided.kind === 'answer') {
      response.writeHead(decided.status, { 'Content-Type': 'application/json' }).end(decided.body ?? '{}')
      return
    }
    if (decided.kind === 'cut' && decided.when === 'before') {
      request.socket.destroy()
      return
    }
    const passed = await fetch(server.url + (decided.kind === 'pass' ? (decided.url ?? url) : url), {
      method,
      headers: { 'Content-Type': headers['content-type'] ?? 'application/json' },
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    })
    const answer = { status: passed.status, body: await passed.text() }
    if (decided.kind === 'cut') {
      request.socket.destroy()
      return
    }
    const { status, body } = decided.change?.(answer) ?? answer
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(status === 204 ? undefined : body)
  }
  const between = createServer((request, response) => void handle(request, response))
  await new Promise<void>((done) => between.listen(0, '127.0.0.1', done))
  const address = between.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      between.closeAllConnections()
      await new Promise((done) => between.close(done))
    },
  }
}

const isCommit = ({ method, url }: Request) =>
  method === 'POST' && /\/tables\/[^/]+$|\/transactions\/commit$/.test(url)

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was thrown',
    (cause: unknown) => cause,
  )

describeWith(['REST'], 'a REST catalog', () => {
  let server: Rest
  let names = 0
  beforeAll(async () => {
    server = await startRest(mkdtempSync(join(tmpdir(), 'millrace-rest-')))
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  /** A lake behind `fate`, with a table of one row whose name no other test has. */
  const open = async (fate: (request: Request) => Fate, options: Partial<RestOptions> = {}) => {
    const identity = { namespace: 'failures', name: `t${++names}` }
    const direct = await openLake(undefined, { rest: { url: server.url, headers: {} } })
    await direct.write('SELECT 1 AS id', { identity })
    const between = await startBetween(server, fate)
    const lake = await openLake(direct.folder, { rest: { url: between.url, headers: {}, ...options } })
    const ids = async () => {
      const table = await direct.lakehouse.catalog.load(identity)
      expect(table).toBeDefined()
      return (await rowsOf(direct, identity)).map((row) => row['id'])
    }
    return {
      lake,
      identity,
      ids,
      [Symbol.asyncDispose]: async () => {
        await lake[Symbol.asyncDispose]()
        await between[Symbol.asyncDispose]()
        await direct[Symbol.asyncDispose]()
      },
    }
  }

  test('a commit whose answer is lost is found, done once, and followed by what belongs to it', async () => {
    let cuts = 0
    await using place = await open((request) =>
      isCommit(request) && cuts++ === 0 ? { kind: 'cut', when: 'after' } : { kind: 'pass' },
    )
    const { lake, identity } = place
    let stored = 0
    await publish(
      lake.lakehouse,
      [await lake.stage('SELECT 2 AS id', { identity, commitId: 'second' })],
      () => stored++,
    )
    expect([cuts, stored, await place.ids()]).toEqual([1, 1, [1, 2]])
  })

  test.each([
    ['is lost on its way', { kind: 'cut', when: 'before' }],
    ['ends with status 500', { kind: 'answer', status: 500 }],
    ['ends with status 503', { kind: 'answer', status: 503, body: '<html>' }],
    ['ends with status 504', { kind: 'answer', status: 504 }],
  ] as const)('a commit that %s and did not happen is told as unknown, not repeated', async (_what, fate) => {
    let commits = 0
    await using place = await open((request) => {
      if (!isCommit(request)) return { kind: 'pass' }
      commits++
      return fate
    })
    const { lake, identity } = place
    let stored = 0
    const staged = await lake.stage('SELECT 2 AS id', { identity, commitId: 'second' })
    expect(await caught(publishAudited(lake.lakehouse, [staged], { also: () => stored++ }))).toMatchObject({
      diagnostic: { code: 'MR3280' },
      retryable: false,
    })
    expect([commits, stored, await place.ids()]).toEqual([1, 0, [1]])
  })

  test.each([
    [401, 'MR3283', false],
    [403, 'MR3283', false],
    [429, 'MR3282', true],
    [400, 'MR3284', false],
    [409, 'MR3110', true],
    [404, 'MR3110', true],
  ])('a commit that ends with status %i did not happen', async (status, code, retryable) => {
    const body = JSON.stringify({ error: { message: 'because', type: 'Some', code: status } })
    await using place = await open((request) =>
      isCommit(request) ? { kind: 'answer', status, body } : { kind: 'pass' },
    )
    const { lake, identity } = place
    const staged = await lake.stage('SELECT 2 AS id', { identity, commitId: 'second' })
    expect(await caught(publish(lake.lakehouse, [staged]))).toMatchObject({ diagnostic: { code }, retryable })
  })

  test('a server that is not there is told as such, to readers and writers, and without secrets', async () => {
    await using place = await open(() => ({ kind: 'pass' }))
    const { lake, identity } = place
    const staged = await lake.stage('SELECT 2 AS id', { identity, commitId: 'second' })
    const gone = await openLake(lake.folder, {
      rest: {
        url: 'http://127.0.0.1:1',
        token: new Secret('very-secret'),
        headers: { 'X-Key': new Secret('very-secret') },
      },
    })
    const failures = [
      await caught(gone.lakehouse.catalog.load(identity)),
      await caught(gone.lakehouse.catalog.list()),
      await caught(publish(gone.lakehouse, [staged])),
    ]
    await gone[Symbol.asyncDispose]()
    for (const failure of failures)
      expect(failure).toMatchObject({ diagnostic: { code: 'MR3282' }, retryable: true })
    expect(inspect(failures, { depth: 9 })).not.toContain('very-secret')
  })

  test.each([
    [401, 'MR3283'],
    [500, 'MR3282'],
    [418, 'MR3284'],
  ])('a question that is answered by status %i says why', async (status, code) => {
    const body = JSON.stringify({ error: { message: 'the reason', type: 'Some', code: status } })
    await using place = await open(({ url }) =>
      url.includes('config') ? { kind: 'pass' } : { kind: 'answer', status, body },
    )
    const failure = await caught(place.lake.lakehouse.catalog.load(place.identity))
    expect(failure).toMatchObject({ diagnostic: { code, message: /the reason/ } })
  })

  test('a reader that gives up stops waiting, for its own reason', async () => {
    const controller = new AbortController()
    await using place = await open(({ url }) => {
      if (!url.includes('config')) controller.abort(new Error('enough'))
      return { kind: 'pass' }
    })
    const failure = await caught(place.lake.lakehouse.catalog.load(place.identity, controller.signal))
    expect(failure).toMatchObject({ message: 'enough' })
  })

  test('a credential is exchanged for a token, and again when the server forgets it', async () => {
    let issued = 0
    let valid = 0
    await using place = await open(
      ({ url, headers }) => {
        if (url.includes('oauth')) {
          valid = ++issued
          const change = () => ({
            status: 200,
            body: JSON.stringify({ access_token: `token-${issued}`, token_type: 'bearer', expires_in: 3600 }),
          })
          return { kind: 'pass', change }
        }
        return headers.authorization === `Bearer token-${valid}` && headers['x-key'] === 'k'
          ? { kind: 'pass' }
          : { kind: 'answer', status: 401 }
      },
      { credential: new Secret('me:secret'), headers: { 'X-Key': new Secret('k') } },
    )
    const { catalog } = place.lake.lakehouse
    expect(await catalog.load(place.identity)).toBeDefined()
    expect(await catalog.load(place.identity)).toBeDefined()
    expect(issued).toBe(1)
    valid = -1
    expect(await catalog.load(place.identity)).toBeDefined()
    expect(issued).toBe(2)
  })

  test('the prefix that a server gives for a warehouse is part of every address', async () => {
    const seen: string[] = []
    await using place = await open(
      ({ url }) => {
        seen.push(url)
        const change = ({ status, body }: Answer) => ({
          status,
          body: JSON.stringify({ ...JSON.parse(body), overrides: { prefix: 'catalogs/w1' } }),
        })
        return url.includes('/v1/config')
          ? { kind: 'pass', url: '/v1/config', change }
          : { kind: 'pass', url: url.replace('/v1/catalogs/w1/', '/v1/') }
      },
      { warehouse: 'my w' },
    )
    await place.lake.write('SELECT 2 AS id', { identity: place.identity })
    await place.lake.lakehouse.catalog.list('failures')
    expect(seen.filter((url) => url.includes('/v1/config'))).toEqual(['/v1/config?warehouse=my+w'])
    expect(seen.filter((url) => !url.startsWith('/v1/catalogs/w1/') && !url.includes('config'))).toEqual([])
    expect(await place.ids()).toEqual([1, 2])
  })

  test('lists that come in pages are read to their end', async () => {
    await using place = await open(({ method, url }) =>
      method === 'GET' && /namespaces(\/failures\/tables)?\?/.test(url)
        ? { kind: 'pass', url: `${url}&pageSize=1` }
        : { kind: 'pass' },
    )
    const other = { namespace: 'failures', name: `t${++names}` }
    await place.lake.write('SELECT 1 AS id', { identity: other })
    const listed = await place.lake.lakehouse.catalog.list()
    expect(listed).toContainEqual({ ...place.identity, draft: false })
    expect(listed).toContainEqual({ ...other, draft: false })
  })

  test('a server without transactions is not asked to change several tables', async () => {
    const change = ({ status, body }: Answer) => ({
      status,
      body: JSON.stringify({
        ...JSON.parse(body),
        endpoints: ['POST /v1/{prefix}/namespaces/{namespace}/tables/{table}'],
      }),
    })
    await using place = await open(({ url }) =>
      url.includes('config') ? { kind: 'pass', change } : { kind: 'pass' },
    )
    const { lake, identity } = place
    const both = [
      await lake.stage('SELECT 2 AS id', { identity, commitId: 'second' }),
      await lake.stage('SELECT 2 AS id', { identity: { namespace: 'failures', name: `t${++names}` } }),
    ]
    expect(await caught(publish(lake.lakehouse, both))).toMatchObject({ diagnostic: { code: 'MR3285' } })
    expect(await place.ids()).toEqual([1])
  })

  test('a commit leaves no metadata file but those of the server', async () => {
    await using place = await open(() => ({ kind: 'pass' }))
    const { lake, identity } = place
    await lake.write('SELECT 2 AS id', { identity })
    const pointer = await lake.lakehouse.catalog.load(identity)
    const files = readdirSync(fileURLToPath(dirname(pointer?.metadataLocation ?? '')))
    const metadata = files.filter((name) => name.endsWith('.metadata.json'))
    expect(metadata).toHaveLength(2)
    expect(metadata).toContain(pointer?.metadataLocation.split('/').at(-1))
  })
})

const rowsOf = async (lake: Lake, identity: { readonly namespace: string; readonly name: string }) => {
  const table = await loadTable(lake.lakehouse, identity)
  if (table === undefined) throw new Error('the table is gone')
  return lake.connection.rows(sql`SELECT * FROM ${await scanRelation(lake.lakehouse, table)} ORDER BY ALL`)
}
