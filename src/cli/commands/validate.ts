import manifest from '../../../package.json' with { type: 'json' }
import {
  type Diagnostic,
  hasErrors,
  renderGithub,
  renderJson,
  renderJunit,
  renderSarif,
  renderText,
} from '../../diagnostics/index.ts'
import type { CommandHandler } from '../command.ts'
import { readProject, sourcesOf } from '../open-project.ts'
import { textOption, usesColour } from '../options.ts'

/** Everything that can be known about the manifests without data. */
export const validate: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const { project, diagnostics } = await readProject(invocation, signal)
  const form = textOption(options, 'output') ?? 'text'
  const report = reports[form]
  if (report !== undefined) io.stdout.write(report(diagnostics))
  else {
    const sources = sourcesOf(project.settings.root)
    io.stdout.write(renderText(diagnostics, { sources, colour: usesColour(io.stdout, io.env, options) }))
    if (!hasErrors(diagnostics)) {
      const { resources, tasks } = project
      io.stderr.write(`valid: ${counted(resources.length, 'resource')}, ${counted(tasks.length, 'node')}\n`)
    }
  }
  return hasErrors(diagnostics) ? 2 : 0
}

/** What other tools read. */
const reports: Readonly<Record<string, (diagnostics: readonly Diagnostic[]) => string>> = {
  json: renderJson,
  github: renderGithub,
  sarif: (diagnostics) => `${renderSarif(diagnostics, manifest.version)}\n`,
  junit: renderJunit,
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
