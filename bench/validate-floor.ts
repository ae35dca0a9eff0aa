// What ajv-cli does (`ajv validate -s schema.json -d 'manifests/**/*.yaml'`): compiles the schema, reads every YAML file
// with js-yaml, and checks its shape. Nothing is known of meaning, links, SQL, or where in a file something stands.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { load } from 'js-yaml'

const [folder = '.', schema = 'schema.json'] = process.argv.slice(2)
const check = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(schema, 'utf8')),
)
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.yaml')) continue
  if (!check(load(readFileSync(join(folder, file), 'utf8'))))
    throw new Error(`${file}: ${JSON.stringify(check.errors)}`)
}
