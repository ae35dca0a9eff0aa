import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { failure } from '../../diagnostics/index.ts'
import { schemas } from '../../manifest/generated/schemas.ts'
import { combinedSchema } from '../../manifest/schema-library.ts'
import { kinds, stackSchemas } from '../../resources/index.ts'
import type { CommandHandler } from '../command.ts'
import { starterFiles } from '../starter/files.ts'

/** Writes the starter project into a new or empty folder; never overwrites anything. */
export const init: CommandHandler = async ({ args, io }) => {
  const folder = resolve(io.cwd, args[0] ?? '.')
  if (existsSync(folder) && readdirSync(folder).some((name) => name !== '.git'))
    throw failure('MR9004', {
      message: `${folder} is not empty`,
      hint: 'name a new folder: millrace init shop',
    })
  const schema = `${JSON.stringify(combinedSchema(schemas, types, stackSchemas))}\n`
  const files = starterFiles(projectName(basename(folder)), schema)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content, { flag: 'wx' })
    io.stdout.write(`${join(relative(io.cwd, folder), path)}\n`)
  }
  const enter = folder === io.cwd ? '' : `cd ${relative(io.cwd, folder) || folder} && `
  io.stderr.write(
    `\nA project that works. Try it:\n  ${enter}millrace apply\n  millrace query "SELECT * FROM lake.shop.orders" --as support\n`,
  )
  return 0
}

const types = kinds.map(({ type }) => type)

// Any folder can hold a project; its name follows the rules of resource names.
const projectName = (folder: string): string =>
  folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '') || 'project'
