import type { Secret } from '../../base/secret.ts'
import { failure } from '../../diagnostics/index.ts'

type Access = {
  readonly url: string
  readonly token?: Secret
  readonly credential?: Secret
  readonly headers: Readonly<Record<string, Secret>>
}

/**
 * The headers that open a server: those of the settings, and a token, which is fetched for a credential and again
 * before it ends, or when `renew` is true. Throws MR3283 where the credential is refused.
 */
export const accessHeaders = ({ url, token, credential, headers }: Access) => {
  const fixed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()]))
  let issued: { readonly token: string; readonly until: number } | undefined
  return async (renew: boolean): Promise<Readonly<Record<string, string>>> => {
    if (token !== undefined) return { ...fixed, Authorization: `Bearer ${token.reveal()}` }
    if (credential === undefined) return fixed
    if (renew || issued === undefined || issued.until < performance.now())
      issued = await exchange(url, credential, fixed)
    return { ...fixed, Authorization: `Bearer ${issued.token}` }
  }
}

/** OAuth2 client credentials, at the place where the protocol has it. */
const exchange = async (url: string, credential: Secret, headers: Readonly<Record<string, string>>) => {
  const [first = '', ...rest] = credential.reveal().split(':')
  const client =
    rest.length === 0 ? { client_secret: first } : { client_id: first, client_secret: rest.join(':') }
  const response = await fetch(`${url}/v1/oauth/tokens`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'catalog', ...client }),
    signal: AbortSignal.timeout(tokenMs),
    redirect: 'error',
  })
  const text = await response.text()
  const refused = () =>
    failure('MR3283', { server: url, reason: `no token for the credential (status ${response.status})` })
  if (!response.ok) throw refused()
  const { access_token: token, expires_in: seconds } = readToken(text)
  if (typeof token !== 'string') throw refused()
  const lifeMs = typeof seconds === 'number' ? seconds * 1000 : 60 * 60 * 1000
  return { token, until: performance.now() + lifeMs * 0.8 }
}

const tokenMs = 20_000

const readToken = (text: string): { readonly access_token?: unknown; readonly expires_in?: unknown } => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
