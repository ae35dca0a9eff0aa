import manifest from '../../../package.json' with { type: 'json' }
import {
  type Diagnostic,
  hasErrors,
  renderGithub,
  renderJson,
  renderJunit,
  renderSarif,
  renderText,
  sortDiagnostics,
} from '../../diagnostics/index.ts'
import { checkPlatform } from '../../project/index.ts'
import type { CommandHandler } from '../command.ts'
import { readProject, sourcesOf } from '../open-project.ts'
import { textOption, usesColour } from '../options.ts'

/** Everything that can be known about the manifests without data. */
export const validate: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const { project, diagnostics: found } = await readProject(invocation, signal)
  const diagnostics = sortDiagnostics([...found.map(withoutRun), ...checkPlatform(project, new Date())])
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

/**
 * Where a depot lives matters to a run, and says nothing about the manifests that name it: other people's are checked
 * before anything is bound. A name that is almost one of the known ones stays an error.
 */
const withoutRun = (diagnostic: Diagnostic): Diagnostic => {
  const isUnbound = diagnostic.code === 'MR1402' || diagnostic.code === 'MR1403'
  return isUnbound && diagnostic.hint?.startsWith('did you mean') !== true
    ? { ...diagnostic, severity: 'warning' }
    : diagnostic
}

/** What other tools read. */
const reports: Readonly<Record<string, (diagnostics: readonly Diagnostic[]) => string>> = {
  json: renderJson,
  github: renderGithub,
  sarif: (diagnostics) => `${renderSarif(diagnostics, manifest.version)}\n`,
  junit: renderJunit,
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
