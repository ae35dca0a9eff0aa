// Bare Node: every YAML file of a folder, read and parsed by js-yaml, and nothing else.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'

const [folder = '.'] = process.argv.slice(2)
for (const file of readdirSync(folder)) loadAll(readFileSync(join(folder, file), 'utf8'))
