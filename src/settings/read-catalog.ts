import { Secret } from '../base/secret.ts'
import { diagnose, type Place, type Staged } from '../diagnostics/index.ts'
import type { NodePath } from '../manifest/index.ts'
import { asMapping } from './overlay.ts'
import type { CatalogSettings } from './settings.ts'

/** `lakehouse.catalog` of the project file. What is missing or malformed is reported as MR3016 or MR3281. */
export const readCatalog = (
  value: unknown,
  placeOf: (path: NodePath) => Place | undefined,
): Staged<CatalogSettings> => {
  const { url, warehouse, token, credential, headers } = asMapping(value)
  const address = typeof url === 'string' ? url.trim() : ''
  const place = () => placeOf(['lakehouse', 'catalog', 'url'])
  switch (asMapping(value).type ?? value) {
    case 'postgres':
      return {
        value: { type: 'postgres', url: new Secret(address) },
        diagnostics: hasScheme(address, /^postgres(ql)?:$/) ? [] : [diagnose('MR3016', {}, place())],
      }
    case 'rest':
      return {
        value: {
          type: 'rest',
          url: address.replace(/\/+$/, ''),
          ...(isText(warehouse) ? { warehouse } : {}),
          ...(isText(token) ? { token: new Secret(token) } : {}),
          ...(isText(credential) ? { credential: new Secret(credential) } : {}),
          headers: Object.fromEntries(
            Object.entries(asMapping(headers)).flatMap(([name, header]) =>
              isText(header) ? [[name, new Secret(header)]] : [],
            ),
          ),
        },
        diagnostics: hasScheme(address, /^https?:$/) ? [] : [diagnose('MR3281', {}, place())],
      }
    default:
      return { value: { type: 'sqlite' }, diagnostics: [] }
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const hasScheme = (url: string, scheme: RegExp): boolean => scheme.test(URL.parse(url)?.protocol ?? '')
