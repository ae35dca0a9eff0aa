import { code, didYouMean } from '../code.ts'

export const commandCodes = {
  MR9001: code<{ option: string; item: string }>({
    title: 'not an assignment',
    severity: 'error',
    message: (p) => `${p.option} takes name=value, not "${p.item}"`,
  }),
  MR9002: code<{ type: string; near?: string | undefined; known: readonly string[] }>({
    title: 'unknown kind of thing',
    severity: 'error',
    message: (p) => `there is no type "${p.type}"; known are ${p.known.join(', ')}`,
    hint: didYouMean,
  }),
  MR9003: code<{ type: string; name: string; near?: string | undefined }>({
    title: 'not found',
    severity: 'error',
    message: (p) => `there is no ${p.type} named "${p.name}"`,
    hint: (p) => didYouMean(p) ?? `millrace get ${p.type === 'node' ? 'task' : p.type} lists what there is`,
  }),
  MR9004: code<{ message: string; hint?: string | undefined }>({
    title: 'wrong usage',
    severity: 'error',
    message: (p) => p.message,
    hint: (p) => p.hint,
  }),
  MR9005: code<{ user: string; near?: string | undefined; known: readonly string[] }>({
    title: 'unknown user',
    severity: 'error',
    message: (p) =>
      `"${p.user}" is not a user of this project${p.known.length === 0 ? '; it has none' : `; known are ${p.known.join(', ')}`}`,
    hint: (p) => didYouMean(p) ?? 'users and their tags stand under `users` in millrace.yaml',
  }),
  MR9006: code<{ what: string }>({
    title: 'nothing to check',
    severity: 'error',
    message: (p) => `${p.what} has no assertions`,
    hint: () => 'write them under assertions: of a Flare job or of one of its outputs',
  }),
  MR9007: code<{ tasks: readonly string[] }>({
    title: 'nothing reads by interval',
    severity: 'error',
    message: (p) =>
      `no input of ${p.tasks.join(', ')} is read between bounds, so an interval would change nothing`,
    hint: () => 'give an input an incremental block whose state carries one key over to another',
  }),
  MR9010: code<{ what: string }>({
    title: 'nobody to ask',
    severity: 'error',
    message: (p) => `${p.what}, and there is no terminal to ask on whether that is meant`,
    hint: () => 'where it is meant, say --yes',
  }),
  MR9011: code<{ name: string; near?: string | undefined }>({
    title: 'no such table',
    severity: 'error',
    message: (p) => `there is no table named "${p.name}" in the lakehouse`,
    hint: (p) => didYouMean(p) ?? 'millrace table list lists what there is',
  }),
  MR9012: code<{ name: string; known: readonly string[] }>({
    title: 'a name of several tables',
    severity: 'error',
    message: (p) => `"${p.name}" may be ${p.known.join(' or ')}`,
    hint: () => 'write the whole name',
  }),
  MR9013: code<{ option: string; value: string; wanted: string }>({
    title: 'an option that cannot be read',
    severity: 'error',
    message: (p) => `${p.option} takes ${p.wanted}, not "${p.value}"`,
  }),
} as const
