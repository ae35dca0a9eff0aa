import { contentHash } from '../base/stable-json.ts'

/**
 * Identity of a job by what it means: the same after a comment, a blank line, a key's order or a moved file, another
 * after any value or SQL text changes. `semantics` is bumped when Millrace itself starts to do something else.
 */
export const jobFingerprint = (job: object): string => {
  const known = fingerprints.get(job)
  if (known !== undefined) return known
  const fingerprint = contentHash({ semantics: 1, job: meaning(job) })
  fingerprints.set(job, fingerprint)
  return fingerprint
}

// Jobs never change, and a project that is read again consists mostly of jobs that it had before.
const fingerprints = new WeakMap<object, string>()

// Places and position functions say where something stands, not what it means.
const meaning = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(meaning)
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value
  if ('toJSON' in value) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => key !== 'place' && typeof member !== 'function')
      .map(([key, member]) => [key, meaning(member)]),
  )
}
