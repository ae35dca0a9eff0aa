import { checkName } from './names.ts'
import { registered } from './registered.ts'

/** A room for resources. One that no manifest declares exists all the same. */
export const readWorkspace = registered('workspace', ['v1alpha', 'v1beta', 'v1'], (document, report) => {
  const { name } = document.value as { readonly name: string }
  // The general rule allows 48 characters, and was reported already where it is broken.
  if (name.length > 32 && name.length <= 48)
    for (const found of checkName('workspace', name, document.place(['name']))) report(found)
  return []
})

/** Types that belong to a workspace; all others belong to the whole instance. Source: resources.md 1.3. */
export const workspaceTypes: ReadonlySet<string> = new Set(
  'workflow service worker cluster secret volume database lakehouse monitor pager lens resource'.split(' '),
)
