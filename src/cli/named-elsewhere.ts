import { type Diagnostic, diagnose } from '../diagnostics/index.ts'
import type { Project } from '../project/index.ts'
import { workspaceTypes } from '../resources/index.ts'
import type { Invocation } from './command.ts'
import { workspaceOption } from './options.ts'

/** What says itself to which workspace it belongs stays there, whatever `-w` says: told once for each such workspace. */
export const namedElsewhere = ({ resources }: Project, { options }: Invocation): readonly Diagnostic[] => {
  const meant = workspaceOption(options)
  if (meant === undefined) return []
  const others = resources.filter(({ type, workspace }) => workspaceTypes.has(type) && workspace !== meant)
  return [...Map.groupBy(others, ({ workspace }) => workspace)].flatMap(([workspace, [first, ...more]]) =>
    first === undefined
      ? []
      : diagnose(
          'MR9018',
          { type: first.type, name: first.name, more: more.length, workspace, meant },
          first.place,
        ),
  )
}
