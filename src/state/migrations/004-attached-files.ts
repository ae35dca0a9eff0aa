import type { Migration } from './migration.ts'

export const attachedFiles: Migration = {
  version: 4,
  why: 'what files a registered manifest pulls in say, so that a plan can tell what changes in them',
  statements: ['ALTER TABLE resource ADD COLUMN attached TEXT'],
}
