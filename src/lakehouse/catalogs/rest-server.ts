import type { IcebergRestCatalog } from 'iceberg-js'
import type { Secret } from '../../base/secret.ts'
import { stableJson } from '../../base/stable-json.ts'
import { failure, MillraceError } from '../../diagnostics/index.ts'
import { accessHeaders } from './rest-access.ts'

export type RestOptions = {
  /** What stands before `/v1`, without a slash at the end. */
  readonly url: string
  readonly warehouse?: string
  readonly token?: Secret
  /** `id:secret`, or a secret alone. */
  readonly credential?: Secret
  readonly headers: Readonly<Record<string, Secret>>
}

/** How a commit ended that the server refused; what else can happen is thrown. */
export type CommitAnswer =
  | 'done'
  | { readonly kind: 'refused'; readonly conflict: boolean; readonly reason: string }

/** A server that speaks the Iceberg REST protocol. */
export type RestServer = {
  /** The address as messages show it. */
  readonly name: string
  /**
   * Asks by `iceberg-js`; undefined where it is not found. Throws MR3282 (retryable), MR3283, MR3284. Numbers of the
   * answer are doubles: of metadata only texts may be used.
   */
  readonly ask: <T>(
    question: (catalog: IcebergRestCatalog) => Promise<T>,
    signal?: AbortSignal,
  ) => Promise<T | undefined>
  /** Posts a commit below the prefix of the catalog. Throws MR3280 where nobody can know what became of it. */
  readonly commit: (path: string, body: unknown) => Promise<CommitAnswer>
  /** Whether several tables can be committed at once. */
  readonly commitsSeveral: () => Promise<boolean>
}

/** Nothing is asked, and no library loaded, before the first call. */
export const openRestServer = (options: RestOptions): RestServer => {
  const server = printServer(options.url)
  const access = accessHeaders(options)
  let known: Promise<ServerConfig> | undefined

  const send = async (url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> => {
    const attempt = async (renew: boolean) =>
      fetch(url, {
        ...init,
        headers: { ...asHeaders(init.headers), ...(await access(renew)) },
        signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal === undefined ? [] : [signal])]),
        redirect: 'error',
      })
    const first = await attempt(false)
    // The server forgets a token earlier than it had promised: once more, with a new one.
    return first.status === 401 || first.status === 419 ? attempt(true) : first
  }

  const ask: RestServer['ask'] = async (question, signal) => {
    const { IcebergRestCatalog, IcebergError } = await import('iceberg-js')
    try {
      const { prefix } = await config()
      // The client knows no prefix but that of a named warehouse: it is put in here.
      const catalog = new IcebergRestCatalog({
        baseUrl: options.url,
        fetch: (url, init) => send(prefixed(String(url), options.url, prefix), init ?? {}, signal),
      })
      return await question(catalog)
    } catch (cause) {
      if (cause instanceof MillraceError) throw cause
      signal?.throwIfAborted()
      if (!(cause instanceof IcebergError))
        throw failure('MR3282', { server, reason: reasonOf(cause) }, { cause, retryable: true })
      if (cause.status === 404) return undefined
      throw statusFailure(cause.status, server, reasonOf(cause.status === 0 ? cause.details : cause))
    }
  }

  const config = (): Promise<ServerConfig> => {
    known ??= loadConfig()
    known.catch(() => {
      known = undefined
    })
    return known
  }

  const loadConfig = async (): Promise<ServerConfig> => {
    const query =
      options.warehouse === undefined ? '' : `?${new URLSearchParams({ warehouse: options.warehouse })}`
    const response = await send(`${options.url}/v1/config${query}`, {}).catch((cause: unknown) => {
      if (cause instanceof MillraceError) throw cause
      throw failure('MR3282', { server, reason: reasonOf(cause) }, { cause, retryable: true })
    })
    const text = await response.text()
    if (!response.ok) throw statusFailure(response.status, server, errorText(text, response.status))
    try {
      return readConfig(JSON.parse(text))
    } catch (cause) {
      throw failure('MR3284', { server, reason: 'its answer to /v1/config is not JSON' }, { cause })
    }
  }

  const commit: RestServer['commit'] = async (path, body) => {
    const { prefix } = await config()
    const url = prefixed(`${options.url}/v1/${path}`, options.url, prefix)
    // Not by iceberg-js: snapshot ids have 63 bits, and its numbers are doubles.
    const init = { method: 'POST', body: stableJson(body), headers: { 'Content-Type': 'application/json' } }
    let status = 0
    try {
      const response = await send(url, init)
      status = response.status
      if (response.ok) {
        await response.body?.cancel()
        return 'done'
      }
      const reason = errorText(await response.text(), status)
      if (status >= 500) throw failure('MR3280', { what: `the catalog ${server}`, reason })
      if ([401, 403, 419, 429].includes(status)) throw statusFailure(status, server, reason)
      return { kind: 'refused', conflict: status === 409 || status === 404, reason }
    } catch (cause) {
      if (cause instanceof MillraceError) throw cause
      const reason = reasonOf(cause)
      // Where no connection was made nothing was sent; a status that came with a broken text is still a status.
      if (neverSent(cause)) throw failure('MR3282', { server, reason }, { cause, retryable: true })
      if (status >= 400 && status < 500) return { kind: 'refused', conflict: status === 409, reason }
      throw failure('MR3280', { what: `the catalog ${server}`, reason }, { cause })
    }
  }

  const commitsSeveral = async (): Promise<boolean> => {
    const { endpoints } = await config()
    // A server that lists nothing has what the first version of the protocol had, and that includes it.
    return endpoints?.some((endpoint) => /^POST \/v1\/.*transactions\/commit$/.test(endpoint)) ?? true
  }

  return { name: server, ask, commit, commitsSeveral }
}

