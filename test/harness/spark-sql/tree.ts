/*
 * Statements as trees that can be made smaller: a part is left out, stands in the place of the whole, or gives way to
 * something plain. What a change breaks elsewhere, Spark refuses, so that such a candidate fails no more.
 */
export type Tree = {
  /** Trees of one sort may stand in each other's place. */
  readonly sort: string
  readonly text: readonly string[]
  readonly children: readonly Tree[]
  /** What could stand here instead, at the least. */
  readonly plain: readonly string[]
  readonly optional: boolean
  /** Set where the children are a list. */
  readonly between: string | undefined
}

type Written = (pieces: TemplateStringsArray, ...parts: readonly (string | Tree)[]) => Tree

/** A template of text and trees. */
export const tree =
  (sort: string, plain: readonly string[] = []): Written =>
  (pieces, ...parts) => {
    const text = [pieces[0] ?? '']
    const children: Tree[] = []
    for (const [i, part] of parts.entries()) {
      const after = pieces[i + 1] ?? ''
      if (typeof part === 'string') text.push(`${text.pop() ?? ''}${part}${after}`)
      else {
        children.push(part)
        text.push(after)
      }
    }
    return { sort, text, children, plain, optional: false, between: undefined }
  }

/** A clause that may be left out. */
export const clause: Written = (pieces, ...parts) => ({ ...tree('clause')(pieces, ...parts), optional: true })

export const nothing: Tree = clause``

/** Members of which all but one may be left out. */
export const list = (children: readonly Tree[], between = ', '): Tree => ({
  sort: 'list',
  text: [],
  children,
  plain: [],
  optional: false,
  between,
})

export const textOf = ({ text, children, between }: Tree): string =>
  between === undefined
    ? text.map((piece, i) => `${piece}${children[i] === undefined ? '' : textOf(children[i])}`).join('')
    : children.map(textOf).join(between)

/** The same tree stands in several places where a key is also selected: all of them change. */
const replaced = (root: Tree, old: Tree, by: Tree): Tree => {
  if (root === old) return by
  const children = root.children.map((child) => replaced(child, old, by))
  return children.every((child, i) => child === root.children[i]) ? root : { ...root, children }
}

const below = (root: Tree): readonly Tree[] => root.children.flatMap((child) => [child, ...below(child)])

const leaf = (sort: string, text: string): Tree => ({ ...tree(sort)``, text: [text] })

const instead = (one: Tree): readonly Tree[] => {
  const inner = below(one).filter(({ sort }) => sort === one.sort && sort !== 'list' && sort !== 'clause')
  return [
    ...(one.optional ? [nothing] : []),
    ...(one.between !== undefined && one.children.length > 1
      ? one.children.map((_, at) => ({ ...one, children: one.children.toSpliced(at, 1) }))
      : []),
    ...inner.slice(0, 8),
    ...one.plain.map((text) => leaf(one.sort, text)),
  ]
}

/** Trees that are one step smaller, the least first. */
export const smaller = (root: Tree): readonly Tree[] => {
  const size = textOf(root).length
  const found = new Map<string, Tree>()
  for (const one of new Set([root, ...below(root)]))
    for (const by of instead(one)) {
      const candidate = replaced(root, one, by)
      const text = textOf(candidate)
      if (text.length < size && !found.has(text)) found.set(text, candidate)
    }
  return [...found].toSorted(([a], [b]) => a.length - b.length).map(([, candidate]) => candidate)
}
