import { type Address, type DatasetAddress, namesDataset, parseWrittenAddress } from '../address.ts'
import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Document, NodePath } from '../manifest/document.ts'

/** The address at `path`; reports a malformed one and gives undefined. */
export const addressAt = (
  document: Document,
  path: NodePath,
  text: string,
  report: (diagnostic: Diagnostic) => void,
): Address | undefined => {
  const parsed = parseWrittenAddress(text.trim())
  if (parsed.kind === 'address') return parsed.address
  const { reason, nearest } = parsed
  report(diagnose('MR1360', { address: text, reason, near: nearest }, document.place(path)))
  return undefined
}

/** As `addressAt`, for places where the address has to name a dataset. */
export const datasetAt = (
  document: Document,
  path: NodePath,
  text: string,
  report: (diagnostic: Diagnostic) => void,
): DatasetAddress | undefined => {
  const address = addressAt(document, path, text, report)
  if (address === undefined || namesDataset(address)) return address
  report(diagnose('MR1361', { address: text }, document.place(path)))
  return undefined
}
