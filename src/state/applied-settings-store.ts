import { stableJson } from '../base/stable-json.ts'
import type { Database } from './database.ts'

/** Users of a project file and their tags. */
type Users = Readonly<Record<string, { readonly tags: readonly string[] }>>

/** The users that the last apply found in the project file; undefined before the first one that kept them. */
export const appliedUsers = (database: Database): Users | undefined => {
  const row = database.get('SELECT value FROM applied_setting WHERE name = ?', 'users')
  return row === undefined ? undefined : (JSON.parse(String(row['value'])) as Users)
}

/** Takes the users of the project file for applied. Call it inside the transaction that registers resources. */
export const storeUsers = (database: Database, users: Users): void => {
  database.run(
    'INSERT INTO applied_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    'users',
    stableJson(users),
  )
}
