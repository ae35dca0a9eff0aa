/** A mapping of the project file, before anything is known about its members. */
export type Mapping = Readonly<Record<string, unknown>>

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const asMapping = (value: unknown): Mapping => (isMapping(value) ? value : {})

/** `over` on top of `base`: mappings are joined member by member, everything else is replaced. */
export const overlay = (base: Mapping, over: Mapping): Mapping => {
  const members = [...Object.keys(base), ...Object.keys(over).filter((key) => !Object.hasOwn(base, key))]
  return Object.fromEntries(
    members.map((key) => {
      if (!Object.hasOwn(over, key)) return [key, base[key]]
      const [below, above] = [base[key], over[key]]
      return [key, isMapping(below) && isMapping(above) ? overlay(below, above) : above]
    }),
  )
}
