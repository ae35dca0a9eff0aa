import { DiagnosticsError, failure } from '../diagnostics/index.ts'
import { load, nodeFiles } from '../manifest/index.ts'
import { workspaceTypes } from '../resources/index.ts'
import { typeCalled } from '../resources/type-names.ts'
import type { Invocation } from './command.ts'
import type { Target } from './find-resource.ts'
import { namedPaths, openSettings } from './open-project.ts'
import { flag, workspaceOption } from './options.ts'

/** What the manifests of `-f` declare, by their names alone: a manifest need not be valid any more to be deleted. */
export const declaredIn = async (
  invocation: Invocation,
  signal: AbortSignal,
): Promise<readonly (Target & { readonly type: string })[]> => {
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  const { options } = invocation
  const meant = workspaceOption(options)
  const { value, diagnostics } = await load(
    {
      paths: namedPaths({ ...invocation, args: [] }),
      isRecursive: flag(options, 'recursive'),
      settings,
      disableInterpolation: flag(options, 'disableInterpolation'),
    },
    nodeFiles,
    signal,
  )
  // What a file declares is not known where it cannot be read. Variables and files that are missing are another matter.
  const unreadable = diagnostics.filter(({ severity, code }) => severity === 'error' && code < 'MR1020')
  if (unreadable.length > 0) throw new DiagnosticsError(unreadable)
  return value.documents.map((document) => {
    const [type, name, workspace] = ['type', 'name', 'workspace'].map((key) => memberOf(document.value, key))
    const known = typeof type === 'string' ? typeCalled(type) : undefined
    if (known === undefined || typeof name !== 'string')
      throw failure('MR9004', {
        message: `${document.file} has a document without a known type and a name`,
        hint: 'write TYPE NAME instead of -f',
      })
    const usual = workspaceTypes.has(known) ? meant : undefined
    return { type: known, name, workspace: typeof workspace === 'string' ? workspace : (usual ?? 'public') }
  })
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Reflect.get(value, key) : undefined
