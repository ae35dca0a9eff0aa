import manifest from '../../../package.json' with { type: 'json' }
import {
  type Diagnostic,
  hasErrors,
  type Place,
  renderGithub,
  renderJson,
  renderJunit,
  renderSarif,
  renderText,
  sortDiagnostics,
} from '../../diagnostics/index.ts'
import { checkPlatform, type Project } from '../../project/index.ts'
import { projectFacts, referenceOf } from '../../selection/index.ts'
import { type Choice, chooseOf, isChoosing } from '../choose.ts'
import type { CommandHandler, Invocation } from '../command.ts'
import { checkProject, readProject, sourcesOf } from '../open-project.ts'
import { flag, numberOption, textOption, usesColour, workspaceOption } from '../options.ts'
import { makeFixes, showFixes } from '../show-fixes.ts'
import { withoutRun } from '../without-run.ts'

/** Everything that can be known about the manifests without data. */
export const validate: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const most = numberOption(options, 'maxDiagnostics')
  const isFixing = flag(options, 'fix')
  const check = async () => {
    // A verdict that was kept is about the files as they were.
    const asked = isFixing ? { ...invocation, options: { ...options, cache: false } } : invocation
    const checked = await (isChoosing(options) ? checkChosen : checkProject)(asked, signal)
    return { ...checked, diagnostics: checked.diagnostics.map(withoutRun) }
  }
  const found = await check()
  if (isFixing && flag(options, 'dryRun')) return showFixes(found, invocation)
  const { root, resources, tasks, diagnostics } = isFixing ? await makeFixes(found, invocation, check) : found
  const form = textOption(options, 'output') ?? 'text'
  const report = reports[form]
  if (report !== undefined) io.stdout.write(report(diagnostics))
  else {
    const colour = usesColour(io.stdout, io.env, options)
    io.stdout.write(renderText(diagnostics, { sources: sourcesOf(root), colour, most }))
    if (!hasErrors(diagnostics))
      io.stderr.write(`valid: ${counted(resources, 'resource')}, ${counted(tasks, 'node')}\n`)
  }
  return hasErrors(diagnostics) ? 2 : 0
}

/** What is found in the manifests of which something was chosen, and how much was. */
const checkChosen = async (
  invocation: Invocation,
  signal: AbortSignal,
): Promise<
  Pick<Awaited<ReturnType<typeof checkProject>>, 'root' | 'diagnostics' | 'resources' | 'tasks'>
> => {
  const { project, diagnostics: found } = await readProject(invocation, signal)
  const choice = await chooseOf(invocation, project, signal)
  const part = choice === undefined ? project : partOf(choice, project)
  const own = choice === undefined ? found : findingsOf(choice, part, project, found)
  return {
    root: project.settings.root,
    diagnostics: sortDiagnostics([
      ...own,
      ...checkPlatform(part, new Date(), workspaceOption(invocation.options)),
    ]),
    resources: part.resources.length,
    tasks: part.tasks.length,
  }
}

/** What was chosen of a project: chosen nodes, and resources that were chosen or have such nodes. */
const partOf = ({ has, tasks: ids }: Choice, project: Project): Project => {
  const tasks = project.tasks.filter(({ id }) => ids.has(id))
  const workflows = new Set(
    tasks.map(({ workspace, workflow }) => referenceOf('workflow', workspace, workflow)),
  )
  const resources = project.resources.filter(({ type, workspace, name }) => {
    const reference = referenceOf(type, workspace, name)
    return has(reference) || workflows.has(reference)
  })
  return { ...project, resources, tasks }
}

/**
 * Findings without those that stand in manifests of which nothing was chosen. What no manifest claims stays: a file
 * that cannot be read declares nothing that could be chosen.
 */
const findingsOf = (
  { members }: Choice,
  part: Project,
  { resources, tasks }: Project,
  found: readonly Diagnostic[],
): readonly Diagnostic[] => {
  const files = new Set(members.flatMap((member) => member.files))
  const attached = projectFacts({ resources, tasks }).flatMap(({ nodes }) =>
    nodes.flatMap((node) => node.files.slice(1)),
  )
  const others = new Set(attached.filter((file) => !files.has(file)))
  const chosen = new Set(part.resources)
  const isElsewhere = ({ file, line }: Place): boolean => {
    if (others.has(file)) return true
    const around = resources.find(
      ({ document }) => document.file === file && isWithin(line, document.place([])),
    )
    return around !== undefined && !chosen.has(around)
  }
  return found.filter(({ place }) => place === undefined || !isElsewhere(place))
}

const isWithin = (line: number, { line: first, endLine = first }: Place): boolean =>
  first <= line && line <= endLine

/** What other tools read. */
const reports: Readonly<Record<string, (diagnostics: readonly Diagnostic[]) => string>> = {
  json: renderJson,
  github: renderGithub,
  sarif: (diagnostics) => `${renderSarif(diagnostics, manifest.version)}\n`,
  junit: renderJunit,
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
