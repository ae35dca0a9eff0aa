/** A rule of an output's `columnTags`: the columns that it selects, and the tags that they get. */
export type ColumnTagRule = {
  readonly select:
    | { readonly kind: 'names'; readonly names: readonly string[] }
    /** Matched from the start of the name, open at the end. */
    | { readonly kind: 'regex'; readonly regex: string }
  readonly tags: readonly string[]
}

export type ColumnTag = { readonly column: string; readonly tag: string }

/** Tags of each column, as the union of all rules that select it. Names compare ignoring case, tags do not. */
export const tagColumns = (
  columns: readonly string[],
  rules: readonly ColumnTagRule[],
): readonly ColumnTag[] =>
  columns.flatMap((column) => {
    const tags = rules.filter((rule) => selects(rule, column)).flatMap((rule) => rule.tags)
    return [...new Set(tags)].map((tag) => ({ column, tag }))
  })

const selects = ({ select }: ColumnTagRule, column: string): boolean => {
  switch (select.kind) {
    case 'names':
      return select.names.some((name) => name.toLowerCase() === column.toLowerCase())
    case 'regex':
      return new RegExp(`^(?:${select.regex})`).test(column)
  }
}
