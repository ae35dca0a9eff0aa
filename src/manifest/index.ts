// Files become documents that know where each of their characters stands: YAML, variables, references between
// files, JSON Schema. In: paths and settings; out: documents and diagnostics. Positions are read from the parser's
// events when somebody asks. To add a kind of reference, add it to references.ts.
export type { Attachment, Document, Loaded, NodePath } from './document.ts'
export type { Files } from './files.ts'
export { findFiles, projectFileNames } from './find-files.ts'
export { type Formatted, formatText } from './format/format-text.ts'
export { restInShape, withoutEmpty } from './shape-rest.ts'
export { createLoader, load, type Loader, looksLikeManifest } from './load.ts'
export type { LoadRequest, LoadSettings } from './load-request.ts'
export { nodeFiles } from './node-files.ts'
export { placeFiles } from './placed-files.ts'
export { type RememberedFiles, rememberFiles } from './remembered-files.ts'
export type { UnfilledDocument } from './open-document.ts'
export { readDocuments } from './read-documents.ts'
export { readSource } from './read-source.ts'
export { checkShape, type ShapeValidator } from './shape.ts'
export { isBareVariable } from './variables.ts'
