import manifest from '../../../package.json' with { type: 'json' }
import type { CommandHandler } from '../command.ts'
import { textOption } from '../options.ts'

/** Our version, and of what it runs on, as a report about a problem needs them. */
export const version: CommandHandler = async ({ options, io }) => {
  const { version: duckdb } = await import('@duckdb/node-api')
  const versions = {
    millrace: manifest.version,
    node: process.version.slice(1),
    duckdb: duckdb().replace(/^v/, ''),
    platform: `${process.platform}-${process.arch}`,
  }
  if (textOption(options, 'output') === 'json') io.stdout.write(`${JSON.stringify(versions)}\n`)
  else for (const [name, text] of Object.entries(versions)) io.stdout.write(`${name.padEnd(9)} ${text}\n`)
  return 0
}
