// The one interpreter of the project file and of what the command line hands over: defaults, overlays, environments.
// Everything else receives a finished Settings.
export type { Settings } from './settings.ts'
