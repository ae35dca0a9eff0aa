import { diagnose } from '../../diagnostics/index.ts'
import { flareSteps } from '../../manifest/generated/validators.js'
import { checkShape } from '../../manifest/index.ts'
import type { SourceText } from '../../sql/source-text.ts'
import type { NodeSource } from '../stack.ts'
import { type Cursor, child, isPresent, items, placeOf, sourceTextOf, textOf } from './cursor.ts'
import type { FlareFunctionCall, FlareStep } from './job.ts'
import { notSupported, type Report } from './reading.ts'

/** All steps in order, and the sinks of older versions. `complete` is false where a file or a step was unreadable. */
export type Steps = {
  readonly steps: readonly FlareStep[]
  readonly sinks: readonly Cursor[]
  readonly complete: boolean
}

type Collected = { readonly steps: FlareStep[]; readonly sinks: Cursor[]; complete: boolean }
type Reading = {
  readonly attachment: NodeSource['attachment']
  readonly report: Report
  readonly into: Collected
}

/** Reads `steps`: each entry is a path of a step file or a map with a sequence (and, before 7.0, a sink). */
export const readSteps = (steps: Cursor, attachment: NodeSource['attachment'], report: Report): Steps => {
  const into: Collected = { steps: [], sinks: [], complete: true }
  for (const entry of items(steps)) readEntry(entry, { attachment, report, into })
  return into
}

const readEntry = (entry: Cursor, reading: Reading): void => {
  if (typeof entry.value === 'string') return readFile(entry, entry.value, reading)
  for (const item of items(child(entry, 'sequence'))) readItem(item, reading)
  reading.into.sinks.push(...items(child(entry, 'sink')))
}

const readFile = (entry: Cursor, reference: string, reading: Reading): void => {
  const { attachment, report, into } = reading
  const found = attachment(entry.document, reference)
  const document = found?.kind === 'document' ? found.document : undefined
  if (document === undefined || typeof document.value !== 'object') {
    into.complete = false
    // A file that is absent was reported when the manifest was loaded.
    if (found !== undefined)
      report(diagnose('MR1375', { reference, expected: 'a file of steps' }, placeOf(entry)))
    return
  }
  const wrong = checkShape(flareSteps, document, [], document.value)
  if (wrong.length > 0) {
    into.complete = false
    wrong.forEach(report)
    return
  }
  const root: Cursor = { document, path: [], value: document.value }
  for (const item of items(root)) readItem(item, reading)
  readEntry(root, reading)
  for (const inner of items(child(root, 'steps'))) {
    if (typeof inner.value !== 'string') readEntry(inner, reading)
    else {
      into.complete = false
      notSupported(inner, 'a step file that names another one', report, 'name both in the job')
    }
  }
}

const readItem = (item: Cursor, { attachment, report, into }: Reading): void => {
  const name = textOf(child(item, 'name')) ?? ''
  const classpath = child(item, 'classpath')
  if (isPresent(classpath)) {
    into.complete = false
    return notSupported(classpath, 'a step in JVM code (classpath)', report, 'write the step in SQL')
  }
  const sql = readSql(item, name, attachment, report)
  if (sql === undefined) {
    into.complete = false
    return
  }
  into.steps.push({
    name,
    sql,
    functions: readCalls(child(item, 'functions')),
    place: placeOf(child(item, 'name')),
  })
}

const readSql = (
  item: Cursor,
  name: string,
  attachment: NodeSource['attachment'],
  report: Report,
): SourceText | undefined => {
  const inline = child(item, 'sql')
  const file = child(item, 'sqlFile')
  const reference = textOf(file)
  if (reference === undefined) {
    const sql = sourceTextOf(inline)
    if (sql === undefined)
      report(diagnose('MR1371', { what: 'step', name, key: 'sql' }, placeOf(child(item, 'name'))))
    return sql
  }
  if (isPresent(inline)) report(diagnose('MR1376', { step: name }, placeOf(file, 'key')))
  const found = attachment(file.document, reference)
  if (found?.kind === 'document')
    report(diagnose('MR1375', { reference, expected: 'a file of SQL' }, placeOf(file)))
  return found?.kind === 'text' ? found.text : undefined
}

const readCalls = (functions: Cursor): readonly FlareFunctionCall[] =>
  items(functions).map((call) => {
    const { name: _, ...args } = call.value as Readonly<Record<string, unknown>>
    return {
      name: textOf(child(call, 'name')) ?? '',
      args,
      place: (arg, member) => {
        if (arg === undefined || !Object.hasOwn(args, arg)) return placeOf(child(call, 'name'))
        const argument = child(call, arg)
        return member === undefined ? placeOf(argument, 'key') : placeOf(child(argument, member))
      },
    }
  })
