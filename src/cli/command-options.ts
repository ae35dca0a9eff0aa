import type { CommandOption } from './command.ts'

// Options that many commands take, spelled and described once.

export const project: readonly CommandOption[] = [
  {
    flags: '--project <path>',
    description: 'the project file or its folder (default: found from here upwards)',
  },
  { flags: '--env <name>', description: 'an environment of the project file' },
  { flags: '--no-color', description: 'no colours (NO_COLOR does the same)' },
]

export const output = (choices: readonly string[], description: string): CommandOption => ({
  flags: '-o, --output <format>',
  description: `${description}: ${choices.join(', ')}`,
  choices,
})

export const listForms = ['table', 'wide', 'json', 'yaml', 'name']
