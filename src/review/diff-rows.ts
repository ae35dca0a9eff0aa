import { printAddress, spokenAddress } from '../address.ts'
import { stableJson } from '../base/stable-json.ts'
import { covering, type Principal } from '../policy/index.ts'
import type { RowFilter } from '../resources/index.ts'
import type { AccessFindings } from './access-change.ts'
import { addressOf } from './columns-of-side.ts'
import { type Reader, rowPoliciesOf } from './readers.ts'
import { samplesOf } from './samples.ts'
import type { Side } from './side.ts'

/** Compares which rows of datasets readers may see: those that meet the conditions of all policies that select them. */
export const diffRows = (
  before: Side,
  after: Side,
  readers: readonly Reader[],
  findings: AccessFindings,
): void => {
  const [old, fresh] = [rowsOf(before), rowsOf(after)]
  if (old.count + fresh.count === 0) return
  const known = new Map([...old.known, ...fresh.known].map((dataset) => [dataset, addressOf(dataset)]))
  const datasets = new Map([...known, ...old.meant(known), ...fresh.meant(known)])
  const newInputs = inputsOnlyIn(after, before)
  for (const reader of readers) {
    const isSame = old.selecting(reader.before) === fresh.selecting(reader.after)
    for (const [dataset, address] of datasets) {
      if (isSame && (newInputs.get(dataset) ?? []).length === 0) continue
      const [was, is] = [old.conditions(reader.before, address), fresh.conditions(reader.after, address)]
      // A table that is new shows rows that are hidden where they come from.
      const hiddenIn = (newInputs.get(dataset) ?? []).filter((input) =>
        fresh
          .conditions(reader.after, addressOf(input))
          .some((condition) => !is.some((each) => implies(each, condition))),
      )
      if (hiddenIn.length > 0) {
        findings.add(reader, {
          ...about(dataset, after),
          direction: 'loosened',
          before: old.known.has(dataset) ? 'without those rows' : 'no such dataset',
          after: rowsText(is),
          because: `it is made of ${hiddenIn.map(spokenAddress).join(' and ')}, of which not all rows may be seen`,
        })
        continue
      }
      if (rowsText(was) === rowsText(is)) continue
      const lost = was.filter((condition) => !is.some((each) => implies(each, condition)))
      const gained = is.filter((condition) => !was.some((each) => implies(each, condition)))
      if (lost.length + gained.length === 0) continue
      findings.add(reader, {
        ...about(dataset, after),
        direction: lost.length > 0 ? 'loosened' : 'tightened',
        before: rowsText(was),
        after: rowsText(is),
        because: undefined,
      })
    }
  }
}

const about = (dataset: string, side: Side) => ({
  kind: 'rows' as const,
  dataset,
  column: undefined,
  verbs: undefined,
  place: rowPoliciesOf(side)[0]?.place,
})

type Address = ReturnType<typeof addressOf>

const rowsOf = (side: Side) => {
  const policies = rowPoliciesOf(side).map((policy) => ({ ...policy, ...covering(policy) }))
  const known = new Set(side.lineage.flatMap(({ dataset, inputs }) => [dataset, ...inputs]))
  for (const resource of side.project.resources)
    if (resource.type === 'dataset') known.add(printAddress(resource.address))
  return {
    count: policies.length,
    known,
    /** What policies are about that cover no dataset which is known here: by their scopes as they stand. */
    meant: (others: ReadonlyMap<string, Address | undefined>) =>
      policies
        .filter(({ covers }) =>
          [...others.values()].every((address) => address === undefined || !covers({ address })),
        )
        .flatMap(({ scope: { depot = '*', collection = '*', dataset = '*' } }) =>
          samplesOf(dataset).map((name) => {
            const address = { depot: depot.toLowerCase(), collection, dataset: name }
            return [printAddress(address), address] as const
          }),
        ),
    /** The policies about somebody, as text. */
    selecting: (principal: Principal): string =>
      policies
        .flatMap(({ selects, scope, filters }) => (selects(principal) ? [stableJson([scope, filters])] : []))
        .toSorted()
        .join('\n'),
    conditions: (principal: Principal, address: Address | undefined): readonly RowFilter[] => {
      if (address === undefined) return []
      return policies.flatMap(({ covers, selects, filters }) =>
        covers({ address }) && selects(principal) ? filters : [],
      )
    },
  }
}

/** For each dataset, what is read for it after the change only. */
const inputsOnlyIn = (after: Side, before: Side): ReadonlyMap<string, readonly string[]> => {
  const inputs = ({ lineage }: Side) => {
    const found = new Map<string, Set<string>>()
    for (const each of lineage)
      found.set(each.dataset, new Set([...(found.get(each.dataset) ?? []), ...each.inputs]))
    return found
  }
  const old = inputs(before)
  return new Map(
    [...inputs(after)].map(([dataset, all]) => [
      dataset,
      [...all].filter((input) => input !== dataset && old.get(dataset)?.has(input) !== true),
    ]),
  )
}

const rowsText = (conditions: readonly RowFilter[]): string => {
  const texts = [...new Set(conditions.map(conditionText))].toSorted()
  return texts.length === 0 ? 'all rows' : `where ${texts.join(' and ')}`
}

const conditionText = (condition: RowFilter): string => {
  const { column, operator, value, ...rest } = condition
  if (typeof column !== 'string' || Object.keys(rest).length > 0) return stableJson(condition)
  const values = value === undefined ? '' : ` ${typeof value === 'string' ? value : stableJson(value)}`
  return `${column.toLowerCase()} ${String(operator ?? '=')}${values}`
}

/** Whether rows that meet the first condition meet the second one: equal texts, or fewer values of the same column. */
const implies = (stronger: RowFilter, weaker: RowFilter): boolean => {
  if (conditionText(stronger) === conditionText(weaker)) return true
  const [few, many] = [valuesOf(stronger), valuesOf(weaker)]
  if (few === undefined || many === undefined || few.column !== many.column) return false
  return few.values.every((value) => many.values.includes(value))
}

const valuesOf = ({ column, operator, value }: RowFilter) => {
  if (typeof column !== 'string' || !['equals', 'in'].includes(String(operator))) return undefined
  const values = Array.isArray(value) ? value.map(String) : [String(value)]
  return { column: column.toLowerCase(), values }
}
