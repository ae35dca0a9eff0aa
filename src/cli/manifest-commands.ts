import type { Command } from './command.ts'
import { output, project } from './command-options.ts'

/** Commands about the text of manifests and what may be written in them. */
export const manifestCommands: readonly Command[] = [
  {
    name: 'fmt',
    summary: 'write manifests in their one form: keys in the order of the schemas',
    args: '[paths...]',
    options: [
      {
        flags: '--check',
        description: 'write nothing; list what would change, and exit 1 if anything would',
      },
      { flags: '--diff', description: 'write nothing; print what would change' },
      ...project,
    ],
    examples: ['millrace fmt', 'millrace fmt --check manifests', 'millrace fmt - < orders.yaml'],
    load: async () => (await import('./commands/fmt.ts')).fmt,
  },
  {
    name: 'schema',
    summary: 'the JSON Schema of one type of resource, or of all, for editors',
    args: '[type]',
    options: [],
    examples: ['millrace schema > millrace.schema.json', 'millrace schema depot'],
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  {
    name: 'explain',
    summary: 'what a field of a manifest means, its type, default and examples',
    args: '<type.field>',
    options: [output(['text', 'json'], 'form')],
    examples: [
      'millrace explain workflow.schedule.cron',
      'millrace explain flare.job.inputs',
      'millrace explain depot',
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
]
