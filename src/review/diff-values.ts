import { stableJson } from '../base/stable-json.ts'

/** A member of a manifest that differs. Both values are there where it was changed. */
export type FieldChange = {
  /** `workflow.dag[load].retry.count`: members of lists by their name where they have one, else by their position. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

/**
 * What two values say differently. The order of members never counts, that of named list items and of tags neither;
 * what is empty is what is absent.
 */
export const diffValues = (before: unknown, after: unknown, path = ''): readonly FieldChange[] => {
  if (isEmpty(before) && isEmpty(after)) return []
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => diffValues(before[key], after[key], path === '' ? key : `${path}.${key}`))
  }
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path)
  return isEqual(before, after) ? [] : [{ path, before, after }]
}

/** Quotes around a number or a flag say nothing: what takes one takes the other. */
const isEqual = (before: unknown, after: unknown): boolean =>
  isScalar(before) && isScalar(after)
    ? String(before).trim() === String(after).trim()
    : stableJson(before ?? null) === stableJson(after ?? null)

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

const diffLists = (
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): readonly FieldChange[] => {
  const key = nameKey([...before, ...after])
  if (key !== undefined) {
    const [old, fresh] = [byName(before, key), byName(after, key)]
    if (old !== undefined && fresh !== undefined)
      return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name) =>
        diffValues(old.get(name), fresh.get(name), `${path}[${name}]`),
      )
  }
  if (isSet(path)) {
    const [old, fresh] = [before, after].map((list) => new Set(list.map((item) => stableJson(item ?? null))))
    const lost = before.filter((item) => !fresh?.has(stableJson(item ?? null)))
    const gained = after.filter((item) => !old?.has(stableJson(item ?? null)))
    return lost.length + gained.length === 0
      ? []
      : [
          {
            path,
            before: lost.length === 0 ? undefined : lost,
            after: gained.length === 0 ? undefined : gained,
          },
        ]
  }
  const length = Math.max(before.length, after.length)
  return Array.from({ length }, (_, i) => diffValues(before[i], after[i], `${path}[${i}]`)).flat()
}

/** Lists in which only membership counts. */
const isSet = (path: string): boolean =>
  /(?:^|\.)(?:tags|dependencies|useCases|collaborators|keys|users|names|predicates|paths|filters|assertions|tests|permissions|scopes)$/.test(
    path,
  )

/** What tells the items of a list apart, if each has it and none has it twice. */
const nameKey = (items: readonly unknown[]): string | undefined =>
  ['name', 'id', 'column', 'ref', 'address'].find((key) =>
    items.every((item) => isObject(item) && typeof item[key] === 'string'),
  )

const byName = (items: readonly unknown[], key: string): ReadonlyMap<string, unknown> | undefined => {
  const named = new Map(items.map((item) => [isObject(item) ? String(item[key]) : '', item]))
  return named.size === items.length ? named : undefined
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.values(value).every(isEmpty))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
