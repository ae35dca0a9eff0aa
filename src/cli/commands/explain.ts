import { nearest } from '../../base/nearest.ts'
import { failure } from '../../diagnostics/index.ts'
import { explainField, type FieldExplanation } from '../../manifest/explain-field.ts'
import { schemas } from '../../manifest/generated/schemas.ts'
import type { SchemaLibrary } from '../../manifest/schema-library.ts'
import { kinds, stackSchemas } from '../../resources/index.ts'
import type { CommandHandler } from '../command.ts'
import { textOption } from '../options.ts'
import { jsonText } from '../output/json-text.ts'

/** What a field of a manifest means: `workflow.schedule.cron`, `flare.job.inputs`. */
export const explain: CommandHandler = async ({ args, options, io }) => {
  const [type = '', ...path] = (args[0] ?? '').split('.')
  const field = lookUp(type, path)
  if (textOption(options, 'output') === 'json') io.stdout.write(`${jsonText(field)}\n`)
  else io.stdout.write(fieldText(field))
  return 0
}

const lookUp = (type: string, path: readonly string[]): FieldExplanation => {
  const types = kinds.map((kind) => kind.type)
  const names: Readonly<Record<string, string>> = {
    product: 'data',
    ...stackSchemas,
    project: 'project',
    ...Object.fromEntries(types.map((one) => [one, one])),
  }
  const name = Object.hasOwn(names, type) ? names[type] : undefined
  if (name === undefined) {
    const known = Object.keys(names)
    throw failure('MR9002', { type, known, near: nearest(type, known) })
  }
  const library: SchemaLibrary = schemas
  const found = explainField(library, name, path)
  if (found.kind === 'found') return found.field
  const { field, inside, near, known } = found
  throw failure('MR9004', {
    message: `${inside} has no field "${field}"`,
    hint:
      near !== undefined
        ? `did you mean "${near}"?`
        : known.length === 0
          ? `${inside} has no fields of its own`
          : `its fields are ${known.join(', ')}`,
  })
}

const fieldText = (field: FieldExplanation): string => {
  const { path, description, type, isRequired, isDeprecated, examples, fields } = field
  const lines = [path]
  if (description !== undefined) lines.push(`  ${description}`)
  lines.push('', `type      ${type}`)
  if (path.includes('.')) lines.push(`required  ${isRequired ? 'yes' : 'no'}`)
  if (isDeprecated) lines.push('          an older form, kept for old manifests')
  if (field.default !== undefined) lines.push(`default   ${valueText(field.default)}`)
  for (const [i, example] of examples.entries())
    lines.push(`${i === 0 ? 'examples' : '        '}  ${valueText(example)}`)
  if (fields.length > 0) {
    const shown = fields.filter((one) => !one.isDeprecated && !one.description?.startsWith('Written back'))
    const width = Math.max(...shown.map(({ name }) => name.length))
    lines.push('', 'fields (* has to be given)')
    for (const one of shown) {
      const mark = one.isRequired ? '*' : ' '
      const text = [one.type, one.description].filter((part) => part !== undefined).join('. ')
      lines.push(`${mark} ${one.name.padEnd(width)}  ${text}`)
    }
  }
  return `${lines.join('\n')}\n`
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