/** A commit may write large metadata; whoever waits longer is told that its outcome is not known. */
const patienceMs = 60_000

type ServerConfig = { readonly prefix: string | undefined; readonly endpoints: readonly string[] | undefined }

const readConfig = (value: unknown): ServerConfig => {
  const { defaults, overrides, endpoints } = asObject(value)
  const prefix = asObject(overrides)['prefix'] ?? asObject(defaults)['prefix']
  return {
    prefix: typeof prefix === 'string' && prefix !== '' ? prefix : undefined,
    endpoints: Array.isArray(endpoints) ? endpoints.map(String) : undefined,
  }
}

const prefixed = (url: string, base: string, prefix: string | undefined): string =>
  prefix === undefined ? url : `${base}/v1/${prefix}/${url.slice(`${base}/v1/`.length)}`

const asHeaders = (headers: RequestInit['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(new Headers(headers ?? {}))

const statusFailure = (status: number, server: string, reason: string): MillraceError => {
  if (status === 401 || status === 403 || status === 419) return failure('MR3283', { server, reason })
  if (status === 0 || status === 429 || status >= 500)
    return failure('MR3282', { server, reason }, { retryable: true })
  return failure('MR3284', { server, reason })
}

const neverSent = (cause: unknown): boolean => {
  const { code } = asObject(cause instanceof Error ? cause.cause : undefined)
  return (
    typeof code === 'string' &&
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(code)
  )
}

/** `fetch` hides what happened behind "fetch failed". */
const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} seconds`
  const inner = cause.cause instanceof AggregateError ? cause.cause.errors[0] : cause.cause
  return inner instanceof Error ? inner.message : cause.message
}

const errorText = (text: string, status: number): string => {
  try {
    const { message } = asObject(asObject(JSON.parse(text))['error'])
    if (typeof message === 'string' && message !== '') return message
  } catch {
    // An answer of something in between, such as a proxy's page.
  }
  return `status ${status}`
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}

/** The address without user and password. */
const printServer = (url: string): string => {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}
