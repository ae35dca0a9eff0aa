import { diagnose, type Diagnostic } from '../diagnostics/index.ts'
import { type Document, type NodePath, type ShapeValidator, withoutEmpty } from '../manifest/index.ts'

/** A part of a manifest without keys that were left empty, and what is told of these. */
export type FilledPart = {
  readonly value: unknown
  /** True where it is known to have the validator's shape, so that nobody need ask again. */
  readonly isInShape: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/** What stands at `path` of the document as if the keys that may be absent and are empty were absent (MR1211). */
export const filledPart = (
  validator: ShapeValidator,
  document: Document,
  path: NodePath,
  written: unknown,
): FilledPart => {
  if (validator(written)) return { value: written, isInShape: true, diagnostics: [] }
  const { value, cut } = withoutEmpty(validator, written)
  const diagnostics = cut.map((empty) =>
    diagnose('MR1211', { key: String(empty.at(-1)) }, document.place([...path, ...empty], 'key')),
  )
  return { value, isInShape: false, diagnostics }
}
