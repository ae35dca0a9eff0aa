import { hasErrors, renderJson, renderText } from '../../diagnostics/index.ts'
import type { CommandHandler } from '../command.ts'
import { readProject, sourcesOf } from '../open-project.ts'
import { textOption, usesColour } from '../options.ts'

/** Everything that can be known about the manifests without data. */
export const validate: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const { project, diagnostics } = await readProject(invocation, signal)
  if (textOption(options, 'output') === 'json') {
    io.stdout.write(renderJson(diagnostics))
  } else {
    const sources = sourcesOf(project.settings.root)
    io.stdout.write(renderText(diagnostics, { sources, colour: usesColour(io.stdout, io.env, options) }))
    if (!hasErrors(diagnostics)) {
      const { resources, tasks } = project
      io.stderr.write(`valid: ${counted(resources.length, 'resource')}, ${counted(tasks.length, 'node')}\n`)
    }
  }
  return hasErrors(diagnostics) ? 2 : 0
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
