import { schemas } from '../../manifest/generated/schemas.ts'
import { combinedSchema, type JsonSchema } from '../../manifest/schema-library.ts'
import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import { kinds, stackSchemas } from '../../resources/index.ts'
import type { CommandHandler } from '../command.ts'

/** The JSON Schema of one type of resource, or of all, for editors. */
export const schema: CommandHandler = async ({ args, io }) => {
  const [type] = args
  io.stdout.write(`${JSON.stringify(schemaOf(type), null, 2)}\n`)
  return 0
}

const schemaOf = (type: string | undefined): JsonSchema => {
  const types = kinds.map((kind) => kind.type)
  if (type === undefined) return combinedSchema(schemas, types, stackSchemas)
  const wanted = type === 'product' ? 'data' : type
  const known = types.find((one) => one === wanted)
  if (known === undefined) throw failure('MR9002', { type, known: types, near: nearest(type, types) })
  return combinedSchema(schemas, [known], stackSchemas)
}
