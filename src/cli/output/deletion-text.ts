import type { DeletedFiles } from '../../lakehouse/maintenance/index.ts'
import { counted } from '../../tui/index.ts'

/** What became of files that were to be deleted, a line each; nothing where nothing was deleted. */
export const deletionText = (deletion: DeletedFiles | undefined): string => {
  if (deletion === undefined) return ''
  const { deleted, outside, failed } = deletion
  return [
    `deleted ${counted(deleted, 'file')}`,
    ...(outside === 0 ? [] : [`left ${counted(outside, 'file')} outside of the warehouse`]),
    ...failed.map(({ path, reason }) => `could not delete ${path}: ${reason}`),
    '',
  ].join('\n')
}
