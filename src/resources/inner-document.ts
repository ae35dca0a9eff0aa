import type { Document, NodePath } from '../manifest/document.ts'

/** What stands at `path` of a document, as a document of its own: a manifest inside another one. */
export const innerDocument = (document: Document, path: NodePath, value: unknown): Document => ({
  ...document,
  value,
  place: (inner, part) => document.place([...path, ...inner], part),
  text: (inner) => document.text([...path, ...inner]),
  isFilled: (inner) => document.isFilled([...path, ...inner]),
})

/** A document whose section is a list of one, as if its only member stood there itself. */
export const unwrapped = (document: Document, section: string): Document => {
  const { value } = document
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, section) : undefined
  if (typeof value !== 'object' || !Array.isArray(list) || list.length !== 1) return document
  const through = (path: NodePath): NodePath =>
    path[0] === section && path.length > 1 ? [section, 0, ...path.slice(1)] : path
  return {
    ...document,
    value: { ...value, [section]: list[0] as unknown },
    place: (path, part) => document.place(through(path), part),
    text: (path) => document.text(through(path)),
    isFilled: (path) => document.isFilled(through(path)),
  }
}
