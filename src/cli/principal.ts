import { userInfo } from 'node:os'
import { nearest } from '../base/nearest.ts'
import { failure } from '../diagnostics/index.ts'
import type { Principal } from '../policy/index.ts'
import type { Settings } from '../settings/index.ts'

/** A user of the project file, or you: the one who runs the command, with the tags that the file gives your login. */
export const principalOf = (name: string | undefined, settings: Settings): Principal => {
  const login = name ?? userInfo().username
  const known = settings.users[login]
  // An unknown name has no tags, and no tags means no masks: so it is refused instead of being shown everything.
  if (name !== undefined && known === undefined) {
    const names = Object.keys(settings.users)
    throw failure('MR9005', { user: name, known: names, near: nearest(name, names) })
  }
  return { name: login, tags: [...new Set([`users:id:${login}`, ...(known?.tags ?? [])])] }
}
