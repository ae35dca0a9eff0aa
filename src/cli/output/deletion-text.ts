import type { DeletedFiles } from '../../lakehouse/maintenance/index.ts'
import { counted } from '../../tui/index.ts'
import { hideValues } from './hide-values.ts'

/** What became of files that were to be deleted, a line each; nothing where nothing was deleted. */
export const deletionText = (deletion: DeletedFiles | undefined): string => {
  if (deletion === undefined) return ''
  const { deleted, outside, failed } = deletion
  return [
    `deleted ${counted(deleted, 'file')}`,
    ...(outside === 0 ? [] : [`left ${counted(outside, 'file')} outside of the warehouse`]),
    ...failed.map(({ path, reason }) => hideValues(`could not delete ${path}: ${reason}`)),
    '',
  ].join('\n')
}

/** The same for JSON. */
export const deletionView = (deletion: DeletedFiles | undefined): object =>
  deletion === undefined
    ? {}
    : {
        deletion: {
          ...deletion,
          failed: deletion.failed.map(({ path, reason }) => ({
            path: hideValues(path),
            reason: hideValues(reason),
          })),
        },
      }
