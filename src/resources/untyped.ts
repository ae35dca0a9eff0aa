import { nearest } from '../base/nearest.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/index.ts'

/** What is said of a manifest without a type: mostly the key is mistyped, or the section tells what is meant. */
export const untyped = (
  document: Document,
  manifest: Readonly<Record<string, unknown>>,
  types: readonly string[],
): readonly Diagnostic[] => {
  const keys = Object.keys(manifest)
  const slip = (head: string) =>
    keys.includes(head) ? undefined : keys.find((key) => nearest(key, [head]) === head)
  const keyPlace = (key: string) => document.place([key], 'key')
  const mistyped = slip('type')
  // `workspace: public` says where a resource belongs; only as a mapping is it a section.
  const type = keys.find((key) => types.includes(key) && typeof manifest[key] === 'object')
  return [
    diagnose('MR1396', { mistyped, type }, mistyped === undefined ? document.place([]) : keyPlace(mistyped)),
    ...['name', 'version'].flatMap((near) => {
      const key = slip(near)
      return key === undefined ? [] : [diagnose('MR1203', { key, near }, keyPlace(key))]
    }),
  ]
}
