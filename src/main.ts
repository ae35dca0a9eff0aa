#!/usr/bin/env -S node --
// The dashes keep Node from taking options such as --env-file, wherever they stand, for its own.
// What `millrace` starts. The version is answered here, before anything is loaded: it then costs hardly more than
// starting Node. Everything else goes through Node's compile cache, which the second start profits from.
import module from 'node:module'
import manifest from '../package.json' with { type: 'json' }

const args = process.argv.slice(2)

/**
 * Commands that read manifests and are done. They end before the last of V8's compilers, which works on another
 * processor, gives back what it takes: a tenth of all processor time for ten thousand manifests, and more for fewer.
 */
const onlyReads: ReadonlySet<string> = new Set(['validate', 'plan', 'diff', 'lineage', 'list'])
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${manifest.version}\n`)
} else if (isTooOld(process.versions.node)) {
  process.stderr.write(`millrace needs Node 22.18 or newer; this is ${process.versions.node}\n`)
  process.exitCode = 2
} else {
  // Before the compile cache: what it keeps belongs to the options of the compiler.
  if (onlyReads.has(args[0] ?? '')) {
    const { setFlagsFromString } = await import('node:v8')
    setFlagsFromString('--no-turbofan')
  }
  module.enableCompileCache?.()
  silenceSqliteWarning()
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main(args)
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < 22 || (major === 22 && minor < 18)
}

/** `node:sqlite` announces on some releases of Node that it is experimental; users of a command need not know. */
function silenceSqliteWarning(): void {
  const emit = process.emitWarning.bind(process) as (warning: string | Error, ...rest: unknown[]) => void
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes('SQLite is an experimental feature')) emit(warning, ...rest)
  }
}
