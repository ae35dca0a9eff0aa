import type { Migration } from './migration.ts'

export const appliedSettings: Migration = {
  version: 5,
  why: 'the users of the project file as they were applied, so that a plan can tell who reads more or less than then',
  statements: ['CREATE TABLE applied_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT'],
}
