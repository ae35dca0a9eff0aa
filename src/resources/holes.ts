import type { Diagnostic, Place } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'

/** Findings without those about a value that waits to be filled in: that it waits was told. */
export const aroundHoles = (
  found: readonly Diagnostic[],
  { holes }: Pick<Document, 'holes'>,
): readonly Diagnostic[] =>
  holes.length === 0 ? found : found.filter(({ place }) => !holes.some((hole) => isAbout(place, hole)))

const isAbout = (place: Place | undefined, hole: Place): boolean =>
  place !== undefined &&
  place.file === hole.file &&
  place.line === hole.line &&
  (place.endLine ?? place.line) === place.line &&
  place.column <= (hole.endColumn ?? hole.column) &&
  (place.endColumn ?? place.column) >= hole.column
