import type { AccessFindings } from './access-change.ts'
import type { SideColumns } from './columns-of-side.ts'
import { judging, type MaskPolicy } from '../policy/index.ts'
import { masksOf, type Reader } from './readers.ts'
import { samplesOf } from './samples.ts'
import { directionOf, shownBy, textsOf } from './shown.ts'
import type { Side } from './side.ts'

/**
 * Tags that policies name and that nobody gives here may be given elsewhere: what readers would see of a column that
 * has one. Where manifests give any tag of the same category, they give all of it, and the columns themselves tell.
 */
export const diffOutsideTags = (
  before: Side,
  after: Side,
  readers: readonly Reader[],
  { old, fresh }: { readonly old: SideColumns; readonly fresh: SideColumns },
  findings: AccessFindings,
): void => {
  const given = new Set([old, fresh].flatMap(categoriesOf))
  const policies = [...masksOf(before), ...masksOf(after)]
  const known = new Set(
    [old, fresh].flatMap(({ datasets }) => [...datasets.values()].flatMap((all) => [...all.keys()])),
  )
  const probes = new Map(
    policies.flatMap(({ scope, column }) => {
      const tags = column.tags.filter((tag) => isOutside(tag, given)).flatMap(samplesOf)
      const names = column.names.map((name) => name.toLowerCase()).filter((name) => !known.has(name))
      return [
        ...tags.map((tag) => ({ scope, name: `(tagged ${tag})`, tags: [tag] })),
        ...names.map((name) => ({ scope, name, tags: [] })),
      ].map((probe) => [JSON.stringify(probe), probe] as const)
    }),
  )
  if (probes.size === 0) return
  const places = new Map(
    after.project.resources.flatMap((resource) =>
      resource.type === 'policy' ? [[resource.name, resource.place] as const] : [],
    ),
  )
  const [was, is] = [before, after].map((side) =>
    judging(masksOf(side), side.project.settings.masking.strict),
  )
  const probed = Array.from(probes.values(), ({ scope, name, tags }) => ({
    scope,
    name,
    dataset: { address: addressIn(scope) },
    column: { name, type: 'VARCHAR', tags },
  }))
  for (const reader of readers)
    for (const { scope, name, dataset, column } of probed) {
      const [a, b] = [was?.(reader.before, dataset, column), is?.(reader.after, dataset, column)]
      if (a === undefined || b === undefined) continue
      const direction = directionOf(shownBy(a), shownBy(b))
      if (direction === undefined) continue
      findings.add(reader, {
        kind: 'column',
        dataset: scopeText(scope),
        column: name,
        verbs: undefined,
        direction,
        ...textsOf(shownBy(a), shownBy(b)),
        because: b.winner === undefined ? 'no policy decides' : `policy ${b.winner.name}`,
        place: b.winner === undefined ? undefined : places.get(b.winner.name),
      })
    }
}

const categoryOf = (tag: string): string => tag.split(/[.:]/)[0] ?? tag

const categoriesOf = ({ datasets, tagsOf, taggedIn }: SideColumns): readonly string[] =>
  [...datasets.keys()].flatMap((dataset) =>
    taggedIn(dataset).flatMap((column) => tagsOf(dataset, column).map(categoryOf)),
  )

const isOutside = (tag: string, given: ReadonlySet<string>): boolean => {
  const category = categoryOf(tag)
  return /[*?[{]/.test(category) ? given.size === 0 : !given.has(category)
}

const addressIn = ({ depot = '*', collection = '*', dataset = '*' }: MaskPolicy['scope']) => ({
  depot,
  collection,
  dataset,
})

const scopeText = ({ depot, collection, dataset }: MaskPolicy['scope']): string =>
  depot === undefined && collection === undefined && dataset === undefined
    ? 'any dataset'
    : [depot, collection, dataset].map((part) => part ?? '*').join('.')
