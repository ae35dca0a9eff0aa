import manifest from '../../../package.json' with { type: 'json' }
import {
  type Code,
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
 * Whether a manifest is right is one question, whether it runs here another, which plan, apply and run answer: where
 * a depot lives, and what this release cannot do, are warnings here. A depot whose name is almost that of a known one
 * stays an error.
 */
const withoutRun = (diagnostic: Diagnostic): Diagnostic =>
  aboutRunning.has(diagnostic.code) && diagnostic.hint?.startsWith('did you mean') !== true
    ? { ...diagnostic, severity: 'warning' }
    : diagnostic

const aboutRunning: ReadonlySet<string> = new Set<Code>(['MR1309', 'MR1331', 'MR1402', 'MR1403'])

/** What other tools read. */
const reports: Readonly<Record<string, (diagnostics: readonly Diagnostic[]) => string>> = {
  json: renderJson,
  github: renderGithub,
  sarif: (diagnostics) => `${renderSarif(diagnostics, manifest.version)}\n`,
  junit: renderJunit,
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
