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
