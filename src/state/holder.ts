import { hostname } from 'node:os'

/** Who holds something: what a person needs to find the process. */
export type Holder = {
  readonly host: string
  readonly processId: number
  /** As it was typed, such as `millrace apply`. */
  readonly command: string
  /** ISO 8601, UTC. */
  readonly since: string
}

export const thisHolder = (command: string, since: string): Holder => ({
  host: hostname(),
  processId: process.pid,
  command,
  since,
})

export const printHolder = ({ host, processId, command }: Holder): string =>
  `${command} (process ${processId} on ${host})`

/** True where the process certainly runs no more. Of another host's processes nothing is known. */
export const isGone = ({ host, processId }: Pick<Holder, 'host' | 'processId'>): boolean => {
  if (host !== hostname()) return false
  try {
    process.kill(processId, 0)
    return false
  } catch (cause) {
    // EPERM: it runs, under another user.
    return cause instanceof Error && 'code' in cause && cause.code === 'ESRCH'
  }
}
