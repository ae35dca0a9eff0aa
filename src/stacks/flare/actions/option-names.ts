import { type Cursor, firstChild } from '../cursor.ts'

/** Names of options are documented in both ways: maxConcurrentDeletes in manifests, max_concurrent_deletes in tables. */
export const underscored = (option: string): string =>
  option.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const childOption = (options: Cursor, option: string): Cursor =>
  firstChild(options, option, underscored(option))
