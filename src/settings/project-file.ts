import { dirname, join } from 'node:path'
import { diagnose, type Staged } from '../diagnostics/index.ts'
import {
  type Files,
  projectFileNames,
  readDocuments,
  readSource,
  type UnfilledDocument,
} from '../manifest/index.ts'

/** The absolute path of the project file of `folder` or of the nearest folder above it. */
export const findProjectFile = async (
  folder: string,
  files: Pick<Files, 'locate'>,
  signal: AbortSignal,
): Promise<string | undefined> => {
  for (const name of projectFileNames) {
    const path = join(folder, name)
    if ((await files.locate(path, signal))?.kind === 'file') return path
  }
  const above = dirname(folder)
  return above === folder ? undefined : findProjectFile(above, files, signal)
}

/** The one document of the project file, for `readSettings`. Reports MR1001 to MR1019, and MR1044. */
export const readProjectFile = async (
  absoluteFile: string,
  files: Files,
  signal: AbortSignal,
): Promise<Staged<UnfilledDocument | undefined>> => {
  const read = await readSource({ root: dirname(absoluteFile), absoluteFile }, files, signal)
  if (read.kind === 'refused') return { value: undefined, diagnostics: [read.diagnostic] }
  const { value: documents, diagnostics } = await readDocuments(read.source, { splitsLists: false })
  const [document, second] = documents
  const isMapping = typeof document?.value === 'object' && !Array.isArray(document.value)
  if (isMapping && second === undefined) return { value: document, diagnostics }
  const { file } = read.source
  const notOne = diagnose('MR1044', { file }, { file, line: 1, column: 1 })
  return { value: undefined, diagnostics: diagnostics.length > 0 ? diagnostics : [notOne] }
}
