import type { RegisteredResource, ResourceKey } from '../state/resource-store.ts'

/** What applying does to one resource's registration. */
export type ResourceChange = ResourceKey & {
  readonly action: 'create' | 'update' | 'unchanged' | 'delete'
  readonly detail?: string
}

export type DeclaredResource = ResourceKey & { readonly hash: string; readonly file: string }

/**
 * Declared against registered resources, in the order of declaration, deletions last. Only a whole project deletes:
 * what an explicit list of files leaves out is not gone.
 */
export const planChanges = (
  declared: readonly DeclaredResource[],
  registered: readonly RegisteredResource[],
  scope: 'whole project' | 'named files',
): readonly ResourceChange[] => {
  const before = new Map(registered.map((resource) => [keyText(resource), resource]))
  const after = new Set(declared.map(keyText))
  const changes = declared.map((resource): ResourceChange => {
    const { type, workspace, name } = resource
    const old = before.get(keyText(resource))
    if (old === undefined) return { type, workspace, name, action: 'create' }
    if (old.hash === resource.hash) return { type, workspace, name, action: 'unchanged' }
    return {
      type,
      workspace,
      name,
      action: 'update',
      detail: `generation ${old.generation} → ${old.generation + 1}`,
    }
  })
  const gone = scope === 'whole project' ? registered.filter((resource) => !after.has(keyText(resource))) : []
  return [
    ...changes,
    ...gone.map(
      ({ type, workspace, name }): ResourceChange => ({
        type,
        workspace,
        name,
        action: 'delete',
        detail:
          type === 'policy'
            ? 'no manifest declares it: it no longer masks'
            : 'no manifest declares it; its data stays',
      }),
    ),
  ]
}

/** True where applying would register, change or forget anything. */
export const hasChanges = (changes: readonly ResourceChange[]): boolean =>
  changes.some(({ action }) => action !== 'unchanged')

const keyText = ({ type, workspace, name }: ResourceKey): string => `${type}/${workspace}/${name}`
