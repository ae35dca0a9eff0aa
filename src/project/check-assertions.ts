import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import { nearest } from '../base/nearest.ts'
import type { FlareJob } from '../stacks/flare/job.ts'
import { isProven, type Reading, relationsOf, type View, type Views } from './read-job.ts'

/**
 * Filters and statements of assertions, and the profile's filters, as far as they are wrong whatever the rows are; and
 * tests of a statement that name none of its columns.
 */
export const checkAssertions = async (
  { assertions, inputs, outputs, profile, sparkSettings }: FlareJob,
  views: Views,
  { translator }: Reading,
): Promise<readonly Diagnostic[]> => {
  const own = sparkSettings === undefined ? translator : translator.under(sparkSettings)
  const diagnostics: Diagnostic[] = []
  const viewOf = (name: string | undefined): View | undefined => views.get((name ?? '').toLowerCase())
  const first = viewOf(inputs[0]?.name)
  const groups = [
    { view: first, list: assertions },
    ...outputs.map((output) => ({ view: viewOf(output.name), list: output.assertions })),
  ]
  const tell = (found: readonly Diagnostic[], text: Parameters<typeof own.translate>[0]) => {
    const statement = { text, isCertain: false, isWhole: true }
    // Which views an assertion sees is known to the run.
    diagnostics.push(...found.filter((one) => one.code !== 'MR2002' && isProven(one, statement, false)))
  }
  for (const filter of profile?.filters ?? [])
    tell((await own.translateExpression(filter, first?.columns)).diagnostics, filter)
  for (const { view, list } of groups)
    for (const { subject, tests } of list) {
      if (subject.kind === 'column') {
        if (subject.filter === undefined) continue
        tell((await own.translateExpression(subject.filter, view?.columns)).diagnostics, subject.filter)
        continue
      }
      const { value, diagnostics: found } = await own.translate(subject.sql, relationsOf(views))
      tell(found, subject.sql)
      const columns = value?.kind === 'hint' ? [] : (value?.outputColumns ?? []).map(({ name }) => name)
      const known = new Set(columns.map((name) => name.toLowerCase()))
      for (const { metric, place } of tests)
        if (columns.length > 0 && !known.has(metric.toLowerCase()))
          diagnostics.push(diagnose('MR5001', { metric, near: nearest(metric, columns) }, place))
    }
  return diagnostics
}
