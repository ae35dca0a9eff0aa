import { nearest } from '../../base/nearest.ts'
import { failure, hasErrors, renderText } from '../../diagnostics/index.ts'
import { kinds } from '../../resources/index.ts'
import { typeCalled } from '../../resources/type-names.ts'
import { type Member, projectFacts, selectionGraph } from '../../selection/index.ts'
import { chooseOf } from '../choose.ts'
import type { CommandHandler } from '../command.ts'
import { readProject, sourcesOf } from '../open-project.ts'
import { listOption, textOption, usesColour } from '../options.ts'
import { type Item, printItems } from '../output/items.ts'

/** What selectors choose, by the manifests alone: resources, nodes and datasets. Each name is a selector of just that. */
export const list: CommandHandler = async (invocation, signal) => {
  const { io, options } = invocation
  const { project, diagnostics } = await readProject({ ...invocation, args: [] }, signal)
  // What cannot be read is told, and the rest listed.
  if (hasErrors(diagnostics)) {
    const sources = sourcesOf(project.settings.root)
    io.stderr.write(renderText(diagnostics, { sources, colour: usesColour(io.stderr, io.env, options) }))
  }
  const choice = await chooseOf(invocation, project, signal)
  const all = choice?.members ?? [...selectionGraph(projectFacts(project)).members.values()]
  const types = new Set(listOption(options, 'resourceType').map(typeOf))
  const members = types.size === 0 ? all : all.filter(({ type }) => types.has(type))
  const form = textOption(options, 'output') ?? 'name'
  if (form === 'path') {
    const files = new Set(members.flatMap(({ files: [file] }) => file ?? []))
    for (const file of files) io.stdout.write(`${file}\n`)
  } else {
    const columns = ['name', 'type', 'file']
    const wide = ['workspace', 'tags', 'owner', 'dataset']
    await printItems(
      { ...invocation, options: { ...options, output: form } },
      { columns, wide },
      members.map(itemOf),
    )
  }
  return hasErrors(diagnostics) ? 2 : 0
}

const typeOf = (name: string): string => {
  const type = /^nodes?$/i.test(name) ? 'node' : typeCalled(name)
  if (type !== undefined) return type
  const known = ['node', ...kinds.map((kind) => kind.type)]
  throw failure('MR9002', { type: name, known, near: nearest(name, known) })
}

const itemOf = (member: Member): Item => {
  const { reference, type, workspace, files, tags, owner, address, workflow, stack } = member
  return {
    name: reference,
    type,
    ...(workspace === undefined ? {} : { workspace }),
    ...(files[0] === undefined ? {} : { file: files[0] }),
    tags,
    ...(owner === undefined ? {} : { owner }),
    ...(address === undefined ? {} : { dataset: address }),
    ...(member.kind === 'node' ? { workflow, stack } : {}),
  }
}
