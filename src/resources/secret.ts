import { diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { InstanceSecret } from '../manifest/generated/instance-secret.ts'
import type { Secret } from '../manifest/generated/secret.ts'
import { type Report, registered } from './registered.ts'

/** Credentials of one workspace. Their values are read by nobody here yet, and never kept. */
export const readSecret = registered('secret', ['v1', 'v1beta1', 'v2alpha'], (document, report) => {
  checkKeys(document, 'secret', (document.value as Secret).secret, report)
  return []
})

/** As `readSecret`, for every workspace. */
export const readInstanceSecret = registered('instance-secret', ['v1', 'v2alpha'], (document, report) => {
  checkKeys(document, 'instance-secret', (document.value as InstanceSecret)['instance-secret'], report)
  return []
})

const checkKeys = (
  document: Document,
  section: string,
  { data, files }: Secret['secret'],
  report: Report,
): void => {
  for (const [part, values] of Object.entries({ data, files }))
    for (const key of Object.keys(values ?? {})) {
      if (/^[A-Za-z0-9._-]+$/.test(key)) continue
      report(diagnose('MR1345', { key }, document.place([section, part, key], 'key')))
    }
}
