// The one interpreter of the project file and of what the command line hands over: defaults, overlays, environments.
// Everything else receives a finished Settings.
export { parseEnvFile } from './env-file.ts'
export { findProjectFile, readProjectFile } from './project-file.ts'
export { readSettings, type SettingsSources } from './read-settings.ts'
export type { DepotBinding, Settings } from './settings.ts'
