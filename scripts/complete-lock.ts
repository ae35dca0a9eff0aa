/**
 * Adds to package-lock.json the platform packages that the registry at hand did not serve. `npm install` leaves an
 * optional package out that it cannot fetch, and `npm ci` then refuses the lock file everywhere. An added entry has no
 * integrity: npm fetches it on the platform that needs it and nowhere else. Run after every change of dependencies.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Entry = {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const path = join(import.meta.dirname, '..', 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> }
const systems = ['android', 'darwin', 'freebsd', 'openharmony', 'win32', 'linux']
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x']

const platformEntry = (name: string, version: string, dev: boolean | undefined): Entry => {
  const os = systems.find((system) => name.includes(system))
  const cpu = processors.find((processor) => name.split(/[-/]/).includes(processor))
  if (os === undefined || cpu === undefined)
    throw new Error(`${name} is missing and names no platform: add it by hand`)
  const libc = name.includes('musl') ? 'musl' : os === 'linux' ? 'glibc' : undefined
  return {
    version,
    cpu: [cpu],
    ...(dev === true ? { dev } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    os: [os],
  }
}

const added: string[] = []
for (const { dev, optionalDependencies = {} } of Object.values(lock.packages))
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`
    if (key in lock.packages) continue
    lock.packages[key] = platformEntry(name, version, dev)
    added.push(name)
  }
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
)
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'the lock file is complete' : `added ${added.join(', ')}`)
