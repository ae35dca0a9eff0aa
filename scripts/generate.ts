/**
 * Writes `src/manifest/generated/` from `schemas/`: one validator function and one TypeScript type per schema.
 * With `--check` it writes nothing and exits 1 where the committed files differ from what it would write.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { compile, type JSONSchema } from 'json-schema-to-typescript'

const root = join(import.meta.dirname, '..')
const schemaFolder = join(root, 'schemas')
const outputFolder = join(root, 'src', 'manifest', 'generated')
const header = '// Generated from schemas/ by scripts/generate.ts. Do not edit.\n'
const suffix = '.schema.json'

type Schema = {
  readonly name: string
  readonly content: Readonly<Record<string, unknown>> & { readonly $id: string }
}

const readSchemas = async (): Promise<readonly Schema[]> => {
  const files = (await readdir(schemaFolder)).filter((file) => file.endsWith(suffix)).sort()
  return Promise.all(
    files.map(async (file) => {
      const content = JSON.parse(await readFile(join(schemaFolder, file), 'utf8'))
      if (content.$id !== file) throw new Error(`$id of schemas/${file} is not "${file}"`)
      return { name: file.slice(0, -suffix.length), content }
    }),
  )
}

const camelCase = (name: string): string =>
  name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

const validators = (schemas: readonly Schema[]): string => {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    discriminator: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  })
  ajv.addKeyword({ keyword: 'x-extension', schemaType: 'boolean' })
  ajv.addKeyword({ keyword: 'x-words', schemaType: 'string' })
  ajv.addKeyword({ keyword: 'x-keys', schemaType: 'array' })
  for (const { content } of schemas) ajv.addSchema(Object(withWords(content)))
  const exported = Object.fromEntries(schemas.map(({ name, content }) => [camelCase(name), content.$id]))
  const code = standalone.default(ajv, exported)
  const required = code.match(/require\([^)]*\)/)
  // Some keywords (minLength, uniqueItems, const of an object) call ajv's runtime, which a bundle must not carry.
  if (required)
    throw new Error(`a schema uses a keyword that needs ${required[0]}: say it with "pattern" or "enum"`)
  return `${header}${code.replace(/^"use strict";\s*/, '')}\n`
}

/**
 * Words of which a schema says `x-words`: its examples are all ("all") or some ("some") of those that may be meant. A
 * validator takes any other for a violation, and so any other key of an open mapping than those that it knows, of which `checkShape` says what it is worth. Only the validators have this:
 * an editor offers the examples, and refuses nothing.
 */
const withWords = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withWords)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, value]) => [key, withWords(value)])
  const { examples } = node as { readonly examples?: unknown }
  const keys = knownKeys(node)
  return Object.fromEntries([
    ...entries,
    ...('x-words' in node ? [['enum', examples]] : []),
    ...(keys === undefined ? [] : [['propertyNames', { type: 'string', enum: keys, 'x-words': 'some' }]]),
  ])
}

/** The keys that an open mapping mostly has: `x-keys`, or those that it describes. */
const knownKeys = (node: object): readonly unknown[] | undefined => {
  const { properties, additionalProperties, ...rest } = node as Readonly<Record<string, unknown>>
  if (Array.isArray(rest['x-keys'])) return rest['x-keys']
  if (additionalProperties !== true || typeof properties !== 'object' || properties === null) return undefined
  const keys = Object.keys(properties)
  return keys.length < 2 ? undefined : keys
}

const declarations = (schemas: readonly Schema[]): string =>
  `${header}
/** One violation of a schema; the same fields as ajv's ErrorObject in verbose mode. */
export type ShapeError = {
  readonly keyword: string
  readonly instancePath: string
  readonly schemaPath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
  readonly schema?: unknown
  readonly parentSchema?: Readonly<Record<string, unknown>>
  readonly data?: unknown
  readonly propertyName?: string
}

/** True where \`value\` has the shape; \`errors\` holds all violations of the last call that returned false. */
export type ShapeValidator = {
  (value: unknown): boolean
  errors?: readonly ShapeError[] | null
}

${schemas.map(({ name }) => `export const ${camelCase(name)}: ShapeValidator`).join('\n')}
`

const types = async ({ content }: Schema): Promise<string> =>
  compile(structuredClone(content) as JSONSchema, 'Schema', {
    bannerComment: header.trimEnd(),
    cwd: schemaFolder,
    style: { semi: false, singleQuote: true, printWidth: 110 },
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
  })

/** The schemas themselves, for the commands that print them. */
const library = (schemas: readonly Schema[]): string => {
  const imports = schemas.map(
    ({ name }) => `import ${camelCase(name)} from '../../../schemas/${name}${suffix}' with { type: 'json' }`,
  )
  const members = schemas.map(({ name }) =>
    camelCase(name) === name ? `  ${name},` : `  '${name}': ${camelCase(name)},`,
  )
  return `${header}${imports.join('\n')}\n\nexport const schemas = {\n${members.join('\n')}\n}\n`
}

const generate = async (): Promise<ReadonlyMap<string, string>> => {
  const schemas = await readSchemas()
  const files = new Map([
    ['validators.js', validators(schemas)],
    ['validators.d.ts', declarations(schemas)],
    ['schemas.ts', library(schemas)],
  ])
  for (const schema of schemas) files.set(`${schema.name}.ts`, await types(schema))
  return files
}

const staleFiles = async (files: ReadonlyMap<string, string>): Promise<readonly string[]> => {
  const present = await readdir(outputFolder).catch(() => [])
  const stale = present.filter((file) => !files.has(file))
  for (const [file, content] of files) {
    const committed = await readFile(join(outputFolder, file), 'utf8').catch(() => undefined)
    if (committed !== content) stale.push(file)
  }
  return stale.sort()
}

const files = await generate()
const stale = await staleFiles(files)
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`stale in src/manifest/generated: ${stale.join(', ')}; run "npm run generate"`)
    process.exitCode = 1
  }
} else {
  await mkdir(outputFolder, { recursive: true })
  for (const file of stale) {
    const content = files.get(file)
    if (content === undefined) await rm(join(outputFolder, file))
    else await writeFile(join(outputFolder, file), content)
  }
  console.log(stale.length === 0 ? 'up to date' : `wrote ${stale.join(', ')}`)
}
