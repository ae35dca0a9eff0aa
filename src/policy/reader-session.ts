import { literal, type Sql, sql } from '../sql/quote.ts'

/**
 * The settings of a session that runs readers' statements, in the order in which they must be set. Afterwards only
 * files below `allowedFolders` can be opened and no setting can be changed. They hold for the whole engine instance,
 * and a statement could still read any file in those folders: admission is the first wall, this is the second.
 */
export const readerSessionSettings = (allowedFolders: readonly string[]): readonly Sql[] => [
  sql`SET autoinstall_known_extensions = false`,
  sql`SET autoload_known_extensions = false`,
  sql`SET allow_community_extensions = false`,
  sql`SET TimeZone = 'UTC'`,
  // The list cannot be changed once external access is off.
  sql`SET allowed_directories = [${allowedFolders.map((folder) => literal(folder.endsWith('/') ? folder : `${folder}/`))}]`,
  sql`SET enable_external_access = false`,
  sql`SET lock_configuration = true`,
]
